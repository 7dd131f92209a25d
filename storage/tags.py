"""The tags: which labels the team uses, how often, and which of them a case has."""

from dataclasses import dataclass

from cases.case import Case
from storage.database import Database, Row
from storage.history import By, History


@dataclass(frozen=True)
class Tag:
    """A label of the team; `here` says whether the case that was asked about has it."""

    id: int
    name: str
    here: bool = False


class Tags:
    """The labels. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._history = History(database)

    async def get(self, tag_id: int) -> Tag | None:
        """Return one label by its id."""
        row = await self._database.row("SELECT * FROM tags WHERE id = :id", {"id": tag_id})
        return Tag(row["id"], row["name"]) if row else None

    async def used(self, most: int) -> tuple[Tag, ...]:
        """Return the labels that cases have, the most used first."""
        rows = await self._database.rows(_USED, {"most": most})
        return tuple(Tag(row["id"], row["name"]) for row in rows)

    async def offered(self, case_id: int, most: int) -> tuple[Tag, ...]:
        """Return the labels of a case, then the most used of the others."""
        rows = await self._database.rows(_OFFERED, {"case": case_id, "most": most})
        return tuple(Tag(row["id"], row["name"], bool(row["here"])) for row in rows)

    async def put(self, case: Case, name: str, by: By) -> bool:
        """Put a label on a case, with a line of history. False when it has it already."""
        await self._database.run_many(_NAME, [{"name": name}])
        row = await self._database.row(_PUT, {"case": case.id, "name": name})
        return await self._changed(case.id, row, "tagged", name, by, +1)

    async def take_off(self, case: Case, tag: Tag, by: By) -> bool:
        """Take a label off a case, with a line of history. False when it does not have it."""
        row = await self._database.row(_TAKE_OFF, {"case": case.id, "tag": tag.id})
        return await self._changed(case.id, row, "untagged", tag.name, by, -1)

    async def _changed(
        self, case_id: int, row: Row | None, what: str, name: str, by: By, more: int
    ) -> bool:
        if row is None:
            return False
        await self._database.run_many(_COUNT, [{"tag": row["tag_id"], "more": more}])
        await self.rewrite(case_id)
        await self._history.note(case_id, by, what, comment=name)
        return True

    async def rewrite(self, case_id: int) -> None:
        """Write the labels of a case into its row, where its card reads them."""
        rows = await self._database.rows(_OF, {"case": case_id})
        written = {"case": case_id, "tags": " ".join(row["name"] for row in rows)}
        sql = "UPDATE cases SET tags = :tags WHERE id = :case"
        await self._database.run_many(sql, [written])


_NAME = "INSERT INTO tags (name, uses) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING"
_PUT = """
    INSERT INTO case_tags (case_id, tag_id) SELECT :case, id FROM tags WHERE name = :name
    ON CONFLICT DO NOTHING RETURNING tag_id
"""
_TAKE_OFF = "DELETE FROM case_tags WHERE case_id = :case AND tag_id = :tag RETURNING tag_id"
_COUNT = "UPDATE tags SET uses = uses + :more WHERE id = :tag"
_OF = """
    SELECT tags.name FROM case_tags JOIN tags ON tags.id = case_tags.tag_id
    WHERE case_tags.case_id = :case ORDER BY tags.name
"""
_USED = "SELECT * FROM tags WHERE uses > 0 ORDER BY uses DESC, id LIMIT :most"
_OFFERED = """
    SELECT tags.*, EXISTS (
        SELECT 1 FROM case_tags WHERE case_tags.case_id = :case AND case_tags.tag_id = tags.id
    ) AS here FROM tags WHERE tags.uses > 0 ORDER BY here DESC, tags.uses DESC, tags.id LIMIT :most
"""
