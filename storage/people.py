"""The people: the team and its invitations."""

import hashlib
from datetime import datetime

from cases.case import Person
from cases.hours import hours_text
from cases.roles import Role
from cases.rules import QuietHours
from storage.database import Database
from storage.instants import stored
from storage.rows import person_of


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

    def foresee(self, telegram_id: int) -> None:
        """Let `by_telegram` be answered in the next hop to the database."""
        self._database.foresee(_MEMBER, {"id": telegram_id})

    async def get(self, person_id: int) -> Person | None:
        """Return a member by our id; None for removed people."""
        sql = "SELECT * FROM people WHERE id = :id AND removed_at IS NULL"
        row = await self._database.row(sql, {"id": person_id})
        return person_of(row) if row else None

    async def name(self, person_id: int) -> str | None:
        """Return somebody's name, also of whoever was removed; None for nobody."""
        row = await self._database.row("SELECT name FROM people WHERE id = :id", {"id": person_id})
        return row["name"] if row else None

    async def team(self) -> tuple[Person, ...]:
        """Return everybody of the team, the owner first."""
        sql = "SELECT * FROM people WHERE removed_at IS NULL ORDER BY role <> 'owner', id"
        return tuple(person_of(row) for row in await self._database.rows(sql))

    async def owner(self) -> Person | None:
        """Return the owner; None before they have pressed Start."""
        return next((p for p in await self.team() if p.role is Role.OWNER), None)

    async def keep_one_owner(self, telegram_id: int) -> None:
        """Make the owner named by the settings the only one; another one becomes a manager."""
        await self._database.rows(_ONE_OWNER, {"id": telegram_id})

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

    async def set_quiet(self, person: Person, quiet: QuietHours | None) -> None:
        """Keep a person's own quiet hours, None for the team's; their digest is planned anew."""
        sql = "UPDATE people SET quiet = :quiet, digest_next_at = NULL WHERE id = :id"
        written = hours_text(quiet) if quiet else None
        await self._database.rows(sql, {"quiet": written, "id": person.id})

    async def set_deputy(self, person: Person, deputy_id: int | None) -> None:
        """Keep who hears what a person does not see in time; None for nobody in particular."""
        sql = "UPDATE people SET deputy_id = :deputy WHERE id = :id"
        await self._database.rows(sql, {"deputy": deputy_id, "id": person.id})

    async def lose(self, telegram_id: int, now: datetime) -> Person | None:
        """Keep that a person cannot be written to; None when that is known, or of a stranger."""
        row = await self._database.row(_LOSE, {"now": stored(now), "id": telegram_id})
        return person_of(row) if row else None

    async def find_again(self, telegram_id: int, now: datetime) -> None:
        """Keep that a person can be written to again; the next sweep tells what was missed."""
        await self._database.rows(_FIND_AGAIN, {"now": stored(now), "id": telegram_id})

    async def digests_due(self, now: datetime) -> tuple[Person, ...]:
        """Return whose daily digest has come."""
        rows = await self._database.rows(_DIGESTS_DUE, {"now": stored(now)})
        return tuple(person_of(row) for row in rows)

    async def without_digest(self) -> tuple[Person, ...]:
        """Return the members whose first digest has no time yet."""
        rows = await self._database.rows(_NO_DIGEST)
        return tuple(person_of(row) for row in rows)

    async def plan_all_digests(self, at: datetime) -> None:
        """Set when everybody's next digest is due: their hour has been changed."""
        sql = "UPDATE people SET digest_next_at = :at WHERE removed_at IS NULL"
        await self._database.rows(sql, {"at": stored(at)})

    async def plan_digest(self, person: Person, at: datetime) -> None:
        """Set when the person's next digest is due."""
        sql = "UPDATE people SET digest_next_at = :at WHERE id = :id"
        await self._database.rows(sql, {"at": stored(at), "id": person.id})


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_MEMBER = "SELECT * FROM people WHERE telegram_id = :id AND removed_at IS NULL"
_ONE_OWNER = """
    UPDATE people SET role = CASE WHEN telegram_id = :id THEN 'owner' ELSE 'manager' END
    WHERE role = 'owner' OR telegram_id = :id
"""
_JOIN = """
    INSERT INTO people (telegram_id, name, username, role, joined_at)
    VALUES (:id, :name, :username, :role, :now)
    ON CONFLICT (telegram_id) DO UPDATE SET
        name = :name, username = :username, role = :role, removed_at = NULL,
        unreachable_since = NULL
    RETURNING *
"""
_LOSE = """
    UPDATE people SET unreachable_since = :now
    WHERE telegram_id = :id AND removed_at IS NULL AND unreachable_since IS NULL
    RETURNING *
"""
_FIND_AGAIN = """
    UPDATE people SET missed_since = unreachable_since, unreachable_since = NULL, wakes_at = :now
    WHERE telegram_id = :id AND unreachable_since IS NOT NULL
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
