"""The listening: what a clock says now and to whom, each by their own hours, and its next look."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Person, Snooze
from cases.clocks import next_rung, quiet_until, rungs, running_clocks, waited_for_morning
from cases.ladders import Clock, Rung
from cases.roles import Role
from cases.rules import DAY, Rules
from cases.snoozes import holds

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
class Call:
    """A reminder that is to be said now. `waited` when the night has put it off."""

    rung: str
    ear: Ear
    waited: bool = False


@dataclass(frozen=True)
class Round:
    """What one look at a clock brings: calls, the next look, and whose sleep is over."""

    calls: tuple[Call, ...]
    next_at: datetime
    woken: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Look:
    """One look at a running clock: what was heard of its case so far, and the instant.

    `planned` is when the look was to be: the end of a night, for what the night has put off.
    """

    clock: Clock
    case: Case
    heard: tuple[Heard, ...]
    planned: datetime
    now: datetime

    def told(self, person: Person) -> frozenset[str]:
        """Return the rungs of this clock that the person has heard of since it started."""
        head, tail = ping_key(self.case, self.clock, "", person).rsplit(":", 1)
        return frozenset(
            each.key[len(head) : -len(tail) - 1]
            for each in self.heard
            if each.key.startswith(head) and each.key.endswith(f":{tail}")
        )


def ping_key(case: Case, clock: Clock, rung: str, to: Person) -> str:
    """Name a ping: one per (case, clock, start, rung, person), for ever."""
    started = int(clock.started_at.timestamp())
    return f"ping:{case.id}:{clock.kind}:{started}:{rung}:{to.id}"


def round_of(
    look: Look, ears: Iterable[Ear], ear_of: Callable[[int], Ear | None], rules: Rules
) -> Round:
    """Look at a clock: on each side the most severe of the rungs that have passed is said, once.

    Quiet hours and sleep put it off; whoever has slept long enough hears of the case again even
    if nothing has come up meanwhile. `ear_of` finds somebody who let a case sleep; `rules` are the
    team's, for a clock to which nobody listens.
    """
    calls: dict[int, Call] = {}
    looks: list[datetime] = []
    for ear in ears:
        call, again = _side(look, ear)
        looks.append(again)
        if call is not None:
            calls[ear.person.id] = _severer(call, calls.get(ear.person.id), look)
    woken = frozenset(_woken(look, calls, looks, ear_of))
    if not looks:
        looks.append(next_rung(look.clock, look.case, rules, look.now).at)
    return Round(tuple(calls.values()), min(looks), woken)


def _side(look: Look, ear: Ear) -> tuple[Call | None, datetime]:
    """Return what this side hears now, and when to look again for it."""
    passed, ahead = _walk(look, ear)
    rung = _due(passed, ahead, ear.role, look.told(ear.person))
    again = ahead[0].at
    if rung is None:
        return None, again
    quiet = quiet_until(look.clock, look.now, ear.rules)
    if quiet is not None:
        return None, min(again, quiet)
    snooze = look.case.snoozes.get(ear.person.id)
    if holds(snooze, look.clock, look.case, ear.role, ear.rules, look.now):
        return None, again
    return Call(rung.name, ear, waited_for_morning(look.planned, ear.rules)), again


def _walk(look: Look, ear: Ear) -> tuple[list[Rung], list[Rung]]:
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


def _due(passed: list[Rung], ahead: list[Rung], role: Role, told: frozenset[str]) -> Rung | None:
    """Return the last rung that this side should have heard, unless that or a worse one was told.

    What was told, and not when, decides: hours, listeners and sweeps change, the keys do not.
    """
    if any(rung.name in told for rung in ahead):
        return None
    for rung in reversed(passed):
        if rung.name in told:
            return None
        if role in rung.to:
            return rung
    return None


def _severer(call: Call, other: Call | None, look: Look) -> Call:
    """Of two calls for one person, who stands on both sides, return the later rung."""
    if other is None:
        return call
    names = [rung.name for rung in _walk(look, call.ear)[0]]
    return max(call, other, key=lambda each: names.index(each.rung))


def _woken(
    look: Look, calls: dict[int, Call], looks: list[datetime], ear_of: Callable[[int], Ear | None]
) -> Iterator[int]:
    """Find whose sleep is over; who has heard nothing of this clock by now is called once."""
    for person_id, snooze in look.case.snoozes.items():
        ear = ear_of(person_id)
        if snooze.until > look.now:
            looks.append(snooze.until)
        elif ear is None or person_id in calls:
            yield person_id
        elif _speaks_for(snooze, look, ear.rules):
            quiet = quiet_until(look.clock, look.now, ear.rules)
            if quiet is not None:
                looks.append(quiet)
                continue
            rung = f"z{int(snooze.until.timestamp())}"
            if rung not in look.told(ear.person):
                calls[person_id] = Call(rung, ear, waited_for_morning(look.planned, ear.rules))
            yield person_id


def _speaks_for(snooze: Snooze, look: Look, rules: Rules) -> bool:
    """Whether this clock is the one that was put off, or the one that was runs no more."""
    if snooze.kind == look.clock.kind:
        return True
    return snooze.kind not in {clock.kind for clock in running_clocks(look.case, rules)}
