"""The lists of cases: the condition and the order of each, and one engine for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.case import Case
from cases.lists import CaseList, View
from storage.database import Database
from storage.instants import stored
from storage.rows import CASE_COLUMNS, case_of

MOST_COUNTED = 1000
"""So many are counted; beyond them only that there are more: a count costs what it counts."""


MOST_LOOKED_AT = 3000
"""So many cases of each list are looked at when the menu counts what fits a narrowing."""


@dataclass(frozen=True)
class Length:
    """How many cases of a list were counted; not `whole` when there may be more of them."""

    count: int
    whole: bool


@dataclass(frozen=True)
class Page:
    """A page of a list; `total` is counted up to MOST_COUNTED + 1."""

    cases: tuple[Case, ...]
    offset: int
    total: int


@dataclass(frozen=True)
class _Rows:
    """Which cases a list has and in which order; `again` orders the few that were chosen."""

    where: str
    order: str = "(cases.due_at IS NULL), cases.due_at, cases.id"
    table: str = "cases"
    again: str = ""


class Lists:
    """Looks lists up; changes nothing. `me` is whose list «мои» is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, view: View, me: int, now: datetime, limit: int, offset: int = 0) -> Page:
        """Return a page; of a list that has become too short for it the last one."""
        values = {**values_of(view, me, now), "limit": limit}
        sql = _page(view)
        rows = await self._database.rows(sql, {**values, "offset": offset})
        if not rows and offset:
            counted = (await self.counts(view, me, now))[view.of]
            offset = max(counted - 1, 0) // limit * limit
            rows = await self._database.rows(sql, {**values, "offset": offset})
        return Page(tuple(map(case_of, rows)), offset, rows[0]["total"] if rows else 0)

    async def counts(self, view: View, me: int, now: datetime) -> Mapping[CaseList, int]:
        """Return how long every list is, narrowed as this view is: in one query."""
        counted = (f"({count(view, of)}) AS {of}" for of in CaseList)
        row = await self._database.row(f"SELECT {', '.join(counted)}", values_of(view, me, now))
        assert row is not None  # noqa: S101 - a SELECT of counts has one row
        return {of: row[of] for of in CaseList}

    async def lengths(self, view: View, me: int, now: datetime) -> Mapping[CaseList, Length]:
        """Return the lengths of all lists for the menu, in one query that reads a bounded part.

        No index has both a list and what narrows it: of a narrowed one only the beginning is read.
        """
        if not view.narrowed:
            counts = await self.counts(view, me, now)
            return {of: Length(min(n, MOST_COUNTED), n <= MOST_COUNTED) for of, n in counts.items()}
        values = {**values_of(view, me, now), "looked": MOST_LOOKED_AT}
        rows = await self._database.rows(lengths_sql(view), values)
        return {
            CaseList(row["of"]): Length(
                min(row["fitting"], MOST_COUNTED),
                row["seen"] < MOST_LOOKED_AT and row["fitting"] <= MOST_COUNTED,
            )
            for row in rows
        }  # fmt: skip


def values_of(view: View, me: int, now: datetime) -> dict[str, Any]:
    """Return what the conditions of a list are compared with."""
    return {
        "me": me, "now": stored(now), "cabinet": view.cabinet, "kind": view.kind,
        "category": view.category, "priority": view.priority, "tag": view.tag,
    }  # fmt: skip


def chosen(view: View) -> str:
    """Return the query for the ids of one page, in order."""
    return f"{_ids(view.of, view)} ORDER BY {LISTS[view.of].order} LIMIT :limit OFFSET :offset"


def count(view: View, of: CaseList | None = None) -> str:
    """Return the query for the length of a list; `of` is another list, narrowed alike."""
    ids = f"{_ids(of or view.of, view)} LIMIT {MOST_COUNTED + 1}"
    return f"SELECT COUNT(*) FROM ({ids}) AS counted"  # noqa: S608 - our own conditions


def lengths_sql(view: View) -> str:
    """Return the query for the lengths of all lists, narrowed as the view is."""
    narrowed = [f"looked.{name} = :{value}" for name, value in _narrowing(view)]
    narrowed += [f"looked.id IN ({_OF_TAG})"] if view.tag is not None else []
    fits = " AND ".join(narrowed)
    columns = ", ".join(["cases.id", *(f"cases.{name}" for name, _ in _narrowing(view))])
    return " UNION ALL ".join(
        f"SELECT '{of}' AS of, COUNT(*) AS seen,"  # noqa: S608 - our own conditions
        f" COALESCE(SUM(CASE WHEN {fits} THEN 1 ELSE 0 END), 0) AS fitting FROM"
        f" (SELECT {columns} FROM {rows.table} WHERE {rows.where} LIMIT :looked) AS looked"
        for of, rows in LISTS.items()
    )


def _page(view: View) -> str:
    rows = LISTS[view.of]
    return (
        f"SELECT ({count(view)}) AS total, {CASE_COLUMNS}"
        f" WHERE cases.id IN ({chosen(view)}) ORDER BY {rows.again or rows.order}"
    )


def _ids(of: CaseList, view: View) -> str:
    rows = LISTS[of]
    narrowed = (f" AND cases.{name} = :{value}" for name, value in _narrowing(view))
    tagged = f" AND cases.id IN ({_OF_TAG})" if view.tag is not None else ""
    where = "".join((rows.where, *narrowed, tagged))
    return f"SELECT cases.id FROM {rows.table} WHERE {where}"  # noqa: S608 - our own conditions


_OF_TAG = "SELECT case_id FROM case_tags WHERE tag_id = :tag"


def _narrowing(view: View) -> list[tuple[str, str]]:
    columns = {
        "cabinet_id": "cabinet", "kind": "kind", "category": "category", "priority": "priority",
    }  # fmt: skip
    return [(name, value) for name, value in columns.items() if getattr(view, value) is not None]


# The conditions of the partial indexes are repeated literally, or they would not be used.
# CROSS JOIN keeps SQLite from reading all cases first.
LISTS: dict[CaseList, _Rows] = {
    CaseList.OPEN: _Rows("cases.closed_at IS NULL"),
    CaseList.MINE: _Rows("cases.closed_at IS NULL AND cases.assignee_id = :me"),
    CaseList.NOBODYS: _Rows(
        "cases.id = led.id AND cases.closed_at IS NULL",
        table="(SELECT id FROM cases WHERE closed_at IS NULL AND assignee_id IS NULL"
        " UNION ALL SELECT cases.id FROM people CROSS JOIN cases"
        " WHERE cases.assignee_id = people.id AND people.removed_at IS NOT NULL"
        " AND cases.closed_at IS NULL) AS led CROSS JOIN cases",
    ),
    CaseList.OURS: _Rows("cases.closed_at IS NULL AND cases.side = 'ours'"),
    CaseList.THEIRS: _Rows("cases.closed_at IS NULL AND cases.side = 'theirs'"),
    CaseList.OVERDUE: _Rows(
        "cases.closed_at IS NULL AND cases.due_at IS NOT NULL AND cases.due_at <= :now",
        "cases.due_at, cases.id",
    ),
    CaseList.STALE: _Rows(
        "clocks.kind = 'stale' AND clocks.due_at <= :now AND cases.id = clocks.case_id"
        " AND cases.closed_at IS NULL",
        "clocks.due_at, clocks.case_id",
        "clocks CROSS JOIN cases",
        "(SELECT clocks.due_at FROM clocks WHERE clocks.case_id = cases.id"
        " AND clocks.kind = 'stale'), cases.id",
    ),
    CaseList.CLOSED: _Rows(
        "cases.closed_at IS NOT NULL AND cases.merged_into IS NULL",
        "cases.closed_at DESC, cases.id DESC",
    ),
}
"""Every list: a new one is a member of `CaseList`, a row here and its words in `texts/lists.py`."""
