"""The groups: where the team meets, and which of them the owner has bound."""

from datetime import datetime

from cases.case import Group, Person
from storage.database import Database, Row
from storage.instants import stored


class Groups:
    """The team's group chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, chat_id: int) -> Group | None:
        """Return a group that the owner has bound; None for any other."""
        sql = "SELECT * FROM chat_groups WHERE chat_id = :chat AND bound_at IS NOT NULL"
        row = await self._database.row(sql, {"chat": chat_id})
        return _group(row) if row else None

    async def is_bound(self, chat_id: int) -> bool:
        """Whether the owner has bound this group."""
        return await self.find(chat_id) is not None

    async def let_talk(self, chat_id: int, *, on: bool) -> Group | None:
        """Let numbers be heard in the talk of a bound group, or not; None for any other group."""
        row = await self._database.row(_LET_TALK, {"chat": chat_id, "on": int(on)})
        return _group(row) if row else None

    async def title(self, chat_id: int) -> str | None:
        """Return the title of a group that the bot was put into; None for any other."""
        sql = "SELECT title FROM chat_groups WHERE chat_id = :chat"
        row = await self._database.row(sql, {"chat": chat_id})
        return row["title"] if row else None

    async def bound(self) -> tuple[Group, ...]:
        """Return the bound groups."""
        sql = "SELECT * FROM chat_groups WHERE bound_at IS NOT NULL ORDER BY bound_at"
        return tuple(map(_group, await self._database.rows(sql)))

    async def bind(self, chat_id: int, title: str, by: Person, now: datetime) -> None:
        """Let the team use the journal in this group."""
        values = {"chat": chat_id, "title": title, "by": by.id, "now": stored(now)}
        await self._database.rows(_BIND, values)

    async def unbind(self, chat_id: int) -> None:
        """Forget a group that the bot was taken out of."""
        sql = "DELETE FROM chat_groups WHERE chat_id = :chat"
        await self._database.rows(sql, {"chat": chat_id})

    async def told_about(self, chat_id: int, title: str, now: datetime) -> bool:
        """Whether the owner is to be told about an unknown group: once, until it is bound."""
        values = {"chat": chat_id, "title": title, "now": stored(now)}
        return await self._database.row(_TOLD, values) is not None

    async def migrate(self, old: int, new: int) -> None:
        """Move what is known of a group that has become a supergroup; a binding is never lost.

        Safe however often it is told, and whatever is known of the new chat already.
        """
        values = {"old": old, "new": new}
        await self._database.rows(_MIGRATE, values)
        await self._database.rows(_FORGET_MIGRATED, values)


def _group(row: Row) -> Group:
    return Group(row["chat_id"], row["title"], bool(row["talks"]))


_LET_TALK = """
    UPDATE chat_groups SET talks = :on WHERE chat_id = :chat AND bound_at IS NOT NULL
    RETURNING *
"""
_BIND = """
    INSERT INTO chat_groups (chat_id, title, bound_by, bound_at)
    VALUES (:chat, :title, :by, :now)
    ON CONFLICT (chat_id) DO UPDATE SET title = :title, bound_by = :by, bound_at = :now
"""
_MIGRATE = """
    INSERT INTO chat_groups (chat_id, title, bound_by, bound_at, told_at, talks)
    SELECT :new, title, bound_by, bound_at, told_at, talks FROM chat_groups
    WHERE chat_id = :old AND chat_id <> :new
    ON CONFLICT (chat_id) DO UPDATE SET
        bound_by = COALESCE(chat_groups.bound_by, excluded.bound_by),
        bound_at = COALESCE(chat_groups.bound_at, excluded.bound_at),
        told_at = COALESCE(chat_groups.told_at, excluded.told_at),
        talks = CASE WHEN excluded.talks = 1 THEN 1 ELSE chat_groups.talks END
"""
_FORGET_MIGRATED = "DELETE FROM chat_groups WHERE chat_id = :old AND chat_id <> :new"
_TOLD = """
    INSERT INTO chat_groups (chat_id, title, told_at) VALUES (:chat, :title, :now)
    ON CONFLICT (chat_id) DO UPDATE SET told_at = :now
        WHERE chat_groups.told_at IS NULL AND chat_groups.bound_at IS NULL
    RETURNING chat_id
"""
