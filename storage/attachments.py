"""The attachments: the files of a case, numbered 1, 2, 3 for ever."""

from collections.abc import Iterable

from cases.answers import Attachment
from storage.database import Database, Row
from storage.history import By
from storage.instants import stored


class Attachments:
    """Files that Telegram keeps for us, known by their file ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, case_id: int) -> tuple[tuple[int, Attachment], ...]:
        """Return the files of the case with their numbers."""
        sql = "SELECT * FROM attachments WHERE case_id = :id ORDER BY number"
        rows = await self._database.rows(sql, {"id": case_id})
        return tuple((row["number"], _attachment(row)) for row in rows)

    async def keep(self, case_id: int, attachments: Iterable[Attachment], by: By) -> None:
        """Keep the files of a new case, in the order in which they came."""
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


def _attachment(row: Row) -> Attachment:
    return Attachment(
        row["file_id"], row["unique_id"], row["kind"], row["name"], row["size"], row["caption"]
    )


_KEEP_ATTACHMENT = """
    INSERT INTO attachments (case_id, number, state, file_id, unique_id, kind, name, size, caption,
        added_by, added_at)
    VALUES (:case, :number, 'pending', :file, :unique, :kind, :name, :size, :caption, :person, :at)
"""
