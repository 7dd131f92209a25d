"""Everybody's own quiet hours, and the days that rest: rules and stories."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, a_case, a_chat
from stories import CHAT, TICKET
from team import Team
from test_clocks import ALWAYS, MOSCOW, instants, ladder, msk, the_clock
from test_snoozing import heard, is_pinged

from cases.choices import Choice
from cases.clocks import NEAR, first_look
from cases.digests import is_stale
from cases.hours import (
    NO_QUIET,
    HoursTooLong,
    HoursUnreadable,
    HourUnreadable,
    hours_of,
    hours_text,
    parse_hour,
    parse_hours,
)
from cases.kinds import Kind, Priority
from cases.ladders import ClockKind
from cases.roster import own_rules
from cases.rules import DAY, HOUR, QuietHours, Rules
from cases.workdays import after_workdays
from handlers.meaning import ButtonIsPast
from handlers.settings import _kept
from texts.formats import NBSP

REST = Rules(quiet=None, weekends_rest=True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("22:00-08:00", 22, 8), ("22:00–08:00", 22, 8), ("с 22 до 8", 22, 8), ("23 - 7", 23, 7),
     ("22.00 08.00", 22, 8), ("13–14", 13, 14)],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text: str, start: int, end: int) -> None:
    assert parse_hours(text) == QuietHours(time(start), time(end))


@pytest.mark.parametrize(
    ("text", "why"),
    [("", HoursUnreadable), ("ночью", HoursUnreadable), ("25-8", HoursUnreadable),
     ("22:70-8", HoursUnreadable), ("9-9", HoursUnreadable), ("9-8", HoursTooLong),
     ("22-8 или нет 5", HoursUnreadable)],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(text: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        parse_hours(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [("9", time(9)), ("9:30", time(9, 30)), ("в 10.15", time(10, 15)), ("0", time())],
)
def test_an_hour_is_read(text: str, at: time) -> None:
    assert parse_hour(text) == at


@pytest.mark.parametrize("text", ["", "24", "9:60", "утром", "1:2:3", "9" * 40])
def test_an_hour_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(HourUnreadable):
        parse_hour(text)


@given(st.text(st.sampled_from("0123456789:.-– сдо"), max_size=20) | st.text(max_size=50))
def test_whatever_is_typed_is_read_or_refused_by_name(text: str) -> None:
    for parse, refusals in (
        (parse_hours, (HoursUnreadable, HoursTooLong)), (parse_hour, (HourUnreadable,)),
    ):  # fmt: skip
        with suppress(*refusals):
            parse(text)


@given(st.times(), st.times())
def test_hours_are_written_down_and_read_back(start: time, end: time) -> None:
    hours = QuietHours(*(t.replace(second=0, microsecond=0) for t in (start, end)))
    again = hours_of(hours_text(hours))
    assert again == (hours if hours.start != hours.end else NO_QUIET)
    assert hours_of(None) is None


def test_own_hours_replace_the_teams_and_a_digest_keeps_out_of_them() -> None:
    late = replace(ANNA, quiet=QuietHours(time(23), time(11)))
    assert own_rules(Rules(), late).digest_at == time(11)
    early = replace(ANNA, quiet=QuietHours(time(20), time(7)))
    assert own_rules(Rules(), early).digest_at == time(9)
    assert own_rules(Rules(), ANNA) == Rules()


def test_a_near_deadline_is_looked_at_at_once_and_a_far_one_when_it_first_reminds() -> None:
    far = the_clock(a_chat(), ClockKind.REPLY)
    assert far is not None
    assert first_look(far, a_chat(), Rules()) == NOW + 5 * DAY
    near = replace(far, due_at=NOW + NEAR - HOUR)
    assert first_look(near, a_chat(), Rules()) == NOW


# The days that rest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        ("2026-03-04 12:00", 3, "2026-03-09 12:00"),  # Wednesday to Monday
        ("2026-03-02 12:00", 3, "2026-03-05 12:00"),
        ("2026-03-06 23:00", 1, "2026-03-09 23:00"),
        ("2026-03-07 12:00", 1, "2026-03-10 00:00"),  # written on a Saturday
        ("2026-03-04 12:00", 7, "2026-03-13 12:00"),
    ],
)
def test_weekends_do_not_count_for_a_ticket_that_stands_still(
    since: str, days: int, until: str
) -> None:
    assert after_workdays(msk(since), days * DAY, MOSCOW) == msk(until)


def test_staleness_rests_on_weekends_and_what_burns_does_not() -> None:
    case = a_case(Kind.SUPPORT_TICKET)
    clock = the_clock(case, ClockKind.STALE, REST)
    assert clock is not None
    assert clock.due_at == msk("2026-03-09 12:00")
    assert [rung.at for rung in ladder(clock, REST, case, most=2)] == [
        msk("2026-03-09 12:00"), msk("2026-03-12 12:00"),
    ]  # fmt: skip
    assert not is_stale(case, REST, msk("2026-03-09 11:59"))
    assert is_stale(case, REST, msk("2026-03-09 12:00"))
    burning = a_case(Kind.SUPPORT_TICKET, answers={"priority": Priority.BURNING.value})
    burns = the_clock(burning, ClockKind.STALE, REST)
    assert burns is not None
    assert burns.due_at == NOW + DAY


@given(instants)
def test_the_ten_days_know_no_weekend(since: datetime) -> None:
    with_rest, without = (the_clock(a_chat(since), ClockKind.REPLY, r) for r in (REST, ALWAYS))
    assert with_rest == without


@given(instants, st.timedeltas(timedelta(minutes=1), 30 * DAY))
def test_the_time_that_passes_is_that_of_working_days(at: datetime, length: timedelta) -> None:
    ends = after_workdays(at, length, MOSCOW)
    working, step = timedelta(0), at
    while step < ends:
        local = step.astimezone(MOSCOW)
        midnight = datetime.combine(local.date() + DAY, time.min, MOSCOW)
        until = min(ends, midnight.astimezone(at.tzinfo))
        working += until - step if local.weekday() < 5 else timedelta(0)
        step = until
    assert working == length


# Stories ----------------------------------------------------------------------------------------


async def test_everybody_has_quiet_hours_of_their_own(team: Team) -> None:
    await is_pinged(team)
    await team.anna.presses("Вижу")
    told = await team.anna.says("/me")
    assert "Тихие часы: 21:00–09:00, как у команды" in told
    await team.anna.does("Тихие часы", "23:00–07:00")
    assert "Тихие часы: 23:00–07:00" in team.anna.sees
    await team.boris.does("/me", "Тихие часы", "Без тихих")
    assert "Тихие часы: нет" in team.boris.sees


async def test_own_hours_are_typed_when_no_button_fits(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Тихие часы", "Другие часы")
    assert "Не разобрал часы «потом»: напишите часы" in await team.anna.says("потом")
    assert "не больше 18 часов" in await team.anna.says("9-8")
    assert "Тихие часы: 22:30–10:00" in await team.anna.says("с 22:30 до 10")


async def test_of_a_deadline_in_the_night_each_hears_once_in_the_evening(team: Team) -> None:
    await team.hire()
    deeds = ["сегодня 02:30" if deed == "сегодня 10:01" else deed for deed in CHAT]
    await team.anna.does(*deeds, "К итогу", "Сохранить")
    await team.waits(days=9, hours=8, minutes=29)
    since = {each: len(each.person.chat.messages) for each in (team.anna, team.owner)}
    await team.waits(minutes=1)  # 13.03, 20:30: six hours are left
    for each in since:
        assert "🟠 Этой ночью, в 02:30, истекает срок ответа по #1" in each.sees
    await team.anna.presses("Вижу")
    for _ in range(12):
        await team.waits(minutes=30)
    for each, seen in since.items():
        assert len(heard(each, "по #1", seen)) == 1


async def test_a_reminder_waits_for_the_end_of_ones_own_hours_and_no_longer(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Тихие часы", "23:00–07:00")
    await team.anna.does(*CHAT[:3], "сегодня 02:00", *CHAT[4:], "К итогу", "Сохранить")
    since = len(team.anna.person.chat.messages)
    await team.waits(days=4, hours=14)  # 9.03, 02:00: five days before the deadline
    assert not heard(team.anna, "истекает", since)
    await team.waits(hours=4, minutes=59)
    assert not heard(team.anna, "истекает", since)
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает", since)) == 1


async def test_a_deadline_of_the_night_is_told_before_each_ones_own_night(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Тихие часы", "Другие часы", "19:00-07:00")
    await team.anna.does(*CHAT[:3], "сегодня 02:00", *CHAT[4:], "К итогу", "Сохранить")
    await team.waits(days=9)
    await team.anna.presses("Вижу")
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=6, minutes=59)  # 13.03, 18:59; the deadline is at 02:00
    assert len(heard(team.anna, "истекает", since)) == 1
    assert len(heard(team.owner, "истекает")) == 1  # the day before
    await team.waits(hours=2)
    assert len(heard(team.owner, "истекает")) == 2
    before = len(heard(team.anna, "истекает", since))
    await team.waits(hours=4)
    assert len(heard(team.anna, "истекает", since)) == before


async def test_hours_that_are_changed_in_time_are_kept_for_the_deadline_of_this_night(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT[:3], "сегодня 02:00", *CHAT[4:], "К итогу", "Сохранить")
    await team.waits(days=9)
    await team.anna.presses("Вижу")
    await team.waits(hours=4)
    await team.anna.does("/me", "Тихие часы", "Другие часы", "17:00-07:00")
    since = len(team.anna.person.chat.messages)
    await team.waits(minutes=59)
    assert len(heard(team.anna, "истекает", since)) == 1


async def test_a_digest_does_not_come_into_somebodys_own_quiet_hours(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Тихие часы", "Другие часы", "23-11")
    await team.waits(minutes=1)
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=21)  # 5.03, 09:01
    assert not heard(team.anna, "Добр", since)
    assert heard(team.boris, "Добр")
    await team.waits(hours=2)
    assert len(heard(team.anna, "Добр", since)) == 1


async def test_sleep_keeps_to_ones_own_hours(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Тихие часы", "Без тихих", *TICKET)
    await team.waits(hours=8)
    await team.anna.says("/status #1")
    await team.anna.does("Отложить", "3 часа")
    assert f"отложено до ср{NBSP}04.03, 23:00" in team.anna.sees


async def test_the_owner_lets_weekends_rest(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.owner.does("/settings", "Выходные", "Не считать")
    assert "Сейчас: не считаются" in team.owner.sees
    await team.waits(days=3, hours=1)  # Saturday
    assert not heard(team.anna, "без движения")
    await team.waits(days=2)
    assert len(heard(team.anna, "без движения")) == 1
    await team.owner.does("/settings", "Выходные", "Считать")
    assert "Выходные: считаются" in await team.owner.presses("← Назад")


async def test_the_owner_sets_how_long_a_ticket_may_stand_still(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.owner.does("/settings", "Без движения")
    assert f"горит 1{NBSP}день, высокая 2{NBSP}дня, обычная 3{NBSP}дня, низкая 7" in team.owner.sees
    assert "Срочность «обычная»" in await team.owner.presses("Обычная")
    assert f"Сейчас: 3{NBSP}дня" in team.owner.sees
    assert f"обычная 5{NBSP}дней, низкая 7{NBSP}дней" in await team.owner.presses(f"5{NBSP}дней")
    await team.waits(days=4, hours=22)
    assert not heard(team.anna, "без движения")
    await team.waits(hours=3)
    assert len(heard(team.anna, "без движения")) == 1


@pytest.mark.parametrize("value", ["normal 0", "normal 99", "normal", "nobody 3", ""])
def test_a_threshold_that_no_button_has_is_not_kept(value: str) -> None:
    with pytest.raises(ButtonIsPast):
        _kept(Choice.STALE_AFTER, value, Rules())
