"""The talk: which case was last shown when in which group, because somebody named it."""

from datetime import datetime, timedelta

from cases.talk import EVERY
from storage.database import Database
from storage.instants import stored

KEEP = timedelta(days=1)


class Talk:
    """Every method must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def may_show(self, chat_id: int, case_id: int, now: datetime) -> bool:
        """Whether the case may be shown in this group now; from then on it counts as shown."""
        values = {
            "chat": chat_id, "case": case_id, "now": stored(now), "before": stored(now - EVERY),
        }  # fmt: skip
        return await self._database.row(_SHOW, values) is not None

    async def purge(self, now: datetime) -> None:
        """Forget what may be shown again."""
        await self._database.run_many(_PURGE, [{"before": stored(now - KEEP)}])


_SHOW = """
    INSERT INTO mentions (chat_id, case_id, at) VALUES (:chat, :case, :now)
    ON CONFLICT (chat_id, case_id) DO UPDATE SET at = :now WHERE mentions.at <= :before
    RETURNING case_id
"""
_PURGE = "DELETE FROM mentions WHERE at < :before"
