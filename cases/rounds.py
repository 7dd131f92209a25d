"""The rounds: what a clock says now and to whom, each by their own hours, and its next look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cases.case import Person, Snooze
from cases.climbing import climb
from cases.clocks import next_rung, quiet_until, running_clocks, waited_for_morning
from cases.ladders import Rung
from cases.listening import Call, Ear, Look, walk
from cases.roles import Role
from cases.rules import Rules
from cases.snoozes import holds


@dataclass(frozen=True)
class Round:
    """What one look at a clock brings: calls, the next look, and whose sleep is over."""

    calls: tuple[Call, ...]
    next_at: datetime
    woken: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Listeners:
    """Who listens to a case: the two sides, and to whom a reminder goes that nobody sees.

    `find` names who hears when somebody's sleep is over; `rules` are the team's, for when nobody
    listens.
    """

    sides: tuple[Ear, ...]
    chain: tuple[Ear, ...]
    find: Callable[[int], Ear | None]
    rules: Rules


def round_of(look: Look, listeners: Listeners) -> Round:
    """Look at a clock: on each side the most severe of the rungs that have passed is said, once.

    Quiet hours and sleep put it off; whoever has slept long enough hears of the case again even
    if nothing has come up meanwhile; what the first of a chain does not see goes to the next.
    """
    calls: dict[int, Call] = {}
    looks: list[datetime] = []
    for ear in listeners.sides:
        call, again = _side(look, ear)
        looks.append(again)
        if call is not None:
            calls[ear.person.id] = _severer(call, calls.get(ear.person.id), look)
    woken = frozenset(_woken(look, calls, looks, listeners.find))
    climb(look, calls, looks, listeners.chain)
    if not looks:
        looks.append(next_rung(look.clock, look.case, listeners.rules, look.now).at)
    return Round(tuple(calls.values()), min(looks), woken)


def _side(look: Look, ear: Ear) -> tuple[Call | None, datetime]:
    """Return what this side hears now, and when to look again for it."""
    passed, ahead = walk(look, ear)
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
    names = [rung.name for rung in walk(look, call.ear)[0]]
    return max(call, other, key=lambda each: names.index(each.rung))


def _woken(
    look: Look, calls: dict[int, Call], looks: list[datetime], ear_for: Callable[[int], Ear | None]
) -> Iterator[int]:
    """Find whose sleep is over; who has heard nothing of this clock by now is called once.

    While the sleeper is away that is whoever acts for them, unless they let the case sleep as well.
    """
    for person_id, snooze in look.case.snoozes.items():
        ear = ear_for(person_id)
        if snooze.until > look.now:
            looks.append(snooze.until)
        elif ear is None or ear.person.id in calls or _sleeps(ear.person, look):
            yield person_id
        elif _speaks_for(snooze, look, ear.rules):
            quiet = quiet_until(look.clock, look.now, ear.rules)
            if quiet is not None:
                looks.append(quiet)
                continue
            rung = f"z{int(snooze.until.timestamp())}"
            if rung not in look.told(ear.person):
                calls[ear.person.id] = Call(rung, ear, waited_for_morning(look.planned, ear.rules))
            yield person_id


def _sleeps(person: Person, look: Look) -> bool:
    snooze = look.case.snoozes.get(person.id)
    return snooze is not None and snooze.until > look.now


def _speaks_for(snooze: Snooze, look: Look, rules: Rules) -> bool:
    """Whether this clock is the one that was put off, or the one that was runs no more."""
    if snooze.kind == look.clock.kind:
        return True
    return snooze.kind not in {clock.kind for clock in running_clocks(look.case, rules)}
