"""The listening: who hears a clock, what they have heard of it, and what is said to them."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Person
from cases.clocks import rungs
from cases.ladders import Clock, Rung
from cases.roles import Role
from cases.rules import DAY, Rules

AHEAD = 2 * DAY
"""So far ahead a rung may have been told already, by hours that were others then."""


@dataclass(frozen=True)
class Ear:
    """Who listens on one side of a clock, by the rules that hold for this person."""

    role: Role
    person: Person
    rules: Rules


@dataclass(frozen=True)
class Heard:
    """A ping that was sent: its key, to whom, when, and when it was acknowledged, if it was."""

    key: str
    person_id: int
    at: datetime
    seen_at: datetime | None


@dataclass(frozen=True)
class Begun:
    """Who has written down what a clock runs for, and when: they know what had passed by then."""

    person_id: int
    at: datetime


@dataclass(frozen=True)
class Unseen:
    """Somebody who has not seen a reminder that came at `since`, so that it goes on to others."""

    person: Person
    since: datetime


@dataclass(frozen=True)
class Call:
    """A reminder that is to be said now. `waited` when the night has put it off."""

    rung: str
    ear: Ear
    waited: bool = False
    unseen: Unseen | None = None


@dataclass(frozen=True)
class Look:
    """One look at a running clock: what was heard of it so far, and the instant.

    `planned` is when the look was to be: the end of a night, for what the night has put off.
    `back_at` is when the bot was last back after a silence, in which nobody could press anything.
    """

    clock: Clock
    case: Case
    heard: tuple[Heard, ...]
    planned: datetime
    now: datetime
    begun: Begun | None = None
    back_at: datetime | None = None

    def told(self, person: Person) -> frozenset[str]:
        """Return the rungs of this clock that the person has heard of since it started."""
        mine = (self.rung_of(each) for each in self.heard if each.person_id == person.id)
        return frozenset(rung for rung in mine if rung is not None)

    def rung_of(self, heard: Heard) -> str | None:
        """Return the rung of a ping; None for those of another clock, or of another start."""
        head = head_of(self.clock)
        if not heard.key.startswith(head):
            return None
        return heard.key[len(head) :].rpartition(":")[0]


def ping_key(clock: Clock, rung: str, to: Person) -> str:
    """Name a ping: one per (case, clock, start, rung, person), for ever."""
    return f"{head_of(clock)}{rung}:{to.id}"


def head_of(clock: Clock) -> str:
    """Return how the names of all pings of a clock begin, since it was started."""
    return f"ping:{clock.case_id}:{clock.kind}:{int(clock.started_at.timestamp())}:"


def walk(look: Look, ear: Ear) -> tuple[list[Rung], list[Rung]]:
    """Return the rungs that have passed, and those of the next days, at least one."""
    passed: list[Rung] = []
    ahead: list[Rung] = []
    for rung in rungs(look.clock, look.case, ear.rules):
        if rung.at <= look.now:
            passed.append(rung)
        elif ahead and rung.at > look.now + AHEAD:
            break
        else:
            ahead.append(rung)
    return passed, ahead
