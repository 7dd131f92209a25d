"""What a clock says, held against a plain model: each rung once, none early, none slept through."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, a_case, a_chat
from test_clocks import ALWAYS, MOSCOW, NIGHT, instants, length, msk, reply_clock, windows

from cases.case import Case, Snooze
from cases.clocks import quiet_until, rungs
from cases.kinds import Kind
from cases.ladders import Clock, ClockKind, Rung
from cases.listening import Begun, Call, Ear, Heard, Look, ping_key
from cases.moments import Moment
from cases.roles import Role
from cases.rounds import Listeners, Round, round_of
from cases.rules import DAY, HOUR, QuietHours, Rules
from cases.snoozes import (
    LONGEST,
    Nap,
    TooLong,
    allowed_until,
    date_until,
    latest_for,
    nap_until,
    snoozes_json,
    snoozes_of,
)

MINUTE = timedelta(minutes=1)


@dataclass
class Watch:
    """A clock that is looked at as the sweep does it, with all that was said."""

    clock: Clock
    case: Case
    ears: tuple[Ear, ...]
    heard: list[Heard] = field(default_factory=list)
    said: list[tuple[datetime, Call]] = field(default_factory=list)
    planned: datetime = NOW
    chain: tuple[Ear, ...] = ()
    begun: Begun | None = None

    def looks(self, now: datetime) -> Round:
        look = Look(self.clock, self.case, tuple(self.heard), self.planned, now, self.begun)
        turn = round_of(look, Listeners(self.ears, self.chain, self._ear_of, ALWAYS))
        for call in turn.calls:
            key = ping_key(self.clock, call.rung, call.ear.person)
            assert key not in {each.key for each in self.heard}
            self.heard.append(Heard(key, call.ear.person.id, now, None))
            self.said.append((now, call))
        left = {p: s for p, s in self.case.snoozes.items() if p not in turn.woken}
        self.case = replace(self.case, snoozes=left)
        self.planned = turn.next_at
        assert turn.next_at > now
        return turn

    def _ear_of(self, person_id: int) -> Ear | None:
        return next((ear for ear in self.ears if ear.person.id == person_id), None)

    def names(self, role: Role) -> list[str]:
        return [call.rung for _, call in self.said if call.ear.role is role]


def watch(
    due: datetime, rules: Rules = ALWAYS, started: datetime | None = None, **snoozes: Snooze
) -> Watch:
    clock = reply_clock(due, started)
    case = replace(a_chat(clock.started_at), due_at=due)
    asleep = {ANNA.id: snoozes["anna"]} if snoozes else {}
    ears = (Ear(Role.MANAGER, ANNA, rules), Ear(Role.OWNER, OLGA, rules))
    return Watch(clock, replace(case, snoozes=asleep), ears)


def asleep(until: datetime, kind: ClockKind = ClockKind.REPLY) -> Snooze:
    return Snooze(until, kind, "Анна")


def test_registered_late_each_side_hears_only_the_most_severe_rung() -> None:
    seen = watch(NOW + 20 * HOUR)
    seen.looks(NOW)
    assert (seen.names(Role.MANAGER), seen.names(Role.OWNER)) == (["24h"], ["24h"])


def test_what_was_told_is_not_told_again() -> None:
    seen = watch(NOW + 20 * HOUR)
    seen.looks(NOW)
    assert not seen.looks(NOW + HOUR).calls
    assert {call.rung for call in seen.looks(NOW + 14 * HOUR).calls} == {"6h"}


def test_after_a_long_silence_missed_rungs_collapse_into_the_worst() -> None:
    seen = watch(NOW)
    assert {call.rung for call in seen.looks(NOW + 3 * DAY + HOUR).calls} == {"+3d"}


def test_before_the_first_rung_nobody_hears_anything() -> None:
    turn = watch(NOW + 6 * DAY).looks(NOW)
    assert not turn.calls
    assert turn.next_at == NOW + DAY


def test_a_worse_one_that_was_told_before_other_hours_is_enough() -> None:
    due = msk("2026-03-15 02:00")
    seen = watch(due, Rules(quiet=NIGHT))
    seen.looks(msk("2026-03-14 20:59"))  # the whole night is told before it
    assert seen.names(Role.MANAGER) == ["1h"]
    seen.ears = tuple(replace(ear, rules=ALWAYS) for ear in seen.ears)
    for hours in range(1, 6):
        seen.looks(msk("2026-03-14 21:00") + hours * HOUR)
    assert seen.names(Role.MANAGER) == ["1h"]


def test_before_a_night_with_a_deadline_each_hears_one_word_of_it_the_most_severe() -> None:
    seen = watch(msk("2026-03-15 02:30"), Rules(quiet=NIGHT))
    for minutes in range(0, 13 * 60, 10):
        seen.looks(msk("2026-03-14 20:00") + minutes * MINUTE)
    evening = msk("2026-03-14 20:30")
    assert [(at, call.ear.role, call.rung) for at, call in seen.said if at >= evening] == [
        (evening, Role.MANAGER, "1h"), (evening, Role.OWNER, "0h"),
    ]  # fmt: skip


def test_one_person_on_both_sides_hears_a_rung_once() -> None:
    seen = watch(NOW + 20 * HOUR)
    seen.ears = tuple(replace(ear, person=OLGA) for ear in seen.ears)
    assert len(seen.looks(NOW).calls) == 1


def test_a_clock_to_which_nobody_listens_goes_on() -> None:
    seen = watch(NOW + 20 * HOUR)
    seen.ears = ()
    assert seen.looks(NOW).next_at == NOW + 14 * HOUR


# Sleep ------------------------------------------------------------------------------------------


def test_who_sleeps_hears_nothing_and_the_other_side_goes_on() -> None:
    seen = watch(NOW + 2 * DAY, anna=asleep(NOW + 3 * HOUR))
    seen.looks(NOW)
    assert (seen.names(Role.MANAGER), seen.names(Role.OWNER)) == ([], ["48h"])


def test_who_wakes_hears_the_worst_of_what_was_missed_and_only_that() -> None:
    seen = watch(NOW + 2 * DAY, anna=asleep(NOW + DAY + HOUR))
    seen.looks(NOW)
    seen.looks(NOW + DAY)
    assert seen.looks(NOW + DAY + HOUR).woken == {ANNA.id}
    assert seen.names(Role.MANAGER) == ["24h"]


def test_who_has_missed_nothing_is_reminded_of_what_was_put_off() -> None:
    seen = watch(NOW + 2 * DAY)
    seen.looks(NOW)
    seen.case = replace(seen.case, snoozes={ANNA.id: asleep(NOW + 3 * HOUR)})
    assert seen.looks(NOW + HOUR).next_at == NOW + 3 * HOUR
    seen.looks(NOW + 3 * HOUR)
    until = int((NOW + 3 * HOUR).timestamp())
    assert seen.names(Role.MANAGER) == ["48h", f"z{until}"]
    assert not seen.looks(NOW + 4 * HOUR).calls


def test_sleep_that_ends_in_the_night_lasts_until_its_end() -> None:
    rules = Rules(quiet=NIGHT)
    seen = watch(NOW + 4 * DAY, rules)
    seen.looks(NOW)
    seen.case = replace(seen.case, snoozes={ANNA.id: asleep(msk("2026-03-04 23:00"))})
    assert not seen.looks(msk("2026-03-04 23:00")).calls
    assert seen.planned == msk("2026-03-05 09:00")
    assert len(seen.looks(seen.planned).calls) == 1


def test_the_last_reminder_before_a_deadline_is_never_slept_through() -> None:
    """A deadline may have moved towards somebody who sleeps already."""
    seen = watch(NOW + 2 * HOUR, started=NOW - DAY, anna=asleep(NOW + 5 * DAY))
    assert [call.ear.role for call in seen.looks(NOW).calls] == [Role.OWNER]
    assert seen.looks(NOW + HOUR).calls[0].rung == "1h"


def test_when_the_clock_that_was_put_off_has_ended_another_one_wakes() -> None:
    seen = watch(NOW + 4 * DAY, anna=asleep(NOW + HOUR, ClockKind.PROMISE))
    seen.heard = [
        Heard(ping_key(seen.clock, "120h", ANNA), ANNA.id, NOW, NOW),
        Heard(ping_key(seen.clock, "120h", OLGA), OLGA.id, NOW, NOW),
    ]
    assert seen.looks(NOW + HOUR).woken == {ANNA.id}
    assert len(seen.said) == 1


@given(
    instants, windows, st.timedeltas(timedelta(0), 14 * DAY),
    st.lists(st.timedeltas(timedelta(0), DAY), min_size=4, max_size=12),
    st.none() | st.timedeltas(MINUTE, 9 * DAY),
)  # fmt: skip
def test_looks_at_any_pace_tell_every_rung_once_or_a_worse_one_none_early_none_slept_through(
    due: datetime, quiet: QuietHours, age: timedelta, lateness: list[timedelta],
    nap: timedelta | None,
) -> None:  # fmt: skip
    if length(quiet) > DAY - 2 * HOUR:
        quiet = NIGHT
    own = Rules(quiet=quiet)
    seen = watch(due)
    seen.ears = (Ear(Role.MANAGER, ANNA, own), Ear(Role.OWNER, OLGA, Rules(quiet=NIGHT)))
    now = due - 10 * DAY + age
    if nap is not None:
        seen.case = replace(seen.case, snoozes={ANNA.id: asleep(now + nap)})
    for late in lateness:
        seen.looks(now)
        for ear in seen.ears:
            _has_heard(seen, ear, now)
        now = seen.planned + late
    for at, call in seen.said:
        told = {rung.name: rung.at for rung in _passed(seen, call.ear, at)}
        assert call.rung in told or call.rung.startswith("z")


def _has_heard(seen: Watch, ear: Ear, now: datetime) -> None:
    """Whoever is awake has heard of the last rung that has passed, or of a worse one."""
    if quiet_until(seen.clock, now, ear.rules) is not None:
        return
    passed = [rung for rung in _passed(seen, ear, now) if ear.role in rung.to]
    snooze = seen.case.snoozes.get(ear.person.id)
    before = [rung for rung in passed if rung.at < seen.clock.due_at]
    last = [r for r in _before_wall(seen, ear) if ear.role in r.to][-1]
    if snooze and snooze.until > now and now < seen.clock.due_at and before[-1:] != [last]:
        return
    names = [rung.name for rung in _passed(seen, ear, now + 2 * DAY)]
    told = {call.rung for _, call in seen.said if call.ear.person == ear.person}
    if passed:
        assert told & set(names[names.index(passed[-1].name) :])


def _passed(seen: Watch, ear: Ear, now: datetime) -> list[Rung]:
    found = []
    for rung in rungs(seen.clock, seen.case, ear.rules):
        if rung.at > now:
            return found
        found.append(rung)
    raise AssertionError


def _before_wall(seen: Watch, ear: Ear) -> list[Rung]:
    return _passed(seen, ear, seen.clock.due_at - timedelta(seconds=1))


# How long ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nap", "at", "until"),
    [
        (Nap.HOUR, "2026-03-04 12:00", "2026-03-04 13:00"),
        (Nap.THREE_HOURS, "2026-03-04 12:00", "2026-03-04 15:00"),
        (Nap.TOMORROW, "2026-03-04 23:59", "2026-03-05 09:00"),
        (Nap.MONDAY, "2026-03-04 12:00", "2026-03-09 09:00"),
        (Nap.MONDAY, "2026-03-09 08:00", "2026-03-16 09:00"),
        (Nap.MONDAY, "2026-03-08 12:00", "2026-03-09 09:00"),
    ],
)
def test_naps_end_where_people_expect_it(nap: Nap, at: str, until: str) -> None:
    assert nap_until(nap, msk(at), ALWAYS) == msk(until)


def test_a_date_without_a_time_means_its_morning() -> None:
    friday = Moment(msk("2026-03-06 23:59"), has_time=False)
    assert date_until(friday, NOW, ALWAYS) == msk("2026-03-06 09:00")
    today = Moment(msk("2026-03-04 23:59"), has_time=False)
    assert date_until(today, NOW, ALWAYS) == msk("2026-03-04 23:59")


def test_nobody_sleeps_past_the_last_reminder_before_the_deadline() -> None:
    case = a_chat(NOW - 9 * DAY)
    with pytest.raises(TooLong) as refused:
        allowed_until(NOW + 2 * DAY, case, Role.MANAGER, ALWAYS, NOW)
    assert (refused.value.latest, refused.value.wall) == (NOW + 23 * HOUR, NOW + DAY)
    latest = NOW + 23 * HOUR
    assert allowed_until(latest, case, Role.MANAGER, ALWAYS, NOW) == latest
    with pytest.raises(TooLong) as refused:
        allowed_until(NOW + 2 * DAY, case, Role.OWNER, ALWAYS, NOW)
    assert refused.value.latest == NOW + 18 * HOUR


def test_in_the_last_hour_there_is_no_time_to_sleep() -> None:
    case = a_chat(NOW - 10 * DAY + 30 * MINUTE)
    assert latest_for(case, Role.MANAGER, ALWAYS, NOW) == (None, NOW + 30 * MINUTE)


def test_past_the_deadline_one_sleeps_until_the_next_daily_reminder() -> None:
    case = a_chat(NOW - 10 * DAY - HOUR)
    assert latest_for(case, Role.MANAGER, ALWAYS, NOW) == (NOW + 23 * HOUR, NOW - HOUR)


def test_a_ticket_without_a_deadline_sleeps_for_a_month_at_most() -> None:
    case = a_case(Kind.SUPPORT_TICKET)
    assert allowed_until(NOW + 20 * DAY, case, Role.MANAGER, ALWAYS, NOW) == NOW + 20 * DAY
    with pytest.raises(TooLong) as refused:
        allowed_until(NOW + 40 * DAY, case, Role.MANAGER, ALWAYS, NOW)
    assert (refused.value.latest, refused.value.wall) == (NOW + LONGEST, None)


def test_sleep_into_the_night_ends_in_the_morning_or_before_the_night_of_the_deadline() -> None:
    rules = Rules(quiet=NIGHT)
    case = a_chat(NOW)
    evening = msk("2026-03-04 22:00")
    morning = msk("2026-03-05 09:00")
    assert allowed_until(evening, case, Role.MANAGER, rules, NOW) == morning


@given(
    st.timedeltas(timedelta(0), 10 * DAY - MINUTE), st.timedeltas(MINUTE, 40 * DAY), windows,
    st.sampled_from(Role),
)  # fmt: skip
def test_no_sleep_that_is_allowed_reaches_the_deadline(
    age: timedelta, nap: timedelta, quiet: QuietHours, role: Role
) -> None:
    if length(quiet) > DAY - 2 * HOUR:
        quiet = QuietHours(time(21), time(9))
    rules, case = Rules(zone=MOSCOW, quiet=quiet), a_chat(NOW - age)
    latest, wall = latest_for(case, role, rules, NOW)
    assert wall == NOW - age + 10 * DAY
    if latest is not None and NOW + nap <= latest:
        assert NOW < allowed_until(NOW + nap, case, role, rules, NOW) < wall
    else:
        with pytest.raises(TooLong):
            allowed_until(NOW + nap, case, role, rules, NOW)
    if latest is not None:
        assert NOW < allowed_until(latest, case, role, rules, NOW) < wall


def test_snoozes_are_written_down_and_read_back() -> None:
    snoozes = {2: asleep(NOW), 3: asleep(NOW + DAY, ClockKind.STALE)}
    assert snoozes_of(snoozes_json(snoozes)) == snoozes
