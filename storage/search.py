"""The search by number: cases found by number, tail and identifier."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.case import Case
from cases.entities import entity_key
from cases.numbers import number_key
from storage.database import Database, Row
from storage.instants import stored
from storage.people import People
from storage.presence import Presence
from storage.rows import CASE_COLUMNS, case_of

MOST_ALIKE = 10
"""So many cases of one number are looked at: one a cabinet."""


class Search:
    """Looks cases up; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._people = People(database)
        self._presence = Presence(database)

    async def get(self, case_id: int) -> Case:
        """Return the case #case_id, or the one that it was merged into; KeyError if none is."""
        row = await self._database.row(_BY_ID, {"id": case_id})
        if row is None:
            raise KeyError(case_id)
        return (await self._with_team([_found(row)]))[0]

    def foresee(self, case_id: int) -> None:
        """Let `get` and `find` be answered in the next hop to the database."""
        self._database.foresee(_BY_ID, {"id": case_id})

    async def find(self, case_id: int) -> Case | None:
        """Return the case #case_id, or None."""
        try:
            return await self.get(case_id)
        except (KeyError, OverflowError):  # a number that no database could hold
            return None

    async def find_in_cabinet(self, cabinet_id: int, number: str | None) -> Case | None:
        """Return the case with this number in this cabinet. No number matches nothing."""
        key = number_key(number or "")
        if not key:
            return None
        row = await self._database.row(_IN_CABINET, {"cabinet": cabinet_id, "key": key})
        return (await self._with_team([_found(row)]))[0] if row else None

    def foresee_number(self, number: str) -> None:
        """Let `find_by_number` be answered in the next hop to the database."""
        self._database.foresee(_BY_NUMBER, {"key": number_key(number), "limit": MOST_ALIKE})

    async def find_by_number(self, number: str, limit: int = MOST_ALIKE) -> tuple[Case, ...]:
        """Return the cases whose number is the same in its compared form, in any cabinet."""
        rows = await self._database.rows(_BY_NUMBER, {"key": number_key(number), "limit": limit})
        return await self._with_team([_found(row) for row in rows])

    async def find_by_tail(self, tail: str, limit: int = 10) -> tuple[Case, ...]:
        """Return the newest cases whose number ends with this."""
        reversed_tail = number_key(tail)[::-1]
        return await self._cases(
            "cases.id IN (SELECT COALESCE(asked.merged_into, asked.id) FROM cases AS asked"
            " WHERE asked.number_tail >= :first AND asked.number_tail < :last"
            " ORDER BY asked.number_tail, asked.id DESC LIMIT :limit)"
            " ORDER BY cases.number_tail, cases.id DESC",
            {"first": reversed_tail, "last": reversed_tail + "\U0010ffff", "limit": limit},
        )

    async def find_by_entity(self, value: str, limit: int = 10) -> tuple[Case, ...]:
        """Return the newest cases that carry this identifier."""
        return await self._cases(
            "cases.id IN (SELECT case_id FROM entities WHERE value_key = :key"
            " ORDER BY case_id DESC LIMIT :limit) ORDER BY cases.id DESC",
            {"key": entity_key(value), "limit": limit},
        )

    async def numbers_near(self, number: str, limit: int = 50) -> tuple[str, ...]:
        """Return numbers that begin or end like this one: the candidates for «похожие»."""
        key = number_key(number)
        head, tail = key[:4], key[::-1][:4]
        rows = await self._database.rows(
            _NEAR,
            {
                "head": head,
                "head_end": head + "\U0010ffff",
                "tail": tail,
                "tail_end": tail + "\U0010ffff",
                "limit": limit,
            },
        )  # fmt: skip
        return tuple(row["number"] for row in rows)

    async def latest_of(self, person_id: int, limit: int) -> tuple[Case, ...]:
        """Return the open cases among the newest that a person has registered or leads."""
        return await self._cases(
            "cases.id > (SELECT MAX(id) FROM cases) - 2000 AND cases.closed_at IS NULL"
            " AND (cases.author_id = :person OR cases.assignee_id = :person)"
            " ORDER BY cases.id DESC LIMIT :limit",
            {"person": person_id, "limit": limit},
        )

    async def all_open(self) -> tuple[Case, ...]:
        """Return every open case, for the digest."""
        return await self._cases("cases.closed_at IS NULL", {})

    async def closed_between(self, since: datetime, until: datetime) -> tuple[Case, ...]:
        """Return the cases closed from `since` on, before `until`, the newest first.

        Merged ones live in another.
        """
        return await self._cases(
            "cases.closed_at IS NOT NULL AND cases.closed_at >= :since AND cases.closed_at < :until"
            " AND cases.merged_into IS NULL ORDER BY cases.closed_at DESC, cases.id DESC",
            {"since": stored(since), "until": stored(until)},
        )

    async def _cases(self, where: str, values: dict[str, Any]) -> tuple[Case, ...]:
        rows = await self._database.rows(f"SELECT {CASE_COLUMNS} WHERE {where}", values)
        return await self._with_team([case_of(row) for row in rows])

    async def _with_team(self, cases: list[Case]) -> tuple[Case, ...]:
        """Put the team beside the cases whose leader has an absence: who hears of them instead."""
        if not any(each.assignee and each.assignee.away for each in cases):
            return tuple(cases)
        team, duty = await self._people.team(), await self._presence.duty()
        return tuple(
            replace(each, team=team, duty=duty) if each.assignee and each.assignee.away else each
            for each in cases
        )


def _found(row: Row) -> Case:
    return replace(case_of(row), came_from=row["came_from"])


# A case that was merged into another is found as that one, by every number that it ever had.
_MERGED_WITH = """
    (SELECT MIN(old.id) FROM cases AS old
     WHERE old.merged_into = cases.id AND old.number_key = :key) AS came_from
"""
_BY_NUMBER = f"""
    SELECT {_MERGED_WITH}, {CASE_COLUMNS}
    WHERE cases.id IN (
        SELECT COALESCE(asked.merged_into, asked.id) FROM cases AS asked
        WHERE asked.number_key = :key)
    ORDER BY cases.id DESC LIMIT :limit
"""  # noqa: S608 - our own words
_IN_CABINET = f"""
    SELECT {_MERGED_WITH}, {CASE_COLUMNS}
    WHERE cases.id = (
        SELECT COALESCE(asked.merged_into, asked.id) FROM cases AS asked
        WHERE asked.cabinet_id = :cabinet AND asked.number_key = :key)
"""  # noqa: S608 - our own words
_BY_ID = f"""
    SELECT CASE WHEN cases.id <> :id THEN :id END AS came_from, {CASE_COLUMNS}
    WHERE cases.id = COALESCE((SELECT merged_into FROM cases AS asked WHERE asked.id = :id), :id)
"""  # noqa: S608 - our own words
_NEAR = """
    SELECT number FROM (
        SELECT id, number FROM cases WHERE number_key >= :head AND number_key < :head_end
        UNION
        SELECT id, number FROM cases WHERE number_tail >= :tail AND number_tail < :tail_end
    ) AS near ORDER BY id DESC LIMIT :limit
"""
