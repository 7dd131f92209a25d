from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from samples import NOW, OZON, a_case, a_chat, written

from cases.case import Case
from cases.clocks import nearest_wall, next_rung, reply_deadline, rungs, running_clocks
from cases.kinds import Kind, Marketplace, Priority
from cases.ladders import Clock, ClockKind, Rung
from cases.lifecycles import Status
from cases.roles import Role
from cases.rules import DAY, HOUR, REPLY_LIMITS, QuietHours, ReplyLimit, Rules

MOSCOW, BERLIN, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Moscow", "Europe/Berlin", "America/New_York")
)
ALWAYS = Rules(quiet=None)
"""Rules without quiet hours."""
NIGHT = QuietHours(time(21), time(9))


def msk(written_at: str) -> datetime:
    return datetime.fromisoformat(written_at).replace(tzinfo=MOSCOW).astimezone(UTC)


def reply_clock(due: datetime, started: datetime | None = None) -> Clock:
    return Clock(57, ClockKind.REPLY, started or due - 10 * DAY, due)


def the_clock(case: Case, kind: ClockKind, rules: Rules = ALWAYS) -> Clock | None:
    return next((clock for clock in running_clocks(case, rules) if clock.kind is kind), None)


def ladder(clock: Clock, rules: Rules, case: Case | None = None, most: int = 9) -> list[Rung]:
    return list(islice(rungs(clock, case or a_chat(), rules), most))


@pytest.mark.parametrize(
    ("appeared", "deadline"),
    [
        ("2026-03-04T10:01+03:00", "2026-03-14T07:01+00:00"),
        ("2026-03-04T22:30+00:00", "2026-03-14T22:30+00:00"),
        ("2028-02-25T10:00+03:00", "2028-03-06T07:00+00:00"),
        ("2026-12-28T23:59+03:00", "2027-01-07T20:59+00:00"),
    ],
)
def test_a_buyer_must_be_answered_within_ten_plain_days(appeared: str, deadline: str) -> None:
    since = datetime.fromisoformat(appeared).astimezone(UTC)
    limit = REPLY_LIMITS[Marketplace.WB]
    assert reply_deadline(since, limit) == datetime.fromisoformat(deadline)
    clock = the_clock(a_chat(since), ClockKind.REPLY)
    assert clock == Clock(57, ClockKind.REPLY, since, datetime.fromisoformat(deadline))


def test_the_limit_is_hard_at_wildberries_and_an_advice_at_ozon() -> None:
    assert REPLY_LIMITS[Marketplace.WB] == ReplyLimit(10 * DAY, hard=True)
    assert not REPLY_LIMITS[Marketplace.OZON].hard
    clock = the_clock(a_chat(cabinet=OZON), ClockKind.REPLY)
    assert clock is not None
    assert clock.due_at == NOW + REPLY_LIMITS[Marketplace.OZON].within


def test_the_limit_is_a_setting() -> None:
    rules = Rules(reply_limits={Marketplace.WB: ReplyLimit(4 * DAY, hard=True)})
    clock = the_clock(a_chat(), ClockKind.REPLY, rules)
    assert clock is not None
    assert clock.due_at == NOW + 4 * DAY


@pytest.mark.parametrize(
    "case",
    [
        a_chat(status=Status.WAITING_BUYER),
        a_case(Kind.BUYER_CHAT, waiting_since=None),
        a_chat(status=Status.CLOSED, closed_at=NOW),
        a_case(Kind.SUPPORT_TICKET, waiting_since=NOW),
        a_case(Kind.CHAT_RETURN, Status.APPROVED_PICKUP, waiting_since=NOW),
    ],
    ids=["we answered", "nobody asked", "closed", "a ticket", "the buyer's move"],
)
def test_no_reply_clock_runs_when_no_buyer_waits_for_us(case: Case) -> None:
    assert the_clock(case, ClockKind.REPLY) is None


def test_a_return_waits_for_our_decision_by_the_same_clock() -> None:
    clock = the_clock(a_case(Kind.CHAT_RETURN, waiting_since=NOW), ClockKind.REPLY)
    assert clock is not None
    assert clock.due_at == NOW + 10 * DAY


def test_a_closed_case_has_no_clocks_at_all() -> None:
    promised = {"own_deadline": written(NOW + DAY)}
    assert running_clocks(a_case(Kind.SUPPORT_TICKET, answers=promised), ALWAYS)
    closed = a_case(Kind.SUPPORT_TICKET, Status.CLOSED, answers=promised)
    assert running_clocks(closed, ALWAYS) == ()


def test_the_nearest_wall_is_the_first_deadline_and_never_staleness() -> None:
    promised = {"own_deadline": written(NOW + 30 * DAY)}
    clocks = running_clocks(a_case(Kind.SUPPORT_TICKET, answers=promised), ALWAYS)
    assert {clock.kind for clock in clocks} == {ClockKind.OWN_DEADLINE, ClockKind.STALE}
    assert nearest_wall(clocks) == NOW + 30 * DAY
    assert nearest_wall(running_clocks(a_case(Kind.SUPPORT_TICKET), ALWAYS)) is None


def test_the_ladder_before_and_after_the_deadline() -> None:
    due = msk("2026-03-14 12:00")
    both, assignee, owner = {Role.MANAGER, Role.OWNER}, {Role.MANAGER}, {Role.OWNER}
    assert [(due - rung.at, set(rung.to)) for rung in ladder(reply_clock(due), ALWAYS)] == [
        (5 * DAY, assignee),
        (3 * DAY, assignee),
        (2 * DAY, both),
        (DAY, both),
        (6 * HOUR, both),
        (HOUR, assignee),
        (timedelta(0), owner),
        (-DAY, both),
        (-2 * DAY, both),
    ]


def test_an_own_deadline_has_the_same_ladder_from_the_registration_on() -> None:
    case = a_case(Kind.SUPPORT_TICKET, answers={"own_deadline": written(NOW + 4 * DAY)})
    clock = the_clock(case, ClockKind.OWN_DEADLINE)
    assert clock is not None
    assert [NOW + 4 * DAY - rung.at for rung in ladder(clock, ALWAYS, case, most=2)] == [
        3 * DAY,
        2 * DAY,
    ]


def test_names_of_rungs_are_unique_because_they_are_keys() -> None:
    names = [rung.name for rung in ladder(reply_clock(NOW), ALWAYS, most=400)]
    assert len(names) == len(set(names))


def test_past_the_deadline_both_hear_of_it_every_day_without_end() -> None:
    clock = reply_clock(NOW)
    for day in (1, 2, 30, 365):
        rung = next_rung(clock, a_chat(), ALWAYS, after=NOW + day * DAY - HOUR)
        assert (rung.at, rung.to) == (NOW + day * DAY, {Role.MANAGER, Role.OWNER})


@pytest.mark.parametrize(
    ("priority", "days"),
    [(Priority.BURNING, 1), (Priority.HIGH, 2), (Priority.NORMAL, 3), (Priority.LOW, 7)],
)
def test_a_silent_ticket_is_stale_after_its_prioritys_threshold_and_again(
    priority: Priority, days: int
) -> None:
    case = a_case(Kind.SUPPORT_TICKET, answers={"priority": priority.value})
    clock = the_clock(case, ClockKind.STALE)
    assert clock is not None
    assert clock.due_at == NOW + days * DAY
    times = [rung.at - NOW for rung in ladder(clock, ALWAYS, case, most=3)]
    assert times == [days * DAY, 2 * days * DAY, 3 * days * DAY]
    assert all(rung.to == {Role.MANAGER, Role.OWNER} for rung in ladder(clock, ALWAYS, case))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SENT, Status.ANSWERED, Status.RESOLVED])
def test_a_ticket_grows_stale_in_any_open_status_a_draft_too(status: Status) -> None:
    assert the_clock(a_case(Kind.SUPPORT_TICKET, status), ClockKind.STALE) is not None


@pytest.mark.parametrize("kind", [Kind.BUYER_CHAT, Kind.CHAT_RETURN])
def test_where_a_buyer_waits_nothing_grows_stale(kind: Kind) -> None:
    assert the_clock(a_case(kind, waiting_since=NOW), ClockKind.STALE) is None


def test_an_answered_chat_does_not_grow_stale() -> None:
    assert the_clock(a_case(Kind.BUYER_CHAT, Status.WAITING_BUYER), ClockKind.STALE) is None


def test_a_rung_in_the_night_waits_for_the_morning() -> None:
    clock = reply_clock(msk("2026-03-14 23:00"))
    first = ladder(clock, Rules(), most=1)[0]
    assert (first.name, first.at) == ("120h", msk("2026-03-10 09:00"))


def test_a_deadline_in_the_night_is_told_of_before_the_night() -> None:
    clock = reply_clock(msk("2026-03-15 01:30"))
    told = {rung.name: rung.at for rung in ladder(clock, Rules())}
    evening = msk("2026-03-14 21:00")
    assert told["6h"] == msk("2026-03-14 19:30")
    assert evening - timedelta(minutes=5) <= told["1h"] < evening
    assert evening - timedelta(minutes=5) <= told["0h"] < evening
    assert told["+1d"] == msk("2026-03-16 09:00")


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-03-15 01:58", {"6h": "19:58", "1h": "20:59", "0h": "20:59"}),
        ("2026-03-15 01:59", {"6h": "19:59", "1h": "19:59", "0h": "19:59"}),
        ("2026-03-15 02:30", {"6h": "20:30", "1h": "20:30", "0h": "20:30"}),
        ("2026-03-14 21:30", {"6h": "15:30", "1h": "20:30", "0h": "20:30"}),
        ("2026-03-14 20:30", {"6h": "14:30", "1h": "19:30", "0h": "20:30"}),
    ],
)
def test_what_is_brought_before_the_night_joins_what_comes_within_the_hour_before(
    due: str, told: dict[str, str]
) -> None:
    steps = ladder(reply_clock(msk(due)), Rules())
    found = {rung.name: f"{rung.at.astimezone(MOSCOW):%H:%M}" for rung in steps}
    assert {name: found[name] for name in told} == told


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-03-15 09:05", {"6h": "14.03 20:59", "1h": "14.03 20:59", "0h": "15.03 09:05"}),
        ("2026-03-15 09:30", {"6h": "14.03 20:59", "1h": "15.03 09:00", "0h": "15.03 09:30"}),
        ("2026-03-15 11:59", {"6h": "14.03 20:59", "1h": "15.03 10:59"}),
        ("2026-03-15 12:00", {"6h": "15.03 09:00", "1h": "15.03 11:00"}),
    ],
)
def test_what_a_night_would_rob_of_more_than_half_its_time_is_told_before_it(
    due: str, told: dict[str, str]
) -> None:
    steps = ladder(reply_clock(msk(due)), Rules())
    found = {rung.name: f"{rung.at.astimezone(MOSCOW):%d.%m %H:%M}" for rung in steps}
    assert {name: found[name] for name in told} == told


def test_a_deadline_that_is_begun_in_the_evening_is_not_told_of_at_once() -> None:
    clock = reply_clock(msk("2026-03-14 22:30"), msk("2026-03-14 20:30"))
    assert ladder(clock, Rules(), most=1)[0].at == msk("2026-03-14 20:59")


def test_staleness_can_always_wait_for_the_morning() -> None:
    case = a_case(Kind.SUPPORT_TICKET, moved_at=msk("2026-03-04 23:00"))
    clock = the_clock(case, ClockKind.STALE)
    assert clock is not None
    assert ladder(clock, Rules(), case, most=1)[0].at == msk("2026-03-08 09:00")


def test_quiet_hours_may_lie_within_a_day() -> None:
    rules = Rules(quiet=QuietHours(time(13), time(14)))
    told = {rung.name: rung.at for rung in ladder(reply_clock(msk("2026-03-14 18:30")), rules)}
    assert told["6h"] == msk("2026-03-14 12:30")
    told = {rung.name: rung.at for rung in ladder(reply_clock(msk("2026-03-14 19:30")), rules)}
    assert told["6h"] == msk("2026-03-14 14:00")


def test_a_window_of_no_length_is_no_quiet_hours() -> None:
    rules = Rules(quiet=QuietHours(time(9), time(9)))
    clock = reply_clock(msk("2026-03-14 02:00"))
    assert ladder(clock, rules) == ladder(clock, ALWAYS)


@pytest.mark.parametrize(
    ("night_before", "morning"),
    [("2026-03-29T05:30+02:00", "2026-03-29T07:00+00:00"),
     ("2026-10-25T05:30+01:00", "2026-10-25T08:00+00:00")],
    ids=["summer time begins", "summer time ends"],
)  # fmt: skip
def test_the_morning_is_the_local_one_also_when_the_clocks_change(
    night_before: str, morning: str
) -> None:
    rules = Rules(zone=BERLIN, quiet=NIGHT)
    ring = datetime.fromisoformat(night_before).astimezone(UTC)
    clock = reply_clock(ring + DAY)
    told = {rung.name: rung.at for rung in ladder(clock, rules)}
    assert told["24h"] == datetime.fromisoformat(morning)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis adds the zone
    lambda at: at.replace(microsecond=0)
)
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
windows = st.builds(QuietHours, hours, hours).filter(lambda quiet: quiet.start != quiet.end)
zones = st.sampled_from([MOSCOW, BERLIN, NEW_YORK])


def is_quiet(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    local = at.astimezone(zone).time()
    if quiet.start < quiet.end:
        return quiet.start <= local < quiet.end
    return local >= quiet.start or local < quiet.end


def length(quiet: QuietHours) -> timedelta:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    gap = datetime.combine(day, quiet.end, UTC) - datetime.combine(day, quiet.start, UTC)
    return gap % DAY


@given(instants, windows, zones)
def test_quiet_hours_move_rungs_out_of_the_window_and_drop_none(
    due: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    # A day all of which is quiet has no room; an hour leaves some also when the clocks change.
    assume(length(quiet) <= DAY - 2 * HOUR)
    clock = reply_clock(due)
    moved, plain = (
        ladder(clock, Rules(zone=zone, quiet=each), most=12) for each in (quiet, None)
    )  # fmt: skip
    assert [(rung.name, rung.to) for rung in moved] == [(rung.name, rung.to) for rung in plain]
    assert [rung.at for rung in moved] == sorted(rung.at for rung in moved)
    for told, meant in zip(moved, plain, strict=True):
        if not _changes_clocks(told.at, zone):
            assert not is_quiet(told.at, quiet, zone)
        assert abs(told.at - meant.at) <= length(quiet) + 2 * HOUR


@given(instants, windows, zones)
def test_no_rung_from_before_the_deadline_is_told_after_it(
    due: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    assume(length(quiet) <= DAY - 2 * HOUR)
    for rung in ladder(reply_clock(due), Rules(zone=zone, quiet=quiet), most=7):
        assert rung.at <= due


@given(instants, windows, zones)
def test_every_rung_leaves_at_least_half_of_the_time_it_means_to(
    due: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    assume(length(quiet) <= DAY - 2 * HOUR)
    clock = reply_clock(due)
    moved, plain = (
        ladder(clock, Rules(zone=zone, quiet=each), most=7) for each in (quiet, None)
    )  # fmt: skip
    for told, meant in zip(moved, plain, strict=True):
        assert due - told.at >= (due - meant.at) / 2


@given(instants, windows)
def test_the_next_rung_is_always_ahead(due: datetime, quiet: QuietHours) -> None:
    clock, rules = reply_clock(due), Rules(quiet=quiet)
    after = due - 7 * DAY
    for _ in range(12):
        rung = next_rung(clock, a_chat(), rules, after)
        assert rung.at > after
        after = rung.at


def test_moving_makes_a_ticket_fresh_again() -> None:
    case = a_case(Kind.SUPPORT_TICKET)
    old = the_clock(case, ClockKind.STALE)
    fresh = the_clock(replace(case, moved_at=NOW + DAY), ClockKind.STALE)
    assert old is not None
    assert fresh is not None
    assert (fresh.started_at, fresh.due_at) == (NOW + DAY, old.due_at + DAY)


def _changes_clocks(at: datetime, zone: ZoneInfo) -> bool:
    """Whether local clocks are moved around this instant: a window may then have no such hour."""
    near = (at + step * HOUR for step in (-26, 26))
    return len({each.astimezone(zone).utcoffset() for each in near}) > 1
