"""The chronicle: who did what in the whole journal, by day and by person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.chronicle import BOT, Span
from cases.record import HistoryLine
from storage.database import Database
from storage.history import line_of
from storage.instants import loaded, stored

MOST_COUNTED = 1000
"""So many lines of a day are counted, beyond them only that there are more."""


@dataclass(frozen=True)
class Lines:
    """A page of the chronicle, the newest line first, each with its case.

    `total` is counted up to MOST_COUNTED + 1. `before` and `after` are the nearest lines outside
    the span, None when there are none.
    """

    lines: tuple[tuple[int, HistoryLine], ...]
    offset: int
    total: int
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Busy:
    """Somebody with lines in a span; a name of None is the bot."""

    who: int
    name: str | None
    total: int


_COUNT = f"at >= :begins AND at < :ends LIMIT {MOST_COUNTED + 1}) AS few) AS total"


class Chronicle:
    """Reads history across all cases; changes nothing. `who` of None is everybody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, span: Span, who: int | None, limit: int, offset: int) -> Lines:
        """Return a page of a span, in one hop."""
        values = {**values_of(span, who), "limit": limit, "offset": offset}
        around = around_sql(who)
        self._database.foresee(around, values_of(span, who))
        rows = await self._database.rows(page_sql(who), values)
        row = await self._database.row(around, values_of(span, who))
        assert row is not None  # noqa: S101 - a SELECT without FROM has one row
        lines = tuple((each["case_id"], line_of(each)) for each in rows)
        return Lines(lines, offset, row["total"], loaded(row["before"]), loaded(row["after"]))

    async def busy(self, span: Span) -> tuple[Busy, ...]:
        """Return who has lines in a span, whoever has left the team as well; in one query."""
        rows = await self._database.rows(_BUSY, values_of(span, None))
        found = (Busy(row["who"], row["name"], row["total"]) for row in rows)
        return tuple(each for each in found if each.total)


def values_of(span: Span, who: int | None) -> dict[str, Any]:
    """Return what the queries of a span are asked with."""
    values: dict[str, Any] = {"begins": stored(span.begins), "ends": stored(span.ends)}
    return values if who in (None, BOT) else {**values, "who": who}


def page_sql(who: int | None) -> str:
    """Return the query for a page."""
    return f"""
        SELECT history.*, people.name AS person FROM history
        LEFT JOIN people ON people.id = history.person_id
        WHERE {_whose(who)}history.at >= :begins AND history.at < :ends
        ORDER BY history.at DESC, history.id DESC LIMIT :limit OFFSET :offset
    """  # noqa: S608 - our own conditions


def around_sql(who: int | None) -> str:
    """Return the query for the length of a span and for what lies before and after it."""
    whose = _whose(who)
    return f"""
        SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM history WHERE {whose}{_COUNT},
            (SELECT MAX(at) FROM history WHERE {whose}at < :begins) AS before,
            (SELECT MIN(at) FROM history WHERE {whose}at >= :ends) AS after
    """  # noqa: S608 - our own conditions


def _whose(who: int | None) -> str:
    conditions = {None: "", BOT: "history.person_id IS NULL AND "}
    return conditions.get(who, "history.person_id = :who AND ")


_BUSY = f"""
    SELECT id AS who, name, (SELECT COUNT(*) FROM (SELECT 1 FROM history
        WHERE history.person_id = people.id AND {_COUNT} FROM people
    UNION ALL
    SELECT {BOT}, NULL, (SELECT COUNT(*) FROM (SELECT 1 FROM history
        WHERE history.person_id IS NULL AND {_COUNT}
"""  # noqa: S608 - our own conditions
