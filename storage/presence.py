"""The presence: who is away until when, who stands in, and who is on duty."""

from collections.abc import Iterable
from datetime import datetime

from cases.case import Absence, Duty, Person
from cases.roles import Role
from storage.database import Database, Row
from storage.instants import loaded, stored
from storage.rows import person_of


class Presence:
    """Who is there. What begins or ends at a time is found by the sweep, by `wakes_at`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def leave(self, person: Person, absence: Absence) -> None:
        """Keep that a person is away; the sweep looks when it begins and when it is over."""
        values = {
            "id": person.id, "since": stored(absence.since), "until": stored(absence.until),
            "stand_in": absence.stand_in_id,
        }  # fmt: skip
        await self._database.rows(_LEAVE, values)

    async def come_back(self, person: Person) -> None:
        """Keep that a person is there again."""
        await self._database.rows(_COME_BACK, {"id": person.id})

    async def waking(self, now: datetime) -> tuple[Person, ...]:
        """Return for whom something begins or ends now."""
        rows = await self._database.rows(_WAKING, {"now": stored(now)})
        return tuple(person_of(row) for row in rows)

    async def wake_later(self, person: Person, at: datetime) -> None:
        """Look at a person again at this instant."""
        sql = "UPDATE people SET wakes_at = :at WHERE id = :id"
        await self._database.rows(sql, {"at": stored(at), "id": person.id})

    async def caught_up(self, person: Person) -> None:
        """Keep that a person knows what they missed; an absence of theirs goes on."""
        await self._database.rows(_CAUGHT_UP, {"id": person.id})

    async def missed(self, person: Person, since: datetime) -> tuple[int, ...]:
        """Return the open cases of which a person was reminded since then, and has not seen it."""
        values = {"id": person.id, "since": stored(since)}
        return _ids(await self._database.rows(_MISSED, values))

    async def told_to_others(self, person: Person, since: datetime) -> tuple[int, ...]:
        """Return the open cases of a person of which others were reminded since then."""
        values = {"id": person.id, "since": stored(since)}
        return _ids(await self._database.rows(_TOLD_TO_OTHERS, values))

    async def urgent(self, person: Person, until: datetime) -> tuple[int, ...]:
        """Return the open cases of a person, for the owner all, whose deadline comes before then.

        What comes first stands first; deadlines that have passed do too.
        """
        values = {
            "id": person.id, "until": stored(until), "all": int(person.role is Role.OWNER),
        }  # fmt: skip
        return _ids(await self._database.rows(_URGENT, values))

    async def duty(self) -> Duty | None:
        """Return the duty that was set last; it may be over."""
        row = await self._database.row("SELECT * FROM duties ORDER BY id DESC LIMIT 1")
        return Duty(row["person_id"], loaded(row["since"]), loaded(row["until"])) if row else None

    async def set_duty(self, duty: Duty) -> None:
        """Keep who is on duty; whoever was it before is not any more."""
        values = {
            "person": duty.person_id, "since": stored(duty.since), "until": stored(duty.until),
        }  # fmt: skip
        await self._database.rows(_SET_DUTY, values)


def _ids(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(int(row["case_id"]) for row in rows)


_LEAVE = """
    UPDATE people SET away_from = :since, away_until = :until, stand_in_id = :stand_in,
        wakes_at = :since
    WHERE id = :id
"""
_COME_BACK = """
    UPDATE people SET away_from = NULL, away_until = NULL, stand_in_id = NULL, wakes_at = NULL
    WHERE id = :id
"""
_WAKING = "SELECT * FROM people WHERE removed_at IS NULL AND wakes_at <= :now"
_CAUGHT_UP = """
    UPDATE people SET missed_since = NULL, wakes_at = CASE WHEN away_until IS NULL THEN NULL
        WHEN away_from > wakes_at THEN away_from ELSE away_until END
    WHERE id = :id
"""
_MISSED = """
    SELECT cases.id AS case_id FROM cases WHERE cases.closed_at IS NULL AND cases.id IN (
        SELECT case_id FROM pings WHERE person_id = :id AND at >= :since AND seen_at IS NULL
    )
    ORDER BY cases.due_at IS NULL, cases.due_at, cases.id
"""
_TOLD_TO_OTHERS = """
    SELECT cases.id AS case_id FROM cases
    WHERE cases.assignee_id = :id AND cases.closed_at IS NULL AND EXISTS (
        SELECT 1 FROM pings
        WHERE pings.case_id = cases.id AND pings.person_id <> :id AND pings.at >= :since
    )
    ORDER BY cases.due_at IS NULL, cases.due_at, cases.id
"""
_URGENT = """
    SELECT cases.id AS case_id FROM cases
    WHERE cases.closed_at IS NULL AND cases.due_at IS NOT NULL AND cases.due_at < :until
        AND (:all = 1 OR cases.assignee_id = :id)
    ORDER BY cases.due_at, cases.id
"""
_SET_DUTY = """
    INSERT INTO duties (person_id, since, until) VALUES (:person, :since, :until)
"""
