"""The naps: reminders that people put off, by a button or until a typed date, and call back.

Whoever leads a case puts its reminders off, for themselves alone; so does the owner with a case
that somebody else leads, and anybody else of the team. A date without an hour is its morning at
nine, or its end if that is over. Nothing sleeps past the last reminder before a deadline, or past
the next one after it, or longer than thirty days: the latest possible time is offered instead, and
taken by its button or typed.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from proofs.almanac import DAY, LEADER, MORNING, OWNER, nap
from proofs.deeds import Deeds, Subject
from proofs.expected import Expected
from proofs.rush import Member

NAPS = ("1h", "3h", "tomorrow", "monday")
TYPED = ("date", "date and time", "date without year", "in three days")
PUT_OFF = 0.3
"""So many naps come on one deed."""
WHO = (5, 3, 1)
"""How often it is who leads the case, the owner, and anybody else."""
LONGEST = {"reply": timedelta(days=12), "stale": timedelta(days=40)}
"""How far ahead people type a date: a deadline, or the month, may be before that."""


class Naps:
    """Who lets which case wait."""

    def __init__(self, deeds: Deeds) -> None:
        self._deeds, self._random = deeds, deeds.random

    @property
    def _now(self) -> datetime:
        return self._deeds.team.clock.now()

    async def happen(self) -> str:
        """Let somebody put the reminders of a case off, or call them back; return what was done."""
        running = [each for each in self._deeds.cases if each.id in self._deeds.clocks]
        if not running:
            return "nothing to put off"
        subject = self._random.choice(running)
        clock, owner = self._deeds.clocks[subject.id], self._deeds.team.owner
        anybody = self._random.choice([*self._deeds.members.values()])
        who = self._random.choices((subject.leader or owner, owner, anybody), WHO)[0]
        name = self._random.choice(NAPS + TYPED)
        if self._deeds.ids[who.id] in subject.asleep and self._random.random() < 1 / 4:
            name = "wake"
            await self._wakes(who, subject, clock)
        elif name in NAPS:
            await self._presses(name, who, subject, clock)
        else:
            await self._types(name, who, subject, clock)
        self._deeds.forget()
        led = who is (subject.leader or owner)
        return f"put off: {name}" + ("" if led else " (another's)")

    async def _wakes(self, who: Member, subject: Subject, clock: Expected) -> None:
        """«Вернуть к сроку»."""
        await self._deeds.press(who, _press("wake", subject, clock))
        person = self._deeds.ids[who.id]
        del subject.asleep[person]
        clock.woken[person] = self._now
        clock.look_by(self._now)

    async def _presses(self, name: str, who: Member, subject: Subject, clock: Expected) -> None:
        """«1 час», «3 часа», «Завтра», «Понедельник»."""
        await self._deeds.press(who, _press(name, subject, clock))
        wanted = nap(name, self._now, self._deeds.zone)
        await self._falls_asleep(who, subject, clock, wanted, self._presses_latest)

    async def _types(self, name: str, who: Member, subject: Subject, clock: Expected) -> None:
        """«Дата», and a date."""
        await self._deeds.press(who, _press("date", subject, clock))
        answer, wanted = self._date(name, LONGEST[clock.ladder.kind])
        await self._deeds.answer(who, answer)
        another = self._random.choice((self._presses_latest, self._types_latest))
        await self._falls_asleep(who, subject, clock, wanted, another)

    def _date(self, name: str, longest: timedelta) -> tuple[str, datetime]:
        """Draw a date, as it is typed, and until when somebody wants to sleep who types it."""
        zone, now = self._deeds.zone, self._now
        drawn = now + timedelta(minutes=1) + self._random.random() * longest
        at = drawn.astimezone(zone).replace(second=0, microsecond=0, fold=0)
        if name == "date and time":
            return f"{at:%d.%m.%Y %H:%M}", at.astimezone(UTC)
        day = now.astimezone(zone).date() + 3 * DAY if name == TYPED[-1] else at.date()
        morning = datetime.combine(day, time(MORNING), zone).astimezone(UTC)
        ends = datetime.combine(day, time(23, 59), zone).astimezone(UTC)
        typed = f"{day:%d.%m}" if name == "date without year" else f"{day:%d.%m.%Y}"
        return ("Через 3 дня" if name == TYPED[-1] else typed), (morning if morning > now else ends)

    async def _falls_asleep(
        self, who: Member, subject: Subject, clock: Expected, wanted: datetime,
        takes: Callable[[Member, Subject, Expected, datetime], Awaitable[datetime]],
    ) -> None:  # fmt: skip
        """Let somebody sleep so long, or as long as they may."""
        person, now = self._deeds.ids[who.id], self._now
        latest = clock.latest(OWNER if who is self._deeds.team.owner else LEADER, now)
        if latest is None:
            return
        if wanted > latest:
            wanted = await takes(who, subject, clock, latest)
        if ends := clock.sleep_ends(wanted, latest, now):
            subject.asleep[person] = ends
            clock.see(person)
            clock.look_by(ends)

    async def _presses_latest(
        self, who: Member, subject: Subject, clock: Expected, latest: datetime
    ) -> datetime:
        await self._deeds.press(who, _press("latest", subject, clock))
        return latest

    async def _types_latest(
        self, who: Member, subject: Subject, clock: Expected, latest: datetime
    ) -> datetime:
        """Answer the question that has stayed: with what was named, as it is written there."""
        local = latest.astimezone(self._deeds.zone).replace(second=0, microsecond=0)
        if local < self._now + timedelta(minutes=1) or local.fold:
            return await self._presses_latest(who, subject, clock, latest)
        await self._deeds.answer(who, f"{local:%d.%m.%Y %H:%M}")
        return local.astimezone(UTC)


def _press(what: str, subject: Subject, clock: Expected) -> str:
    return f"z:{what}:{subject.id}:{clock.ladder.kind}:0"
