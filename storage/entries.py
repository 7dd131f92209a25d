"""The entries: what was written into a case after it was registered, with its real time."""

import json
from datetime import datetime

from cases.kinds import EntryKind
from cases.record import Entry
from storage.database import Database, Row
from storage.history import By
from storage.instants import loaded, stored


class Entries:
    """Entries of cases. Nobody edits or deletes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, case_id: int) -> tuple[Entry, ...]:
        """Return what was written into the case, that which happened first at the beginning."""
        rows = await self._database.rows(_ENTRIES, {"case": case_id})
        return tuple(_entry(row) for row in rows)

    async def write(
        self, case_id: int, kind: EntryKind, text: str, answers: dict[str, object],
        at: datetime, by: By, *, has_time: bool = True, files: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        """Write an entry. `at` is when it happened, aware, UTC; `files` are numbers of the case."""
        values = {
            "case": case_id, "kind": kind, "at": stored(at), "written": stored(by.now),
            "person": by.person.id if by.person else None, "text": text,
            "answers": json.dumps(answers, ensure_ascii=False),
            "has_time": int(has_time), "files": json.dumps(files),
        }  # fmt: skip
        await self._database.run_many(_WRITE, [values])

    async def move(self, case_id: int, to: int, offset: int) -> None:
        """Let all entries of a case go over to another, where its files are `offset` further on."""
        moved = (
            {"id": each.id, "to": to, "files": json.dumps([n + offset for n in each.files])}
            for each in await self.of(case_id)
        )
        await self._database.run_many(_MOVE, moved)


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        kind=EntryKind(row["kind"]),
        at=loaded(row["at"]),
        written_at=loaded(row["written_at"]),
        person=row["person"],
        text=row["text"],
        answers=json.loads(row["answers"]),
        has_time=bool(row["has_time"]),
        files=tuple(json.loads(row["files"])),
    )


_ENTRIES = """
    SELECT entries.*, people.name AS person FROM entries
    LEFT JOIN people ON people.id = entries.person_id
    WHERE entries.case_id = :case ORDER BY entries.at, entries.id
"""
_MOVE = "UPDATE entries SET case_id = :to, files = :files WHERE id = :id"
_WRITE = """
    INSERT INTO entries (case_id, kind, at, written_at, person_id, text, answers, has_time, files)
    VALUES (:case, :kind, :at, :written, :person, :text, :answers, :has_time, :files)
"""
