"""The journal: cases are registered, moved and found here, with their history and clocks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cases.answers import Attachment, entities_of
from cases.case import Case, Person
from cases.clocks import nearest_wall, next_rung, running_clocks
from cases.entities import entity_key
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.money import Money
from cases.numbers import number_key
from cases.roles import Place
from cases.rules import Rules
from storage.database import Database, Row
from storage.instants import loaded, stored
from storage.rows import CASE_COLUMNS, case_of


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


@dataclass(frozen=True)
class By:
    """Who changes something, from where and when. A person of None is the bot itself."""

    person: Person | None
    place: Place | str
    now: datetime


@dataclass(frozen=True)
class HistoryLine:
    """One row of a case's history: ids and statuses, no personal data."""

    at: datetime
    person: str | None
    what: str
    old: str | None
    new: str | None
    comment: str | None


class Journal:
    """All cases. Every method that changes something must stand inside a transaction."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self._database = database
        self._rules = rules

    async def register(self, new: NewCase, by: By) -> Case:
        """Keep a new case. Raises NumberTaken with the case that already has this number."""
        taken = await self.find_in_cabinet(new.cabinet_id, new.number)
        if taken:
            raise NumberTaken(taken)
        row = await self._database.row(_INSERT, _columns(new, by))
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        case_id = int(row["id"])
        await self._keep_entities(case_id, new.answers)
        await self._keep_attachments(case_id, new.attachments, by)
        await self.note(case_id, by, "registered", new=new.status)
        return await self.wind_clocks(case_id)

    async def change(
        self, case: Case, by: By, what: str, comment: str | None = None, **new: Any
    ) -> Case:
        """Write new values into the case that the person saw, with a line of history.

        `new` takes the fields of Case: status, answers, number, assignee_id, recovered,
        waiting_since, moved_at, closed_at. Raises SomebodyWasFirst when the version has moved on,
        NumberTaken when the new number belongs to another case.
        """
        if "number" in new:
            taken = await self.find_in_cabinet(case.cabinet.id, new["number"])
            if taken and taken.id != case.id:
                raise NumberTaken(taken)
        changed = await self._database.row(_UPDATE, _changed_columns(case, new))
        if changed is None:
            raise SomebodyWasFirst(await self.get(case.id))
        status = new.get("status", case.status)
        await self.note(case.id, by, what, old=case.status, new=status, comment=comment)
        return await self.wind_clocks(case.id)

    async def get(self, case_id: int) -> Case:
        """Return the case #case_id. Raises KeyError when there is none."""
        row = await self._database.row(
            f"SELECT {CASE_COLUMNS} WHERE cases.id = :id", {"id": case_id}
        )
        if row is None:
            raise KeyError(case_id)
        return case_of(row)

    async def find(self, case_id: int) -> Case | None:
        """Return the case #case_id, or None."""
        try:
            return await self.get(case_id)
        except (KeyError, OverflowError):  # a number that no database could hold
            return None

    async def find_in_cabinet(self, cabinet_id: int, number: str | None) -> Case | None:
        """Return the case with this number in this cabinet. No number matches nothing."""
        key = number_key(number or "")
        if not key:
            return None
        sql = f"SELECT {CASE_COLUMNS} WHERE cases.cabinet_id = :cabinet AND cases.number_key = :key"
        row = await self._database.row(sql, {"cabinet": cabinet_id, "key": key})
        return case_of(row) if row else None

    async def find_by_number(self, number: str, limit: int = 10) -> tuple[Case, ...]:
        """Return the cases whose number is the same in its compared form, in any cabinet."""
        return await self._cases(
            "cases.number_key = :key ORDER BY cases.id DESC LIMIT :limit",
            {"key": number_key(number), "limit": limit},
        )

    async def find_by_tail(self, tail: str, limit: int = 10) -> tuple[Case, ...]:
        """Return the newest cases whose number ends with this."""
        reversed_tail = number_key(tail)[::-1]
        return await self._cases(
            "cases.number_tail >= :first AND cases.number_tail < :last"
            " ORDER BY cases.number_tail, cases.id DESC LIMIT :limit",
            {"first": reversed_tail, "last": reversed_tail + "\U0010ffff", "limit": limit},
        )

    async def find_by_entity(self, value: str, limit: int = 10) -> tuple[Case, ...]:
        """Return the newest cases that carry this identifier."""
        return await self._cases(
            "cases.id IN (SELECT case_id FROM entities WHERE value_key = :key"
            " ORDER BY case_id DESC LIMIT :limit) ORDER BY cases.id DESC",
            {"key": entity_key(value), "limit": limit},
        )

    async def numbers_near(self, number: str, limit: int = 50) -> tuple[str, ...]:
        """Return numbers that begin or end like this one: the candidates for «похожие»."""
        key = number_key(number)
        head, tail = key[:4], key[::-1][:4]
        rows = await self._database.rows(
            _NEAR,
            {
                "head": head,
                "head_end": head + "\U0010ffff",
                "tail": tail,
                "tail_end": tail + "\U0010ffff",
                "limit": limit,
            },
        )  # fmt: skip
        return tuple(row["number"] for row in rows)

    async def open_cases(self, limit: int, offset: int = 0) -> tuple[Case, ...]:
        """Return open cases, the nearest deadline first; those without one at the end."""
        return await self._cases(
            "cases.closed_at IS NULL ORDER BY cases.due_at IS NULL, cases.due_at, cases.id"
            " LIMIT :limit OFFSET :offset",
            {"limit": limit, "offset": offset},
        )

    async def all_open(self) -> tuple[Case, ...]:
        """Return every open case, for the digest."""
        return await self._cases("cases.closed_at IS NULL", {})

    async def count_open(self) -> int:
        """Return how many cases are open."""
        row = await self._database.row("SELECT COUNT(*) FROM cases WHERE closed_at IS NULL")
        return int(row[0]) if row else 0

    async def history(self, case_id: int) -> tuple[HistoryLine, ...]:
        """Return what happened to the case, the oldest first."""
        rows = await self._database.rows(_HISTORY, {"id": case_id})
        return tuple(_history_line(row) for row in rows)

    async def last_change(self, case_id: int) -> HistoryLine | None:
        """Return the newest line of history: who was first."""
        lines = await self.history(case_id)
        return lines[-1] if lines else None

    async def attachments(self, case_id: int) -> tuple[tuple[int, Attachment], ...]:
        """Return the files of the case with their numbers."""
        sql = "SELECT * FROM attachments WHERE case_id = :id ORDER BY number"
        rows = await self._database.rows(sql, {"id": case_id})
        return tuple((row["number"], _attachment(row)) for row in rows)

    async def note(
        self, case_id: int, by: By, what: str, *,
        old: str | None = None, new: str | None = None, comment: str | None = None,
    ) -> None:  # fmt: skip
        """Write one line of history."""
        await self._database.rows(
            _NOTE,
            {
                "case": case_id,
                "at": stored(by.now),
                "person": by.person.id if by.person else None,
                "place": by.place,
                "what": what,
                "old": old,
                "new": new,
                "comment": comment,
            },
        )  # fmt: skip

    async def wind_clocks(self, case_id: int) -> Case:
        """Make the clocks agree with the case: a clock that did not change keeps its place."""
        case = await self.get(case_id)
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

    async def _cases(self, where: str, values: dict[str, Any]) -> tuple[Case, ...]:
        rows = await self._database.rows(f"SELECT {CASE_COLUMNS} WHERE {where}", values)
        return tuple(case_of(row) for row in rows)

    async def _keep_entities(self, case_id: int, answers: dict[str, Any]) -> None:
        found = entities_of(answers.get("entities")) + entities_of(answers.get("goods"))
        await self._database.run_many(
            _KEEP_ENTITY,
            (
                {"case": case_id, "kind": e.kind, "value": e.value, "key": entity_key(e.value)}
                for e in found
            ),
        )

    async def _keep_attachments(
        self, case_id: int, attachments: Iterable[Attachment], by: By
    ) -> None:
        await self._database.run_many(
            _KEEP_ATTACHMENT,
            (
                {
                    "case": case_id, "number": number, "file": a.file_id, "unique": a.unique_id,
                    "kind": a.kind, "name": a.name, "size": a.size, "caption": a.caption,
                    "person": by.person.id if by.person else None, "at": stored(by.now),
                }
                for number, a in enumerate(attachments, 1)
            ),
        )  # fmt: skip


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
        "moved_at": stored(changed.moved_at),
        "closed_at": stored(changed.closed_at),
    }


def _history_line(row: Row) -> HistoryLine:
    return HistoryLine(
        loaded(row["at"]), row["person"], row["what"], row["old"], row["new"], row["comment"]
    )


def _attachment(row: Row) -> Attachment:
    return Attachment(
        row["file_id"], row["unique_id"], row["kind"], row["name"], row["size"], row["caption"]
    )


_INSERT = """
    INSERT INTO cases (kind, status, version, cabinet_id, number, number_key, number_tail, answers,
        author_id, assignee_id, risk_minor, risk_currency, created_at, moved_at, waiting_since)
    VALUES (:kind, :status, 1, :cabinet, :number, :number_key, :number_tail, :answers,
        :author, :assignee, :risk_minor, :risk_currency, :now, :now, :waiting_since)
    RETURNING id
"""
_UPDATE = """
    UPDATE cases SET version = version + 1, status = :status, number = :number,
        number_key = :number_key, number_tail = :number_tail, answers = :answers,
        assignee_id = :assignee, risk_minor = :risk_minor, risk_currency = :risk_currency,
        recovered_minor = :recovered_minor, recovered_currency = :recovered_currency,
        waiting_since = :waiting_since, moved_at = :moved_at, closed_at = :closed_at
    WHERE id = :id AND version = :version
    RETURNING id
"""
_NEAR = """
    SELECT number FROM (
        SELECT id, number FROM cases WHERE number_key >= :head AND number_key < :head_end
        UNION
        SELECT id, number FROM cases WHERE number_tail >= :tail AND number_tail < :tail_end
    ) AS near ORDER BY id DESC LIMIT :limit
"""
_HISTORY = """
    SELECT history.*, people.name AS person FROM history
    LEFT JOIN people ON people.id = history.person_id
    WHERE history.case_id = :id ORDER BY history.id
"""
_NOTE = """
    INSERT INTO history (case_id, at, person_id, place, what, old, new, comment)
    VALUES (:case, :at, :person, :place, :what, :old, :new, :comment)
"""
_KEEP_ENTITY = """
    INSERT INTO entities (case_id, kind, value, value_key) VALUES (:case, :kind, :value, :key)
    ON CONFLICT DO NOTHING
"""
_KEEP_ATTACHMENT = """
    INSERT INTO attachments (case_id, number, state, file_id, unique_id, kind, name, size, caption,
        added_by, added_at)
    VALUES (:case, :number, 'pending', :file, :unique, :kind, :name, :size, :caption, :person, :at)
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
