"""The attachments: the files of a case, numbered 1, 2, 3 for ever."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.answers import Attachment
from cases.files import CaseFile, FileState, first_state
from storage.database import Database, Row
from storage.history import By
from storage.instants import loaded, stored


class Attachments:
    """Files that Telegram keeps for us, known by their file ids, and whether we have them too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, case_id: int) -> tuple[tuple[int, Attachment], ...]:
        """Return the files of the case with their numbers, but for those that were wiped."""
        files = await self.files(case_id)
        return tuple((f.number, f.attachment) for f in files if f.state is not FileState.WIPED)

    async def files(self, case_id: int) -> tuple[CaseFile, ...]:
        """Return the files of the case, with what became of each."""
        sql = "SELECT * FROM attachments WHERE case_id = :id ORDER BY number"
        rows = await self._database.rows(sql, {"id": case_id})
        return tuple(_file(row) for row in rows)

    async def keep(self, case_id: int, attachments: Iterable[Attachment], by: By) -> None:
        """Keep files of a case in the order in which they came, after those that are there."""
        await self._database.run_many(_KEEP, (_values(case_id, each, by) for each in attachments))

    async def add(self, case_id: int, attachment: Attachment, by: By) -> int:
        """Keep one more file of a case. Returns its number."""
        row = await self._database.row(
            f"{_KEEP} RETURNING number", _values(case_id, attachment, by)
        )
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        return int(row["number"])

    async def case_of_album(self, album: str) -> int | None:
        """Return the case that has taken the first files of this album; None when none has."""
        row = await self._database.row(_ALBUM, {"album": album}) if album else None
        return int(row["case_id"]) if row else None

    async def to_collect(self, now: datetime, limit: int) -> tuple[CaseFile, ...]:
        """Return files that are to be taken from Telegram now."""
        rows = await self._database.rows(_TO_COLLECT, {"now": stored(now), "limit": limit})
        return tuple(_file(row) for row in rows)

    async def kept(self, file: CaseFile, place: str, size: int, sha256: str) -> bool:
        """Write down that a file lies on the disk; False when nobody waits for it any more."""
        values = {**await self._key(file), "place": place, "size": size, "sha256": sha256}
        return await self._database.row(_KEPT, values) is not None

    async def later(self, file: CaseFile, not_before: datetime, *, counts: bool) -> None:
        """Try again then; `counts` when the file itself could not be had."""
        values = {**await self._key(file), "at": stored(not_before), "tries": int(counts)}
        await self._database.rows(_LATER, values)

    async def lost(self, file: CaseFile, state: FileState) -> None:
        """Give a file up: whoever sent it is yet to be told."""
        await self._database.rows(_LOST, {**await self._key(file), "state": state})

    async def take_untold(self) -> tuple[CaseFile, ...]:
        """Return the files whose loss is to be told, once; a case is left until it is through."""
        found = await self._database.rows(_UNTOLD)
        for case_id in {row["case_id"] for row in found}:
            sql = "UPDATE attachments SET untold = 0 WHERE case_id = :id AND untold = 1"
            await self._database.rows(sql, {"id": case_id})
        return tuple(_file(row) for row in found)

    async def try_again(self, case_id: int) -> int:
        """Collect once more what was given up. Returns how many files that are."""
        return len(await self._database.rows(_AGAIN, {"id": case_id}))

    async def _key(self, file: CaseFile) -> dict[str, Any]:
        """Name the file as it is now: its case may have been merged while it was being taken."""
        known = {"case": file.case_id, "number": file.number}
        row = await self._database.row(_MERGED, {**known, "file": file.attachment.file_id})
        return {"case": row["case_id"], "number": row["number"]} if row else known


def _values(case_id: int, attachment: Attachment, by: By) -> dict[str, Any]:
    return {
        "case": case_id,
        "state": first_state(attachment),
        "file": attachment.file_id,
        "unique": attachment.unique_id,
        "kind": attachment.kind,
        "name": attachment.name,
        "size": attachment.size,
        "caption": attachment.caption,
        "album": attachment.album or None,
        "person": by.person.id if by.person else None,
        "at": stored(by.now),
    }


def _file(row: Row) -> CaseFile:
    return CaseFile(
        case_id=row["case_id"],
        number=row["number"],
        attachment=Attachment(
            row["file_id"], row["unique_id"], row["kind"], row["name"], row["size"],
            row["caption"], row["album"] or "",
        ),
        state=FileState(row["state"]),
        added_at=loaded(row["added_at"]),
        added_by=row["added_by"],
        tries=row["tries"],
        place=row["place"] or "",
        sha256=row["sha256"] or "",
    )  # fmt: skip


_KEEP = """
    INSERT INTO attachments (case_id, number, state, file_id, unique_id, kind, name, size, caption,
        album, added_by, added_at)
    VALUES (:case,
        (SELECT COALESCE(MAX(number), 0) + 1 FROM attachments WHERE case_id = :case),
        :state, :file, :unique, :kind, :name, :size, :caption, :album, :person, :at)
"""
_ALBUM = "SELECT case_id FROM attachments WHERE album = :album ORDER BY case_id DESC LIMIT 1"
_TO_COLLECT = """
    SELECT * FROM attachments WHERE state = 'pending' AND not_before <= :now
    ORDER BY not_before, case_id, number LIMIT :limit
"""
_MERGED = """
    SELECT files.case_id, files.number FROM cases AS gone
    JOIN attachments AS files ON files.case_id = gone.merged_into
    WHERE gone.id = :case AND files.file_id = :file AND files.state = 'pending'
        AND NOT EXISTS (SELECT 1 FROM attachments WHERE case_id = :case AND number = :number)
    ORDER BY files.number LIMIT 1
"""
_KEPT = """
    UPDATE attachments SET state = 'kept', place = :place, size = :size, sha256 = :sha256
    WHERE case_id = :case AND number = :number AND state = 'pending'
    RETURNING number
"""
_LATER = """
    UPDATE attachments SET tries = tries + :tries, not_before = :at
    WHERE case_id = :case AND number = :number
"""
_LOST = """
    UPDATE attachments SET state = :state, untold = 1
    WHERE case_id = :case AND number = :number AND state = 'pending'
"""
_UNTOLD = """
    SELECT * FROM attachments WHERE untold = 1
        AND NOT EXISTS (
            SELECT 1 FROM attachments AS other
            WHERE other.case_id = attachments.case_id AND other.state = 'pending'
        )
    ORDER BY case_id, number
"""
_AGAIN = """
    UPDATE attachments SET state = 'pending', tries = 0, not_before = 0
    WHERE case_id = :id AND state = 'failed'
    RETURNING number
"""
