"""After an outage: one message for each person, which begins with when the bot was not there."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from stories import CHAT, SAVED, TICKET
from team import Member, Team
from test_digest import chat
from test_reminders import chats, is_down

from bot.clock import ClockLoop
from bot.receiver import Receiver
from cases.digests import make_digest
from cases.rules import DAY, HOUR, Rules
from cases.silences import Silence, joined, may_have_lost, was_noticed
from texts.digests import Waited, digest
from texts.formats import NBSP
from texts.rich_digests import rich_digest
from texts.silences import KEPT, silence

RULES = Rules()
NOON = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)


def heard(member: Member, since: int) -> list[str]:
    return [m.get("text", "") for m in member.person.chat.messages[since:]]


async def up_until(team: Team, cases: int, hour: int) -> dict[Member, int]:
    """So many chats of 12:00, whose two-day rung is that of 12.03; it is this hour of the 11th."""
    await team.hire()
    await chats(team, cases)
    await team.waits(minutes=1)
    await team.waits(days=7, hours=hour - 12)
    return so_far(team)


def so_far(team: Team) -> dict[Member, int]:
    members = (team.owner, team.anna, team.boris)
    return {each: len(each.person.chat.messages) for each in members}


def keys_below(member: Member) -> list[str]:
    markup = member.person.chat.messages[-1]["reply_markup"]
    return [key["text"] for row in markup["inline_keyboard"] for key in row]


@pytest.mark.parametrize("cases", [1, 2, 5])
async def test_an_outage_over_the_digest_is_one_message_with_all_of_it(
    team: Team, cases: int
) -> None:
    before = await up_until(team, cases, 23)
    await is_down(team, hours=16)
    for member in (team.owner, team.anna):
        (told,) = heard(member, before[member])
        assert told.startswith(
            f"Я не работал с ср{NBSP}11.03, 23:01 до чт{NBSP}12.03, 15:01. {KEPT}"
        )
        assert f"\n\nДобрый день. Четверг, 12{NBSP}марта\n\n" in told
        assert f"Подошли сроки: {cases}\n" in told
        assert f"Всего открыто {cases}" in told
        assert re.findall(r"#(\d+)", told) == [str(n) for n in range(1, cases + 1)]
        assert keys_below(member) == [*(f"#{n}" for n in range(1, cases + 1)), "Вижу"]
    (told,) = heard(team.boris, before[team.boris])
    assert told.startswith("Я не работал")
    assert "Открытых обращений нет." in told
    await team.waits(hours=1)
    assert len(heard(team.anna, before[team.anna])) == 1


async def test_whoever_acted_while_the_bot_was_not_there_is_not_reminded_of_it(team: Team) -> None:
    await up_until(team, 2, 23)
    await team.anna.says("#2")
    since = len(team.anna.person.chat.messages)
    team.clock.moves(hours=16)
    await team.anna.person.presses("Мы ответили")
    team.clock.moves(minutes=1)
    await is_down(team)
    (told,) = heard(team.anna, since)
    assert told.startswith("Я не работал")
    assert re.findall(r"#(\d+)", told) == ["1"]


async def test_what_the_evening_could_not_have_is_told_in_the_night_when_the_morning_is_too_late(
    team: Team,
) -> None:
    await team.hire()
    for buyer, due in (("Тимур", "09:05"), ("Ия", "11:30")):
        answers = {"Тимур": buyer, "сегодня 10:01": f"23.02 {due}"}
        await team.anna.does(*(answers.get(deed, deed) for deed in CHAT), *SAVED[len(CHAT) :])
    await team.waits(hours=8, minutes=57)  # 20:57; it ends at 09:05 and at 11:30
    since = len(team.anna.person.chat.messages)
    await is_down(team, minutes=7)
    assert re.findall(r"#(\d+)", "".join(heard(team.anna, since))) == ["1"]
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=12)
    assert "#2" in "".join(heard(team.anna, since))


async def never_ends(_: Receiver, __: int) -> int:
    await asyncio.sleep(0)
    return 1


async def is_not_reached(_: Receiver, __: int) -> int:
    raise TelegramNetworkError(GetMe(), "nobody there")


@pytest.mark.parametrize("telegram", [never_ends, is_not_reached])
async def test_what_came_due_does_not_wait_long_for_what_was_written(
    team: Team, monkeypatch: pytest.MonkeyPatch, telegram: Callable[[Receiver, int], Awaitable[int]]
) -> None:
    before = await up_until(team, 1, 23)
    team.clock.moves(hours=16)
    with monkeypatch.context() as throttled:
        throttled.setattr(Receiver, "receive", telegram)
        throttled.setattr("bot.receiver.CATCH_UP", 0.01)
        await team.app.begin()
    await team.settles()
    (told,) = heard(team.anna, before[team.anna])
    assert told.startswith("Я не работал")


async def test_what_that_message_told_is_seen_by_one_press(team: Team) -> None:
    await up_until(team, 2, 23)
    await is_down(team, hours=16)
    await team.anna.presses("Вижу")
    rows = await team.database.rows(
        "SELECT seen_at FROM pings WHERE at = (SELECT MAX(at) FROM pings)"
        " AND person_id = (SELECT id FROM people WHERE telegram_id = :anna)",
        {"anna": team.anna.id},
    )
    assert len(rows) == 2
    assert all(row["seen_at"] for row in rows)


async def test_an_outage_by_day_is_one_list_for_each_who_was_to_hear_something(team: Team) -> None:
    before = await up_until(team, 2, 24 + 11)
    await is_down(team, hours=3)
    for member in (team.owner, team.anna):
        (told,) = heard(member, before[member])
        assert told.startswith(f"Я не работал с 11:01 до 14:01. {KEPT}\n\nПодошли сроки")
        assert "всего 2:" in told
        assert keys_below(member) == ["#1", "#2", "Вижу"]
    assert heard(team.boris, before[team.boris]) == []
    heard_of = so_far(team)
    await team.waits(days=1)
    for member in (team.owner, team.anna):
        assert not any("Я не работал" in text for text in heard(member, heard_of[member]))


async def test_one_reminder_keeps_its_own_buttons_under_the_silence(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=7, hours=21)
    before = so_far(team)
    await is_down(team, hours=3)
    (told,) = heard(team.anna, before[team.anna])
    assert told.startswith(f"Я не работал с 09:00 до 12:00. {KEPT}\n\n🟠 В сб")
    assert "истекает срок ответа по #1" in told
    assert {"Мы ответили", "Вижу", "Отложить"} <= set(keys_below(team.anna))
    await team.anna.presses("Мы ответили")
    assert "Ответили, ждём покупателя" in team.anna.sees


async def test_a_press_that_telegram_did_not_keep_is_asked_for_again(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=7, hours=21)  # 11.03, 09:00
    await team.anna.person.presses("Мы ответили")
    await is_down(team, hours=3)
    assert "Ждёт нашего ответа" in await team.anna.says("/status 1")
    for member in (team.owner, team.anna):
        assert any("кнопки, нажатые в это время, нажмите ещё раз" in m for m in heard(member, 0))


async def test_the_word_about_it_stands_above_the_weekly_review(team: Team) -> None:
    before = await up_until(team, 2, 23)
    await is_down(team, days=4, hours=16)  # over Monday, 10:00
    first, *others = heard(team.owner, before[team.owner])
    assert first.startswith("Я не работал")
    assert any(text.startswith("Разбор хвостов") for text in others)


async def test_with_nothing_due_the_owner_alone_hears_of_it(team: Team) -> None:
    before = await up_until(team, 1, 13)
    await is_down(team, hours=1)
    assert heard(team.owner, before[team.owner]) == [
        f"Я не работал с 13:01 до 14:01. {KEPT} Новых напоминаний для вас нет."
    ]
    assert heard(team.anna, before[team.anna]) == heard(team.boris, before[team.boris]) == []


async def test_who_comes_back_meanwhile_is_welcomed_before_the_reminders(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SAVED)
    await team.anna.says("/away 12.03 @boris")
    await team.waits(days=7, hours=11)
    before = so_far(team)
    await is_down(team, hours=37)  # 13.03, 12:00
    welcome, told = heard(team.anna, before[team.anna])
    assert welcome.startswith("Вы снова на месте")
    assert told.startswith("Я не работал")


@pytest.mark.parametrize(("hours", "outage"), [(1, 24 * 5), (24 * 8 + 22, 3)])
async def test_what_runs_out_stands_above_what_stands_still(
    team: Team, hours: int, outage: int
) -> None:
    """In the digest, and in a list of 13.03."""
    await team.hire()
    await team.anna.does(*TICKET)
    await chats(team, 1)
    await team.waits(hours=hours)
    await is_down(team, hours=outage)
    told = team.anna.sees.partition("Подошли сроки")[2]
    assert re.findall(r"#(\d+)", told) == ["2", "1"]


async def test_what_ends_in_the_night_waits_for_the_morning_and_its_digest(team: Team) -> None:
    before = await up_until(team, 2, 24 + 11)
    await is_down(team, hours=15)  # Friday, 02:01
    assert all(heard(member, since) == [] for member, since in before.items())
    await team.waits(hours=7)
    for member in (team.owner, team.anna):
        (told,) = heard(member, before[member])
        assert told.startswith(f"Я не работал с чт{NBSP}12.03, 11:01 до пт{NBSP}13.03, 02:01.")
        assert "Подошли сроки: 2" in told


async def test_nobodys_own_night_is_disturbed_by_it(team: Team) -> None:
    await team.hire()
    await chats(team, 2)
    await team.anna.does("/me", "Тихие часы", "Другие часы", "22:00-12:00")
    before = so_far(team)
    await team.waits(minutes=1)
    await is_down(team, days=8, hours=-1)  # 12.03, 11:01
    assert heard(team.anna, before[team.anna]) == []
    assert "повторите их" in heard(team.owner, before[team.owner])[-1]
    await team.waits(hours=1)
    (told,) = heard(team.anna, before[team.anna])
    assert "повторите их" in told
    assert set(re.findall(r"#(\d+)", told)) == {"1", "2"}


async def test_a_reminder_that_may_wake_somebody_tells_of_the_silence_at_once(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT[:3], "вчера 03:00", *CHAT[4:], "К итогу", "Сохранить")
    await team.waits(minutes=1)
    before = so_far(team)
    await is_down(team, days=8, hours=13)  # 13.03, 01:01: two hours before the deadline
    (told,) = heard(team.anna, before[team.anna])
    assert "повторите их.\n\n🟠 Сегодня в 03:00 истекает" in told
    await team.waits(hours=8)
    assert not any("Я не работал" in text for text in heard(team.anna, before[team.anna])[1:])


@pytest.mark.parametrize(("cases", "lists"), [(13, 1), (45, 2)])
async def test_more_than_one_message_holds_begins_with_it_once(
    team: Team, cases: int, lists: int
) -> None:
    before = await up_until(team, cases, 23)
    await is_down(team, hours=16)
    told = heard(team.anna, before[team.anna])
    assert len(told) == lists + 1
    assert [text.startswith("Я не работал") for text in told] == [True, *[False] * lists]
    assert f"Подошли сроки, всего {cases}" in told[0]


async def test_who_blocked_the_bot_is_heard_of_by_the_owner_with_what_came_due(team: Team) -> None:
    await team.hire()
    await chats(team, 2)
    await team.waits(minutes=1)
    team.anna.person.blocks()
    await team.waits(days=4, hours=10)
    before = so_far(team)
    await is_down(team, hours=17)  # 9.03, 15:01: the five-day rung, which only Anna hears
    told = heard(team.owner, before[team.owner])
    (hers,) = [text for text in told if text.startswith("Не смог доставить: Анна")]
    assert "Подошли сроки: 2" in hers


async def test_a_death_between_the_silence_and_its_message_loses_nothing(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await up_until(team, 2, 23)

    async def dies(_: ClockLoop) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ClockLoop, "tick", dies)
        with pytest.raises(KeyboardInterrupt):
            await is_down(team, hours=16)
    assert heard(team.anna, before[team.anna]) == []
    await is_down(team, minutes=10)
    (told,) = heard(team.anna, before[team.anna])
    assert told.startswith(f"Я не работал с ср{NBSP}11.03, 23:01 до чт{NBSP}12.03, 15:11. {KEPT}")
    assert "Подошли сроки: 2" in told
    keys = [row["key"] for row in await team.database.rows("SELECT key FROM outbox")]
    assert len(keys) == len(set(keys))


async def test_whoever_was_removed_meanwhile_hears_nothing_and_holds_nobody_up(team: Team) -> None:
    await up_until(team, 1, 23)
    await is_down(team, hours=4)
    async with team.database.transaction():
        boris = await team.people.by_telegram(team.boris.id)
        assert boris is not None
        await team.people.remove(boris, team.clock.now())
    await team.waits(hours=7)
    assert not await team.database.rows("SELECT * FROM silences")


# The rules and the words ------------------------------------------------------------------------


def between(begin: timedelta, end: timedelta) -> Silence:
    return Silence(NOON + begin, NOON + end)


def test_silences_that_follow_each_other_at_once_are_one() -> None:
    first, second = between(-5 * HOUR, -3 * HOUR), between(-3 * HOUR, -HOUR)
    apart = between(timedelta(minutes=-58), timedelta(0))
    assert joined((second, first, apart)) == (between(-5 * HOUR, -HOUR), apart)


def test_only_more_than_a_day_at_once_may_have_lost_something() -> None:
    assert not may_have_lost((between(-2 * DAY, -DAY), between(-HOUR, timedelta(0))))
    assert may_have_lost((between(-2 * DAY, -DAY + HOUR),))


@pytest.mark.parametrize(
    ("begin", "end", "noticed"),
    [("21:00", "08:59", False), ("20:59", "23:00", True), ("23:00", "09:01", True)],
)
def test_what_lies_in_somebodys_night_is_not_noticed(begin: str, end: str, noticed: bool) -> None:
    day = "2026-03-13" if end > begin else "2026-03-14"
    since, until = (
        datetime.fromisoformat(f"{each}+03:00").astimezone(UTC)
        for each in (f"2026-03-13T{begin}", f"{day}T{end}")
    )
    assert was_noticed(Silence(since, until), RULES) is noticed


def test_many_silences_are_told_by_the_newest_and_counted() -> None:
    told = tuple(between(-n * HOUR, -n * HOUR + timedelta(minutes=9)) for n in (5, 4, 3, 2, 1))
    assert silence(told, RULES, NOON) == (
        f"Я не работал с 10:00 до 10:09 и с 11:00 до 11:09, а до этого ещё 3{NBSP}раза. {KEPT}"
    )


def test_a_digest_that_folds_begins_with_it_too() -> None:
    content = make_digest(tuple(chat(n, NOON - n * HOUR) for n in range(1, 9)), RULES, NOON)
    waited = Waited(("🔴 #1 строка",), frozenset({1}), silence="Я не работал.")
    html = rich_digest(content, RULES, NOON, waited)
    assert html is not None
    assert html.startswith("<p>Я не работал.</p><h3>")
    assert "<p>Подошли сроки: 1<br>🔴 #1 строка</p>" in html
    assert digest(content, RULES, NOON, waited).startswith("Я не работал.\n\nДобр")
