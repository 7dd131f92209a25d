"""The comings and goings of the soak: who is away, who is on duty, who is whose deputy.

It is said to the bot as people say it, and to the almanac's crew.
"""

from datetime import UTC, date, datetime, time

from proofs.almanac import DAY
from proofs.crew import Away
from proofs.deeds import Deeds
from proofs.findings import Findings
from proofs.rush import Member
from proofs.welcomes import Welcomes

LAST_MINUTE = time(23, 59)


class Comings:
    """What the people of the team say of themselves."""

    def __init__(self, deeds: Deeds, welcomes: Welcomes, findings: Findings) -> None:
        self._welcomes, self._findings = welcomes, findings
        self._deeds, self._random, self._zone = deeds, deeds.random, deeds.zone

    @property
    def _now(self) -> datetime:
        return self._deeds.team.clock.now()

    async def happen(self) -> str:
        """Let somebody say something of themselves; return what it was."""
        member = self._random.choice([*self._deeds.members.values()])
        says = self._random.choices((self._leaves, self._is_on_duty, self._names), (5, 2, 1))[0]
        person = self._deeds.ids[member.id]
        away = self._deeds.crew.absences.get(person)
        if away and self._now < away.until and self._random.random() < 1 / 2:
            says = self._returns
        said = await says(member, person)
        self._deeds.forget()
        return said

    async def _leaves(self, member: Member, person: int) -> str:
        """«/away 20.03 @имя», of oneself or, by the owner, of somebody else."""
        since, now = self._now, self._now
        first = now.astimezone(self._zone).date() + self._random.randrange(3) * DAY
        last = first + self._random.randrange(1, 6) * DAY
        at, dates = LAST_MINUTE, f"{last:%d.%m.%Y}"
        if first > now.astimezone(self._zone).date():
            dates = f"{first:%d.%m.%Y}-{dates}"
            since = self._moment(first, time(0))
        elif self._random.random() < 1 / 2:
            at = time(self._random.randrange(24), 30)
            dates += f" {at:%H:%M}"
        others = [None, *(each for each in self._deeds.members if each != person)]
        instead = self._random.choice(others)
        named = f" @{self._name(instead)}" if instead else ""
        by_owner = instead and self._random.random() < 1 / 4
        by = self._deeds.team.owner if by_owner else member
        whose = f"@{self._name(person)} " if by_owner else ""
        await by.says(f"/away {whose}{dates}{named}")
        crew = self._deeds.crew
        if since == now and crew.is_away(person, now):
            since = crew.absences[person].since  # it goes on
        crew.absences[person] = Away(since, self._moment(last, at), instead)
        return "leaves"

    async def _returns(self, member: Member, person: int) -> str:
        await member.says("/back")
        told = member.saw.rpartition("/back")[2]
        away = self._deeds.crew.absences.pop(person)
        self._findings.wrong += self._welcomes.wrong_in(told, person, away, self._now)
        self._deeds.look_near(person)
        return "returns"

    async def _is_on_duty(self, member: Member, person: int) -> str:
        """«/duty @имя 20.03», by the owner or of oneself; or nobody any more."""
        crew, owner = self._deeds.crew, self._deeds.team.owner
        if crew.on_duty(self._now) and self._random.random() < 1 / 3:
            await self._deeds.press(owner, "du:none:0")
            crew.duty = None
            return "duty ends"
        days = self._random.randrange(5)
        last = self._now.astimezone(self._zone).date() + days * DAY
        dates = f" {last:%d.%m.%Y}" if days else ""
        await self._random.choice((member, owner)).says(f"/duty @{self._name(person)}{dates}")
        crew.duty = person, self._moment(last, LAST_MINUTE)
        self._deeds.look_near(person)
        return "duty"

    async def _names(self, member: Member, person: int) -> str:
        """Name another deputy, or none, in «/me»."""
        other = self._random.choice([0, *(each for each in self._deeds.members if each != person)])
        await self._deeds.name_deputy(member, other)
        return "names a deputy"

    def _name(self, person: int) -> str | None:
        return self._deeds.members[person].person.username

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._zone).astimezone(UTC)
