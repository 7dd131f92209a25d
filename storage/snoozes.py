"""The snoozes: whose reminders of a case wait, kept in the case's own row."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.case import Case, Snooze
from cases.ladders import ClockKind
from cases.roles import Role
from cases.snoozes import snoozes_json
from storage.database import Database
from storage.history import By
from storage.instants import stored


class Snoozes:
    """Who lets a case sleep, and until when. A snooze is no change of the case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, case: Case, person_id: int, snooze: Snooze) -> None:
        """Let the reminders of a case wait for a person; its clocks look again when that ends."""
        await self._keep(case, {**case.snoozes, person_id: snooze})
        values = {"case": case.id, "at": stored(snooze.until)}
        await self._database.run_many(_LOOK_AGAIN, [values])

    async def end(self, case: Case, people: Iterable[int]) -> None:
        """Forget the sleep of these people."""
        gone = frozenset(people) & case.snoozes.keys()
        if gone:
            await self._keep(case, {p: s for p, s in case.snoozes.items() if p not in gone})

    async def wake(self, case: Case, person_id: int, now: datetime) -> None:
        """End a person's sleep at once: what has come up meanwhile is said at the next look."""
        await self.end(case, [person_id])
        await self._database.run_many(_LOOK_AGAIN, [{"case": case.id, "at": stored(now)}])

    async def hear_buyer(self, case: Case, by: By) -> None:
        """End everybody's sleep, since the buyer has written, in a turn that runs already too.

        Who does not know of it hears of the case again: all but who has written it down and who
        leads the case, whom that person's message tells.
        """
        if case.snoozes:
            await self._keep(case, _woken(case, by))
            await self._database.run_many(_LOOK_AGAIN, [{"case": case.id, "at": stored(by.now)}])

    async def follow(self, case: Case, by: By, new: Mapping[str, Any]) -> None:
        """End all sleep with the case; a new turn of the buyer ends it as `hear_buyer` does.

        Whoever hands it over is reminded of it no more, unless they hear of everything anyway.
        `new` is what has changed of the case.
        """
        if not case.snoozes:
            return
        if new.get("closed_at"):
            await self._keep(case, {})
        elif new.get("waiting_since") not in {None, case.waiting_since}:
            await self._keep(case, _woken(case, by))
        elif (left := case.assignee) and new.get("assignee_id", left.id) != left.id:
            await self.end(case, [] if left.role is Role.OWNER else [left.id])

    async def bring_back(
        self, case: Case, asleep: Mapping[int, Snooze], since: datetime, now: datetime
    ) -> None:
        """Let those sleep on whom a deed of that instant has woken, now that it is taken back.

        Not those whose time is over, nor who have said otherwise of their reminders meanwhile.
        """
        lasting = {person: each for person, each in asleep.items() if each.until > now}
        if not lasting:
            return
        values = {"case": case.id, "since": stored(since)}
        rows = await self._database.rows(_DECIDED, values)
        decided = {row["person_id"] for row in rows}
        back = {person: each for person, each in lasting.items() if person not in decided}
        await self._keep(case, {**case.snoozes, **back})
        looks = [{"case": case.id, "at": stored(each.until)} for each in back.values()]
        await self._database.run_many(_LOOK_AGAIN, looks)

    async def look_again(self, case: Case, now: datetime) -> None:
        """Let the clocks of a case be looked at when the first sleep ends, or now if one has.

        A clock that has just been started anew knows only of its own reminders.
        """
        if case.snoozes:
            ends = min(each.until for each in case.snoozes.values())
            values = {"case": case.id, "at": stored(max(ends, now))}
            await self._database.run_many(_LOOK_AGAIN, [values])

    async def _keep(self, case: Case, snoozes: Mapping[int, Snooze]) -> None:
        written = json.dumps(snoozes_json(snoozes)) if snoozes else None
        await self._database.run_many(_KEEP, [{"case": case.id, "snoozes": written}])


def _woken(case: Case, by: By) -> dict[int, Snooze]:
    """Let the sleep of who does not know of the buyer's message end now, with a word of it."""
    leads = [case.assignee.id] if case.assignee else []
    knows = {by.person.id, *leads} if by.person else set()
    return {
        person: replace(each, until=by.now, kind=ClockKind.REPLY)
        for person, each in case.snoozes.items()
        if person not in knows
    }


_DECIDED = """
    SELECT person_id FROM history
    WHERE case_id = :case AND at > :since AND what IN ('snoozed', 'unsnoozed')
"""
_KEEP = "UPDATE cases SET snoozes = :snoozes WHERE id = :case"
_LOOK_AGAIN = "UPDATE clocks SET next_at = :at WHERE case_id = :case AND next_at > :at"
