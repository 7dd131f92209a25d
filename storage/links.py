"""The links: cases that belong together, told in both of them."""

from storage.database import Database
from storage.history import By, History
from storage.instants import stored


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
        """Link two cases, with a line in the history of both; linked once is linked for ever."""
        if case_id == other_id or other_id in await self.of(case_id):
            return
        for one, other in ((case_id, other_id), (other_id, case_id)):
            values = {"case": one, "other": other, "at": stored(by.now)}
            await self._database.run_many(_JOIN, [values])
            await self._history.note(one, by, "linked", other_id=other)

    async def join_part(self, whole: str, case_id: int, by: By) -> None:
        """Keep that a case is a part of what was written as one, and link it with the others."""
        values = {"whole": whole, "case": case_id}
        await self._database.run_many(_PART, [values])
        for row in await self._database.rows(_OTHER_PARTS, values):
            await self.join(case_id, row["case_id"], by)


_JOIN = "INSERT INTO links (case_id, other_id, made_at) VALUES (:case, :other, :at)"
_PART = "INSERT INTO parts (whole, case_id) VALUES (:whole, :case) ON CONFLICT DO NOTHING"
_OTHER_PARTS = """
    SELECT case_id FROM parts WHERE whole = :whole AND case_id <> :case ORDER BY case_id
"""
