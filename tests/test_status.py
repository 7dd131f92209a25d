"""Stories of looking a case up: exact, by tail, nearest, in the group, in the middle of a form."""

import pytest
from stories import CHAT, TICKET
from team import Team


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)


def another_ticket(number: str) -> list[str]:
    """The same deeds about another trouble, or they would end in the first case."""
    other = {"18123456": number, "Карточка висит на модерации": f"Случай{number}"}
    return [other.get(deed, deed) for deed in TICKET]


@pytest.mark.parametrize(
    "asked",
    ["18123456", "№ 181-234-56", "#1", "# 1", "№1", "№ 1", "1", "3456", "23456", "18 123 456"],
)
async def test_a_number_is_found_however_it_is_written(hired: Team, asked: str) -> None:
    assert "№\u00a018123456" in await hired.boris.says(f"/status {asked}")


async def test_a_number_needs_no_command_in_private(hired: Team) -> None:
    assert "№\u00a018123456" in await hired.boris.says("18123456")


async def test_the_marketplaces_number_comes_before_ours_when_the_sign_fits_both(
    hired: Team,
) -> None:
    await hired.anna.does(*another_ticket("1"))
    assert "#2 ·" in await hired.boris.says("/status №1")
    assert "#1 ·" in await hired.boris.says("/status #1")


async def test_an_unknown_number_offers_the_nearest(hired: Team) -> None:
    assert "В журнале нет «18123465». Похожие:" in await hired.boris.says("/status 18123465")
    assert "№\u00a018123456" in await hired.boris.presses("#1 обращение")


async def test_a_tail_of_two_numbers_offers_both(hired: Team) -> None:
    await hired.anna.does(*another_ticket("99123456"))
    assert "подходит несколько" in await hired.boris.says("/status 3456")
    assert len(hired.boris.buttons) == 2


async def test_no_argument_gets_a_line_of_usage(hired: Team) -> None:
    assert "Напишите номер" in await hired.boris.says("/status")


async def test_the_group_sees_a_short_card_as_a_reply(hired: Team) -> None:
    group = await hired.binds_group()
    await hired.boris.does(*CHAT, "К итогу", "Сохранить")
    answer = await hired.boris.says("/status@journal_bot #2", where=group)
    assert "Т., артикул 140158860 · ведёт Борис" in answer
    assert "Тимур" not in answer
    assert "Разошёлся" not in answer
    assert group.messages[-1]["reply_to_message"]["text"] == "/status@journal_bot #2"
    assert group.buttons() == ["Открыть в личке"]


async def test_a_stranger_in_the_group_hears_nothing(hired: Team) -> None:
    group = await hired.binds_group()
    group.adds(hired.stranger.person)
    before = len(group.messages)
    await hired.stranger.says("/status@journal_bot #1", where=group)
    assert len(group.messages) == before + 1


async def test_an_unknown_group_hears_nothing_and_the_owner_is_told_once(hired: Team) -> None:
    foreign = hired.world.group("Чужая группа")
    foreign.adds(hired.anna.person)
    foreign.adds(hired.bot)
    await hired.settles()
    assert "Меня добавили в группу «Чужая группа»" in hired.owner.sees
    before = len(foreign.messages)
    await hired.anna.says("/status@journal_bot #1", where=foreign)
    assert len(foreign.messages) == before + 1


async def test_a_link_from_the_group_opens_the_card_in_private(hired: Team) -> None:
    assert "Карточка висит" in await hired.boris.starts("case_1")
    assert "Это рабочий бот" in await hired.stranger.starts("case_1")


async def test_an_anonymous_admin_is_nobody(hired: Team) -> None:
    group = await hired.binds_group()
    before = len(group.messages)
    await hired.owner.person.says("/status@journal_bot #1", where=group, anonymously=True)
    await hired.settles()
    assert len(group.messages) == before + 1


async def test_a_command_in_the_middle_of_a_form_does_not_lose_it(hired: Team) -> None:
    await hired.anna.does(*CHAT[:3])
    assert "№\u00a018123456" in await hired.anna.says("/status 18123456")
    assert "Как зовут покупателя" in await hired.anna.says("сегодня 10:01")


async def test_the_list_shows_the_nearest_deadline_first_and_turns_pages(hired: Team) -> None:
    for number in range(9):
        await hired.anna.does(*another_ticket(f"7700{number}"))
    await hired.anna.does(*CHAT, "К итогу", "Сохранить")
    page = await hired.boris.says("Список")
    assert "Открыто 11, показаны 1–8" in page
    assert page.splitlines()[2].startswith("🟢↩️ #11 чат")
    assert "показаны 9–11" in await hired.boris.presses("Дальше")
    assert "показаны 1–8" in await hired.boris.presses("Раньше")


async def test_a_stop_after_our_number_does_no_harm(hired: Team) -> None:
    assert "#1 ·" in await hired.anna.says("/status #1.")
