"""Stories of telling: what a colleague notes of the buyer, whoever leads the case hears at once."""

import pytest
from stories import RETURN, SAVED
from team import Team
from test_snoozing import heard

from texts.formats import NBSP

PRESSED = ("Покупатель написал", "Только что")
ENTERED = ("Добавить запись", "Где деньги?", "От покупателя")
WAYS = pytest.mark.parametrize("way", [PRESSED, ENTERED], ids=["button", "entry"])
AT = f"ср{NBSP}04.03, 12:00"


async def answered(team: Team) -> None:
    """Anna's chat, in which we have answered."""
    await team.hire()
    await team.anna.does(*SAVED, "Мы ответили")


@WAYS
async def test_whoever_leads_the_case_hears_that_the_buyer_wrote(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(answered)
    await team.boris.does("/status #1", *way)
    head, _, card = team.anna.sees.partition("\n\n")
    assert head.startswith("Борис ")
    assert "#1" in head
    assert f"Ждёт нашего ответа, с {AT}" in card
    assert "Мы ответили" in team.anna.buttons


async def test_the_button_tells_what_was_noted_and_when_it_was(team: Team) -> None:
    await team.begins(answered)
    await team.waits(minutes=30)
    await team.boris.does("/status #1", "Покупатель написал", "сегодня 12:10")
    told = team.anna.sees.partition("\n")[0]
    assert told == f"Борис отмечает в #1: новое сообщение покупателя, ср{NBSP}04.03, 12:10."


@WAYS
async def test_who_leads_the_case_is_told_nothing_of_their_own_deed(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(answered)
    await team.anna.does("/status #1", *way)
    assert not heard(team.anna, "Анна отмечает")
    assert not heard(team.anna, "Анна записывает")


@WAYS
async def test_while_the_leader_is_away_whoever_stands_in_hears_of_it(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(answered)
    await team.anna.says("/away 20.03 @boris")
    since = len(team.anna.person.chat.messages)
    await team.owner.does("/status #1", *way)
    assert "Ждёт нашего ответа" in team.boris.sees
    assert team.boris.sees.startswith("Ольга ")
    assert len(team.anna.person.chat.messages) == since


@WAYS
async def test_who_is_busy_with_the_case_hears_of_it_beside_who_leads_it(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(answered)
    await team.boris.does("/status #1", "Взять в работу")
    await team.owner.does("/status #1", *(way if way is ENTERED else way[:1]))
    if way is PRESSED:
        await team.owner.does("Всё равно сделать", "Только что")
    assert "Ждёт нашего ответа" in team.anna.sees
    assert "#1, которое у вас в работе. Ольга: новое сообщение покупателя." in team.boris.sees


@WAYS
async def test_who_leads_the_case_and_is_busy_with_it_hears_of_it_once(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(answered)
    await team.anna.does("/status #1", "Взять в работу")
    since = len(team.anna.person.chat.messages)
    await team.boris.does("/status #1", *(way if way is ENTERED else way[:1]))
    if way is PRESSED:
        await team.boris.does("Всё равно сделать", "Только что")
    assert len(team.anna.person.chat.messages) == since + 1


async def test_a_buyers_request_for_a_return_is_told_by_its_own_name(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Запроса ещё нет", "Мы ответили")
    await team.boris.does("/status #1", "Покупатель оформил", "Только что")
    assert team.anna.sees.startswith("Борис отмечает в #1: «Покупатель оформил», ")
