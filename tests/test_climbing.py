"""What nobody sees goes on: the rules of the climb, and the stories of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, a_case
from stories import CHAT, TICKET
from team import Team
from test_clocks import ALWAYS, NIGHT, instants, msk, windows
from test_listening import Watch, watch
from test_reminders import is_down
from test_snoozing import heard, is_pinged

from cases.case import Person
from cases.climbing import SOONEST, climbs_at
from cases.kinds import Kind
from cases.ladders import Clock, ClockKind
from cases.listening import Begun, Ear, Heard, Look, Unseen, ping_key
from cases.nights import awake_after, night_around
from cases.record import HistoryLine
from cases.roles import Role
from cases.rules import DAY, HOUR, QuietHours, Rules, Step
from texts import history
from texts.formats import NBSP
from texts.reminders import nobody_saw

BORIS = Person(3, 7_000_002_045, "Борис", Role.MANAGER)
FIVE_DAYS = NOW + 5 * DAY
MINUTE = timedelta(minutes=1)


LATE = Rules(
    quiet=None,
    ladder=(Step(2 * DAY, frozenset({Role.MANAGER})), Step(timedelta(0), frozenset({Role.OWNER}))),
)
"""Here the owner is not told two days before the deadline anyway."""


def climbing(rules: Rules = ALWAYS, left: timedelta = 5 * DAY) -> Watch:
    """A reminder of Anna's that Boris and then Olga hear of when she does not see it."""
    seen = watch(NOW + left, rules)
    ears = ((Role.MANAGER, ANNA), (Role.MANAGER, BORIS), (Role.OWNER, OLGA))
    seen.chain = tuple(Ear(role, person, rules) for role, person in ears)
    return seen


def told(seen: Watch) -> list[tuple[str, str]]:
    return [(call.ear.person.name, call.rung) for _, call in seen.said]


def sees(seen: Watch, person: Person) -> None:
    """A person presses «Вижу»."""
    seen.heard = [
        replace(each, seen_at=each.at) if each.person_id == person.id else each
        for each in seen.heard
    ]


def test_what_nobody_sees_goes_to_the_deputy_and_then_to_the_owner() -> None:
    seen = climbing(LATE, left=2 * DAY)
    assert seen.looks(NOW).next_at == NOW + 2 * HOUR
    assert seen.looks(NOW + 2 * HOUR).next_at == NOW + 4 * HOUR
    seen.looks(NOW + 4 * HOUR)
    assert told(seen) == [("Анна", "48h"), ("Борис", "48h"), ("Ольга", "48h")]
    unseen = [call.unseen for _, call in seen.said if call.unseen]
    assert [(each.person.name, each.since) for each in unseen] == [
        ("Анна", NOW), ("Борис", NOW + 2 * HOUR),
    ]  # fmt: skip
    assert seen.looks(NOW + 6 * HOUR).next_at == NOW + 2 * DAY


def test_far_from_the_deadline_a_day_is_waited_for_instead() -> None:
    seen = climbing()
    assert seen.looks(NOW).next_at == NOW + DAY
    assert seen.looks(NOW + DAY).next_at == NOW + 2 * DAY
    assert told(seen) == [("Анна", "120h"), ("Борис", "120h")]


def test_what_the_deputy_does_not_see_for_a_day_either_comes_to_the_owner() -> None:
    far = Step(5 * DAY, frozenset({Role.MANAGER}))
    seen = climbing(replace(LATE, ladder=(far, *LATE.ladder)))
    for days in range(3):
        seen.looks(NOW + days * DAY)
    assert told(seen) == [("Анна", "120h"), ("Борис", "120h"), ("Ольга", "120h")]


def test_the_day_that_is_waited_for_does_not_end_in_the_night() -> None:
    rules = Rules(quiet=NIGHT)
    seen = climbing(rules)
    assert seen.looks(NOW).next_at == NOW + DAY
    before = Ear(Role.MANAGER, ANNA, rules)
    evening = msk("2026-03-04 20:59"), msk("2026-03-04 21:00")
    ends = [climbs_at(Look(seen.clock, seen.case, (), NOW, NOW), before, at) for at in evening]
    assert ends == [msk("2026-03-05 20:59"), msk("2026-03-06 09:00")]


@pytest.mark.parametrize(
    ("due", "goes_on"),
    [
        ("2026-03-06 03:00", "2026-03-05 23:59:30"),
        ("2026-03-06 09:20", "2026-03-06 09:10"),
        ("2026-03-06 11:30", "2026-03-06 10:15"),
        ("2026-03-06 20:00", "2026-03-06 10:59"),
    ],
)
def test_what_is_told_before_the_night_is_not_waited_for_in_it(due: str, goes_on: str) -> None:
    evening = msk("2026-03-05 20:59")
    seen = climbing(Rules(quiet=NIGHT), left=msk(due) - NOW)
    before = Ear(Role.MANAGER, ANNA, Rules(quiet=NIGHT))
    look = Look(seen.clock, seen.case, (), evening, evening)
    assert climbs_at(look, before, evening) == msk(goes_on)


@pytest.mark.parametrize(("left", "patience"), [(MINUTE, DAY), (timedelta(0), 2 * HOUR)])
def test_from_two_days_before_the_deadline_the_set_time_is_waited_for(
    left: timedelta, patience: timedelta
) -> None:
    seen = climbing(left=2 * DAY + left)
    look = Look(seen.clock, seen.case, (), NOW, NOW)
    assert climbs_at(look, seen.chain[0], NOW) == NOW + patience


def test_whoever_has_heard_of_the_case_otherwise_is_not_told_again_and_it_goes_on_from_them() -> (
    None
):
    seen = climbing(LATE, left=2 * DAY)
    seen.looks(NOW)
    seen.heard.append(Heard(ping_key(seen.clock, "z1", BORIS), BORIS.id, NOW + HOUR, None))
    assert seen.looks(NOW + 2 * HOUR).next_at == NOW + 3 * HOUR
    seen.looks(NOW + 3 * HOUR)
    assert told(seen) == [("Анна", "48h"), ("Ольга", "48h")]


@pytest.mark.parametrize("person", [ANNA, BORIS], ids=["Anna", "Boris"])
def test_whoever_sees_it_ends_the_climb(person: Person) -> None:
    seen = climbing(LATE, left=2 * DAY)
    seen.looks(NOW)
    if person is BORIS:
        seen.looks(NOW + 2 * HOUR)
    sees(seen, person)
    before = len(seen.said)
    assert seen.looks(NOW + 10 * HOUR).next_at == NOW + 2 * DAY
    assert len(seen.said) == before


def test_nobody_is_told_twice_of_one_reminder() -> None:
    seen = climbing(left=2 * DAY)
    seen.looks(NOW)
    for hours in range(1, 9):
        seen.looks(NOW + hours * HOUR)
    assert told(seen) == [("Анна", "48h"), ("Ольга", "48h"), ("Борис", "48h")]


def test_a_newer_reminder_begins_the_climb_anew() -> None:
    seen = climbing()
    seen.looks(NOW)
    seen.looks(NOW + 2 * DAY)
    assert told(seen) == [("Анна", "120h"), ("Анна", "72h")]
    seen.looks(NOW + 3 * DAY)
    assert told(seen)[2:] == [("Анна", "48h"), ("Ольга", "48h")]
    seen.looks(NOW + 3 * DAY + 2 * HOUR)
    assert told(seen)[4:] == [("Борис", "48h")]


def test_near_the_deadline_half_of_what_is_left_is_waited_for() -> None:
    seen = climbing(left=HOUR)
    assert seen.looks(NOW).next_at == NOW + HOUR / 2
    seen.looks(NOW + HOUR / 2)
    assert told(seen)[-1] == ("Борис", "1h")


def test_the_night_of_who_does_not_see_is_not_counted() -> None:
    rules = Rules(quiet=NIGHT)
    seen = climbing(rules, left=2 * DAY)
    evening = msk("2026-03-04 20:30")
    assert seen.looks(evening).next_at == msk("2026-03-05 10:30")


@pytest.mark.parametrize("kind", [ClockKind.STALE, ClockKind.NEXT_LOOK, ClockKind.MONEY])
def test_only_deadlines_climb(kind: ClockKind) -> None:
    seen = climbing()
    seen.clock = Clock(57, kind, NOW - 3 * DAY, NOW)
    seen.case = a_case(Kind.SUPPORT_TICKET)
    seen.looks(NOW)
    before = len(seen.said)
    seen.looks(NOW + 3 * HOUR)
    assert len(seen.said) == before


def test_nothing_climbs_when_the_owner_does_not_want_it() -> None:
    seen = climbing(Rules(quiet=None, climb_after=None))
    assert seen.looks(NOW).next_at == NOW + 2 * DAY


def registered(age: timedelta, person: Person = ANNA, rules: Rules = ALWAYS) -> Watch:
    """Somebody has just written down a message of that age."""
    seen = climbing(rules, left=10 * DAY - age)
    seen.begun = Begun(person.id, NOW)
    return seen


def test_who_writes_a_late_message_down_has_seen_what_had_passed_by_then() -> None:
    seen = registered(9 * DAY)
    assert seen.looks(NOW + MINUTE).next_at == NOW + 18 * HOUR
    assert told(seen) == [("Анна", "24h"), ("Ольга", "24h")]


def test_the_next_reminder_of_what_was_written_down_late_goes_on_as_usual() -> None:
    seen = registered(9 * DAY)
    seen.looks(NOW)
    seen.looks(NOW + 18 * HOUR)
    seen.looks(NOW + 20 * HOUR)
    assert told(seen)[2:] == [("Анна", "6h"), ("Ольга", "6h"), ("Борис", "6h")]


def test_what_a_colleague_writes_down_goes_on_as_usual() -> None:
    seen = registered(9 * DAY, BORIS)
    seen.looks(NOW)
    assert seen.looks(NOW + 2 * HOUR).calls[0].ear.person == BORIS


def test_a_reminder_that_the_night_put_off_had_passed_as_well() -> None:
    seen = registered(8 * DAY, rules=replace(LATE, quiet=NIGHT))
    seen.clock = replace(seen.clock, due_at=msk("2026-03-06 22:00"))
    seen.begun = Begun(ANNA.id, msk("2026-03-04 23:00"))
    seen.looks(msk("2026-03-05 09:00"))
    seen.looks(msk("2026-03-05 12:00"))
    assert told(seen) == [("Анна", "48h")]


@given(
    st.timedeltas(timedelta(0), 12 * DAY), windows,
    st.lists(st.timedeltas(timedelta(0), 20 * HOUR), min_size=6, max_size=25),
    st.sets(st.integers(0, 25), max_size=3),
)  # fmt: skip
def test_however_it_climbs_each_rung_is_told_once_to_a_person_and_never_before_its_time(
    age: timedelta, quiet: QuietHours, lateness: list[timedelta], acknowledged: set[int]
) -> None:
    seen = climbing(Rules(quiet=quiet if quiet.start < quiet.end else NIGHT))
    now = NOW - 5 * DAY + age
    for turn, late in enumerate(lateness):
        seen.looks(now)
        if turn in acknowledged:
            sees(seen, ANNA)
        now = seen.planned + late
    keys = [each.key for each in seen.heard]
    assert len(keys) == len(set(keys))
    first = {call.rung: at for at, call in seen.said if call.ear.person == ANNA}
    for at, call in seen.said:
        if call.unseen is not None:
            assert at >= first[call.rung] + min(SOONEST, at - call.unseen.since)
            assert at - call.unseen.since >= SOONEST


@given(instants, st.timedeltas(MINUTE, 3 * DAY), windows)
def test_time_awake_is_counted_without_the_nights(
    at: datetime, length: timedelta, quiet: QuietHours
) -> None:
    if quiet.start == quiet.end:
        return
    zone = ALWAYS.zone
    ends = awake_after(at, length, quiet, zone)
    awake, step = timedelta(0), at
    while step < ends:
        night = night_around(step, quiet, zone)
        until = night[1] if night else min(ends, step + MINUTE)
        if night is None:
            awake += until - step
        step = until
    assert abs(awake - length) <= 2 * MINUTE * (1 + length // HOUR)
    assert ends >= at + length


# Stories ----------------------------------------------------------------------------------------


async def test_what_anna_does_not_see_comes_to_her_deputy_after_a_day_and_late_after_two_hours(
    team: Team,
) -> None:
    await is_pinged(team)  # 9.03, 12:00
    await team.anna.does("/me", "Заместитель", "Борис")
    assert "теперь вы заместитель" in team.boris.sees
    assert "Заместитель: Борис" in team.anna.sees
    await team.waits(hours=23, minutes=59)
    assert not heard(team.boris, "истекает")
    await team.waits(minutes=1)
    assert team.boris.sees.startswith(
        f"Анна: напоминание не отмечено с пн{NBSP}09.03, 12:00.\n🟡 В сб"
    )
    assert "Вижу" in team.boris.buttons
    await team.waits(hours=23)  # three days before the deadline it begins anew
    assert len(heard(team.anna, "истекает")) == 2
    assert not heard(team.owner, "истекает")
    await team.waits(days=1)  # two days before it the owner hears as well
    assert len(heard(team.owner, "истекает")) == 1
    assert len(heard(team.boris, "истекает")) == 1
    await team.waits(hours=2)
    assert team.boris.sees.startswith(f"Анна: напоминание не отмечено с чт{NBSP}12.03, 11:00.\n")
    await team.owner.says("/status #1")
    told = await team.owner.presses("История")
    assert f"Анна: напоминание не отмечено с чт{NBSP}12.03, 11:00, ушло заместителю" in told


async def test_seen_it_stays_where_it_is(team: Team) -> None:
    await is_pinged(team)
    await team.anna.presses("Вижу")
    await team.waits(days=1)
    assert not heard(team.owner, "истекает")


async def test_whoever_opens_the_card_has_seen_it(team: Team) -> None:
    await is_pinged(team)
    await team.anna.presses("Карточка")
    await team.waits(days=1)
    assert not heard(team.owner, "истекает")


async def test_whoever_takes_it_with_others_from_a_list_has_seen_it(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.waits(days=4, hours=21, minutes=1)  # 14.03, 9:01: an hour is left
    await team.waits(minutes=30)
    assert len(heard(team.boris, "не отмечено")) == 1
    since = len(team.owner.person.chat.messages)
    await team.boris.does("/list", "Выбрать", "#1", "Взять себе", "Да, взять 1")
    await team.waits(minutes=25)
    assert "ведёт Борис" in await team.owner.says("/status #1")
    assert not heard(team.owner, "не отмечено", since)


async def test_without_a_deputy_it_comes_to_the_owner_at_once(team: Team) -> None:
    await is_pinged(team)
    await team.waits(hours=3)
    assert not heard(team.owner, "истекает")
    await team.waits(hours=20)
    await team.waits(hours=1)
    assert team.owner.sees.startswith("Анна: напоминание не отмечено")
    told = await team.owner.does("/status #1", "История")
    assert f"Анна: напоминание не отмечено с пн{NBSP}09.03, 12:00, ушло владельцу" in told
    await team.waits(hours=4)
    assert len(heard(team.owner, "истекает")) == 1


async def test_the_second_of_two_who_press_reads_who_changed_the_case_and_not_who_did_not_see(
    team: Team,
) -> None:
    await is_pinged(team)
    await team.boris.does("/status #1", "Обещали", "13.03", "отправим замену")
    await team.waits(days=1)
    assert "ушло владельцу" in await team.owner.does("/status #1", "История")
    await team.anna.presses("Мы ответили")
    assert heard(team.anna, "уже изменилось: обещали покупателю, Борис")


async def test_the_owner_sets_that_it_goes_on_later_or_never(team: Team) -> None:
    await team.hire()
    assert "через 2" in await team.owner.says("/settings")
    await team.owner.does("Если не увидели", f"4{NBSP}ч")
    assert f"Сейчас: через 4{NBSP}ч" in team.owner.sees
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/me", "Заместитель", "Борис")
    await team.waits(days=8)
    await team.waits(hours=3, minutes=59)
    assert not heard(team.boris, "не отмечено")
    await team.waits(minutes=1)
    assert len(heard(team.boris, "не отмечено")) == 1
    await team.owner.does("← Назад", "Если не увидели", "Никогда")
    await team.waits(hours=22)
    await team.waits(hours=8)
    assert len(heard(team.boris, "не отмечено")) == 1


async def test_many_at_once_climb_as_one_message(team: Team) -> None:
    await team.hire()
    for buyer in ("Тимур", "Ия", "Лев", "Рада"):
        deeds = [buyer if deed == "Тимур" else deed for deed in CHAT]
        await team.anna.does(*deeds, "К итогу", "Сохранить")
    await team.waits(days=5)
    await team.waits(hours=22)
    await team.waits(hours=2)
    assert "Подошли сроки, всего 4" in team.owner.sees
    once = f"всего 4:\nАнна: напоминание не отмечено с пн{NBSP}09.03, 12:00.\n\n🟡 #1"
    assert once in team.owner.sees
    assert team.owner.sees.count("не отмечено") == 1


def test_what_several_people_have_not_seen_is_said_of_each() -> None:
    unseen = [Unseen(ANNA, NOW), Unseen(ANNA, NOW + HOUR), Unseen(BORIS, NOW), None]
    for one in unseen:
        assert nobody_saw([*unseen, one], ALWAYS, NOW) == ""
    assert nobody_saw([unseen[0], unseen[0]], ALWAYS, NOW).startswith("Анна: напоминание")
    assert nobody_saw([unseen[0]], ALWAYS, NOW) == nobody_saw([None, None], ALWAYS, NOW) == ""


async def test_a_case_that_is_done_climbs_no_more(team: Team) -> None:
    await is_pinged(team)
    await team.boris.does("/status #1", "Мы ответили")
    await team.waits(days=1, hours=5)
    assert not heard(team.owner, "истекает")


async def test_while_the_bot_is_not_there_nobody_is_waited_for(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.waits(days=3, hours=22, minutes=1)  # 13.03, 10:01: a day is left
    assert heard(team.anna, "Завтра в 10:01")
    since = len(team.boris.person.chat.messages)
    await is_down(team, hours=4)
    await team.waits(hours=1, minutes=59)
    assert not heard(team.boris, "не отмечено", since)
    await team.waits(minutes=1)
    (told,) = heard(team.boris, "не отмечено", since)
    assert told.startswith("Анна: напоминание не отмечено с пт")


async def test_a_stale_ticket_does_not_climb(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.waits(days=3)
    before = len(team.owner.person.chat.messages)
    await team.waits(hours=5)
    assert len(team.owner.person.chat.messages) == before


LATE_CHAT = tuple("23.02 18:00" if deed == "сегодня 10:01" else deed for deed in CHAT)
"""Nearly nine days old: a day and six hours are left."""


async def test_who_registers_a_case_late_is_reminded_of_it_and_nobody_else_after_them(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.anna.does(*LATE_CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает")) == 1
    await team.waits(hours=3)
    assert not heard(team.boris, "не отмечено")
    await team.waits(hours=3)  # a day is left: a new reminder, which goes on
    await team.waits(hours=2)
    assert len(heard(team.boris, "не отмечено")) == 1


WROTE = ("Покупатель написал", "04.03 18:00")
ENTERED = ("Добавить запись", "Где деньги?", "Другое время", "04.03 18:00", "От покупателя")


@pytest.mark.parametrize("deeds", [WROTE, ENTERED], ids=["button", "entry"])
async def test_who_writes_the_buyers_message_down_late_has_seen_what_had_passed(
    team: Team, deeds: tuple[str, ...]
) -> None:
    await team.hire()
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.waits(days=9)
    await team.anna.does("/status #1", *deeds)
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает")) == 1
    await team.waits(hours=3)
    assert not heard(team.boris, "не отмечено")


async def test_what_the_owner_registers_late_for_anna_goes_on_when_she_does_not_see_it(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.owner.does(*LATE_CHAT, "К итогу", "Исправить", "Ответственный", "Анна", "Сохранить")
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает")) == 1
    await team.waits(hours=2)
    assert len(heard(team.boris, "не отмечено")) == 1


async def test_after_a_night_it_is_said_when_the_reminder_came_and_not_how_many_hours_ago(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does("/me", "Заместитель", "Борис")
    deeds = ["03.03 02:30" if deed == "сегодня 10:01" else deed for deed in CHAT]
    await team.anna.does(*deeds, "К итогу", "Сохранить")
    await team.waits(days=8, hours=8, minutes=30)  # 12.03, 20:30: it ends in this night
    assert "Этой ночью, в 02:30, истекает" in team.anna.sees
    await team.waits(hours=12, minutes=30)
    assert f"Анна: напоминание не отмечено с чт{NBSP}12.03, 20:30" in "".join(
        heard(team.boris, "#1")
    )


def test_a_line_of_history_from_before_is_read_too() -> None:
    line = HistoryLine(NOW, "Анна", "unseen", None, None, "120 owner", None, ANNA.id)
    assert history.told(line, Rules(), NOW) == (
        f"Анна: напоминание не отмечено 2{NBSP}ч, ушло владельцу"
    )
