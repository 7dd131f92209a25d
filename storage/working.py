"""The working: who has taken which case up; written into the case's row, it is no change of it."""

from datetime import datetime

from cases.working import LASTS
from storage.database import Database
from storage.instants import stored


class Working:
    """Neither the version nor history know of it. Every method must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_up(self, case_id: int, person_id: int, now: datetime) -> bool:
        """Whether the case is in this person's work now: not while it is in somebody else's."""
        values = {
            "id": case_id, "person": person_id, "now": stored(now), "passed": stored(now - LASTS),
        }  # fmt: skip
        return await self._database.row(_TAKE_UP, values) is not None

    async def let_go(self, case_id: int, person_id: int) -> None:
        """End the person's work at the case."""
        await self._database.rows(_LET_GO, {"id": case_id, "person": person_id})


_TAKE_UP = """
    UPDATE cases SET worked_by = :person, worked_since = :now
    WHERE id = :id AND closed_at IS NULL
        AND (worked_by IS NULL OR worked_by = :person OR worked_since <= :passed)
    RETURNING id
"""
_LET_GO = "UPDATE cases SET worked_by = NULL WHERE id = :id AND worked_by = :person"
