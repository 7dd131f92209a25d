"""The ringing: every clock that is due is looked at, and what it says becomes pings for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from cases.case import Case, Person
from cases.clocks import running_clocks
from cases.listening import Ear, Heard, Look, ping_key, round_of
from cases.roles import Role
from cases.rules import Rules
from handlers.pings import Ping
from storage.clocks import DueClock
from storage.tables import Tables


@dataclass(frozen=True)
class Ringing:
    """One sweep over the clocks: for the people of the team, at one instant."""

    tables: Tables
    rules: Rules
    people: tuple[Person, ...]
    now: datetime

    async def ring(self, most: int) -> list[Ping]:
        """Return the pings of what is due; each clock is wound to its next look."""
        rung = [await self._look(*each) for each in await self._known(most)]
        pings = list(chain.from_iterable(rung))
        keep = ((ping.key, ping.case.id, ping.to.id) for ping in pings)
        await self.tables.clocks.ping(keep, self.now)
        return pings

    async def _known(self, most: int) -> list[tuple[DueClock, Case | None, tuple[Heard, ...]]]:
        """Read the cases and what was heard of them before anything is written: in one hop."""
        clocks, search = self.tables.clocks, self.tables.search
        due = await clocks.due(self.now, most)
        for each in due:
            search.foresee(each.clock.case_id)
            clocks.foresee_heard(each.clock.case_id)
        return [
            (each, await search.find(each.clock.case_id), await clocks.heard(each.clock.case_id))
            for each in due
        ]

    async def _look(self, due: DueClock, case: Case | None, heard: tuple[Heard, ...]) -> list[Ping]:
        if case is None or due.clock not in running_clocks(case, self.rules):
            await self._wind_anew(due, case)
            return []
        look = Look(due.clock, case, heard, due.next_at, self.now)
        turn = round_of(look, self._ears(case), self._ear_of, self.rules)
        await self.tables.clocks.wind(due.clock, self.now, turn.next_at)
        await self.tables.snoozes.end(case, turn.woken)
        return [
            Ping(
                ping_key(case, due.clock, call.rung, call.ear.person),
                case, due.clock, call.ear.person, call.ear.role, call.waited,
            )
            for call in turn.calls
        ]  # fmt: skip

    async def _wind_anew(self, due: DueClock, case: Case | None) -> None:
        """A clock that does not fit its case any more is replaced by those that do."""
        await self.tables.clocks.stop(due.clock)
        if case is not None:
            await self.tables.journal.wind_clocks(case.id)

    def _ears(self, case: Case) -> Iterator[Ear]:
        """Who listens: the assignee, or the owner for a case that nobody leads any more."""
        owner = next((each for each in self.people if each.role is Role.OWNER), None)
        assignee = case.assignee
        leads = assignee if assignee and assignee.removed_at is None else owner
        sides: Iterable[tuple[Role, Person | None]] = (
            (Role.MANAGER, leads), (Role.OWNER, owner),
        )  # fmt: skip
        return (Ear(role, person, self.rules) for role, person in sides if person)

    def _ear_of(self, person_id: int) -> Ear | None:
        person = next((each for each in self.people if each.id == person_id), None)
        role = Role.OWNER if person and person.role is Role.OWNER else Role.MANAGER
        return Ear(role, person, self.rules) if person else None
