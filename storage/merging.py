"""The merging: one case goes over into another, with all that it has, and is found as that one."""

from dataclasses import replace

from cases.case import Case
from cases.kinds import EntryKind
from cases.merging import Merger, taken_over, written_down
from storage.database import Database, Values
from storage.entries import Entries
from storage.history import By, History
from storage.instants import stored
from storage.journal import Journal, SomebodyWasFirst
from storage.search import Search
from storage.tags import Tags
from storage.team_rules import TeamRules

MERGED_INTO, MERGED_HERE = "merged_into", "merged_here"
"""What the histories of the two cases call it."""


class Merging:
    """Every method must stand inside a transaction."""

    def __init__(self, database: Database, rules: TeamRules) -> None:
        self._database = database
        self._journal = Journal(database, rules)
        self._search = Search(database)
        self._history = History(database)
        self._entries = Entries(database)
        self._tags = Tags(database)

    async def merge(self, merger: Merger, by: By) -> Case:
        """Make the two one case, whatever number it is asked for by; there is no way back.

        Raises SomebodyWasFirst when either has changed since the person saw it: nothing is written.
        """
        gone, kept = merger.gone, merger.kept
        for seen in (gone, kept):
            now_is = await self._search.get(seen.id)
            if (now_is.id, now_is.version) != (seen.id, seen.version):
                raise SomebodyWasFirst(now_is)
        clocks = await self._database.rows(_CLOCKS, {"gone": gone.id})
        files = await self._database.row(_FILES, {"gone": gone.id, "kept": kept.id})
        assert files is not None  # noqa: S101 - a SELECT of sums has one row
        moved = _moved(files["first"], files["last"], files["offset"])
        what = {"old": gone.status, "new": "merged", "comment": moved}
        await self._history.note(gone.id, by, MERGED_INTO, other_id=kept.id, **what)
        await self._write(_END, {"gone": gone.id, "kept": kept.id, "now": stored(by.now)})
        if kept.number is None:
            await self._write(_UNNUMBER, {"gone": gone.id})
        for statement in _MOVES:
            ids = {"gone": gone.id, "kept": kept.id, "offset": files["offset"]}
            await self._write(statement, {n: v for n, v in ids.items() if f":{n}" in statement})
        await self._entries.move(gone.id, kept.id, files["offset"])
        told = written_down(merger)
        answers = dict(told.answers)
        await self._entries.write(
            kept.id, EntryKind.MERGED, told.text, answers, gone.created_at, by
        )  # fmt: skip
        await self._tags.rewrite(kept.id)
        # No button of either card may be taken for one of the case as it is now.
        version = max(gone.version, kept.version)
        await self._write(_OUTDATE, {"kept": kept.id, "version": version})
        comment = f"{gone.id} {moved}".strip()
        await self._journal.change(
            replace(kept, version=version), by, MERGED_HERE, comment, **taken_over(merger)
        )
        if (gone.assignee and gone.assignee.id) == (kept.assignee and kept.assignee.id):
            for clock in clocks:
                await self._write(_GO_ON, {**dict(clock), "kept": kept.id})
        return await self._search.get(kept.id)

    async def _write(self, sql: str, values: Values) -> None:
        await self._database.run_many(sql, [values])


def _moved(first: int | None, last: int | None, offset: int) -> str:
    """Write which numbers the files had and which they have: «1-3 5-7»; "" if none has changed."""
    return (
        ""
        if first is None or not offset
        else f"{first}-{last} {first + offset}-{(last or 0) + offset}"
    )


_CLOCKS = """
    SELECT kind, started_at, due_at, last_at, next_at FROM clocks
    WHERE case_id = :gone AND last_at IS NOT NULL
"""
_FILES = """
    SELECT MIN(number) AS first, MAX(number) AS last,
        (SELECT COALESCE(MAX(number), 0) FROM attachments WHERE case_id = :kept) AS offset
    FROM attachments WHERE case_id = :gone
"""
_END = """
    UPDATE cases SET status = 'merged', version = version + 1, merged_into = :kept,
        closed_at = :now, waiting_since = NULL, due_at = NULL, side = 'nobody'
    WHERE id = :gone
"""
_UNNUMBER = """
    UPDATE cases SET number = NULL, number_key = NULL, number_tail = NULL WHERE id = :gone
"""
_OUTDATE = "UPDATE cases SET version = :version WHERE id = :kept"
_GO_ON = """
    UPDATE clocks SET last_at = :last_at, next_at = :next_at
    WHERE case_id = :kept AND kind = :kind AND started_at = :started_at AND due_at = :due_at
        AND last_at IS NULL
"""
"""What was reminded of in the one that went is not reminded of again: it is the same clock."""
_MOVES = (
    "UPDATE cases SET merged_into = :kept WHERE merged_into = :gone",
    "UPDATE attachments SET case_id = :kept, number = number + :offset WHERE case_id = :gone",
    """INSERT INTO entities (case_id, kind, value, value_key)
        SELECT :kept, kind, value, value_key FROM entities WHERE case_id = :gone
        ON CONFLICT DO NOTHING""",
    "DELETE FROM entities WHERE case_id = :gone",
    """INSERT INTO links (case_id, other_id, made_at)
        SELECT :kept, other_id, made_at FROM links
        WHERE case_id = :gone AND other_id <> :kept
        ON CONFLICT DO NOTHING""",
    """INSERT INTO links (case_id, other_id, made_at)
        SELECT case_id, :kept, made_at FROM links
        WHERE other_id = :gone AND case_id <> :kept
        ON CONFLICT DO NOTHING""",
    "DELETE FROM links WHERE case_id = :gone OR other_id = :gone",
    """INSERT INTO parts (whole, case_id) SELECT whole, :kept FROM parts WHERE case_id = :gone
        ON CONFLICT DO NOTHING""",
    "DELETE FROM parts WHERE case_id = :gone",
    """INSERT INTO case_tags (case_id, tag_id) SELECT :kept, tag_id FROM case_tags
        WHERE case_id = :gone ON CONFLICT DO NOTHING""",
    "DELETE FROM case_tags WHERE case_id = :gone",
    """UPDATE tags SET uses = (SELECT COUNT(*) FROM case_tags WHERE case_tags.tag_id = tags.id)
        WHERE id IN (SELECT tag_id FROM case_tags WHERE case_id = :kept)""",
    "DELETE FROM picks WHERE case_id = :gone",
    "DELETE FROM clocks WHERE case_id = :gone",
    "DELETE FROM sketches WHERE case_id = :gone",
    "DELETE FROM sketch_keys WHERE case_id = :gone",
    "DELETE FROM readings WHERE case_id = :gone",
)
"""All that belongs to a case goes over; its history stays and is shown in the other's."""
