"""The leavers: whose name may go from the journal once they are off the team; their deeds stay."""

import json

from cases.case import Person
from storage.database import Database
from storage.rows import person_of


class Leavers:
    """People who were removed. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Person, ...]:
        """Return the removed people whose names are known still."""
        return tuple(person_of(row) for row in await self._database.rows(_LEAVERS))

    async def get(self, person_id: int) -> Person | None:
        """Return one of them; None for who is in the team, or is forgotten already."""
        return next((each for each in await self.all() if each.id == person_id), None)

    async def forget(self, person: Person, called: str) -> None:
        """Forget the person's name and chats for ever; from now on they are `called` this."""
        chat = person.telegram_id
        values = {"id": person.id, "chat": chat, "key": f"%:{chat}:{chat}:%", "called": called}
        for sql in _FORGET:
            await self._database.run_many(
                sql, [{n: v for n, v in values.items() if f":{n}" in sql}]
            )
        for row in await self._database.rows(_SNOOZED):
            snoozes = json.loads(row["snoozes"])
            if snoozes.pop(str(person.id), None):
                left = {"id": row["id"], "snoozes": json.dumps(snoozes) if snoozes else None}
                await self._database.run_many(_KEEP_SNOOZES, [left])


_LEAVERS = """
    SELECT * FROM people WHERE removed_at IS NOT NULL AND telegram_id > 0 ORDER BY removed_at DESC
"""
"""A forgotten person has no Telegram id any more: their own, below zero, stands in its place."""
_FORGET = (
    """UPDATE people SET name = :called, username = NULL, telegram_id = -id, quiet = NULL,
        away_from = NULL, away_until = NULL, missed_since = NULL, unreachable_since = NULL
        WHERE id = :id""",
    "DELETE FROM conversations WHERE key LIKE :key",
    "DELETE FROM spoken WHERE chat_id = :chat",
    "DELETE FROM searches WHERE person_id = :id",
    "DELETE FROM picks WHERE person_id = :id",
    "DELETE FROM undos WHERE person_id = :id",
    "DELETE FROM replies WHERE person_id = :id",
    "DELETE FROM outbox WHERE chat_id = :chat AND state = 'pending'",
    "UPDATE inbox SET payload = NULL WHERE chat_id = :chat AND state = 'dead'",
)
_SNOOZED = "SELECT id, snoozes FROM cases WHERE snoozes IS NOT NULL"
_KEEP_SNOOZES = "UPDATE cases SET snoozes = :snoozes WHERE id = :id"
