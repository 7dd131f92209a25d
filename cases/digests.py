"""The digest: what burns this morning, ordered by urgency and by the money at risk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.case import Case
from cases.clocks import may_go_stale, quiet_until
from cases.ladders import stale_at
from cases.rules import Rules


@dataclass(frozen=True)
class Digest:
    """Every case stands in one group only; `open` has them all. `next_due` is None if none is."""

    open: tuple[Case, ...]
    overdue: tuple[Case, ...]
    soon: tuple[Case, ...]
    stale: tuple[Case, ...]
    next_due: Case | None


def make_digest(cases: tuple[Case, ...], rules: Rules, now: datetime) -> Digest:
    """Sort the open cases into the groups of the morning's message."""
    overdue = tuple(c for c in cases if c.due_at and c.due_at <= now)
    tomorrow_ends = _day_after_tomorrow(now, rules)
    soon = tuple(c for c in cases if c.due_at and now < c.due_at < tomorrow_ends)
    told = {c.id for c in overdue + soon}
    stale = tuple(c for c in cases if c.id not in told and is_stale(c, rules, now))
    later = sorted((c for c in cases if c.due_at and c.due_at > now), key=_by_deadline)
    return Digest(
        open=cases,
        overdue=tuple(sorted(overdue, key=_by_deadline)),
        soon=tuple(sorted(soon, key=_by_deadline)),
        stale=tuple(sorted(stale, key=_by_silence)),
        next_due=later[0] if later else None,
    )


def is_stale(case: Case, rules: Rules, now: datetime) -> bool:
    """Whether a case has not moved for its priority's threshold (DOMAIN.md, Deadlines 8)."""
    return may_go_stale(case) and now >= stale_at(case.moved_at, case, rules)


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
    local = now.astimezone(rules.zone)
    day = local.date() + timedelta(days=2)
    return datetime(day.year, day.month, day.day, tzinfo=rules.zone).astimezone(now.tzinfo)


def _by_deadline(case: Case) -> tuple[datetime, int]:
    assert case.due_at is not None  # noqa: S101 - only cases with a deadline are sorted so
    return case.due_at, -(case.risk.minor if case.risk else 0)


def _by_silence(case: Case) -> tuple[datetime, int]:
    return case.moved_at, -(case.risk.minor if case.risk else 0)
