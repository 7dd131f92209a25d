"""How long a card, a page of every list and of a search take, half of the cases being closed."""

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.tables import DAY, NOW, make_journal, number
from cases.finding import question_of
from cases.kinds import Category, Kind, Priority
from cases.lists import CaseList, View
from storage.database import Database
from storage.finding import Finding
from storage.history import History
from storage.links import Links
from storage.lists import Lists
from storage.search import Search

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
    "INSERT INTO tags (id, name, uses) VALUES (1, 'редкая', 1), (2, 'частая', 1)",
    "INSERT INTO case_tags (case_id, tag_id) SELECT id, 1 FROM cases WHERE id % 1000 < 2",
    "INSERT INTO case_tags (case_id, tag_id) SELECT id, 2 FROM cases WHERE id % 100 < 2",
    "UPDATE cases SET status = 'merged', merged_into = id - 1 WHERE id % 10000 = 9",
    """INSERT INTO links (case_id, other_id, made_at)
        SELECT id, id + 20, 0 FROM cases WHERE id % 100 = 0 AND id < 100000""",
    """INSERT INTO readings (case_id, pieces, words, stems, keys, tails, codes)
        SELECT id, '[["summary", "шов юбка партия"]]', 'шов юбка партия' || id % 5000,
            'шов юбк парт' || id % 5000, number_key, number_tail, 'kindbuyerchat'
        FROM cases WHERE merged_into IS NULL""",
)
VIEWS = [
    *(View(of) for of in CaseList),
    View(cabinet=1),
    View(kind=Kind.CHAT_RETURN),
    View(category=Category.FINANCE),
    View(priority=Priority.BURNING),
    View(CaseList.OURS, priority=Priority.BURNING),
    View(tag=1),
    View(tag=2),
    View(CaseList.OURS, tag=2),
    View(CaseList.CLOSED, tag=2),
]


async def measure(path: Path) -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    database = await Database.open(path)
    lists, search, finding = Lists(database), Search(database), Finding(database)
    last = (await lists.page(View(), ME, now, 1)).cases[0].id
    for view in VIEWS:
        named = ", ".join(f"{name} {each}" for name, each in vars(view).items() if each is not None)
        await timed(named, partial(lists.page, view, ME, now, 8))
    for view in (View(), View(cabinet=1), View(kind=Kind.BUYER_CHAT, priority=Priority.BURNING)):
        named = "the menu, narrowed" if view.narrowed else "the menu"
        await timed(named, partial(lists.lengths, view, ME, now))
    await timed("a card by our number", lambda: search.get(last))
    await timed("a card by the marketplace's", lambda: search.find_by_number(number(last)))
    await timed("a card by the number of a merged case", lambda: search.find_by_number(number(9)))
    await timed("the linked cases", lambda: Links(database).cases_of(100))
    await timed("its history", lambda: History(database).of(8))
    for asked in ("юбка", "юбка партия77", "партия77"):
        question = question_of(asked)
        await timed(f"a search for {asked}", partial(finding.hits, question, 5))
    await database.close()


async def timed(name: str, deed: Callable[[], Awaitable[object]]) -> None:
    """Print how long a query takes, and how much of that is the processor's."""
    spent, used = [], []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        await deed()
        spent.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    best, median = min(spent), statistics.median(spent)
    print(
        f"{name}: best {best:.2f} ms, median {median:.2f} ms, CPU {statistics.median(used):.2f} ms"
    )


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
