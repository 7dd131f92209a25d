"""The digest: what burns this morning, ordered by urgency and by the money at risk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.case import Case
from cases.clocks import may_go_stale, quiet_until, reply_deadline, reply_limit
from cases.kinds import Kind
from cases.ladders import stale_at
from cases.rules import DAY, Rules


@dataclass(frozen=True)
class Lateness:
    """What came too late on the day before: deadlines that passed, answers and by how much."""

    passed: tuple[Case, ...]
    answered: tuple[tuple[Case, timedelta], ...]


@dataclass(frozen=True)
class Digest:
    """Every case stands in one group only; `open` has them all. `next_due` is None if none is."""

    open: tuple[Case, ...]
    overdue: tuple[Case, ...]
    soon: tuple[Case, ...]
    stale: tuple[Case, ...]
    next_due: Case | None
    yesterday: Lateness


def make_digest(
    cases: tuple[Case, ...], rules: Rules, now: datetime, closed: tuple[Case, ...] = ()
) -> Digest:
    """Sort the open cases into the groups of the morning's message.

    `closed` since yesterday may have been answered late.
    """
    overdue = tuple(c for c in cases if c.due_at and c.due_at <= now)
    tomorrow_ends = _day_after_tomorrow(now, rules)
    soon = tuple(c for c in cases if c.due_at and now < c.due_at < tomorrow_ends)
    told = {c.id for c in overdue + soon}
    stale = tuple(c for c in cases if c.id not in told and is_stale(c, rules, now))
    later = sorted((c for c in cases if c.due_at and c.due_at > now), key=_by_deadline)
    return Digest(
        open=cases,
        overdue=tuple(sorted(overdue, key=by_lateness(now))),
        soon=tuple(sorted(soon, key=_by_deadline)),
        stale=tuple(sorted(stale, key=by_silence(now))),
        next_due=later[0] if later else None,
        yesterday=_yesterday((*cases, *closed), rules, now),
    )


def is_stale(case: Case, rules: Rules, now: datetime) -> bool:
    """Whether a case has not moved for its priority's threshold (DOMAIN.md, Deadlines 8)."""
    return may_go_stale(case) and now >= stale_at(case.moved_at, case, rules)


def day_before(rules: Rules, now: datetime) -> datetime:
    """Return when yesterday began for the team."""
    return _midnight(now.astimezone(rules.zone).date() - DAY, rules, now)


def next_digest(rules: Rules, now: datetime) -> datetime:
    """Return the next morning's instant, always later than now."""
    local = now.astimezone(rules.zone)
    today = datetime.combine(local.date(), rules.digest_at, rules.zone)
    at = (
        today
        if today > local
        else datetime.combine(local.date() + timedelta(days=1), rules.digest_at, rules.zone)
    )
    return at.astimezone(now.tzinfo)


def digest_of_today(rules: Rules, now: datetime) -> datetime:
    """Return the instant of today's digest, whether it has passed or not."""
    today = now.astimezone(rules.zone).date()
    return datetime.combine(today, rules.digest_at, rules.zone).astimezone(now.tzinfo)


def digest_put_off(rules: Rules, now: datetime) -> datetime | None:
    """Until when a digest that has come must wait; None when it may be sent now.

    One that is late does not come in the night, nor before the digest of its own day: there is
    one a day. Its own instant may lie in quiet hours, since somebody has set it so.
    """
    today = digest_of_today(rules, now)
    if now < today:
        return today
    night_ends = quiet_until(None, now, rules)
    if night_ends is None or night_ends == quiet_until(None, today, rules):
        return None
    return next_digest(rules, now)


def _day_after_tomorrow(now: datetime, rules: Rules) -> datetime:
    return _midnight(now.astimezone(rules.zone).date() + 2 * DAY, rules, now)


def by_lateness(now: datetime) -> Callable[[Case], tuple[int, int, datetime, int]]:
    """Order what is overdue: the most days first, of as many days the dearest."""
    return lambda case: _worst_first(case, case.due_at or now, now)


def by_silence(now: datetime) -> Callable[[Case], tuple[int, int, datetime, int]]:
    """Order what does not move: the most days first, of as many days the dearest."""
    return lambda case: _worst_first(case, case.moved_at, now)


def _worst_first(case: Case, since: datetime, now: datetime) -> tuple[int, int, datetime, int]:
    return -((now - since) // DAY), -_risk(case), since, case.id


def _by_deadline(case: Case) -> tuple[datetime, int]:
    assert case.due_at is not None  # noqa: S101 - only cases with a deadline are sorted so
    return case.due_at, -_risk(case)


def _risk(case: Case) -> int:
    return case.risk.minor if case.risk else 0


def _yesterday(cases: tuple[Case, ...], rules: Rules, now: datetime) -> Lateness:
    today = now.astimezone(rules.zone).date()
    begins, ends = day_before(rules, now), _midnight(today, rules, now)
    # A deadline at midnight is that of the day that ends with it.
    passed = (c for c in cases if c.due_at and begins < c.due_at <= ends and not c.closed)
    late = ((c, late_answer(c, rules)) for c in cases)
    answered = (
        (c, by) for c, by in late if by and c.answered_at and begins <= c.answered_at < ends
    )
    return Lateness(
        passed=tuple(sorted(passed, key=_by_deadline)),
        answered=tuple(sorted(answered, key=lambda each: (-each[1], each[0].id))),
    )


def late_answer(case: Case, rules: Rules) -> timedelta | None:
    """Return by how much the buyer's last turn was answered too late; None when it was not."""
    since, answered = case.turn_since, case.answered_at
    if case.kind is Kind.SUPPORT_TICKET or since is None or answered is None or answered < since:
        return None
    late = answered - reply_deadline(since, reply_limit(case, rules))
    return late if late > timedelta(0) else None


def _midnight(day: date, rules: Rules, now: datetime) -> datetime:
    return datetime.combine(day, time(0), rules.zone).astimezone(now.tzinfo)
