"""The almanac: which reminders should come when, from the rules as they are written for people.

A buyer is answered within ten days of their message: whoever leads the case hears 5, 3, 2 and 1
days, 6 hours and an hour before, the owner 2 and 1 days, 6 hours before and at the deadline; after
it both, daily. A ticket that has not moved for three days: both, and every three days again. At
night (21:00-09:00 in the team's zone) nothing is said: it waits for the morning; but what belongs
to a deadline of the same night is said before the night, and so is what would lose more than half
of its time by waiting; together with what stands before it in the ladder, if that comes at most an
hour earlier. What the evening could not have is said in the night only when the morning would leave
less than half an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN_DAYS, THREE_DAYS = timedelta(days=10), timedelta(days=3)
LEADER, OWNER = "leader", "owner"
BOTH = (LEADER, OWNER)
BEFORE: tuple[tuple[int, tuple[str, ...]], ...] = (
    (120, (LEADER,)), (72, (LEADER,)), (48, BOTH), (24, BOTH),
    (6, BOTH), (1, (LEADER,)), (0, (OWNER,)),
)  # fmt: skip
EVENING, MORNING = 21, 9
HOURS = {"1h": 1, "3h": 3}
JUST_BEFORE, LAST_CALL = timedelta(minutes=1), timedelta(minutes=30)


@dataclass(frozen=True)
class Rung:
    """One reminder: its name, when it comes if the bot lives, who hears it, and its place.

    `plain` is when it would come if there were no nights.
    """

    name: str
    at: datetime
    to: tuple[str, ...]
    place: int
    plain: datetime


@dataclass
class Ladder:
    """All reminders of one clock, without end."""

    kind: str
    started: datetime
    zone: ZoneInfo
    known: list[Rung] = field(default_factory=list)
    _coming: Iterator[Rung] = field(init=False)

    def __post_init__(self) -> None:
        self._coming = self._rungs()

    @property
    def due(self) -> datetime | None:
        """The deadline, None for a clock that only asks."""
        return self.started + TEN_DAYS if self.kind == "reply" else None

    def rungs(self, side: str) -> Iterator[Rung]:
        """Every reminder of one side."""
        for place in count():
            if place == len(self.known):
                self.known.append(next(self._coming))
            if side in self.known[place].to:
                yield self.known[place]

    def until(self, side: str, now: datetime) -> list[Rung]:
        """Return the reminders of one side that have come by now."""
        return list(takewhile(lambda rung: rung.at <= now, self.rungs(side)))

    def after(self, side: str, now: datetime) -> datetime:
        """Return when the next reminder of one side comes."""
        return next(rung.at for rung in self.rungs(side) if rung.at > now)

    def last(self, side: str) -> datetime:
        """Return when the last reminder before the deadline comes."""
        due = self.due
        assert due is not None
        return list(takewhile(lambda rung: rung.at < due, self.rungs(side)))[-1].at

    def waits(self, now: datetime) -> datetime | None:
        """Return until when the night keeps a reminder back; None when it may be said."""
        night = night_of(now, self.zone)
        if night is None or (self.due is not None and now <= self.due < night[1] + LAST_CALL):
            return None
        return night[1]

    def _rungs(self) -> Iterator[Rung]:
        """None comes before one that stands before it in the ladder, whoever hears that."""
        latest = self.started
        for place, (name, at, to) in enumerate(self._plain()):
            moved = self._by_day(at)
            if not (moved < at and moved - latest <= HOUR):
                latest = max(latest, moved)
            yield Rung(name, latest, to, place, at)

    def _plain(self) -> Iterator[tuple[str, datetime, tuple[str, ...]]]:
        if self.due is None:
            for times in count(1):
                yield f"x{times}", self.started + times * THREE_DAYS, BOTH
            return
        for hours, to in BEFORE:
            yield f"{hours}h", self.due - hours * HOUR, to
        for days in count(1):
            yield f"+{days}d", self.due + days * DAY, BOTH

    def _by_day(self, at: datetime) -> datetime:
        night = night_of(at, self.zone)
        if night is None:
            return at
        begins, ends = night
        if self.due is None or self.due < at:
            return ends
        by_day = max(self.due - ends, timedelta(0))
        return ends if by_day and by_day >= (self.due - at) / 2 else begins - JUST_BEFORE


def night_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return from when to when the night around an instant lasts; None by day."""
    local = at.astimezone(zone)
    if MORNING <= local.hour < EVENING:
        return None
    evening = local.date() if local.hour >= EVENING else local.date() - DAY
    return _at(evening, EVENING, zone), _at(evening + DAY, MORNING, zone)


def awake_for(length: timedelta, since: datetime, zone: ZoneInfo) -> datetime:
    """Return when somebody who sleeps at night will have been awake for so long."""
    while True:
        night = night_of(since, zone)
        since = night[1] if night else since
        evening = _at(since.astimezone(zone).date(), EVENING, zone)
        if since + length <= evening:
            return since + length
        length -= evening - since
        since = evening


def nap(name: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when a sleep of this name would end if there were no deadline and no night."""
    if name in HOURS:
        return now + HOURS[name] * HOUR
    day = now.astimezone(zone).date() + DAY
    while name == "monday" and day.weekday():
        day += DAY
    return _at(day, MORNING, zone)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
