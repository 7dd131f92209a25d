"""The journal: cases are registered, moved and found here, with their history and clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.answers import entities_of
from cases.case import Case
from cases.entities import Entity, entity_key
from cases.kinds import EntryKind
from cases.lifecycles import Status
from cases.readiness import gaps_noted
from cases.record import Addition, NewEntry, with_entities
from cases.undoing import UNDONE
from cases.working import ENDING
from storage.attachments import Attachments
from storage.columns import NewCase, changed_columns, columns_of
from storage.database import Database
from storage.entries import Entries
from storage.finding import Finding
from storage.history import By, History
from storage.instants import stored
from storage.search import Search
from storage.similar import Similar
from storage.snoozes import Snoozes
from storage.team_rules import TeamRules
from storage.undos import Undo, Undos
from storage.winding import Winding


class NumberTaken(Exception):
    """The cabinet already has a case with this number: one problem, one case."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case


class SomebodyWasFirst(Exception):
    """The case has changed since the person saw it; `case` is how it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case


@dataclass(frozen=True)
class Change:
    """What an entry changes of its case: `new` is by the fields of Case.

    `what` is the move that the entry makes; without one it is nothing but movement.
    """

    what: str | None
    new: Mapping[str, Any]
    comment: str | None = None


class Journal:
    """All cases. Every method that changes something must stand inside a transaction."""

    def __init__(self, database: Database, rules: TeamRules) -> None:
        self._database = database
        self._search = Search(database)
        self._history = History(database)
        self._attachments = Attachments(database)
        self._entries = Entries(database)
        self._similar = Similar(database, rules.rules.zone)
        self._finding = Finding(database)
        self._snoozes = Snoozes(database)
        self._undos = Undos(database)
        self._winding = Winding(database, rules)

    async def register(self, new: NewCase, by: By) -> Case:
        """Keep a new case. Raises NumberTaken with the case that already has this number."""
        taken = await self._search.find_in_cabinet(new.cabinet_id, new.number)
        if taken:
            raise NumberTaken(taken)
        row = await self._database.row(_INSERT, columns_of(new, by))
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        case_id = int(row["id"])
        found = _identifiers(new.answers)
        await self._keep_entities(case_id, found)
        await self._attachments.keep(case_id, new.attachments, by)
        await self._finding.keep(case_id)
        lacks = gaps_noted(new.kind, new.answers, len(new.attachments))
        await self._history.note(case_id, by, "registered", new=new.status, comment=lacks)
        case = await self._winding.wind(case_id, by)
        await self._similar.keep(case)
        return case

    async def add(self, case: Case, by: By, addition: Addition) -> Case:
        """Write an addition into the case that the person saw: nothing moves, all of it is found.

        A case without a number takes that of the addition: a draft with one was sent. Raises
        SomebodyWasFirst and NumberTaken, as `change` does.
        """
        new: dict[str, Any] = {"answers": with_entities(case, addition)}
        if addition.number and not case.number:
            new["number"] = addition.number
            if case.status is Status.DRAFT:
                new |= {"status": Status.SENT, "moved_at": by.now}
        await self.change(case, by, "added", **new)
        await self._keep_entities(case.id, addition.entities)
        await self._attachments.keep(case.id, addition.attachments, by)
        answers = dict(addition.answers)
        await self._entries.write(
            case.id, EntryKind.ADDITION, addition.text, answers, by.now, by
        )  # fmt: skip
        await self._finding.keep(case.id)
        return await self._search.get(case.id)

    async def write(
        self, case: Case, by: By, entry: NewEntry, noted: str | None, change: Change | None
    ) -> Case:  # fmt: skip
        """Write an entry into the case that the person saw, with what it changes of it.

        History gets a line for the entry, with `noted` as its comment, and one for the change.
        Raises SomebodyWasFirst, as `change` does.
        """
        at, told = entry.at, f"entry_{entry.kind}"
        await self._entries.write(
            case.id, entry.kind, entry.text, {}, at.at, by, has_time=at.has_time, files=entry.files
        )
        await self._finding.keep(case.id)
        if change is None or change.what:
            await self._history.note(case.id, by, told, comment=noted)
        if change:
            comment = change.comment if change.what else noted
            await self.change(case, by, change.what or told, comment, **change.new)
        return await self._search.get(case.id)

    async def change(
        self, case: Case, by: By, what: str, comment: str | None = None, **new: Any
    ) -> Case:
        """Write new values into the case that the person saw, with a line of history.

        `new` takes the fields of Case: status, answers, number, assignee_id, risk, recovered,
        waiting_since, turn_since, answered_at, moved_at, closed_at. Raises SomebodyWasFirst when
        the version has moved on, NumberTaken when the new number belongs to another case.
        """
        if "number" in new:
            await self._claim(case, new["number"])
        columns = changed_columns(case, new)
        await self._write(case, columns, by, what, comment)
        await self._undos.keep(case, what, by)
        await self._snoozes.follow(case, by, new)
        reads = bool({"answers", "number"} & new.keys())
        return await self._settle(case.id, by, reads=reads)

    async def undo(self, case: Case, deed: Undo, by: By) -> Case:
        """Put the case back as it was before the deed, as a change of its own, with its line.

        Raises SomebodyWasFirst when the case has changed since the deed, NumberTaken as `change`.
        """
        if case.version != deed.version:
            raise SomebodyWasFirst(case)
        columns = {**changed_columns(case, {}), **deed.before, "version": case.version}
        await self._claim(case, columns["number"])
        await self._write(case, columns, by, f"{UNDONE}{deed.what}", None)
        return await self._settle(case.id, by, reads=True)

    async def _claim(self, case: Case, number: str | None) -> None:
        taken = await self._search.find_in_cabinet(case.cabinet.id, number)
        if taken and taken.id != case.id:
            raise NumberTaken(taken)
        if taken and taken.came_from is not None:  # it takes the number of what it has merged
            await self._database.run_many(_RELEASE, [{"id": taken.came_from}])

    async def _write(
        self, case: Case, columns: dict[str, Any], by: By, what: str, comment: str | None
    ) -> None:
        ending = by.person.id if by.person and what in ENDING else None
        changed = await self._database.row(_UPDATE, {**columns, "worked_by": ending})
        if changed is None:
            raise SomebodyWasFirst(await self._search.get(case.id))
        status = columns["status"]
        await self._history.note(case.id, by, what, old=case.status, new=status, comment=comment)

    async def _settle(self, case_id: int, by: By, *, reads: bool) -> Case:
        """Make the clocks and the searches agree with a case that has just changed."""
        if reads:
            await self._finding.keep(case_id)
        now_is = await self._winding.wind(case_id, by)
        await self._snoozes.look_again(now_is, by.now)
        await self._similar.keep(now_is)
        return now_is

    async def keep_identifiers(self, case: Case) -> None:
        """Make the identifiers by which a case is found agree with its answers."""
        sql = "DELETE FROM entities WHERE case_id = :case"
        await self._database.rows(sql, {"case": case.id})
        await self._keep_entities(case.id, _identifiers(case.answers))

    async def show_appeal(self, case_id: int, now: datetime) -> None:
        """Keep that the text of a draft was shown: its number is asked for in a while."""
        await self._database.rows(_SHOWN, {"id": case_id, "now": stored(now)})
        await self.wind_clocks(case_id)

    async def wind_clocks(self, case_id: int) -> Case:
        """Make the clocks agree with the case: a clock that did not change keeps its place."""
        return await self._winding.wind(case_id)

    async def wind_all_clocks(self) -> None:
        """Make the clocks of every open case agree with the rules as they are now."""
        await self._winding.wind_all()

    async def _keep_entities(self, case_id: int, found: Iterable[Entity]) -> None:
        await self._database.run_many(
            _KEEP_ENTITY,
            (
                {"case": case_id, "kind": e.kind, "value": e.value, "key": entity_key(e.value)}
                for e in found
            ),
        )


def _identifiers(answers: Mapping[str, Any]) -> tuple[Entity, ...]:
    return entities_of(answers.get("entities")) + entities_of(answers.get("goods"))


_INSERT = """
    INSERT INTO cases (kind, status, version, cabinet_id, number, number_key, number_tail, answers,
        author_id, assignee_id, risk_minor, risk_currency, created_at, moved_at, waiting_since,
        turn_since, stood_since)
    VALUES (:kind, :status, 1, :cabinet, :number, :number_key, :number_tail, :answers,
        :author, :assignee, :risk_minor, :risk_currency, :now, :now, :waiting_since,
        :waiting_since, :now)
    RETURNING id
"""
_UPDATE = """
    UPDATE cases SET version = version + 1, status = :status, number = :number,
        number_key = :number_key, number_tail = :number_tail, answers = :answers,
        assignee_id = :assignee, risk_minor = :risk_minor, risk_currency = :risk_currency,
        recovered_minor = :recovered_minor, recovered_currency = :recovered_currency,
        waiting_since = :waiting_since, turn_since = :turn_since, answered_at = :answered_at,
        moved_at = :moved_at, stood_since = :stood_since, closed_at = :closed_at,
        worked_by = CASE WHEN worked_by = :worked_by THEN NULL ELSE worked_by END
    WHERE id = :id AND version = :version
    RETURNING id
"""
_RELEASE = """
    UPDATE cases SET number = NULL, number_key = NULL, number_tail = NULL WHERE id = :id
"""
_SHOWN = "UPDATE cases SET shown_at = :now WHERE id = :id"
_KEEP_ENTITY = """
    INSERT INTO entities (case_id, kind, value, value_key) VALUES (:case, :kind, :value, :key)
    ON CONFLICT DO NOTHING
"""
