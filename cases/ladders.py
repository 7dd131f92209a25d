"""The ladders: when the clock of a case reminds, and whom, if there were no nights."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

from cases.answers import moment_of
from cases.case import Case
from cases.kinds import Priority
from cases.lifecycles import Status
from cases.roles import Role
from cases.rules import AFTER_DEADLINE, DAY, Rules
from cases.workdays import after_workdays


class ClockKind(StrEnum):
    """What is running out."""

    REPLY = "reply"
    OWN_DEADLINE = "own_deadline"
    STALE = "stale"
    NUMBER = "number"
    NEXT_LOOK = "next_look"
    PROMISE = "promise"
    CONFIRMED = "confirmed"
    DISPUTE = "dispute"
    GOODS = "goods"
    MONEY = "money"


WALLS = frozenset({ClockKind.REPLY, ClockKind.OWN_DEADLINE, ClockKind.PROMISE})
"""The clocks that run towards a deadline; the others only ask how things are."""
NEVER = timedelta(days=36525)
LONGEST_LOOK = timedelta(days=14)
"""A look that is planned this far ahead speaks for staleness, which keeps quiet meanwhile."""


@dataclass(frozen=True)
class Clock:
    """A running clock of a case: since when, and when its time is up. Aware UTC."""

    case_id: int
    kind: ClockKind
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Rung:
    """One reminder of a clock: when it is sent, its name in the unique key, who hears it."""

    name: str
    at: datetime
    to: frozenset[Role]


def next_look(case: Case) -> Clock | None:
    """When the answer to an escalation is to be looked for; the escalation starts the clock."""
    planned, since = case.answers.get("next_look"), case.answers.get("escalated_at")
    if case.status is not Status.ESCALATED or not planned or since is None:
        return None
    started = datetime.fromtimestamp(since, UTC)
    return Clock(case.id, ClockKind.NEXT_LOOK, started, moment_of(planned).at)


def stale_at(since: datetime, case: Case, rules: Rules) -> datetime:
    """Return when a case has not moved for its priority's threshold (DOMAIN.md, Deadlines 8).

    What burns has no weekends.
    """
    threshold = rules.stale_after[case.priority]
    if rules.weekends_rest and case.priority is not Priority.BURNING:
        return after_workdays(since, threshold, rules.zone)
    return since + threshold


def ladder(clock: Clock, case: Case, rules: Rules) -> Iterator[Rung]:
    """All reminders of a clock as they would come if there were no nights, without end."""
    ladders = {
        ClockKind.STALE: lambda: _stale_rungs(clock, case, rules),
        ClockKind.NUMBER: lambda: _number_rungs(clock),
        ClockKind.NEXT_LOOK: lambda: _look_rungs(clock),
    }
    otherwise = _wall_rungs if clock.kind in WALLS else _watch_rungs
    return ladders.get(clock.kind, lambda: otherwise(clock, rules))()


def _wall_rungs(clock: Clock, rules: Rules) -> Iterator[Rung]:
    for step in rules.ladder:
        at = clock.due_at - step.before
        if at > clock.started_at:
            yield Rung(_name(step.before), at, step.to)
    for days in count(1):
        yield Rung(f"+{days}d", clock.due_at + days * DAY, AFTER_DEADLINE.to)


def _stale_rungs(clock: Clock, case: Case, rules: Rules) -> Iterator[Rung]:
    look, at = next_look(case), clock.started_at
    planned = look is not None and look.due_at - look.started_at <= LONGEST_LOOK
    to = frozenset[Role]() if planned else AFTER_DEADLINE.to
    for times in count(1):
        at = stale_at(at, case, rules)
        yield Rung(f"x{times}", at, to)


def _number_rungs(clock: Clock) -> Iterator[Rung]:
    """Ask once; a draft that still has no number is nagged about as a stale ticket."""
    yield Rung("asked", clock.due_at, frozenset({Role.MANAGER}))
    for times in count(1):
        yield Rung(f"never{times}", clock.due_at + times * NEVER, frozenset())


def _look_rungs(clock: Clock) -> Iterator[Rung]:
    """Ask whoever leads the case at the time, then daily, and the owner as well."""
    yield Rung("look", clock.due_at, frozenset({Role.MANAGER}))
    for days in count(1):
        yield Rung(f"+{days}d", clock.due_at + days * DAY, AFTER_DEADLINE.to)


def _watch_rungs(clock: Clock, rules: Rules) -> Iterator[Rung]:
    """Ask the one who leads the case; from the second time on the owner hears of it too."""
    every = min(w.every for w in rules.watches.values() if ClockKind(w.asked) is clock.kind)
    yield Rung("asked", clock.due_at, frozenset({Role.MANAGER}))
    for times in count(1):
        yield Rung(f"again{times}", clock.due_at + times * every, AFTER_DEADLINE.to)


def _name(before: timedelta) -> str:
    return f"{before // timedelta(hours=1)}h"
