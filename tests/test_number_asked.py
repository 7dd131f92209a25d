"""Stories of a draft without a number: its text is shown, later the number is asked."""

from datetime import timedelta
from typing import Any

import pytest
from samples import NOW, a_case
from stories import TICKET
from team import Team

from cases.clocks import NUMBER_AFTER, nearest_wall, next_rung, running_clocks
from cases.kinds import Kind
from cases.ladders import ClockKind
from cases.lifecycles import Status
from cases.rules import Rules

DRAFT = (*TICKET[:10], "Пропустить", "К итогу", "Сохранить")
ASKED = "Отправили #1 «Не проходит модерацию», WB? Впишите номер диалога."


async def a_draft(team: Team) -> None:
    """Anna has saved a ticket without a number."""
    await team.hire()
    await team.anna.does(*DRAFT)


async def test_a_saved_draft_shows_its_text_at_once_with_a_way_to_enter_the_number(
    team: Team,
) -> None:
    await a_draft(team)
    assert "Тема: Не проходит модерацию" in team.anna.sees
    assert "Отправите, впишите номер диалога" in team.anna.sees
    assert "Какой номер" in await team.anna.presses("Вписать номер")
    assert "Ждём поддержку" in await team.anna.says("18123456")


async def test_the_number_is_asked_half_an_hour_after_the_text_was_shown_and_once(
    team: Team,
) -> None:
    await a_draft(team)
    await team.waits(minutes=29)
    assert ASKED not in team.anna.sees
    await team.waits(minutes=2)
    assert team.anna.sees.endswith(ASKED)
    assert team.anna.buttons == ["Вписать номер", "Ещё не отправил"]
    before = len(team.anna.person.chat.messages)
    await team.waits(hours=3)
    assert len(team.anna.person.chat.messages) == before


async def test_not_sent_yet_gives_the_text_again_and_asks_again(team: Team) -> None:
    await a_draft(team)
    await team.waits(minutes=31)
    assert "Тема: Не проходит модерацию" in await team.anna.presses("Ещё не отправил")
    await team.waits(minutes=31)
    assert team.anna.sees.endswith(ASKED)


@pytest.mark.parametrize("deeds", [("Вписать номер", "18123456"), ("Карточка", "Удалить черновик")])
async def test_a_number_or_the_end_of_the_case_cancels_the_question(
    team: Team, deeds: tuple[str, ...]
) -> None:
    await a_draft(team)
    for deed in deeds:
        await (team.anna.says if deed.isdecimal() else team.anna.presses)(deed)
    await team.waits(minutes=31)
    assert all(ASKED not in each["text"] for each in team.anna.person.chat.messages)
    rows = await team.database.rows("SELECT * FROM clocks WHERE kind = 'number'")
    assert rows == []


async def test_in_the_night_nobody_is_asked(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=8, minutes=45)  # 20:45 in Moscow: half an hour later is night
    await team.anna.does(*DRAFT)
    await team.waits(minutes=31)
    assert ASKED not in team.anna.sees
    await team.waits(hours=12)
    assert "вписать номер диалога" in team.anna.saw  # in one message with the digest


def the_clocks(**more: Any) -> set[ClockKind]:
    draft = a_case(
        Kind.SUPPORT_TICKET, more.pop("status", Status.DRAFT), **{"shown_at": NOW, **more}
    )
    return {clock.kind for clock in running_clocks(draft, Rules())}


def test_the_clock_of_the_number_runs_only_for_a_draft_whose_text_was_shown() -> None:
    assert ClockKind.NUMBER in the_clocks()
    assert ClockKind.NUMBER not in the_clocks(shown_at=None)
    assert ClockKind.NUMBER not in the_clocks(number="5")
    assert ClockKind.NUMBER not in the_clocks(status=Status.SENT)


def test_the_question_is_no_deadline_and_stands_alone() -> None:
    draft = a_case(Kind.SUPPORT_TICKET, Status.DRAFT, shown_at=NOW)
    clocks = running_clocks(draft, Rules())
    assert nearest_wall(clocks) is None
    clock = next(each for each in clocks if each.kind is ClockKind.NUMBER)
    first = next_rung(clock, draft, Rules(), None)
    assert first.at == NOW + NUMBER_AFTER
    assert not next_rung(clock, draft, Rules(), first.at).to
    assert next_rung(clock, draft, Rules(), first.at).at > NOW + timedelta(days=30000)
