"""The undos: how a case stood before each deed, kept as long as the deed can be taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.case import Case, Snooze
from cases.snoozes import snoozes_json, snoozes_of
from cases.undoing import UNDOABLE, WITHIN
from storage.columns import changed_columns
from storage.database import Database, Row
from storage.history import By
from storage.instants import loaded, stored

KEEP = timedelta(hours=1)
"""Longer than a deed can be taken back: a late press is still told that it is late."""


@dataclass(frozen=True)
class Undo:
    """What a deed did to a case: `version` is the case's after it, `before` its row before it.

    `asleep` is who let its reminders wait then.
    """

    case_id: int
    version: int
    what: str
    at: datetime
    before: Mapping[str, Any]
    asleep: Mapping[int, Snooze]


class Undos:
    """Deeds by person. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, case: Case, what: str, by: By) -> None:
        """Keep how the case stood before a person's deed; nothing of a deed that stays for ever."""
        if by.person is None or by.deed is None or what not in UNDOABLE:
            return
        before = {**changed_columns(case, {}), "snoozes": snoozes_json(case.snoozes)}
        values = {
            "person": by.person.id, "deed": by.deed, "case": case.id, "version": case.version + 1,
            "what": what, "at": stored(by.now), "before": json.dumps(before),
        }  # fmt: skip
        await self._database.run_many(_KEEP, [values])

    async def of(self, person_id: int, deed: int) -> tuple[Undo, ...]:
        """Return what this deed of the person changed; nothing when it was long ago."""
        rows = await self._database.rows(_OF_DEED, {"person": person_id, "deed": deed})
        return tuple(map(_undo, rows))

    async def open(self, case: Case, person_id: int, now: datetime) -> int | None:
        """Return the person's deed that made the case what it is, if it can still be taken back."""
        values = {
            "person": person_id, "case": case.id, "version": case.version,
            "since": stored(now - WITHIN),
        }  # fmt: skip
        row = await self._database.row(_OPEN, values)
        return row["deed"] if row else None

    async def purge(self, now: datetime) -> None:
        """Forget what can not be taken back any more."""
        await self._database.run_many(_PURGE, [{"before": stored(now - KEEP)}])


def _undo(row: Row) -> Undo:
    before = json.loads(row["before"])
    asleep = snoozes_of(before.pop("snoozes", {}))
    return Undo(row["case_id"], row["version"], row["what"], loaded(row["at"]), before, asleep)


_KEEP = """
    INSERT INTO undos (person_id, deed, case_id, version, what, at, before)
    VALUES (:person, :deed, :case, :version, :what, :at, :before)
    ON CONFLICT (person_id, deed, case_id) DO UPDATE SET
        version = :version, what = :what, at = :at, before = :before
"""
_OF_DEED = "SELECT * FROM undos WHERE person_id = :person AND deed = :deed ORDER BY case_id"
_OPEN = """
    SELECT deed FROM undos
    WHERE person_id = :person AND case_id = :case AND version = :version AND at >= :since
"""
_PURGE = "DELETE FROM undos WHERE at < :before"
