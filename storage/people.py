"""The people, their invitations, the cabinets they lead and the groups they meet in."""

import hashlib
from datetime import datetime

from cases.case import Cabinet, Group, Person
from cases.kinds import Currency, Marketplace
from cases.roles import Role
from storage.database import Database
from storage.instants import stored
from storage.rows import cabinet_of, person_of


class InvitationSpent(Exception):
    """The invitation was used, has run out or never was: all three read the same."""


class People:
    """The team. Rights come from here at every press."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_telegram(self, telegram_id: int) -> Person | None:
        """Return the member with this Telegram id; None for strangers and removed people."""
        row = await self._database.row(_MEMBER, {"id": telegram_id})
        return person_of(row) if row else None

    async def get(self, person_id: int) -> Person | None:
        """Return a member by our id; None for removed people."""
        sql = "SELECT * FROM people WHERE id = :id AND removed_at IS NULL"
        row = await self._database.row(sql, {"id": person_id})
        return person_of(row) if row else None

    async def team(self) -> tuple[Person, ...]:
        """Return everybody of the team, the owner first."""
        sql = "SELECT * FROM people WHERE removed_at IS NULL ORDER BY role <> 'owner', id"
        return tuple(person_of(row) for row in await self._database.rows(sql))

    async def owner(self) -> Person | None:
        """Return the owner; None before they have pressed Start."""
        return next((p for p in await self.team() if p.role is Role.OWNER), None)

    async def join(
        self, telegram_id: int, name: str, username: str | None, role: Role, now: datetime
    ) -> Person:
        """Take somebody into the team, or back into it."""
        values = {
            "id": telegram_id, "name": name, "username": username, "role": role,
            "now": stored(now),
        }  # fmt: skip
        row = await self._database.row(_JOIN, values)
        assert row is not None  # noqa: S101 - RETURNING always returns what was written
        return person_of(row)

    async def rename(self, person: Person, name: str, username: str | None) -> None:
        """Keep the name that the person has in Telegram now."""
        sql = "UPDATE people SET name = :name, username = :username WHERE id = :id"
        await self._database.rows(sql, {"name": name, "username": username, "id": person.id})

    async def remove(self, person: Person, now: datetime) -> None:
        """Take a person off the team: every right is gone at once, their cases stay."""
        values = {"at": stored(now), "id": person.id}
        await self._database.rows(
            "UPDATE people SET removed_at = :at, digest_next_at = NULL WHERE id = :id", values
        )
        await self._database.rows(_RETIRE_OPERATIONAL, values)
        await self._database.rows(_RETIRE_FINANCIAL, values)

    async def invite(self, token: str, by: Person, now: datetime, expires_at: datetime) -> None:
        """Keep an invitation by the hash of its token."""
        values = {
            "hash": _hash(token), "role": Role.MANAGER, "by": by.id,
            "now": stored(now), "expires": stored(expires_at),
        }  # fmt: skip
        await self._database.rows(_INVITE, values)

    async def accept(
        self, token: str, telegram_id: int, name: str, username: str | None, now: datetime
    ) -> Person:
        """Spend an invitation: of two people who race for it one wins. Raises InvitationSpent."""
        values = {"hash": _hash(token), "now": stored(now)}
        row = await self._database.row(_SPEND, values)
        if row is None:
            raise InvitationSpent
        person = await self.join(telegram_id, name, username, Role(row["role"]), now)
        sql = "UPDATE invitations SET used_by = :person WHERE token_hash = :hash"
        await self._database.rows(sql, {"person": person.id, "hash": _hash(token)})
        return person

    async def set_reachable(self, telegram_id: int, since: datetime | None) -> None:
        """Keep since when a person cannot be written to; None when they can again."""
        sql = "UPDATE people SET unreachable_since = :since WHERE telegram_id = :id"
        await self._database.rows(sql, {"since": stored(since), "id": telegram_id})

    async def digests_due(self, now: datetime) -> tuple[Person, ...]:
        """Return whose daily digest has come."""
        rows = await self._database.rows(_DIGESTS_DUE, {"now": stored(now)})
        return tuple(person_of(row) for row in rows)

    async def without_digest(self) -> tuple[Person, ...]:
        """Return the members whose first digest has no time yet."""
        rows = await self._database.rows(_NO_DIGEST)
        return tuple(person_of(row) for row in rows)

    async def plan_digest(self, person: Person, at: datetime) -> None:
        """Set when the person's next digest is due."""
        sql = "UPDATE people SET digest_next_at = :at WHERE id = :id"
        await self._database.rows(sql, {"at": stored(at), "id": person.id})


class Cabinets:
    """The seller accounts of the team."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Cabinet, ...]:
        """Return every cabinet, the oldest first."""
        rows = await self._database.rows("SELECT * FROM cabinets ORDER BY id")
        return tuple(cabinet_of(row) for row in rows)

    async def get(self, cabinet_id: int) -> Cabinet | None:
        """Return one cabinet, or None."""
        row = await self._database.row("SELECT * FROM cabinets WHERE id = :id", {"id": cabinet_id})
        return cabinet_of(row) if row else None

    async def add(self, marketplace: Marketplace, name: str, currency: Currency) -> Cabinet:
        """Add a cabinet."""
        values = {"marketplace": marketplace, "name": name, "currency": currency}
        row = await self._database.row(_ADD_CABINET, values)
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        return cabinet_of(row)

    async def rename(self, cabinet_id: int, name: str) -> None:
        """Give the cabinet another name."""
        sql = "UPDATE cabinets SET name = :name WHERE id = :id"
        await self._database.rows(sql, {"name": name, "id": cabinet_id})


class Groups:
    """The team's group chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_bound(self, chat_id: int) -> bool:
        """Whether the owner has bound this group."""
        sql = "SELECT 1 FROM chat_groups WHERE chat_id = :chat AND bound_at IS NOT NULL"
        return await self._database.row(sql, {"chat": chat_id}) is not None

    async def title(self, chat_id: int) -> str | None:
        """Return the title of a group that the bot was put into; None for any other."""
        sql = "SELECT title FROM chat_groups WHERE chat_id = :chat"
        row = await self._database.row(sql, {"chat": chat_id})
        return row["title"] if row else None

    async def bound(self) -> tuple[Group, ...]:
        """Return the bound groups."""
        sql = "SELECT * FROM chat_groups WHERE bound_at IS NOT NULL ORDER BY bound_at"
        return tuple(Group(r["chat_id"], r["title"]) for r in await self._database.rows(sql))

    async def bind(self, chat_id: int, title: str, by: Person, now: datetime) -> None:
        """Let the team use the journal in this group."""
        values = {"chat": chat_id, "title": title, "by": by.id, "now": stored(now)}
        await self._database.rows(_BIND, values)

    async def unbind(self, chat_id: int) -> None:
        """Forget a group that the bot was taken out of."""
        sql = "UPDATE chat_groups SET bound_at = NULL WHERE chat_id = :chat"
        await self._database.rows(sql, {"chat": chat_id})

    async def told_about(self, chat_id: int, title: str, now: datetime) -> bool:
        """Whether the owner is to be told about an unknown group: once, until it is bound."""
        values = {"chat": chat_id, "title": title, "now": stored(now)}
        return await self._database.row(_TOLD, values) is not None

    async def migrate(self, old: int, new: int) -> None:
        """Move the binding of a group that has become a supergroup."""
        values = {"old": old, "new": new}
        await self._database.rows(_CLEAR_FOR_MIGRATION, values)
        await self._database.rows(_MIGRATE, values)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_MEMBER = "SELECT * FROM people WHERE telegram_id = :id AND removed_at IS NULL"
_JOIN = """
    INSERT INTO people (telegram_id, name, username, role, joined_at)
    VALUES (:id, :name, :username, :role, :now)
    ON CONFLICT (telegram_id) DO UPDATE SET
        name = :name, username = :username, role = :role, removed_at = NULL,
        unreachable_since = NULL
    RETURNING *
"""
_RETIRE_OPERATIONAL = "UPDATE cabinets SET operational_id = NULL WHERE operational_id = :id"
_RETIRE_FINANCIAL = "UPDATE cabinets SET financial_id = NULL WHERE financial_id = :id"
_INVITE = """
    INSERT INTO invitations (token_hash, role, created_by, created_at, expires_at)
    VALUES (:hash, :role, :by, :now, :expires)
"""
_SPEND = """
    UPDATE invitations SET used_at = :now
    WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
    RETURNING role
"""
_DIGESTS_DUE = """
    SELECT * FROM people WHERE removed_at IS NULL AND digest_next_at <= :now ORDER BY id
"""
_NO_DIGEST = "SELECT * FROM people WHERE removed_at IS NULL AND digest_next_at IS NULL"
_ADD_CABINET = """
    INSERT INTO cabinets (marketplace, name, currency) VALUES (:marketplace, :name, :currency)
    RETURNING *
"""
_BIND = """
    INSERT INTO chat_groups (chat_id, title, bound_by, bound_at)
    VALUES (:chat, :title, :by, :now)
    ON CONFLICT (chat_id) DO UPDATE SET title = :title, bound_by = :by, bound_at = :now
"""
_CLEAR_FOR_MIGRATION = """
    DELETE FROM chat_groups
    WHERE chat_id = :new AND EXISTS (SELECT 1 FROM chat_groups WHERE chat_id = :old)
"""
_MIGRATE = "UPDATE chat_groups SET chat_id = :new WHERE chat_id = :old"
_TOLD = """
    INSERT INTO chat_groups (chat_id, title, told_at) VALUES (:chat, :title, :now)
    ON CONFLICT (chat_id) DO UPDATE SET told_at = :now
        WHERE chat_groups.told_at IS NULL AND chat_groups.bound_at IS NULL
    RETURNING chat_id
"""
