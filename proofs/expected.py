"""The expected: what each clock of the soak has to say by now, and to whom.

Of several reminders of one clock that have come for one person only the last is said. What runs
towards a deadline goes on when nobody has pressed «Вижу»: from the leader to the deputy and to the
owner, each time after a day while more than two days are left, but not in the night; then after two
hours of daytime, or after half of what is left, or of what a night leaves, when that is sooner.
Whoever has written an old message down knows what had passed by then: that is said once and does
not go on. While the bot was not there nobody could press anything: the wait begins when it is back.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from proofs.almanac import DAY, HOUR, Ladder, Rung, awake_for, night_of
from proofs.crew import Crew

FAR, PATIENCE = 2 * DAY, 2 * HOUR
AT_LEAST = timedelta(minutes=5)
NEAR = 36 * HOUR


@dataclass
class Word:
    """What one person was told: which reminder, its place in the ladder (-1 for none), when."""

    name: str
    place: int
    at: datetime
    seen: bool = False


@dataclass(frozen=True)
class Call:
    """What one person hears now, since when it had to be said, whether it went on to them."""

    word: Word
    at: datetime
    went_on: bool = False


Calls = dict[int, Call]
"""What is said now, by the person."""


@dataclass
class Expected:
    """One clock of one case, and what everybody has been told of it.

    It was begun by somebody who wrote down at that instant what it runs for. `asleep` is until when
    people have put their reminders off, `woken` when they called them back.
    """

    case: int
    ladder: Ladder
    leader: int | None
    crew: Crew
    begun: tuple[int, datetime]
    asleep: dict[int, datetime] = field(default_factory=dict)
    woken: dict[int, datetime] = field(default_factory=dict)
    told: dict[int, list[Word]] = field(default_factory=lambda: defaultdict(list))
    next_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.next_at = self.looks(self.begun[1])

    def comes(self, now: datetime, said: Container[str]) -> dict[str, Call]:
        """Return what is said now, by its key; it counts as told.

        Who hears now hears it, since when the look was due: others may have heard until then.
        Before that nothing has to be said, but what has come for whoever hears may be `said`.
        """
        calls: Calls = {}
        if not self.ladder.waits(now):
            for side, person in self.crew.sides(self.leader, now):
                self._reminds(side, person, calls, now)
            self._wakes(calls, now)
            self._climbs(calls, now)
        keys = {self._key(call.word, person): person for person, call in calls.items()}
        if now < self.next_at:
            keys = {key: person for key, person in keys.items() if key in said}
        for person in keys.values():
            self.told[person].append(calls[person].word)
        planned = min(self.next_at, now)
        if now < self.next_at:  # the others hear when they would have
            going = self._going_on(now, {})
            if keys and going and going[2] > now and going[1] not in calls:
                self.look_by(going[2])
        else:
            self.next_at = self.looks(now)
        return {
            key: replace(calls[person], at=max(calls[person].at, planned))
            for key, person in keys.items()
        }

    def _key(self, word: Word, person: int) -> str:
        started = int(self.ladder.started.timestamp())
        return f"ping:{self.case}:{self.ladder.kind}:{started}:{word.name}:{person}"

    # What is said ---------------------------------------------------------------------------------

    def _reminds(self, side: str, person: int, calls: Calls, now: datetime) -> None:
        rung = self._owed(side, person, now)
        if rung is None or self._sleeps(side, person, now):
            return
        over = self.asleep.get(person, rung.at)
        at = max(rung.at, self.begun[1], over, self.woken.get(person, rung.at))
        if person not in calls or calls[person].word.place < rung.place:
            calls[person] = Call(Word(rung.name, rung.place, now), at)

    def _owed(self, side: str, person: int, now: datetime) -> Rung | None:
        """Return the last reminder that has come, unless that or a later one was told."""
        come = self.ladder.until(side, now)
        heard = max((word.place for word in self.told[person]), default=-1)
        return come[-1] if come and come[-1].place > heard else None

    def _wakes(self, calls: Calls, now: datetime) -> None:
        """Tell whose sleep is over, or whoever hears instead, unless they hear of it anyway."""
        for person, over in [*self.asleep.items()]:
            if over <= now:
                del self.asleep[person]
                hears = self.crew.instead_of(person, now) or self.crew.chief(now)
                if hears not in calls and hears not in self.asleep:
                    calls[hears] = Call(Word(f"z{int(over.timestamp())}", -1, now), over)

    # What goes on ---------------------------------------------------------------------------------

    def _climbs(self, calls: Calls, now: datetime) -> None:
        """Tell the next one of what those before have not seen."""
        going = self._going_on(now, calls)
        if going is None:
            return
        word, person, at = going
        if at <= now and person not in calls and not self._sleeps_on(person, now):
            calls[person] = Call(Word(word.name, word.place, now), at, went_on=True)

    def _going_on(self, now: datetime, calls: Calls) -> tuple[Word, int, datetime] | None:
        """Return which reminder will go on to whom, and when; None when somebody has seen it."""
        first, *others = self.crew.chain(self.leader, now)
        if self.ladder.due is None or not self._heard(first, calls):
            return None
        word = self._heard(first, calls)[-1]
        if first == self.begun[0] and self._had_passed(word):
            return None
        since = word.at
        for person in (first, *others):
            same = [each for each in self.told[person] if each.name == word.name]
            if any(each.seen for each in same):
                return None
        for person in others:
            heard = [each.at for each in self._heard(person, calls) if _tells(each, word)]
            if not heard:
                return word, person, self._patient_until(max(since, self.crew.back_at or since))
            since = max(since, *heard)
        return None

    def _heard(self, person: int, calls: Calls) -> list[Word]:
        """Return what somebody was told, just now as well."""
        return [*self.told[person], *([calls[person].word] if person in calls else [])]

    def _had_passed(self, word: Word) -> bool:
        """Whether a reminder had come before its clock was begun, or would have but for a night."""
        if word.place < 0:
            return False
        rung = self.ladder.known[word.place]
        return min(rung.plain, rung.at) <= self.begun[1]

    def _patient_until(self, since: datetime) -> datetime:
        assert self.ladder.due is not None
        left = self.ladder.due - since
        if left > FAR:
            night = night_of(since + DAY, self.ladder.zone)
            return night[1] if night else since + DAY
        half = since + max(left / 2, AT_LEAST)
        night = night_of(half, self.ladder.zone)
        if night and night[1] < self.ladder.due:
            half = night[1] + (self.ladder.due - night[1]) / 2
        at = awake_for(PATIENCE, since, self.ladder.zone)
        return min(at, half.replace(microsecond=0)) if left > timedelta(0) else at

    def see(self, person: int, at: datetime | None = None) -> None:
        """Somebody has seen what they were told, or what they were told at that instant."""
        for each in self.told[person]:
            each.seen |= at in {None, each.at}

    # Who sleeps -----------------------------------------------------------------------------------

    def _sleeps_on(self, person: int, now: datetime) -> bool:
        return self._sleeps(self.crew.side(person, now), person, now)

    def _sleeps(self, side: str, person: int, now: datetime) -> bool:
        """Whether a reminder is slept through: never the last one before a deadline."""
        over, due = self.asleep.get(person), self.ladder.due
        if over is None or over <= now:
            return False
        return due is None or (now < due and self.ladder.last(side) > now)

    def latest(self, side: str, now: datetime) -> datetime | None:
        """Return until when one side may sleep at the most; None when it may not."""
        if self.ladder.due is None:
            return now + 30 * DAY
        if now < self.ladder.due:
            last = self.ladder.last(side)
            return last if last > now else None
        return self.ladder.after(side, now)

    def sleep_ends(self, wanted: datetime, latest: datetime, now: datetime) -> datetime | None:
        """Return when such a sleep ends outside the night; None when it cannot."""
        night = night_of(wanted, self.ladder.zone)
        if night is None:
            return wanted
        before = night[0] - timedelta(minutes=1)
        return night[1] if night[1] <= latest else before if before > now else None

    # When to look ---------------------------------------------------------------------------------

    def ready(self, at: datetime) -> datetime:
        """Return when that may be said which could be said from this instant on."""
        return self.ladder.waits(at) or at

    def look_by(self, at: datetime) -> None:
        """Look at this instant at the latest."""
        self.next_at = min(self.next_at, at)

    def is_near(self, now: datetime) -> bool:
        """Whether its deadline is so near that whoever hears of it anew has to hear at once."""
        return self.ladder.due is not None and now < self.ladder.due < now + NEAR

    def looks(self, now: datetime) -> datetime:
        """Return the next instant at which something may have to be said."""
        return min(self._looks(now))

    def _looks(self, now: datetime) -> Iterator[datetime]:
        for over in self.asleep.values():
            yield over if over > now else self.ready(now)
        for side, person in self.crew.sides(self.leader, now):
            owed = self._owed(side, person, now)
            yield self.ladder.after(side, now)
            if owed and not self._sleeps(side, person, now):
                yield self.ready(now)
        going = self._going_on(now, {})
        if going and (going[2] > now or not self._sleeps_on(going[1], now)):
            yield max(going[2], self.ready(now))


def _tells(heard: Word, word: Word) -> bool:
    """Whether who has heard that knows of this: it is the same or worse, or was said since then."""
    worse = word.place >= 0 and heard.place >= word.place
    return heard.name == word.name or worse or heard.at >= word.at
