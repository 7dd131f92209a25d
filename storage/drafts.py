"""The drafts that have to be looked at, in whoever's conversation they lie."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.instants import stored


@dataclass(frozen=True)
class DueDrafts:
    """The forms of one person, at least one of which has to be looked at now."""

    key: str
    telegram_id: int
    forms: tuple[dict[str, Any], ...]


class Drafts:
    """Half-filled forms by the time at which they must be looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime) -> tuple[DueDrafts, ...]:
        """Return the conversations whose time has come."""
        rows = await self._database.rows(_DUE, {"now": stored(now)})
        return tuple(
            DueDrafts(row["key"], _person(row["key"]), tuple(json.loads(row["answers"])["drafts"]))
            for row in rows
        )

    async def keep(
        self, due: DueDrafts, forms: list[dict[str, Any]], state: str | None, look: datetime | None
    ) -> None:
        """Keep what is left of the forms, and when to look again."""
        answers = json.dumps({"drafts": forms, "wakes_at": stored(look)}, ensure_ascii=False)
        values = {"key": due.key, "answers": answers, "state": state, "look": stored(look)}
        await self._database.rows(_KEEP, values)

    async def defer(self, now: datetime, until: datetime) -> None:
        """Look at what is due later: nobody is written to in the night."""
        sql = "UPDATE conversations SET wakes_at = :until WHERE wakes_at <= :now"
        await self._database.rows(sql, {"until": stored(until), "now": stored(now)})


def _person(key: str) -> int:
    """Return whose conversation it is: «bot:chat:user:…»."""
    return int(key.split(":")[2])


_DUE = "SELECT key, answers FROM conversations WHERE wakes_at <= :now ORDER BY wakes_at"
_KEEP = """
    UPDATE conversations SET answers = :answers, state = :state, wakes_at = :look WHERE key = :key
"""
