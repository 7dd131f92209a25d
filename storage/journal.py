"""The journal: cases are registered, moved and found here, with their history and clocks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cases.answers import Attachment, entities_of
from cases.case import Case
from cases.clocks import nearest_wall, next_rung, running_clocks
from cases.entities import entity_key
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.money import Money
from cases.numbers import number_key
from cases.rules import Rules
from storage.attachments import Attachments
from storage.database import Database
from storage.history import By, History
from storage.instants import stored
from storage.search import Search


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
class NewCase:
    """A case that is about to be registered."""

    kind: Kind
    status: Status
    cabinet_id: int
    answers: dict[str, Any]
    number: str | None = None
    assignee_id: int | None = None
    risk: Money | None = None
    waiting_since: datetime | None = None
    attachments: tuple[Attachment, ...] = ()


class Journal:
    """All cases. Every method that changes something must stand inside a transaction."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self._database = database
        self._rules = rules
        self._search = Search(database)
        self._history = History(database)
        self._attachments = Attachments(database)

    async def register(self, new: NewCase, by: By) -> Case:
        """Keep a new case. Raises NumberTaken with the case that already has this number."""
        taken = await self._search.find_in_cabinet(new.cabinet_id, new.number)
        if taken:
            raise NumberTaken(taken)
        row = await self._database.row(_INSERT, _columns(new, by))
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        case_id = int(row["id"])
        await self._keep_entities(case_id, new.answers)
        await self._attachments.keep(case_id, new.attachments, by)
        await self._history.note(case_id, by, "registered", new=new.status)
        return await self.wind_clocks(case_id)

    async def change(
        self, case: Case, by: By, what: str, comment: str | None = None, **new: Any
    ) -> Case:
        """Write new values into the case that the person saw, with a line of history.

        `new` takes the fields of Case: status, answers, number, assignee_id, risk, recovered,
        waiting_since, turn_since, answered_at, moved_at, closed_at. Raises SomebodyWasFirst when
        the version has moved on, NumberTaken when the new number belongs to another case.
        """
        if "number" in new:
            taken = await self._search.find_in_cabinet(case.cabinet.id, new["number"])
            if taken and taken.id != case.id:
                raise NumberTaken(taken)
        changed = await self._database.row(_UPDATE, _changed_columns(case, new))
        if changed is None:
            raise SomebodyWasFirst(await self._search.get(case.id))
        status = new.get("status", case.status)
        await self._history.note(case.id, by, what, old=case.status, new=status, comment=comment)
        return await self.wind_clocks(case.id)

    async def keep_identifiers(self, case: Case) -> None:
        """Make the identifiers by which a case is found agree with its answers."""
        sql = "DELETE FROM entities WHERE case_id = :case"
        await self._database.rows(sql, {"case": case.id})
        await self._keep_entities(case.id, case.answers)

    async def show_appeal(self, case_id: int, now: datetime) -> None:
        """Keep that the text of a draft was shown: its number is asked for in a while."""
        await self._database.rows(_SHOWN, {"id": case_id, "now": stored(now)})
        await self.wind_clocks(case_id)

    async def wind_clocks(self, case_id: int) -> Case:
        """Make the clocks agree with the case: a clock that did not change keeps its place."""
        case = await self._search.get(case_id)
        running = running_clocks(case, self._rules)
        kinds = {clock.kind for clock in running}
        for row in await self._database.rows(_CLOCK_KINDS, {"case": case_id}):
            if row["kind"] not in kinds:
                values = {"case": case_id, "kind": row["kind"]}
                await self._database.rows(_STOP_CLOCK, values)
        for clock in running:
            first = next_rung(clock, case, self._rules, after=None)
            await self._database.rows(
                _START_CLOCK,
                {
                    "case": case_id, "kind": clock.kind, "started": stored(clock.started_at),
                    "due": stored(clock.due_at), "next": stored(first.at),
                },
            )  # fmt: skip
        wall = nearest_wall(running)
        sql = "UPDATE cases SET due_at = :due WHERE id = :id"
        await self._database.rows(sql, {"due": stored(wall), "id": case_id})
        return replace(case, due_at=wall)

    async def wind_all_clocks(self) -> None:
        """Make the clocks of every open case agree with the rules as they are now."""
        for row in await self._database.rows("SELECT id FROM cases WHERE closed_at IS NULL"):
            await self.wind_clocks(row["id"])

    async def _keep_entities(self, case_id: int, answers: Mapping[str, Any]) -> None:
        found = entities_of(answers.get("entities")) + entities_of(answers.get("goods"))
        await self._database.run_many(
            _KEEP_ENTITY,
            (
                {"case": case_id, "kind": e.kind, "value": e.value, "key": entity_key(e.value)}
                for e in found
            ),
        )


def _columns(new: NewCase, by: By) -> dict[str, Any]:
    key = number_key(new.number or "") or None
    return {
        "kind": new.kind,
        "status": new.status,
        "cabinet": new.cabinet_id,
        "number": new.number,
        "number_key": key,
        "number_tail": key[::-1] if key else None,
        "answers": json.dumps(new.answers, ensure_ascii=False),
        "author": by.person.id if by.person else None,
        "assignee": new.assignee_id,
        "risk_minor": new.risk.minor if new.risk else None,
        "risk_currency": new.risk.currency if new.risk else None,
        "now": stored(by.now),
        "waiting_since": stored(new.waiting_since),
    }


def _changed_columns(case: Case, new: dict[str, Any]) -> dict[str, Any]:
    changed = replace(case, **{name: new[name] for name in new if name != "assignee_id"})
    key = number_key(changed.number or "") or None
    assignee_id = case.assignee.id if case.assignee else None
    return {
        "id": case.id,
        "version": case.version,
        "status": changed.status,
        "number": changed.number,
        "number_key": key,
        "number_tail": key[::-1] if key else None,
        "answers": json.dumps(dict(changed.answers), ensure_ascii=False),
        "assignee": new.get("assignee_id", assignee_id),
        "risk_minor": changed.risk.minor if changed.risk else None,
        "risk_currency": changed.risk.currency if changed.risk else None,
        "recovered_minor": changed.recovered.minor if changed.recovered else None,
        "recovered_currency": changed.recovered.currency if changed.recovered else None,
        "waiting_since": stored(changed.waiting_since),
        "turn_since": stored(changed.turn_since),
        "answered_at": stored(changed.answered_at),
        "moved_at": stored(changed.moved_at),
        "closed_at": stored(changed.closed_at),
    }


_INSERT = """
    INSERT INTO cases (kind, status, version, cabinet_id, number, number_key, number_tail, answers,
        author_id, assignee_id, risk_minor, risk_currency, created_at, moved_at, waiting_since,
        turn_since)
    VALUES (:kind, :status, 1, :cabinet, :number, :number_key, :number_tail, :answers,
        :author, :assignee, :risk_minor, :risk_currency, :now, :now, :waiting_since,
        :waiting_since)
    RETURNING id
"""
_UPDATE = """
    UPDATE cases SET version = version + 1, status = :status, number = :number,
        number_key = :number_key, number_tail = :number_tail, answers = :answers,
        assignee_id = :assignee, risk_minor = :risk_minor, risk_currency = :risk_currency,
        recovered_minor = :recovered_minor, recovered_currency = :recovered_currency,
        waiting_since = :waiting_since, turn_since = :turn_since, answered_at = :answered_at,
        moved_at = :moved_at, closed_at = :closed_at
    WHERE id = :id AND version = :version
    RETURNING id
"""
_SHOWN = "UPDATE cases SET shown_at = :now WHERE id = :id"
_KEEP_ENTITY = """
    INSERT INTO entities (case_id, kind, value, value_key) VALUES (:case, :kind, :value, :key)
    ON CONFLICT DO NOTHING
"""
_CLOCK_KINDS = "SELECT kind FROM clocks WHERE case_id = :case"
_STOP_CLOCK = "DELETE FROM clocks WHERE case_id = :case AND kind = :kind"
_START_CLOCK = """
    INSERT INTO clocks (case_id, kind, started_at, due_at, last_at, next_at)
    VALUES (:case, :kind, :started, :due, NULL, :next)
    ON CONFLICT (case_id, kind) DO UPDATE SET
        started_at = :started, due_at = :due, last_at = NULL, next_at = :next
    WHERE clocks.started_at <> :started OR clocks.due_at <> :due
"""
