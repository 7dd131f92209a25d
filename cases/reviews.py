"""The review of tails: what hangs, what to escalate and what was closed, once a week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.case import Case
from cases.clocks import quiet_until
from cases.digests import by_lateness, by_silence, is_stale
from cases.kinds import Kind
from cases.lifecycles import Side
from cases.rules import Rules

WEEK = timedelta(days=7)
ESCALATE = "escalate"


@dataclass(frozen=True)
class Review:
    """Every tail stands in one group only; `nobodys` are those of no group above.

    `nobodys_above` counts those of the other groups that nobody leads. `closed` since `since`, an
    aware UTC instant. `silent` is the ticket that waits for the support longest, if any does.
    """

    since: datetime
    open: tuple[Case, ...]
    overdue: tuple[Case, ...]
    escalate: tuple[Case, ...]
    stale: tuple[Case, ...]
    nobodys: tuple[Case, ...]
    nobodys_above: int
    silent: Case | None
    closed: tuple[Case, ...]

    @property
    def tails(self) -> tuple[Case, ...]:
        """All that hangs: overdue, without movement or nobody's (DOMAIN.md, Words)."""
        return (*self.overdue, *self.escalate, *self.stale, *self.nobodys)


def make_review(
    cases: tuple[Case, ...], closed: tuple[Case, ...], since: datetime, rules: Rules, now: datetime
) -> Review:
    """Sort the open cases into the groups of the review, the closed ones by what came back."""
    overdue = tuple(c for c in cases if c.due_at and c.due_at <= now)
    late = {c.id for c in overdue}
    resting = tuple(c for c in cases if c.id not in late and is_stale(c, rules, now))
    escalate = tuple(c for c in resting if may_escalate(c))
    stale = tuple(c for c in resting if not may_escalate(c))
    above = {c.id for c in (*overdue, *resting)}
    nobodys = tuple(c for c in cases if is_nobodys(c))
    return Review(
        since=since,
        open=cases,
        overdue=tuple(sorted(overdue, key=by_lateness(now))),
        escalate=tuple(sorted(escalate, key=by_silence(now))),
        stale=tuple(sorted(stale, key=by_silence(now))),
        nobodys=tuple(sorted((c for c in nobodys if c.id not in above), key=by_silence(now))),
        nobodys_above=sum(c.id in above for c in nobodys),
        silent=min(filter(waits_for_support, cases), key=_longest_silent, default=None),
        closed=tuple(sorted(closed, key=_by_gain)),
    )


def is_nobodys(case: Case) -> bool:
    """Whether nobody leads an open case; somebody who was removed leads nothing any more."""
    return case.assignee is None or case.assignee.removed_at is not None


def may_escalate(case: Case) -> bool:
    """Whether the next step with the support is an escalation."""
    return any(move.name == ESCALATE for move in case.moves)


def waits_for_support(case: Case) -> bool:
    """Whether a ticket lies with the support."""
    return case.kind is Kind.SUPPORT_TICKET and case.side is Side.THEIRS


def review_due(rules: Rules, now: datetime) -> date | None:
    """Return the date of the newest review that should have been said by now.

    None in a night that it must not disturb: one that is late waits for the morning. Its own
    instant may lie in quiet hours, since somebody has set it so.
    """
    at = latest_review(rules, now)
    night_ends = quiet_until(None, now, rules)
    if night_ends is not None and night_ends != quiet_until(None, at, rules):
        return None
    return at.astimezone(rules.zone).date()


def latest_review(rules: Rules, now: datetime) -> datetime:
    """Return the newest instant of a weekly review that is not later than now. Aware UTC."""
    at = _this_week(rules, now)
    return at if at <= now else _this_week(rules, now, -WEEK)


def next_review(rules: Rules, now: datetime) -> datetime:
    """Return the next instant of a weekly review, always later than now. Aware UTC."""
    at = _this_week(rules, now)
    return at if at > now else _this_week(rules, now, WEEK)


def _this_week(rules: Rules, now: datetime, shift: timedelta = timedelta(0)) -> datetime:
    """Return the review's instant of the last seven days, by their dates, or of another week."""
    local, weekly = now.astimezone(rules.zone), rules.review_at
    day = local.date() - timedelta(days=(local.weekday() - weekly.weekday) % 7) + shift
    return datetime.combine(day, weekly.at, rules.zone).astimezone(now.tzinfo)


def _longest_silent(case: Case) -> tuple[datetime, int, int]:
    return case.moved_at, -(case.risk.minor if case.risk else 0), case.id


def _by_gain(case: Case) -> tuple[int, int]:
    return -(case.recovered.minor if case.recovered else 0), case.id
