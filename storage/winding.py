"""The winding: the clocks of a case are started, kept and stopped as the case changes."""

from dataclasses import replace

from cases.case import Case
from cases.clocks import first_look, nearest_wall, running_clocks
from storage.database import Database
from storage.history import By
from storage.instants import stored
from storage.search import Search
from storage.team_rules import TeamRules


class Winding:
    """Keeps the clocks in agreement with the cases. Must stand inside a transaction."""

    def __init__(self, database: Database, rules: TeamRules) -> None:
        self._database = database
        self._rules = rules
        self._search = Search(database)

    async def wind(self, case_id: int, by: By | None = None) -> Case:
        """Make the clocks agree with the case: a clock that did not change keeps its place.

        The others are begun by whoever has changed the case, None when nobody has.
        """
        begun_by = by.person.id if by and by.person else None
        case = await self._search.get(case_id)
        running = running_clocks(case, self._rules.rules)
        kinds = {clock.kind for clock in running}
        for row in await self._database.rows(_CLOCK_KINDS, {"case": case_id}):
            if row["kind"] not in kinds:
                values = {"case": case_id, "kind": row["kind"]}
                await self._database.rows(_STOP_CLOCK, values)
        for clock in running:
            first = first_look(clock, case, self._rules.rules)
            await self._database.rows(
                _START_CLOCK,
                {
                    "case": case_id, "kind": clock.kind, "started": stored(clock.started_at),
                    "due": stored(clock.due_at), "next": stored(first),
                    "by": begun_by, "at": stored(by.now) if by else None,
                },
            )  # fmt: skip
        wall = nearest_wall(running)
        sql = "UPDATE cases SET due_at = :due, side = :side WHERE id = :id"
        values = {"due": stored(wall), "side": case.side, "id": case_id}
        await self._database.rows(sql, values)
        return replace(case, due_at=wall)

    async def wind_all(self) -> None:
        """Make the clocks of every open case agree with the rules as they are now."""
        for row in await self._database.rows("SELECT id FROM cases WHERE closed_at IS NULL"):
            await self.wind(row["id"])


_CLOCK_KINDS = "SELECT kind FROM clocks WHERE case_id = :case"
_STOP_CLOCK = "DELETE FROM clocks WHERE case_id = :case AND kind = :kind"
_START_CLOCK = """
    INSERT INTO clocks (case_id, kind, started_at, due_at, last_at, next_at, begun_by, begun_at)
    VALUES (:case, :kind, :started, :due, NULL, :next, :by, :at)
    ON CONFLICT (case_id, kind) DO UPDATE SET
        started_at = :started, due_at = :due, last_at = NULL, next_at = :next,
        begun_by = :by, begun_at = :at
    WHERE clocks.started_at <> :started OR clocks.due_at <> :due
"""
