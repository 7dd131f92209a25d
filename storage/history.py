"""The history: what happened to each case, append-only."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Person
from cases.record import HistoryLine
from cases.roles import Place
from storage.database import Database, Row
from storage.instants import loaded, stored


@dataclass(frozen=True)
class By:
    """Who changes something, from where and when. A person of None is the bot itself.

    `deed` names the update that brings the change, None for what can not be taken back.
    """

    person: Person | None
    place: Place | str
    now: datetime
    deed: int | None = None


class History:
    """Lines of ids and statuses. Nobody edits or deletes them: triggers forbid it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, case_id: int) -> tuple[HistoryLine, ...]:
        """Return what happened to the case and to those merged into it, the oldest first."""
        rows = await self._database.rows(_HISTORY, {"id": case_id})
        return tuple(line_of(row, case_id) for row in rows)

    async def page(self, case_id: int, limit: int, offset: int) -> tuple[HistoryLine, ...]:
        """Return a part of what happened to the case, the oldest first."""
        values = {"id": case_id, "limit": limit, "offset": offset}
        rows = await self._database.rows(f"{_HISTORY} LIMIT :limit OFFSET :offset", values)
        return tuple(line_of(row, case_id) for row in rows)

    async def count(self, case_id: int) -> int:
        """Return how many lines the history of the case has."""
        row = await self._database.row(_COUNT, {"id": case_id})
        return int(row["lines"]) if row else 0

    async def last(self, case_id: int) -> HistoryLine | None:
        """Return the newest line of a change: who was first."""
        lines = [line for line in await self.of(case_id) if _is_change(line)]
        return lines[-1] if lines else None

    async def note(
        self, case_id: int, by: By, what: str, *,
        old: str | None = None, new: str | None = None, comment: str | None = None,
        other_id: int | None = None,
    ) -> None:  # fmt: skip
        """Write one line of history."""
        await self._database.rows(
            _NOTE,
            {
                "case": case_id,
                "at": stored(by.now),
                "person": by.person.id if by.person else None,
                "place": by.place,
                "what": what,
                "old": old,
                "new": new,
                "comment": comment,
                "other": other_id,
            },
        )  # fmt: skip


def _is_change(line: HistoryLine) -> bool:
    """Whether the line tells of a change of its own case: what changes nothing has no status."""
    return line.other_id is None and line.of_case is None and line.new is not None


def line_of(row: Row, case_id: int | None = None) -> HistoryLine:
    """Read a row of `history` with the name of its person, as the history of this case tells it."""
    return HistoryLine(
        loaded(row["at"]), row["person"], row["what"], row["old"], row["new"], row["comment"],
        row["other_id"], row["person_id"],
        None if case_id in {None, row["case_id"]} else row["case_id"],
    )  # fmt: skip


_OF_CASE = """
    history.case_id = :id OR history.case_id IN (SELECT id FROM cases WHERE merged_into = :id)
"""
_HISTORY = f"""
    SELECT history.*, people.name AS person FROM history
    LEFT JOIN people ON people.id = history.person_id
    WHERE {_OF_CASE} ORDER BY history.id
"""  # noqa: S608 - our own words
_COUNT = f"SELECT COUNT(*) AS lines FROM history WHERE {_OF_CASE}"  # noqa: S608 - our own words
_NOTE = """
    INSERT INTO history (case_id, at, person_id, place, what, old, new, comment, other_id)
    VALUES (:case, :at, :person, :place, :what, :old, :new, :comment, :other)
"""
