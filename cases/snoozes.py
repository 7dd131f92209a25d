"""The snoozes: until when a person lets the reminders of a case wait, never past its deadline."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cases.case import Case, Snooze
from cases.clocks import BEFORE_NIGHT, rungs, running_clocks
from cases.ladders import WALLS, Clock
from cases.moments import Moment
from cases.nights import night_around
from cases.roles import Role
from cases.rules import DAY, HOUR, Rules

MORNING = time(9)
LONGEST = timedelta(days=30)
"""Nothing sleeps longer: what has no deadline would be forgotten."""


class Nap(StrEnum):
    """How long a reminder may wait, as the buttons offer it."""

    HOUR = "1h"
    THREE_HOURS = "3h"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


class TooLong(Exception):
    """The sleep would end past the deadline; `latest` is how long it may last, None for not at all.

    `wall` is the deadline, None when only our own longest sleep is in the way.
    """

    def __init__(self, latest: datetime | None, wall: datetime | None) -> None:
        super().__init__(latest, wall)
        self.latest, self.wall = latest, wall


def nap_until(nap: Nap, now: datetime, rules: Rules) -> datetime:
    """Return when a nap ends: hours are counted from now, mornings begin at nine in the zone."""
    if nap is Nap.HOUR:
        return now + HOUR
    if nap is Nap.THREE_HOURS:
        return now + 3 * HOUR
    today = now.astimezone(rules.zone).date()
    days = 1 if nap is Nap.TOMORROW else 7 - today.weekday()
    return datetime.combine(today + days * DAY, MORNING, rules.zone).astimezone(UTC)


def date_until(moment: Moment, now: datetime, rules: Rules) -> datetime:
    """Return when a sleep until a typed date ends: of a date without a time, its morning."""
    if moment.has_time:
        return moment.at
    day = moment.at.astimezone(rules.zone).date()
    morning = datetime.combine(day, MORNING, rules.zone).astimezone(UTC)
    return morning if morning > now else moment.at


def allowed_until(until: datetime, case: Case, role: Role, rules: Rules, now: datetime) -> datetime:
    """Return when the sleep really ends: outside the night. Raises TooLong past the deadline."""
    latest, wall = latest_for(case, role, rules, now)
    if latest is None or until > latest:
        raise TooLong(latest, wall)
    night = night_around(until, rules.quiet, rules.zone)
    if night is None:
        return until
    ends, before = night[1], night[0] - BEFORE_NIGHT
    if ends <= latest:
        return ends
    if before <= now:
        raise TooLong(None, wall)
    return before


def latest_for(
    case: Case, role: Role, rules: Rules, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return until when a case may sleep at the latest, None for not at all, and its deadline.

    The last reminder before a deadline is never slept through; past it one comes every day.
    """
    walls = [clock for clock in running_clocks(case, rules) if clock.kind in WALLS]
    last = [(last_call(clock, case, role, rules, now), clock.due_at) for clock in walls]
    if any(at is None for at, _ in last):
        return None, min(wall for at, wall in last if at is None)
    known = [(at, wall) for at, wall in last if at is not None]
    return min(known, default=(now + LONGEST, None), key=lambda each: each[0])


def last_call(clock: Clock, case: Case, role: Role, rules: Rules, now: datetime) -> datetime | None:
    """Return the last reminder before a deadline, or the next one past it; None: it has been."""
    last = None
    for rung in rungs(clock, case, rules):
        if role not in rung.to:
            continue
        if rung.at >= clock.due_at:
            return last if now < clock.due_at else _next(clock, case, role, rules, now)
        last = rung.at if rung.at > now else None
    raise AssertionError  # a ladder has no end


def _next(clock: Clock, case: Case, role: Role, rules: Rules, now: datetime) -> datetime:
    return next(r.at for r in rungs(clock, case, rules) if role in r.to and r.at > now)


def holds(snooze: Snooze | None, clock: Clock, case: Case, role: Role, rules: Rules,
          now: datetime) -> bool:  # fmt: skip
    """Whether a reminder that has come must wait: the last one before a deadline never does."""
    if snooze is None or snooze.until <= now:
        return False
    if clock.kind not in WALLS:
        return True
    return now < clock.due_at and last_call(clock, case, role, rules, now) is not None


def snoozes_json(snoozes: Mapping[int, Snooze]) -> dict[str, Any]:
    """Write the snoozes of a case down, by the person."""
    return {str(p): [int(s.until.timestamp()), s.kind, s.name] for p, s in snoozes.items()}


def snoozes_of(written: Mapping[str, Any]) -> dict[int, Snooze]:
    """Read the snoozes of a case."""
    return {
        int(person): Snooze(datetime.fromtimestamp(until, UTC), kind, name)
        for person, (until, kind, name) in written.items()
    }
