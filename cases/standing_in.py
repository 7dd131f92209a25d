"""The standing in: who really hears of somebody's cases while they are away."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Person
from cases.roster import Roster

SECOND = timedelta(seconds=1)


def stands_in(person: Person, roster: Roster) -> Person | None:
    """Return who hears instead of a person who is away, will be or was: at the nearest instant.

    Whoever stands in may be away as well. None when nobody does, or the person is not away.
    """
    then = _then(person, roster)
    return then.acting_for(person) if then else None


def hears_for(person: Person, roster: Roster) -> Person | None:
    """Return who hears instead of a person who is away, the owner when nobody stands in.

    None when nobody else hears.
    """
    then = _then(person, roster)
    other = (then.acting_for(person) or then.chief) if then else None
    return None if other is None or other.id == person.id else other


def lasts(person: Person, now: datetime) -> bool:
    """Whether a person is away or will be."""
    return person.away is not None and now < person.away.until


def _then(person: Person, roster: Roster) -> Roster | None:
    """Return the roster at the instant of the absence that is nearest to now."""
    absence = person.away
    if absence is None:
        return None
    now = max(absence.since, min(roster.now, absence.until - SECOND))
    people = tuple(person if each.id == person.id else each for each in roster.people)
    return replace(roster, people=people, now=now)
