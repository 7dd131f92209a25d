"""How long the first page of every list takes at so many open cases, and as many closed ones."""

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import DAY, NOW, make_journal
from cases.kinds import Category, Kind, Priority
from cases.lists import CaseList, View
from storage.database import Database
from storage.lists import Lists

ROUNDS = 15
ME = 5


def mix(path: Path) -> None:
    """Close every other case, let some be nobody's, overdue or stale, and some wait for others."""
    with closing(sqlite3.connect(path)) as journal, journal:
        journal.execute("PRAGMA synchronous = OFF")
        for sql in MIX:
            journal.execute(sql, {"now": NOW, "day": DAY})


MIX = (
    "UPDATE cases SET side = CASE WHEN id % 3 THEN 'ours' ELSE 'theirs' END",
    "UPDATE cases SET closed_at = created_at, due_at = NULL WHERE id % 2",
    "UPDATE cases SET assignee_id = NULL WHERE id % 500 = 0",
    "UPDATE cases SET due_at = :now - :day WHERE id % 1000 = 2",
    "DELETE FROM clocks WHERE case_id % 2",
    """INSERT INTO clocks (case_id, kind, started_at, due_at, next_at)
        SELECT id, 'stale', created_at, :now - id % 900 + 450, :now + :day FROM cases
        WHERE id % 10 = 4""",
)
VIEWS = [
    *(View(of) for of in CaseList),
    View(cabinet=1),
    View(kind=Kind.CHAT_RETURN),
    View(category=Category.FINANCE),
    View(priority=Priority.BURNING),
    View(CaseList.OURS, priority=Priority.BURNING),
]


async def measure(path: Path) -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    database = await Database.open(path)
    lists = Lists(database)
    for view in VIEWS:
        spent, total = [], 0
        for _ in range(ROUNDS):
            began = time.perf_counter()
            total = (await lists.page(view, ME, now, 8)).total
            spent.append((time.perf_counter() - began) * 1000)
        named = ", ".join(str(each) for each in vars(view).values() if each is not None)
        best, median = min(spent), statistics.median(spent)
        print(f"{named}: best {best:.2f} ms, median {median:.2f} ms, {total} counted")
    for view in (View(), View(cabinet=1), View(kind=Kind.BUYER_CHAT, priority=Priority.BURNING)):
        spent = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await lists.lengths(view, ME, now)
            spent.append((time.perf_counter() - began) * 1000)
        named = ", narrowed" if view.narrowed else ""
        print(
            f"the menu{named}: best {min(spent):.2f} ms, median {statistics.median(spent):.2f} ms"
        )
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1_000_000)
    count = parser.parse_args().cases
    with tempfile.TemporaryDirectory() as folder:
        path = make_journal(Path(folder) / "journal.db", count)
        mix(path)
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
