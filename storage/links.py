"""The links: cases that belong together, told in both of them."""

from cases.case import Case
from storage.database import Database
from storage.history import By, History
from storage.instants import stored
from storage.rows import CASE_COLUMNS, case_of


class Links:
    """Pairs of cases. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._history = History(database)

    async def of(self, case_id: int) -> tuple[int, ...]:
        """Return the numbers of the cases that this one is linked with."""
        sql = "SELECT other_id FROM links WHERE case_id = :case ORDER BY other_id"
        rows = await self._database.rows(sql, {"case": case_id})
        return tuple(row["other_id"] for row in rows)

    async def join(self, case_id: int, other_id: int, by: By) -> None:
        """Link two cases, with a line in the history of both; a second time changes nothing.

        In place of another one that was merged meanwhile the case that it is in now is linked.
        """
        row = await self._database.row(_NOW, {"other": other_id})
        other_id = row["id"] if row else other_id
        if case_id == other_id or other_id in await self.of(case_id):
            return
        for one, other in ((case_id, other_id), (other_id, case_id)):
            values = {"case": one, "other": other, "at": stored(by.now)}
            await self._database.run_many(_JOIN, [values])
            await self._history.note(one, by, "linked", other_id=other)

    async def cases_of(self, case_id: int) -> tuple[Case, ...]:
        """Return the cases that this one is linked with, in one query."""
        rows = await self._database.rows(_LINKED, {"case": case_id})
        return tuple(case_of(row) for row in rows)

    async def part(self, case_id: int, other_id: int, by: By) -> None:
        """Undo a link, with a line in the history of both; nothing to undo changes nothing."""
        if other_id not in await self.of(case_id):
            return
        for one, other in ((case_id, other_id), (other_id, case_id)):
            await self._database.run_many(_PART_WITH, [{"case": one, "other": other}])
            await self._history.note(one, by, "unlinked", other_id=other)

    async def join_part(self, whole: str, case_id: int, by: By) -> None:
        """Keep that a case is a part of what was written as one, and link it with the others."""
        values = {"whole": whole, "case": case_id}
        await self._database.run_many(_PART, [values])
        for row in await self._database.rows(_OTHER_PARTS, values):
            await self.join(case_id, row["case_id"], by)


_NOW = "SELECT COALESCE(merged_into, id) AS id FROM cases WHERE id = :other"
_JOIN = "INSERT INTO links (case_id, other_id, made_at) VALUES (:case, :other, :at)"
_PART_WITH = "DELETE FROM links WHERE case_id = :case AND other_id = :other"
_LINKED = f"""
    SELECT {CASE_COLUMNS}
    WHERE cases.id IN (SELECT other_id FROM links WHERE case_id = :case) ORDER BY cases.id
"""  # noqa: S608 - our own words
_PART = "INSERT INTO parts (whole, case_id) VALUES (:whole, :case) ON CONFLICT DO NOTHING"
_OTHER_PARTS = """
    SELECT case_id FROM parts WHERE whole = :whole AND case_id <> :case ORDER BY case_id
"""
