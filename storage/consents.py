"""The consents: from which sums on the owner is asked, and what the owner was asked."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case
from cases.consents import LIMITS
from storage.database import Database, Row
from storage.history import By
from storage.instants import loaded, stored


@dataclass(frozen=True)
class Request:
    """A move of this version of a case that a person has asked the owner to allow."""

    id: int
    case_id: int
    version: int
    move: str
    person_id: int
    asked_at: datetime


class Consents:
    """Limits and requests. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def limits(self) -> dict[str, int | None]:
        """Return the limit of each currency, in its minor units; None for none."""
        rows = await self._database.rows("SELECT currency, minor FROM limits")
        return {**LIMITS, **{row["currency"]: row["minor"] for row in rows}}

    async def set_limit(self, currency: str, minor: int | None) -> None:
        """Keep the owner's limit of a currency."""
        await self._database.rows(_SET_LIMIT, {"currency": currency, "minor": minor})

    async def ask(self, case: Case, move: str, by: By) -> tuple[Request, bool]:
        """Return the request about the case as it stands, and whether it was made just now."""
        assert by.person is not None  # noqa: S101 - people ask
        values = {
            "case": case.id, "version": case.version, "move": move, "person": by.person.id,
            "at": stored(by.now),
        }  # fmt: skip
        made = await self._database.row(_ASK, values)
        row = made or await self._database.row(_ASKED, values)
        assert row is not None  # noqa: S101 - it was there or has been made
        return _request(row), made is not None

    async def decide(self, request_id: int, answer: str, by: By) -> Request | None:
        """Keep the owner's answer; None when it was given before, or there is no such request."""
        values = {"id": request_id, "answer": answer, "at": stored(by.now)}
        row = await self._database.row(_DECIDE, values)
        return _request(row) if row else None

    async def answered(self, case_id: int, version: int) -> Request | None:
        """Return the request about this version of a case that the owner has answered, if any."""
        row = await self._database.row(_ANSWERED, {"case": case_id, "version": version})
        return _request(row) if row else None


def _request(row: Row) -> Request:
    return Request(
        row["id"], row["case_id"], row["version"], row["move"], row["person_id"],
        loaded(row["asked_at"]),
    )  # fmt: skip


_SET_LIMIT = """
    INSERT INTO limits (currency, minor) VALUES (:currency, :minor)
    ON CONFLICT (currency) DO UPDATE SET minor = :minor
"""
_ASK = """
    INSERT INTO consents (case_id, version, move, person_id, asked_at)
    VALUES (:case, :version, :move, :person, :at)
    ON CONFLICT (case_id, version, move) DO NOTHING
    RETURNING *
"""
_ASKED = """
    SELECT * FROM consents WHERE case_id = :case AND version = :version AND move = :move
"""
_ANSWERED = """
    SELECT * FROM consents WHERE case_id = :case AND version = :version AND answer IS NOT NULL
"""
_DECIDE = """
    UPDATE consents SET answer = :answer, answered_at = :at WHERE id = :id AND answer IS NULL
    RETURNING *
"""
