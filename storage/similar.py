"""The search for similar cases: sketches of the open ones, found by identifier, topic and words."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.duplicates import NEAR, Sketch, compare, sketch_of
from cases.wording import bare
from storage.database import Database, Row
from storage.fulltext import SKETCH_FREQUENCIES, SKETCHES_BY_WORDS, any_stem
from storage.rows import CASE_COLUMNS, case_of

FIRST_OF_ALL = 2**63 - 1  # below it stands every case
_MOST_CLOSED = 20  # for each identifier
RAREST = 3  # stems that are searched for: more of them find everything and nothing


@dataclass(frozen=True)
class Candidate:
    """An open case that may be the new one over again: `compare` decides."""

    case_id: int
    sketch: Sketch


class Similar:
    """The sketches of open cases. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    async def keep(self, case: Case) -> None:
        """Draw the sketch of the case anew; a closed case has none."""
        for sql in (_FORGET, _FORGET_KEYS):
            await self._database.run_many(sql, [{"case": case.id}])
        if case.closed_at is not None:
            return
        sketch = self._sketch_of(case)
        await self._database.run_many(_KEEP, [{"case": case.id, **_columns(sketch)}])
        await self._database.run_many(
            _KEEP_KEY, ({"key": key, "case": case.id} for key in sorted(sketch.entity_keys))
        )

    async def catch_up(self, most: int, below: int) -> int | None:
        """Draw the sketches of open cases that have none, as after a migration; the newest first.

        Only of those before the case #`below`. Returns the oldest that was drawn, to go on from;
        None when nothing is left to do.
        """
        values = {"most": most, "below": below}
        rows = await self._database.rows(f"SELECT {CASE_COLUMNS} {_WITHOUT}", values)
        for row in rows:
            await self.keep(case_of(row))
        return rows[-1]["id"] if rows else None

    async def candidates(
        self, sketch: Sketch, limit: int = 50, *, besides: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return open cases of the cabinet worth comparing, the surest way of finding first.

        At most `limit` for each way: the number, a shared identifier, the same ready topic of an
        overlapping time, the rarest words; the newest first. `besides` is the case itself.
        """
        found: dict[int, Sketch] = {}
        for sql, values in await self._ways(sketch):
            asked = {"cabinet": sketch.cabinet_id, "limit": limit, **values}
            for row in await self._database.rows(sql, asked):
                found.setdefault(row["case_id"], _sketch(row))
        found.pop(besides or 0, None)
        return tuple(Candidate(case_id, kept) for case_id, kept in found.items())

    async def closed(self, sketch: Sketch) -> tuple[Case, ...]:
        """Return closed cases of the cabinet that were about the same, by a shared identifier."""
        found: dict[int, Case] = {}
        for key in sorted(sketch.entity_keys):
            values = {"cabinet": sketch.cabinet_id, "key": key, "most": _MOST_CLOSED}
            rows = await self._database.rows(f"SELECT {CASE_COLUMNS} {_CLOSED}", values)
            found.update((row["id"], case_of(row)) for row in rows)
        alike = (c for c in found.values() if compare(sketch, self._sketch_of(c)).reason)
        return tuple(sorted(alike, key=lambda case: case.id, reverse=True))

    def _sketch_of(self, case: Case) -> Sketch:
        return sketch_of(case.kind, case.cabinet.id, case.answers, case.number, self._zone)

    async def _ways(self, sketch: Sketch) -> list[tuple[str, dict[str, Any]]]:
        ways: list[tuple[str, dict[str, Any]]] = []
        if sketch.number_key:
            ways.append((_BY_NUMBER, {"number": sketch.number_key}))
        ways += [(_BY_KEY, {"key": key}) for key in sorted(sketch.entity_keys)]
        if sketch.topic and sketch.first and sketch.last:
            first, last = (sketch.first - NEAR).toordinal(), (sketch.last + NEAR).toordinal()
            ways.append((_BY_TOPIC, {"topic": sketch.topic, "first": first, "last": last}))
        rarest = await self._rarest(sketch)
        if rarest:
            ways.append((SKETCHES_BY_WORDS, {"words": any_stem(rarest)}))
        return ways

    async def _rarest(self, sketch: Sketch) -> list[str]:
        """Return the rarest of the stems that any open case has."""
        stems = sorted({bare(stem) for clause in sketch.clauses for stem in clause})
        names = {f"s{place}": stem for place, stem in enumerate(stems)}
        marks = ", ".join(f":{name}" for name in names)
        rows = await self._database.rows(f"{SKETCH_FREQUENCIES} ({marks}) {_RAREST_FIRST}", names)
        return [row["term"] for row in rows]


def _columns(sketch: Sketch) -> dict[str, Any]:
    return {
        "cabinet": sketch.cabinet_id,
        "category": sketch.category,
        "topic": sketch.topic,
        "first": sketch.first.toordinal() if sketch.first else None,
        "last": sketch.last.toordinal() if sketch.last else None,
        "number": sketch.number_key,
        "keys": " ".join(sorted(sketch.entity_keys)),
        "stems": _CLAUSE.join(" ".join(clause) for clause in sketch.clauses),
    }


def _sketch(row: Row) -> Sketch:
    return Sketch(
        cabinet_id=row["cabinet_id"],
        category=row["category"],
        topic=row["topic"],
        entity_keys=frozenset(row["entity_keys"].split()),
        first=date.fromordinal(row["first_day"]) if row["first_day"] else None,
        last=date.fromordinal(row["last_day"]) if row["last_day"] else None,
        number_key=row["number_key"],
        clauses=tuple(tuple(clause.split()) for clause in row["stems"].split(_CLAUSE) if clause),
    )


_CLAUSE = " . "  # between clauses; the full-text search does not see it
_RAREST_FIRST = f"ORDER BY doc, term LIMIT {RAREST}"
_FORGET = "DELETE FROM sketches WHERE case_id = :case"
_FORGET_KEYS = "DELETE FROM sketch_keys WHERE case_id = :case"
_KEEP = """
    INSERT INTO sketches (case_id, cabinet_id, category, topic, first_day, last_day, number_key,
        entity_keys, stems)
    VALUES (:case, :cabinet, :category, :topic, :first, :last, :number, :keys, :stems)
"""
_KEEP_KEY = "INSERT INTO sketch_keys (value_key, case_id) VALUES (:key, :case)"
_WITHOUT = """
    WHERE cases.closed_at IS NULL AND cases.id < :below
        AND NOT EXISTS (SELECT 1 FROM sketches WHERE sketches.case_id = cases.id)
    ORDER BY cases.id DESC LIMIT :most
"""
_CLOSED = """
    WHERE cases.id IN (SELECT case_id FROM entities WHERE value_key = :key)
        AND cases.cabinet_id = :cabinet AND cases.closed_at IS NOT NULL
    ORDER BY cases.id DESC LIMIT :most
"""
# The conditions of the partial indexes are repeated literally, or they would not be used.
_BY_NUMBER = """
    SELECT * FROM sketches
    WHERE cabinet_id = :cabinet AND number_key = :number AND number_key <> '' LIMIT :limit
"""
_BY_KEY = """
    SELECT sketches.* FROM sketch_keys JOIN sketches ON sketches.case_id = sketch_keys.case_id
    WHERE sketch_keys.value_key = :key AND sketches.cabinet_id = :cabinet
    ORDER BY sketch_keys.case_id DESC LIMIT :limit
"""
_BY_TOPIC = """
    SELECT * FROM sketches
    WHERE cabinet_id = :cabinet AND topic = :topic AND topic IS NOT NULL
        AND last_day >= :first AND first_day <= :last
    ORDER BY last_day DESC LIMIT :limit
"""
