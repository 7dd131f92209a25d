"""The almanac: which reminders should come when, from the rules as they are written for people.

A buyer is answered within ten days of their message: whoever leads the case hears 5, 3, 2 and 1
days, 6 hours and an hour before, the owner 2 and 1 days, 6 hours before and at the deadline; after
it both, daily. A ticket that has not moved for three days: both, and every three days again. At
night (21:00-09:00 in the team's zone) nothing is said: it waits for the morning; but what belongs
to a deadline of the same night is said before the night, and together with what stands before it in
the ladder, if that comes at most an hour earlier. Of several of one clock that have come for one
person only the last is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
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
JUST_BEFORE = timedelta(minutes=1)


@dataclass
class Expected:
    """One clock of one case, and how far each side has been told of it: how many rungs.

    `asleep` is until when people have put their reminders off, `woken` when they called them back.
    """

    case: int
    kind: str
    started: datetime
    leader: int
    owner: int
    zone: ZoneInfo
    asleep: dict[int, datetime] = field(default_factory=dict)
    woken: dict[int, datetime] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=lambda: {LEADER: 0, OWNER: 0})
    next_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.next_at = self.looks(self.started)

    @property
    def due(self) -> datetime | None:
        """The deadline, None for a clock that only asks."""
        return self.started + TEN_DAYS if self.kind == "reply" else None

    def rungs(self, side: str) -> Iterator[tuple[str, datetime]]:
        """Every reminder of one side: its name, and when it comes if the bot lives.

        None comes before one that stands before it in the ladder, whoever hears that.
        """
        latest = self.started
        for name, at, to in self._plain():
            moved = self._by_day(at)
            if not (moved < at and moved - latest <= HOUR):
                latest = max(latest, moved)
            if side in to:
                yield name, latest

    def _plain(self) -> Iterator[tuple[str, datetime, tuple[str, ...]]]:
        if self.due is None:
            for times in range(1, 5000):
                yield f"x{times}", self.started + times * THREE_DAYS, BOTH
            return
        for hours, to in BEFORE:
            yield f"{hours}h", self.due - hours * HOUR, to
        for days in range(1, 5000):
            yield f"+{days}d", self.due + days * DAY, BOTH

    def _by_day(self, at: datetime) -> datetime:
        night = night_of(at, self.zone)
        if night is None:
            return at
        begins, ends = night
        before = self.due is not None and at <= self.due < ends
        return begins - JUST_BEFORE if before else ends

    def comes(self, now: datetime) -> dict[str, datetime]:
        """Return the keys that are said now, each with when it had to; they count as told."""
        said: dict[str, datetime] = {}
        if not self._waits(now):
            for side, person in self._sides():
                for name, at in self._says(side, person, now):
                    head = f"ping:{self.case}:{self.kind}:{int(self.started.timestamp())}"
                    said[f"{head}:{name}:{person}"] = at
        self.next_at = self.looks(now)
        return said

    def _sides(self) -> tuple[tuple[str, int], ...]:
        return (LEADER, self.leader), (OWNER, self.owner)

    def _says(self, side: str, person: int, now: datetime) -> Iterator[tuple[str, datetime]]:
        passed, over = list(self._until(side, now)), self.asleep.get(person)
        news = len(passed) > self.told[side] and not self._sleeps(side, person, now)
        if news:
            self.told[side] = len(passed)
            name, at = passed[-1]
            yield name, max(at, over or at, self.woken.get(person, at))
        if over is not None and over <= now:
            del self.asleep[person]
            if not news:
                yield f"z{int(over.timestamp())}", over

    def _sleeps(self, side: str, person: int, now: datetime) -> bool:
        """Whether a reminder is slept through: never the last one before a deadline."""
        over = self.asleep.get(person)
        if over is None or over <= now:
            return False
        return self.due is None or (now < self.due and self._last(side) > now)

    def _last(self, side: str) -> datetime:
        """Return when the last reminder before the deadline comes."""
        assert self.due is not None
        before = takewhile(
            lambda rung: self.due is not None and rung[1] < self.due, self.rungs(side)
        )
        return [at for _, at in before][-1]

    def latest(self, side: str, now: datetime) -> datetime | None:
        """Return until when one side may sleep at the most; None when it may not."""
        if self.due is None:
            return now + 30 * DAY
        if now < self.due:
            last = self._last(side)
            return last if last > now else None
        return next(at for _, at in self.rungs(side) if at > now)

    def sleep_ends(self, wanted: datetime, latest: datetime, now: datetime) -> datetime | None:
        """Return when such a sleep ends outside the night; None when it cannot."""
        night = night_of(wanted, self.zone)
        if night is None:
            return wanted
        before = night[0] - JUST_BEFORE
        return night[1] if night[1] <= latest else before if before > now else None

    def ready(self, at: datetime) -> datetime:
        """Return when that may be said which could be said from this instant on."""
        return self._waits(at) or at

    def _until(self, side: str, now: datetime) -> Iterator[tuple[str, datetime]]:
        return takewhile(lambda rung: rung[1] <= now, self.rungs(side))

    def _waits(self, now: datetime) -> datetime | None:
        """Return until when the night keeps it back; None when it may be said."""
        night = night_of(now, self.zone)
        if night is None or (self.due is not None and now <= self.due < night[1]):
            return None
        return night[1]

    def looks(self, now: datetime) -> datetime:
        """Return the next instant at which something may have to be said."""
        sleeps = (each if each > now else self._waits(now) or now for each in self.asleep.values())
        return min([*sleeps, *(self._look(side, person, now) for side, person in self._sides())])

    def _look(self, side: str, person: int, now: datetime) -> datetime:
        at = next(islice(self.rungs(side), self.told[side], None))[1]
        if at <= now and self._sleeps(side, person, now):
            return next(at for _, at in self.rungs(side) if at > now)
        return at if at > now else self._waits(now) or now


def night_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return from when to when the night around an instant lasts; None by day."""
    local = at.astimezone(zone)
    if MORNING <= local.hour < EVENING:
        return None
    evening = local.date() if local.hour >= EVENING else local.date() - DAY
    return _at(evening, EVENING, zone), _at(evening + DAY, MORNING, zone)


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
