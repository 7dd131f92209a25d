"""The wiping: a buyer's data goes from a case and from all that was made of it, for ever."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.case import Case
from cases.files import FileState, place_of
from cases.numbers import number_key
from cases.wiping import CODED, wiped_answers, wiped_number
from storage.attachments import Attachments
from storage.database import Database
from storage.finding import Finding
from storage.fulltext import CHANGES, MERGES, NOTHING_DONE
from storage.history import By, History
from storage.instants import stored
from storage.journal import SomebodyWasFirst
from storage.search import Search
from storage.tags import Tags

PAGES = 500
"""So many pages of an index of words are merged in one transaction."""
FILE, TRACES = "file:", "traces"
"""What stands in `leftovers`: a file that is yet to be shredded, and that the journal's file holds
traces of what was deleted from it."""


@dataclass(frozen=True)
class Oblivion:
    """Which case was forgotten, known by its number and the second it began in, and when."""

    case: int
    begun: int
    at: int


class Wiping:
    """What is wiped, and what of it is still on the disk. Writes must stand in a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = Search(database)
        self._attachments = Attachments(database)
        self._finding = Finding(database)
        self._history = History(database)
        self._tags = Tags(database)

    async def due(self, closed_before: datetime, limit: int) -> tuple[Case, ...]:
        """Return cases that are to be wiped, the longest closed first."""
        values = {"before": stored(closed_before), "limit": limit}
        rows = await self._database.rows(_DUE, values)
        return tuple([await self._search.get(row["id"]) for row in rows])

    async def count(self, closed_before: datetime) -> int:
        """Return how many cases are to be wiped."""
        row = await self._database.row(_COUNT, {"before": stored(closed_before)})
        return int(row["cases"]) if row else 0

    async def lately(self, what: str, since: datetime) -> int:
        """Return how many cases were wiped since then, for this reason."""
        row = await self._database.row(_LATELY, {"what": what, "since": stored(since)})
        return int(row["cases"]) if row else 0

    async def forgotten(self) -> tuple[Oblivion, ...]:
        """Return what was forgotten at somebody's request."""
        rows = await self._database.rows(_FORGOTTEN)
        return tuple(Oblivion(row["id"], row["created_at"], row["at"]) for row in rows)

    async def is_back(self, once: Oblivion) -> Case | None:
        """Return a case that was forgotten and is here as it was before; None if it is not."""
        row = await self._database.row(_BACK, vars(once))
        return await self._search.get(row["id"]) if row else None

    async def wipe(self, case: Case, by: By, what: str) -> None:
        """Wipe the case that the person saw, with those merged into it; there is no way back.

        Number, kind, dates, status, outcome and sums stay. Raises SomebodyWasFirst when the case
        has changed since.
        """
        own = {"id": case.id, "version": case.version}
        if await self._database.row(_AS_SEEN, own) is None:
            raise SomebodyWasFirst(await self._search.get(case.id))
        rows = await self._database.rows(_WITH_MERGED, {"id": case.id})
        ids = [int(row["id"]) for row in rows]
        for row in rows:
            answers = wiped_answers(json.loads(row["answers"]))
            await self._run(_CLEAR, {**_cleared(row["id"], answers, row["number"]), **_at(by)})
        await self._leave_files(ids)
        for sql in _OF_A_CASE:
            await self._database.run_many(sql, ({"id": each} for each in ids))
        for each in ids:
            await self._run(_SAID_NO_MORE, {"from": f"ping:{each}:", "to": f"ping:{each};"})
            await self._tags.rewrite(each)
        await self._forget_drafts(set(ids))
        await self._finding.keep(case.id)
        await self._history.note(case.id, by, what)
        await self.leave_traces()

    async def forget_passing(self, before: datetime) -> None:
        """Forget what people searched for, and what updates said that nobody could handle."""
        for sql in _PASSING:
            await self._run(sql, {"before": stored(before)})

    async def leave_traces(self) -> None:
        """Keep that the journal's file holds traces of what was deleted."""
        await self._run(_LEFT, {"what": TRACES})

    async def leftovers(self) -> tuple[str, ...]:
        """Return what is still to be removed from the disk: places of files, and TRACES."""
        rows = await self._database.rows("SELECT what FROM leftovers ORDER BY what LIMIT 100")
        return tuple(row["what"].removeprefix(FILE) for row in rows)

    async def gone(self, what: Iterable[str]) -> None:
        """Keep that this was removed."""
        values = ({"what": w if w == TRACES else f"{FILE}{w}"} for w in what)
        await self._database.run_many("DELETE FROM leftovers WHERE what = :what", values)

    async def merge_words(self) -> bool:
        """Let the indexes of words forget what was deleted, a part of it; whether they have."""
        done, before = True, await self._changes()
        for sql in MERGES:
            await self._run(sql, {"pages": -PAGES})
            now = await self._changes()
            done, before = done and now - before < NOTHING_DONE, now
        return done

    async def _changes(self) -> int:
        row = await self._database.row(CHANGES)
        return int(row["changes"]) if row else 0

    async def _leave_files(self, ids: Iterable[int]) -> None:
        """Keep which files are to be shredded: one that is on its way may lie there already."""
        for case_id in ids:
            for file in await self._attachments.files(case_id):
                if file.state is not FileState.WIPED:
                    await self._run(_LEFT, {"what": f"{FILE}{file.place or place_of(file)}"})

    async def _forget_drafts(self, ids: set[int]) -> None:
        """Delete the half-filled forms that are about these cases."""
        for row in await self._database.rows("SELECT key, answers FROM conversations"):
            kept = json.loads(row["answers"])
            drafts = kept.get("drafts", [])
            others = [draft for draft in drafts if not _is_about(draft, ids)]
            if len(others) < len(drafts):
                answers = json.dumps({**kept, "drafts": others}, ensure_ascii=False)
                idle = int(all(draft.get("aside") for draft in others))
                values = {"key": row["key"], "answers": answers, "idle": idle}
                await self._run(_KEEP_DRAFTS, values)

    async def _run(self, sql: str, values: dict[str, Any]) -> None:
        await self._database.run_many(sql, [values])


def _cleared(case_id: int, answers: dict[str, Any], number: str | None) -> dict[str, Any]:
    left = wiped_number(number)
    key = number_key(left or "") or None
    return {
        "id": case_id,
        "answers": json.dumps(answers, ensure_ascii=False),
        "number": left,
        "number_key": key,
        "number_tail": key[::-1] if key else None,
    }


def _at(by: By) -> dict[str, Any]:
    return {"now": stored(by.now)}


def _is_about(draft: dict[str, Any], ids: set[int]) -> bool:
    return bool(ids & {draft.get("case_id"), draft.get("follows"), draft.get("linked_to")})


_TO_WIPE = """
    FROM cases WHERE closed_at IS NOT NULL AND merged_into IS NULL
        AND (wiped_at IS NULL OR wiped_at < closed_at) AND closed_at < :before
"""
"""The condition of the partial index, word for word: a case closed again holds new data."""
_DUE = f"SELECT id {_TO_WIPE} ORDER BY closed_at, id LIMIT :limit"
_COUNT = f"SELECT COUNT(*) AS cases {_TO_WIPE}"
_LATELY = "SELECT COUNT(*) AS cases FROM history WHERE at >= :since AND what = :what"
_FORGOTTEN = """
    SELECT cases.id, cases.created_at, MAX(history.at) AS at FROM history
    JOIN cases ON cases.id = history.case_id
    WHERE history.what = 'forgotten' GROUP BY cases.id, cases.created_at ORDER BY cases.id
"""
_BACK = """
    SELECT id FROM cases WHERE id = :case AND created_at = :begun AND closed_at <= :at
        AND merged_into IS NULL AND (wiped_at IS NULL OR wiped_at < closed_at)
"""
"""A case that was opened and closed again after it was forgotten holds what came later."""
_AS_SEEN = "SELECT id FROM cases WHERE id = :id AND version = :version"
_WITH_MERGED = """
    SELECT id, answers, number FROM cases WHERE id = :id
    UNION ALL SELECT id, answers, number FROM cases WHERE merged_into = :id
"""
_CLEAR = """
    UPDATE cases SET version = version + 1, answers = :answers, number = :number,
        number_key = :number_key, number_tail = :number_tail, snoozes = NULL, wiped_at = :now
    WHERE id = :id
"""
_STRIKE_OUT = f"""
    UPDATE history SET comment = NULL WHERE case_id = :id AND comment IS NOT NULL
        AND what NOT IN ({", ".join(f"'{what}'" for what in sorted(CODED))})
"""  # noqa: S608 - our own words
_OF_A_CASE = (
    """UPDATE attachments SET state = 'wiped', file_id = '', unique_id = '', name = '',
        caption = '', album = NULL, place = NULL, sha256 = NULL, untold = 0 WHERE case_id = :id""",
    "DELETE FROM entries WHERE case_id = :id",
    "DELETE FROM entities WHERE case_id = :id",
    "DELETE FROM sketches WHERE case_id = :id",
    "DELETE FROM sketch_keys WHERE case_id = :id",
    "DELETE FROM spoken WHERE case_id = :id",
    "DELETE FROM undos WHERE case_id = :id",
    _STRIKE_OUT,
    """DELETE FROM case_tags WHERE case_id = :id
        AND tag_id IN (SELECT id FROM tags WHERE uses <= 1)""",
    """DELETE FROM tags WHERE uses <= 1
        AND NOT EXISTS (SELECT 1 FROM case_tags WHERE case_tags.tag_id = tags.id)""",
)
"""A label that no other case has may be a name; one that several have is a theme, and stays."""
_SAID_NO_MORE = """
    DELETE FROM outbox WHERE key >= :from AND key < :to AND state = 'pending'
"""
_PASSING = (
    "DELETE FROM searches WHERE at < :before",
    """UPDATE inbox SET payload = NULL
        WHERE state = 'dead' AND payload IS NOT NULL AND received_at < :before""",
)
_LEFT = "INSERT INTO leftovers (what) VALUES (:what) ON CONFLICT DO NOTHING"
_KEEP_DRAFTS = """
    UPDATE conversations SET answers = :answers,
        state = CASE WHEN :idle = 1 THEN NULL ELSE state END
    WHERE key = :key
"""
