"""Stories of reminders: the ladder over ten days, stale tickets, lists, digests, silence."""

import re

import pytest
from stories import CHAT, TICKET
from team import Member, Team

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from storage.columns import NewCase
from storage.history import By
from texts.formats import NBSP


async def test_the_owner_and_the_manager_are_pinged_before_the_tenth_day(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=8, hours=1)
    assert "истекает срок ответа по #1" in team.anna.sees
    assert "ведёт Анна" in team.owner.sees
    heard = len(team.owner.person.chat.messages)
    await team.waits(minutes=5)
    assert len(team.owner.person.chat.messages) == heard


async def test_a_ping_is_answered_by_its_button(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=9)
    assert "Завтра в 10:01" in "".join(m.get("text", "") for m in team.anna.person.chat.messages)
    await team.anna.presses("Вижу")
    assert "Ответили, ждём покупателя" in await team.anna.presses("Мы ответили")
    heard = len(team.owner.person.chat.messages)
    await team.waits(hours=2)
    assert len(team.owner.person.chat.messages) == heard


async def test_after_the_deadline_both_hear_of_it_daily(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=10, hours=23)
    await team.waits(days=1)
    overdue = [m for m in team.owner.person.chat.messages if "просрочен на" in m.get("text", "")]
    assert overdue


async def test_a_silent_ticket_is_called_stale(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.waits(days=3, hours=1)
    pings = [
        m["text"] for m in team.anna.person.chat.messages if "без движения" in m.get("text", "")
    ]
    assert pings
    assert "Не проходит модерацию" in pings[0]


@pytest.mark.parametrize(
    ("move", "told"),
    [
        ("Ждут от нас", "Поддержка ждёт от нас."),
        ("Ответили", "Поддержка ответила, ответ ещё не проверили."),
    ],
)
async def test_a_ticket_that_waits_for_us_is_not_to_be_asked_about(
    team: Team, move: str, told: str
) -> None:
    await team.hire()
    await team.anna.does(*TICKET, move)
    await team.waits(days=3, hours=1)
    assert told in "".join(texts_of(team.anna))
    assert "Пора уточнить" not in "".join(texts_of(team.anna))


async def test_more_than_three_pings_become_one_message(team: Team) -> None:
    await team.hire()
    for buyer in ("Тимур", "Ия", "Лев", "Рада"):
        deeds = [buyer if deed == "Тимур" else deed for deed in CHAT]
        await team.anna.does(*deeds, "К итогу", "Сохранить")
    await team.waits(days=8, hours=1)
    lists = [
        m["text"] for m in team.anna.person.chat.messages if "Подошли сроки" in m.get("text", "")
    ]
    assert len(lists) == 1
    assert "всего 4:" in lists[0]


async def chats(team: Team, many: int) -> None:
    """So many buyers wrote to Anna at this moment."""
    now, anna = team.clock.now(), await team.people.by_telegram(team.anna.id)
    async with team.database.transaction():
        for _ in range(many):
            new = NewCase(
                Kind.BUYER_CHAT, Status.WAITING_US, 1, {"summary": "Шов"},
                assignee_id=anna and anna.id, waiting_since=now,
            )  # fmt: skip
            await team.journal.register(new, By(anna, Place.PRIVATE, now))


def listed(member: Member) -> list[str]:
    """The lists of reminders that came, each without its lines of cases, and the cases."""
    texts = [m.get("text", "") for m in member.person.chat.messages]
    return [text for text in texts if text.startswith("Подошли сроки")]


async def test_a_list_too_long_for_a_message_says_the_whole_number_and_goes_on(team: Team) -> None:
    await team.hire()
    await chats(team, 45)
    await team.waits(days=8, hours=1)
    heads = [text.splitlines()[0] for text in listed(team.anna)]
    assert heads == [
        "Подошли сроки, всего 45, здесь 1–40, дальше ещё:",
        "Подошли сроки, всего 45, здесь 41–45:",
    ]
    lines = [line for text in listed(team.anna) for line in text.splitlines() if "#" in line]
    assert len(lines) == 45


async def test_two_sweeps_of_one_second_lose_no_reminder(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.reminders.BATCH", 10)
    await team.hire()
    await chats(team, 24)
    await team.waits(days=8, hours=1)
    named = {number for text in listed(team.anna) for number in re.findall(r"#(\d+)", text)}
    assert named == {str(number) for number in range(1, 25)}


async def test_the_digest_comes_every_morning_also_when_empty(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await team.waits(days=1)
    assert "Добр" in team.owner.sees
    assert "Открытых обращений нет." in team.owner.sees
    await team.anna.does(*TICKET)
    await team.waits(days=1)
    assert "открыто 1" in team.owner.sees
    assert "открыто 1" in team.anna.sees
    assert "Открытых обращений нет" in team.boris.sees


async def test_pings_of_somebody_who_blocked_the_bot_reach_the_owner(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    team.anna.person.blocks()
    await team.waits(days=5, hours=1)
    texts = [m.get("text", "") for m in team.owner.person.chat.messages]
    assert any(t.startswith("Не смог доставить: Анна") and "истекает срок" in t for t in texts)


async def test_what_the_owner_is_reminded_of_anyway_is_not_told_once_more(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=5, hours=1)
    team.anna.person.blocks()
    since = len(team.owner.person.chat.messages)
    await team.waits(days=2, hours=1)  # three days before: only Anna's
    await team.waits(days=1)  # two days before: the owner's as well
    told = [t for t in texts_of(team.owner)[since:] if "истекает срок" in t]
    assert [t.startswith("Не смог доставить: Анна (@anna)") for t in told] == [True, False]


async def test_after_a_silence_the_owner_hears_from_when_to_when(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=2)
    team.clock.moves(hours=5, minutes=30)
    await team.app.clock.wake()
    await team.settles()
    assert any("Я не работал с 12:02 до 17:32" in m.get("text", "")
               for m in team.owner.person.chat.messages)  # fmt: skip


async def test_a_silence_over_midnight_is_told_with_both_dates_and_one_of_the_night_with_its_own(
    team: Team,
) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await is_down(team, hours=21)
    assert f"с ср{NBSP}04.03, 12:01 до чт{NBSP}05.03, 09:01." in silences(team.owner)[-1]
    await team.waits(hours=13)
    await is_down(team, hours=1)  # 22:01 to 23:01
    await team.waits(hours=11)
    assert f"с чт{NBSP}05.03, 22:01 до 23:01." in silences(team.owner)[-1]
    assert not any("22:01" in each for each in silences(team.anna))  # her night, nothing was missed


async def test_after_more_than_a_day_everybody_hears_that_what_they_wrote_may_be_gone(
    team: Team,
) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await is_down(team, days=1, hours=1)
    for member in (team.owner, team.anna, team.boris):
        assert "Telegram мог не сохранить, повторите их." in silences(member)[-1]


async def is_down(team: Team, **time: float) -> None:
    team.clock.moves(**time)
    await team.app.begin()
    await team.settles()


def silences(member: Member) -> list[str]:
    return [text for text in texts_of(member) if text.startswith("Я не работал")]


async def test_a_shorter_limit_winds_the_clocks_anew(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    async with team.database.transaction():
        await team.database.rows("UPDATE clocks SET due_at = due_at + 999999")
        await team.database.rows("UPDATE facts SET value = 'older rules' WHERE name = 'rules'")
    await team.app.clock.wake()
    row = await team.database.row("SELECT due_at FROM clocks")
    assert row is not None
    assert row["due_at"] == int((await team.search.get(1)).due_at.timestamp())


async def test_nobody_is_pinged_in_the_night_however_late_the_sweep(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    team.clock.moves(days=8, hours=14)  # 12.03, 02:00 in Moscow; the two-day rung was at 10:01
    heard = len(team.anna.person.chat.messages)
    await team.waits(minutes=1)
    assert len([m for m in team.anna.person.chat.messages[heard:] if "истекает" in m["text"]]) == 0
    await team.waits(hours=7)
    told = [m["text"] for m in team.anna.person.chat.messages[heard:]]
    assert len(told) == 1
    assert "Напоминания, которые ждали утра: 1" in told[0]


async def test_a_deadline_of_this_very_night_is_told_at_once(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT[:3], "вчера 03:00", *CHAT[4:], "К итогу", "Сохранить")
    team.clock.moves(days=8, hours=13)  # 13.03, 01:00: two hours before the deadline
    await team.waits(minutes=1)
    assert any("Сегодня в 03:00 истекает" in m["text"] for m in team.anna.person.chat.messages)


async def waits_for_the_morning(team: Team, many: int) -> list[str]:
    """So many chats of which the two-day rung comes at 23:00, and what Anna hears of it."""
    await team.hire()
    team.clock.moves(hours=11)
    await chats(team, many)
    team.clock.moves(days=8, minutes=1)  # 12.03, 23:01 in Moscow
    await team.app.clock.tick()
    heard = len(team.anna.person.chat.messages)
    await team.waits(hours=10)
    return [m.get("text", "") for m in team.anna.person.chat.messages[heard:]]


async def test_pings_that_waited_for_the_morning_stand_in_the_digest(team: Team) -> None:
    told = await waits_for_the_morning(team, 2)
    assert len(told) == 1
    assert told[0].startswith("Добр")
    assert "Напоминания, которые ждали утра: 2" in told[0]
    assert "#1 " in told[0]
    assert team.anna.buttons == ["#1", "#2", "Вижу"]
    assert "Напоминания, которые ждали утра: 2" in team.owner.sees


async def test_what_a_digest_told_is_acknowledged_by_one_press_and_by_that_person_only(
    team: Team,
) -> None:
    await waits_for_the_morning(team, 2)
    await team.anna.presses("Вижу")
    seen = await team.database.rows(
        "SELECT people.name, pings.seen_at FROM pings JOIN people ON people.id = person_id"
        " WHERE pings.at = (SELECT MAX(at) FROM pings)"
    )
    assert {row["name"] for row in seen if row["seen_at"]} == {"Анна"}
    assert len([row for row in seen if row["seen_at"]]) == 2
    assert {row["name"] for row in seen} == {"Анна", "Ольга"}


async def test_more_than_a_digest_takes_in_comes_as_one_list_beside_it(team: Team) -> None:
    told = await waits_for_the_morning(team, 15)
    assert len(told) == 2
    (listed,) = [text for text in told if "15" in text and "Добр" not in text]
    assert set(re.findall(r"#(\d+)", listed)) == {str(number) for number in range(1, 16)}


async def test_of_many_reminders_some_of_which_waited_all_stand_in_the_digest(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=11)
    await chats(team, 3)
    team.clock.moves(hours=10)
    await chats(team, 2)
    team.clock.moves(days=7, hours=14, minutes=1)
    await team.app.clock.tick()
    heard = len(team.anna.person.chat.messages)
    await team.waits(hours=10)
    told = [m.get("text", "") for m in team.anna.person.chat.messages[heard:]]
    (digest,) = [text for text in told if "Добр" in text]
    assert set(re.findall(r"#(\d+)", digest)) == {"1", "2", "3", "4", "5"}
    assert len(told) == 1


async def test_without_a_digest_that_morning_the_pings_come_by_themselves(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=11)
    await chats(team, 1)
    team.clock.moves(days=8, minutes=1)
    await team.app.clock.tick()
    async with team.database.transaction():
        await team.database.rows("UPDATE people SET digest_next_at = digest_next_at + 7200")
    heard = len(team.anna.person.chat.messages)
    await team.waits(hours=10)
    assert any("истекает" in m["text"] for m in team.anna.person.chat.messages[heard:])


async def test_pings_in_the_digest_of_somebody_who_blocked_the_bot_reach_the_owner(
    team: Team,
) -> None:
    await team.hire()
    team.clock.moves(hours=11)
    await chats(team, 1)
    team.anna.person.blocks()
    await team.waits(days=5, minutes=1)  # 9.03, 23:01: the five-day rung, which only Anna hears
    heard = len(team.owner.person.chat.messages)
    await team.waits(hours=10)
    texts = [m["text"] for m in team.owner.person.chat.messages[heard:]]
    assert any(t.startswith("Не смог доставить") and "ждали утра: 1" in t for t in texts)


async def test_a_merged_ping_is_never_told_again(team: Team) -> None:
    await waits_for_the_morning(team, 1)
    keys = [row["key"] for row in await team.database.rows("SELECT key FROM pings")]
    assert len(keys) == len(set(keys))
    heard = len(team.anna.person.chat.messages)
    await team.waits(minutes=30)
    assert len(team.anna.person.chat.messages) == heard


async def test_who_leads_a_case_is_told_to_everybody_else(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/away 20.03 @boris")
    await team.waits(days=8, hours=1)
    for reader in (team.boris, team.owner):
        assert "истекает срок ответа по #1, ведёт Анна." in "".join(texts_of(reader))
    await team.anna.says("/back")
    await team.waits(days=3)
    assert "чат с покупателем. Тимур ждёт с" in "".join(texts_of(team.anna))
    assert "чат с покупателем, ведёт Анна. Тимур ждёт с" in "".join(texts_of(team.owner))


async def test_the_sign_of_a_reminder_is_that_of_its_own_deadline(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Обещали", "06.03 12:00", "замену")
    await team.waits(days=5, hours=1)
    assert any(text.startswith("🟡 В сб") for text in texts_of(team.anna))
    assert not any(text.startswith("🔴 В сб") for text in texts_of(team.anna))


async def test_a_list_offers_each_case_once(team: Team) -> None:
    await team.hire()
    await chats(team, 3)
    await team.anna.does("/status #1", "Обещали", "13.03 12:00", "замену")
    await team.waits(days=8, hours=1)
    assert "всего 4:" in "".join(listed(team.anna))
    assert team.anna.buttons.count("#1") <= 1
    message = next(m for m in team.anna.person.chat.messages if m.get("text") in listed(team.anna))
    shown = [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]
    assert sorted(shown) == ["#1", "#2", "#3", "Вижу"]


def texts_of(member: Member) -> list[str]:
    return [m.get("text", "") for m in member.person.chat.messages]
