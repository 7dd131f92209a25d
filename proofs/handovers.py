"""The handovers: a case goes over to a colleague, a whole shift does and comes back on its date.

Whoever leads a case hears of it from then on, and whoever did before does not: what has come and
the new leader has not heard is said at the next look, whether the earlier one had seen it or not.
The sleep of who has handed a case over is over with it, but not the owner's, who hears of every
case. Whoever hands a case over, or takes it, has seen what they were told of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from proofs.deeds import Deeds, Subject
from proofs.rush import Member

SHIFTS = 0.2
"""So many of the handovers are of all that somebody leads."""
AT_ONCE = 30
"""So many cases can be ticked at once."""
A_LIST = "l:{}:mine:0:0:0:0:0:{}:0"


@dataclass(frozen=True)
class Shift:
    """What was handed over to somebody until then, and by whom."""

    until: datetime
    by: Member
    to: Member
    cases: tuple[Subject, ...]


class Handovers:
    """Who hands what over to whom."""

    def __init__(self, deeds: Deeds, never: datetime) -> None:
        self._deeds, self._never = deeds, never
        self._shifts: list[Shift] = []

    @property
    def next_at(self) -> datetime:
        """When a shift comes back next."""
        return min((each.until for each in self._shifts), default=self._never)

    async def happen(self) -> str:
        """Let somebody hand something over; return what it was."""
        random, members = self._deeds.random, [*self._deeds.members.values()]
        by, to = random.sample(members, 2)
        if random.random() < SHIFTS:
            return await self._shift(by, to)
        running = [each for each in self._deeds.cases if each.state != "closed"]
        subject = random.choice(running)
        by = subject.leader or by
        if by is to or random.random() < 1 / 4:
            return await self._takes(subject)
        await self._hand(subject, by, to)
        return "hands over"

    async def due(self) -> str | None:
        """Let a shift come back whose date has come; return what was done."""
        shift = min(self._shifts, key=lambda each: each.until, default=None)
        if shift is None or shift.until > self._deeds.team.clock.now():
            return None
        self._shifts.remove(shift)
        led = [each for each in shift.cases if each.leader is shift.to and each.state != "closed"]
        await self._hand_all(led, shift.to, shift.by)
        return "shift comes back"

    async def _takes(self, subject: Subject) -> str:
        """«Взять себе»."""
        others = [each for each in self._deeds.members.values() if each is not subject.leader]
        to = self._deeds.random.choice(others)
        await self._hand(subject, to, to)
        return "takes over"

    async def _shift(self, by: Member, to: Member) -> str:
        """Let all that somebody leads go over to another until a date."""
        led = [e for e in self._deeds.cases if e.leader is by and e.state != "closed"][:AT_ONCE]
        await self._hand_all(led, self._deeds.random.choice((by, to)), to)
        days = self._deeds.random.uniform(0.5, 5)
        until = self._deeds.team.clock.now() + timedelta(days=days)
        self._shifts.append(Shift(until.replace(microsecond=0), by, to, tuple(led)))
        return "shift goes over"

    async def _hand(self, subject: Subject, by: Member, to: Member) -> None:
        """Press «Передать» on the card, and a name."""
        version = await self._deeds.version(subject)
        person = self._deeds.ids[to.id]
        await self._deeds.press(by, f"ho:{subject.id}:{version}:{person}")
        self._goes_over(subject, by, to)
        self._deeds.forget()

    async def _hand_all(self, led: list[Subject], by: Member, to: Member) -> None:
        """Tick cases in the list, and hand them over, or take them."""
        if not led:
            return
        await self._deeds.press(by, A_LIST.format("pick", 0))
        for subject in led:
            await self._deeds.press(by, A_LIST.format("tick", subject.id))
            self._deeds.forget()
        do, person = ("take!", 0) if by is to else ("give!", self._deeds.ids[to.id])
        await self._deeds.press(by, A_LIST.format(do, person))
        for subject in led:
            self._goes_over(subject, by, to)
        self._deeds.forget()

    def _goes_over(self, subject: Subject, by: Member, to: Member) -> None:
        before, subject.leader = subject.leader, to
        if before is not None and before is not self._deeds.team.owner:
            subject.asleep.pop(self._deeds.ids[before.id], None)
        if clock := self._deeds.clocks.get(subject.id):
            clock.leader = self._deeds.ids[to.id]
            clock.see(self._deeds.ids[by.id])
