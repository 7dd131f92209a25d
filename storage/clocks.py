"""The clocks' table: what is due, what was pinged, who has seen it, when each loop last ran."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Person
from cases.clocks import NEAR
from cases.ladders import Clock, ClockKind
from cases.listening import Begun, Heard, head_of
from cases.roles import Role
from storage.database import Database
from storage.instants import loaded, stored


@dataclass(frozen=True)
class DueClock:
    """A clock that is to be looked at, and since when; who has begun it, if that is known."""

    clock: Clock
    next_at: datetime
    begun: Begun | None = None


class Clocks:
    """Which reminders are due. A tick costs what is due, not what is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> tuple[DueClock, ...]:
        """Return the clocks whose next reminder has come, the longest waiting first."""
        rows = await self._database.rows(_DUE, {"now": stored(now), "limit": limit})
        return tuple(
            DueClock(
                Clock(
                    row["case_id"], ClockKind(row["kind"]),
                    loaded(row["started_at"]), loaded(row["due_at"]),
                ),
                loaded(row["next_at"]),
                Begun(row["begun_by"], loaded(row["begun_at"])) if row["begun_by"] else None,
            )
            for row in rows
        )  # fmt: skip

    async def anything_due(self, now: datetime, review: str = "") -> bool:
        """Whether a clock, a digest, a draft or a silence is due: looks at indexes, in one hop.

        `review` is the date of the weekly review that should have been said by now, empty for none.
        """
        values = {"now": stored(now), "review": review}
        return await self._database.row(_ANYTHING_DUE, values) is not None

    async def next_due(self, after: datetime) -> datetime | None:
        """Return the first instant after this one at which something is due; None for never."""
        row = await self._database.row(_NEXT_DUE, {"after": stored(after)})
        return loaded(row["at"]) if row else None

    async def wind(self, clock: Clock, swept_at: datetime, next_at: datetime) -> None:
        """Set the clock to its next look."""
        values = {
            "case": clock.case_id, "kind": clock.kind,
            "swept": stored(swept_at), "next": stored(next_at),
        }  # fmt: skip
        await self._database.run_many(_WIND, [values])

    async def look_by(self, clock: Clock, at: datetime) -> None:
        """Look at a clock at this instant at the latest."""
        values = {"case": clock.case_id, "kind": clock.kind, "at": stored(at)}
        await self._database.run_many(_LOOK_BY, [values])

    async def look_at_near(self, person: Person, now: datetime) -> None:
        """Look at once at the deadlines that are near, since others hear of a person's cases now.

        So they may of the cases of whoever is away, for whom this person stood in, or does now. The
        reminders of later ones find whoever listens then. Of the owner it is all cases.
        """
        everybody = int(person.role is Role.OWNER)
        values = {
            "now": stored(now), "soon": stored(now + NEAR), "person": person.id, "all": everybody,
        }  # fmt: skip
        await self._database.run_many(_LOOK_AT_NEAR, [values])

    async def stop(self, clock: Clock) -> None:
        """Remove a clock that no longer belongs to its case."""
        sql = "DELETE FROM clocks WHERE case_id = :case AND kind = :kind"
        await self._database.rows(sql, {"case": clock.case_id, "kind": clock.kind})

    def foresee_heard(self, clock: Clock) -> None:
        """Let `heard` be answered in the next hop to the database."""
        self._database.foresee(_HEARD, _named_by(clock))

    async def heard(self, clock: Clock) -> tuple[Heard, ...]:
        """Return all pings of a clock that were sent since it was started.

        It costs what this clock has said, and not what was ever said of the case.
        """
        rows = await self._database.rows(_HEARD, _named_by(clock))
        return tuple(
            Heard(r["key"], r["person_id"], loaded(r["at"]), loaded(r["seen_at"])) for r in rows
        )

    async def ping(self, pings: Iterable[tuple[str, int, int]], now: datetime) -> None:
        """Keep that these pings are sent: the key, the case and the person of each."""
        at = stored(now)
        values = ({"key": k, "case": c, "person": p, "at": at} for k, c, p in pings)
        await self._database.run_many(_PING, values)

    async def pinged(self, key: str) -> bool:
        """Whether a ping of this key was ever sent."""
        return bool(await self._database.rows("SELECT 1 FROM pings WHERE key = :key", {"key": key}))

    async def seen(self, case_id: int, person_id: int, now: datetime) -> None:
        """Keep that the person has seen the pings of this case: by «Вижу», or by what they do."""
        values = {"case": case_id, "person": person_id, "at": stored(now)}
        await self._database.run_many(_SEEN, [values])

    async def all_seen(self, pinged_at: datetime, person_id: int, now: datetime) -> None:
        """Keep that the person has acknowledged all that one message told («Вижу»)."""
        values = {"of": stored(pinged_at), "person": person_id, "at": stored(now)}
        await self._database.rows(_ALL_SEEN, values)

    async def last_run(self, loop: str) -> datetime | None:
        """When the loop last ran; None when it never has."""
        row = await self._database.row("SELECT at FROM loops WHERE name = :name", {"name": loop})
        return loaded(row["at"]) if row else None

    async def ran(self, loop: str, now: datetime) -> None:
        """Keep that the loop runs."""
        await self._database.rows(_RAN, {"name": loop, "at": stored(now)})


def _named_by(clock: Clock) -> dict[str, str]:
    """Return the parameters of `_HEARD`: the names that begin as those of this clock do."""
    head = head_of(clock)
    return {"head": head, "head_end": head[:-1] + chr(ord(head[-1]) + 1)}


_DUE = "SELECT * FROM clocks WHERE next_at <= :now ORDER BY next_at LIMIT :limit"
_ANYTHING_DUE = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM clocks WHERE next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE removed_at IS NULL AND digest_next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE removed_at IS NULL AND digest_next_at IS NULL)
        OR EXISTS (SELECT 1 FROM people WHERE removed_at IS NULL AND wakes_at <= :now)
        OR EXISTS (SELECT 1 FROM conversations WHERE wakes_at <= :now)
        OR EXISTS (SELECT 1 FROM silences WHERE tell_at <= :now)
        OR (:review <> '' AND NOT EXISTS (
            SELECT 1 FROM facts WHERE name = 'review' AND value >= :review
        ))
"""
_NEXT_DUE = """
    SELECT MIN(at) AS at FROM (
        SELECT MIN(next_at) AS at FROM clocks WHERE next_at > :after
        UNION ALL SELECT MIN(digest_next_at) FROM people
            WHERE removed_at IS NULL AND digest_next_at > :after
        UNION ALL SELECT MIN(wakes_at) FROM people WHERE removed_at IS NULL AND wakes_at > :after
        UNION ALL SELECT MIN(wakes_at) FROM conversations WHERE wakes_at > :after
        UNION ALL SELECT MIN(tell_at) FROM silences WHERE tell_at > :after
    ) AS coming
"""
_WIND = """
    UPDATE clocks SET last_at = :swept, next_at = :next WHERE case_id = :case AND kind = :kind
"""
_LOOK_BY = """
    UPDATE clocks SET next_at = :at WHERE case_id = :case AND kind = :kind AND next_at > :at
"""
_LOOK_AT_NEAR = """
    UPDATE clocks SET next_at = :now
    WHERE next_at > :now AND due_at > :now AND due_at < :soon AND case_id IN (
        SELECT id FROM cases WHERE closed_at IS NULL AND due_at IS NOT NULL
            AND due_at > :now AND due_at < :soon
            AND (:all = 1 OR assignee_id IS NULL OR assignee_id = :person OR assignee_id IN (
                SELECT id FROM people WHERE away_from <= :now AND away_until > :now
            ))
    )
"""
_HEARD = "SELECT key, person_id, at, seen_at FROM pings WHERE key >= :head AND key < :head_end"
_PING = """
    INSERT INTO pings (key, case_id, person_id, at) VALUES (:key, :case, :person, :at)
    ON CONFLICT (key) DO NOTHING
"""
_SEEN = """
    UPDATE pings SET seen_at = :at
    WHERE case_id = :case AND person_id = :person AND seen_at IS NULL
"""
_ALL_SEEN = """
    UPDATE pings SET seen_at = :at WHERE person_id = :person AND at = :of AND seen_at IS NULL
"""
_RAN = """
    INSERT INTO loops (name, at) VALUES (:name, :at) ON CONFLICT (name) DO UPDATE SET at = :at
"""
