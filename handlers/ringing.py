"""The ringing: every clock that is due is looked at, and what it says becomes pings for people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from cases.case import Case, Person
from cases.clocks import running_clocks
from cases.listening import Heard, Look, ping_key
from cases.roster import Roster
from cases.rounds import Listeners, Round, round_of
from handlers.pings import Ping
from storage.clocks import DueClock
from storage.history import By
from storage.tables import Tables

JOB = "job"
"""Whence history has what the clock does by itself."""


@dataclass(frozen=True)
class Ringing:
    """One sweep over the clocks: for the people of the team, at one instant.

    `back_at` is when the bot was last back after a silence.
    """

    tables: Tables
    roster: Roster
    now: datetime
    back_at: datetime | None = None

    async def ring(self, most: int) -> list[Ping]:
        """Return the pings of what is due; each clock is wound to its next look."""
        rung = [await self._look(*each) for each in await self._known(most)]
        pings = list(chain.from_iterable(rung))
        keep = ((ping.key, ping.case.id, ping.to.id) for ping in pings)
        await self.tables.clocks.ping(keep, self.now)
        return pings

    async def tell(self, person: Person, cases: Sequence[Case]) -> bool:
        """Keep that a person hears what of these cases is due for them, in another message.

        Others hear what is due for them when they would have; what is not seen goes on in time. A
        sleep that is over has ended with it. Returns whether anything was due.
        """
        running = [(c, case) for case in cases for c in running_clocks(case, self.roster.rules)]
        for clock, _ in running:
            self.tables.clocks.foresee_heard(clock)
        keep: list[tuple[str, int, int]] = []
        over: dict[int, set[int]] = defaultdict(set)
        for clock, case in running:
            heard = await self.tables.clocks.heard(clock)
            look = Look(clock, case, heard, self.now, self.now)
            listeners = self.roster.listeners(case)
            turn = round_of(look, listeners)
            mine = [call for call in turn.calls if call.ear.person.id == person.id]
            keep += [(ping_key(clock, call.rung, person), case.id, person.id) for call in mine]
            if mine:
                await self.tables.clocks.look_by(clock, turn.next_at)
                over[case.id] |= {each for each in turn.woken if _hears(person, each, listeners)}
        for case in cases:
            await self.tables.snoozes.end(case, over[case.id])
        await self.tables.clocks.ping(keep, self.now)
        return bool(keep)

    async def _known(self, most: int) -> list[tuple[DueClock, Case | None, tuple[Heard, ...]]]:
        """Read the cases and what was heard of them before anything is written: in one hop."""
        clocks, search = self.tables.clocks, self.tables.search
        due = await clocks.due(self.now, most)
        for each in due:
            search.foresee(each.clock.case_id)
            clocks.foresee_heard(each.clock)
        return [
            (each, await search.find(each.clock.case_id), await clocks.heard(each.clock))
            for each in due
        ]

    async def _look(self, due: DueClock, case: Case | None, heard: tuple[Heard, ...]) -> list[Ping]:
        if case is None or due.clock not in running_clocks(case, self.roster.rules):
            await self._wind_anew(due, case)
            return []
        begun, back_at = due.begun, self.back_at
        look = Look(due.clock, case, heard, due.next_at, self.now, begun, back_at)
        turn = round_of(look, self.roster.listeners(case))
        await self._note_unseen(case, turn)
        await self.tables.clocks.wind(due.clock, self.now, turn.next_at)
        await self.tables.snoozes.end(case, turn.woken)
        return [
            Ping(
                ping_key(due.clock, call.rung, call.ear.person),
                case, due.clock, call.ear.person, call.ear.role, call.waited, call.unseen,
            )
            for call in turn.calls
        ]  # fmt: skip

    async def _note_unseen(self, case: Case, turn: Round) -> None:
        """Let history tell that a reminder went on, and to whom."""
        for call in turn.calls:
            if call.unseen is not None:
                by = By(call.unseen.person, JOB, self.now)
                comment = f"{call.unseen.since.isoformat()} {call.ear.role}"
                await self.tables.history.note(case.id, by, "unseen", comment=comment)

    async def _wind_anew(self, due: DueClock, case: Case | None) -> None:
        """A clock that does not fit its case any more is replaced by those that do."""
        await self.tables.clocks.stop(due.clock)
        if case is not None:
            await self.tables.journal.wind_clocks(case.id)


def _hears(person: Person, sleeper: int, listeners: Listeners) -> bool:
    ear = listeners.find(sleeper)
    return ear is not None and ear.person.id == person.id
