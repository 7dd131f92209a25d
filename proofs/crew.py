"""The crew: who hears of a case, as the rules have it that are written for people.

Whoever leads it, and the owner. Of nobody's case whoever is on duty, else the owner. While somebody
is away, whoever they have named hears instead, else their deputy, else whoever is on duty, else the
owner. What the first to hear does not see goes to their deputy, else to whoever is on duty, and
then to the owner.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from proofs.almanac import LEADER, OWNER, night_of


@dataclass
class Away:
    """From when until when somebody is away, and whom they have named to hear instead."""

    since: datetime
    until: datetime
    instead: int | None
    begun: bool = False
    morning: datetime | None = None
    """Until when nobody is welcomed back, since it was over in the night."""

    def holds(self, now: datetime) -> bool:
        """Whether they are away now."""
        return self.since <= now < self.until


@dataclass
class Crew:
    """The people of the team, by their numbers."""

    owner: int
    zone: ZoneInfo
    deputies: dict[int, int | None] = field(default_factory=dict)
    absences: dict[int, Away] = field(default_factory=dict)
    duty: tuple[int, datetime] | None = None
    """Who is on duty, and until when."""
    back_at: datetime | None = None
    """When the bot was last back after a silence."""

    def is_away(self, person: int, now: datetime) -> bool:
        """Whether somebody is away now."""
        return person in self.absences and self.absences[person].holds(now)

    def away(self, now: datetime) -> list[int]:
        """Return who is away now."""
        return [person for person in self.absences if self.is_away(person, now)]

    def on_duty(self, now: datetime) -> int | None:
        """Return who is on duty and there; None for nobody."""
        if self.duty is None or now >= self.duty[1] or self.is_away(self.duty[0], now):
            return None
        return self.duty[0]

    def instead_of(self, person: int, now: datetime) -> int | None:
        """Return who hears what is meant for somebody; None when nobody is left for it."""
        return next(self._instead(person, now, {person}), self.on_duty(now))

    def _instead(self, person: int, now: datetime, asked: set[int]) -> Iterator[int]:
        if not self.is_away(person, now):
            yield person
            return
        for other in (self.absences[person].instead, self.deputies.get(person)):
            if other is not None and other not in asked:
                asked.add(other)
                yield from self._instead(other, now, asked)

    def chief(self, now: datetime) -> int:
        """Return who hears what is meant for the owner."""
        return self.instead_of(self.owner, now) or self.owner

    def first(self, leader: int | None, now: datetime) -> int:
        """Return who hears of a case first."""
        hears = self.instead_of(leader, now) if leader else self.on_duty(now)
        return hears or self.chief(now)

    def sides(self, leader: int | None, now: datetime) -> tuple[tuple[str, int], ...]:
        """Return who hears the two sides of a ladder."""
        return (LEADER, self.first(leader, now)), (OWNER, self.chief(now))

    def chain(self, leader: int | None, now: datetime) -> tuple[int, ...]:
        """Return to whom a reminder goes that nobody sees, one after another, each once."""
        first = self.first(leader, now)
        deputy = self.deputies.get(first)
        second = (self.instead_of(deputy, now) if deputy else None) or self.on_duty(now)
        return tuple(dict.fromkeys(each for each in (first, second, self.chief(now)) if each))

    def side(self, person: int, now: datetime) -> str:
        """Return by which ladder somebody hears to whom a reminder has gone on."""
        return OWNER if person == self.chief(now) else LEADER

    # Going and coming back ------------------------------------------------------------------------

    @property
    def next_at(self) -> datetime | None:
        """When somebody goes or is back; None for never."""
        return min(map(self._turns_at, self.absences.values()), default=None)

    def _turns_at(self, away: Away) -> datetime:
        return (away.morning or away.until) if away.begun else away.since

    def gone(self, now: datetime) -> list[int]:
        """Return who is away since just now."""
        gone = [p for p, away in self.absences.items() if away.since <= now and not away.begun]
        for person in gone:
            self.absences[person].begun = True
        return [person for person in gone if self.is_away(person, now)]

    def back(self, now: datetime) -> dict[int, Away]:
        """Return who is back, and from what: nobody is welcomed in the night."""
        over = {p: away for p, away in self.absences.items() if now >= (away.morning or away.until)}
        if night := night_of(now, self.zone):
            for away in over.values():
                away.morning = night[1]
            return {}
        for person in over:
            del self.absences[person]
        return over
