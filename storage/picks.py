"""The picks: the cases that a person has ticked in a list, as they stood at that moment."""

from dataclasses import dataclass

from cases.case import Case
from storage.database import Database
from storage.rows import CASE_COLUMNS, case_of

MOST = 30
"""So many cases are changed at once: all of them are named before and after."""


class TooMany(Exception):
    """More than MOST cases would be ticked; nothing is."""


@dataclass(frozen=True)
class Pick:
    """A ticked case as it is now, and the version that the person has ticked."""

    case: Case
    version: int

    @property
    def changed(self) -> bool:
        """Whether somebody has changed the case since."""
        return self.case.version != self.version


class Picks:
    """Ticks, by person. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int) -> tuple[Pick, ...]:
        """Return what the person has ticked, in one query."""
        rows = await self._database.rows(_PICKED, {"person": person_id})
        return tuple(Pick(case_of(row), row["picked"]) for row in rows)

    async def tick(self, person_id: int, *cases: Case) -> None:
        """Tick cases as they are now. Raises TooMany."""
        ticked = {pick.case.id for pick in await self.of(person_id)}
        if len(ticked | {case.id for case in cases}) > MOST:
            raise TooMany
        values = ({"person": person_id, "case": c.id, "version": c.version} for c in cases)
        await self._database.run_many(_TICK, values)

    async def untick(self, person_id: int, case_id: int) -> None:
        """Take one tick back."""
        sql = "DELETE FROM picks WHERE person_id = :person AND case_id = :case"
        await self._database.run_many(sql, [{"person": person_id, "case": case_id}])

    async def clear(self, person_id: int) -> None:
        """Take all ticks of the person back."""
        sql = "DELETE FROM picks WHERE person_id = :person"
        await self._database.run_many(sql, [{"person": person_id}])


_PICKED = f"""
    SELECT (SELECT version FROM picks WHERE picks.case_id = cases.id
            AND picks.person_id = :person) AS picked, {CASE_COLUMNS}
    WHERE cases.id IN (SELECT case_id FROM picks WHERE person_id = :person) ORDER BY cases.id
"""  # noqa: S608 - our own words
_TICK = """
    INSERT INTO picks (person_id, case_id, version) VALUES (:person, :case, :version)
    ON CONFLICT (person_id, case_id) DO UPDATE SET version = :version
"""
