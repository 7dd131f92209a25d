"""Stories of numbers in a group's talk: their short cards, for groups that have asked for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import SAVED, TICKET
from team import Team

from cases.talk import MOST_NUMBERS, named
from sandbox.groups import Group


@pytest.fixture
async def group(team: Team) -> Group:
    """The team's group, where the bot is an administrator; #1 Anna's ticket, #2 her chat."""
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    for member in (team.owner, team.anna, team.boris, team.stranger):
        team.group.adds(member.person)
    team.group.adds(team.bot, admin=True)
    await team.settles()
    await team.owner.presses("Подключить группу")
    return team.group


@pytest.fixture
async def talking(team: Team, group: Group) -> Group:
    await team.owner.presses("Номера: включить")
    return group


def said(group: Group, team: Team) -> list[str]:
    """What the bot has said in the group."""
    return [m["text"] for m in group.messages if m.get("from", {}).get("id") == team.bot.id]


async def test_a_number_named_in_the_talk_brings_its_short_card(team: Team, talking: Group) -> None:
    card = await team.boris.says("а что с #2, ответили?", where=talking)
    assert card.startswith("🟢 #2 · чат с покупателем · WB\nТ., артикул 140158860 · ведёт Анна")
    assert "Тимур" not in card
    assert "Разошёлся" not in card
    assert talking.messages[-1]["reply_to_message"]["text"] == "а что с #2, ответили?"
    assert talking.buttons() == ["Открыть в личке"]
    calls = [call for call in team.world.calls if call.method == "sendMessage"]
    assert calls[-1].params["disable_notification"] is True


async def test_the_marketplaces_number_is_heard_as_a_whole_word(team: Team, talking: Group) -> None:
    assert "#1" in await team.boris.says("поддержка по № 18123456 молчит", where=talking)
    count = len(said(talking, team))
    for text in ("118123456", "18123456789", "18123456-1", "сумма 18123456,50", "3456"):
        await team.boris.says(text, where=talking)
    assert len(said(talking, team)) == count


async def test_a_number_is_shown_once_an_hour_by_whatever_name(team: Team, talking: Group) -> None:
    await team.boris.says("18123456?", where=talking)
    count = len(said(talking, team))
    await team.anna.says("да, #1", where=talking)
    await team.boris.says("18123456!", where=talking)
    assert len(said(talking, team)) == count
    team.clock.moves(minutes=59)
    await team.anna.says("#1", where=talking)
    assert len(said(talking, team)) == count
    team.clock.moves(minutes=1)
    await team.anna.says("#1", where=talking)
    assert len(said(talking, team)) == count + 1


async def test_several_numbers_come_in_one_message(team: Team, talking: Group) -> None:
    told = await team.boris.says("#2 и #1, и #77", where=talking)
    assert told.index("#2") < told.index("#1")
    assert talking.buttons() == ["#2", "#1"]
    assert len(said(talking, team)) == 2  # that the group is bound, and this


async def test_of_a_closed_case_there_is_a_line(team: Team, talking: Group) -> None:
    await team.anna.does("/status #2", "Закрыть", "Спам")
    told = await team.boris.says("#2 закрыли?", where=talking)
    assert told == "✅ #2 · чат с покупателем · WB · закрыто ср\u00a004.03"


async def test_a_group_that_has_not_asked_hears_nothing_and_costs_nothing(
    team: Team, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rows = team.database.rows

    async def overheard(sql: str, values: object = None) -> object:
        asked.append(sql)
        return await rows(sql, values)  # type: ignore[arg-type]  # as it came

    before = said(group, team)
    monkeypatch.setattr(team.database, "rows", overheard)
    await team.boris.says("привет", where=group)
    plain, asked[:] = list(asked), []
    await team.boris.says("что с #2 и 18123456?", where=group)
    assert asked == plain
    assert said(group, team) == before


async def test_a_stranger_and_a_foreign_group_get_nothing(team: Team, talking: Group) -> None:
    before = said(talking, team)
    await team.stranger.says("#1", where=talking)
    assert said(talking, team) == before
    foreign = team.world.group("Чужая")
    for member in (team.anna.person, team.owner.person):
        foreign.adds(member)
    foreign.adds(team.bot, admin=True)
    await team.settles()
    await team.anna.says("#1", where=foreign)
    assert not said(foreign, team)


async def test_under_a_picture_a_number_is_heard_too(team: Team, talking: Group) -> None:
    await team.boris.person.sends_photo(caption="смотри, #1", where=talking)
    await team.settles()
    assert "#1" in said(talking, team)[-1]


async def test_a_command_is_answered_as_a_command_alone(team: Team, talking: Group) -> None:
    count = len(said(talking, team))
    await team.boris.says("/status@journal_bot 18123456", where=talking)
    assert len(said(talking, team)) == count + 1


async def test_in_privacy_mode_it_hears_nothing_and_the_owner_was_told_so(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    group = await team.binds_group()
    told = await team.owner.presses("Номера: включить")
    assert told.startswith("Теперь в группе «Команда» откликаюсь на номера.")
    assert "сделайте меня администратором группы" in told
    assert "Group Privacy" in told
    count = len(said(group, team))
    await team.boris.says("#1", where=group)
    assert len(said(group, team)) == count


async def test_the_owner_finds_the_switch_again_and_turns_it_off(
    team: Team, talking: Group
) -> None:
    told = await team.owner.says("/bind")
    assert "«Команда» — номера в разговоре: вкл" in told
    assert "больше не откликаюсь" in await team.owner.presses("Номера: выключить")
    assert "номера в разговоре: выкл" in team.owner.sees
    before = said(talking, team)
    await team.boris.says("#1", where=talking)
    assert said(talking, team) == before
    assert "Номера" not in await team.anna.says("/bind")
    assert "Номера: включить" not in team.anna.buttons


async def test_a_group_that_becomes_a_supergroup_goes_on_talking(
    team: Team, talking: Group
) -> None:
    async with team.database.transaction():
        await team.database.rows("UPDATE chat_groups SET chat_id = -7")
        for table_row in ({"chat": talking.id},):
            sql = "INSERT INTO chat_groups (chat_id, title) VALUES (:chat, 'Команда')"
            await team.database.rows(sql, table_row)
        await team.app.worker.services["tables"].groups.migrate(-7, talking.id)
    assert "#1" in await team.boris.says("#1", where=talking)


async def test_what_was_shown_is_forgotten_in_time(team: Team, talking: Group) -> None:
    await team.boris.says("#1", where=talking)
    assert await team.database.rows("SELECT * FROM mentions")
    await team.waits(days=2)
    assert not await team.database.rows("SELECT * FROM mentions")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("#57", ("#57",)),
        ("по #57, и #60.", ("#57", "#60")),
        ("(#57)", ("#57",)),
        ("№18123456", ("18123456",)),
        ("№ 18123456 и ещё раз 18123456", ("18123456",)),
        ("#57-й", ()),
        ("issue#57", ()),
        ("вложение №3", ()),
        ("12 500 р, 04.03.2026 10:01", ()),
        ("+79161234567", ()),
        ("https://www.wildberries.ru/catalog/140158860/detail.aspx", ()),
        ("WB-GI-123456789", ()),
        ("1234567.89", ()),
        ("#1234567890", ()),
        ("１２３４５６７", ()),
        (" ".join(f"#{n}" for n in range(1, 20)), tuple(f"#{n}" for n in range(1, 7))),
    ],
)
def test_numbers_are_heard_as_whole_words(text: str, numbers: tuple[str, ...]) -> None:
    assert named(text) == numbers


@given(st.text(alphabet="#№0123456789 -.,:/+абv", max_size=60))
def test_what_is_heard_stands_in_the_text(text: str) -> None:
    found = named(text)
    assert len(found) <= MOST_NUMBERS
    assert all(number in text and number.lstrip("#").isdecimal() for number in found)


@given(st.integers(1, 10**9 - 1), st.sampled_from(("", " ", "\n", "«", "(")))
def test_our_number_is_heard_wherever_a_word_begins(number: int, before: str) -> None:
    assert named(f"смотри{before or ' '}#{number} тут") == (f"#{number}",)
