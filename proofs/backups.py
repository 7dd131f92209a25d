"""Killed while it backs up, and while it migrates: no half backup, no half journal.

`python -m proofs.backups [kills] [--every N] [--seed S]`. A process that makes a backup is killed
so many times, anywhere: whatever bears a backup's name afterwards must be whole. Then a journal of
each schema that there has been is opened by a process that is killed at a statement of the
migrations, one after the other, and opened again: it must come to today's schema with every row,
and with a backup of how it was.
"""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from bot.backups import BackupDamaged, make_backup, restore_backup
from bot.settings import Settings
from storage import database
from storage.database import Database, Statement
from storage.migrations import MIGRATIONS

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CASES = 3_000
KEPT = ("people", "cabinets", "cases", "history")
ROWS = (
    """INSERT INTO people (id, telegram_id, name, role, joined_at)
        VALUES (1, 1, 'Ольга', 'owner', 0)""",
    """INSERT INTO cabinets (id, marketplace, name, currency)
        VALUES (1, 'wb', 'ИП Иванов', 'RUB')""",
    """WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})
        INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id, created_at,
            moved_at, waiting_since)
        SELECT n, 'buyer_chat', 'waiting_us', 1, 1, '{{"text": "Разошёлся шов"}}', 1, n, n, n
        FROM numbers""",
    """INSERT INTO history (case_id, at, place, what)
        SELECT id, created_at, 'private', 'registered' FROM cases""",
)
Found = Iterator[str]
Rows = dict[str, list[tuple[Any, ...]]]


def _settings(folder: Path) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder)  # noqa: S106 - made up


def _journal_of(version: int, path: Path, cases: int) -> None:
    """Make a journal as the bot of that schema has left it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                made.execute(statement)
        for sql in ROWS:
            made.execute(sql.format(many=cases) if "{many}" in sql else sql)
        made.execute(f"PRAGMA user_version = {version}")


def _child(work: Callable[[], object]) -> int:
    """Do the work in a process of its own; its pid."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def _end_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# Backups ------------------------------------------------------------------------------------------


def kill_backups(kills: int, random: Random, folder: Path, *, in_place: bool = False) -> Found:
    """Kill a backup so many times; says what was found wrong."""
    settings = _settings(folder)
    _journal_of(len(MIGRATIONS), settings.database_path, CASES)
    begun = time.monotonic()
    first = make_backup(settings, NOW)
    lasts = time.monotonic() - begun
    for number in range(1, kills + 1):
        at = NOW + timedelta(minutes=number)
        pid = _child(partial(_back_up, settings, at, in_place=in_place))
        time.sleep(random.uniform(0, 1.2 * lasts))
        os.kill(pid, signal.SIGKILL)  # it may have ended: it is not waited for yet
        _end_of(pid)
        yield from _half_backups(folder)
    newest = make_backup(settings, NOW + timedelta(days=1))
    if not first.exists() and not newest.exists():
        yield "no backup is left"
    yield from _half_backups(folder)


def _back_up(settings: Settings, at: datetime, *, in_place: bool) -> None:
    if in_place:  # to be seen failing, in this process of its own
        Path.with_suffix = lambda path, _: path  # type: ignore[method-assign, assignment]  # see above
    make_backup(settings, at)


def _half_backups(folder: Path) -> Found:
    for backup in (folder / "backups").glob("*.db"):
        with tempfile.TemporaryDirectory() as elsewhere:
            try:
                restore_backup(_settings(Path(elsewhere)), backup)
            except BackupDamaged:
                yield f"{backup.name} is not whole"
                continue
            if len(_rows(Path(elsewhere) / "journal.db")["cases"]) != CASES:
                yield f"{backup.name} lacks cases"


# Migrations ---------------------------------------------------------------------------------------


def kill_migrations(every: int, first: int, folder: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Kill every so many-th statement on each way to today's schema; what was found wrong."""
    for version in range(1, len(MIGRATIONS)):
        place = first
        while True:
            here = folder / f"{version}-{place}"
            here.mkdir()
            died, wrong = _killed_at(version, place, here)
            yield version, place, wrong
            shutil.rmtree(here)
            if not died:
                break
            place += every


def _killed_at(version: int, place: int, folder: Path) -> tuple[bool, list[str]]:
    settings = _settings(folder)
    _journal_of(version, settings.database_path, 3)
    before = _rows(settings.database_path)
    first = _end_of(_child(lambda: _migrate(settings, NOW, place)))
    if first not in (0, -signal.SIGKILL):
        return False, [f"the first opening ended with {first}"]
    if code := _end_of(_child(lambda: _migrate(settings, NOW + timedelta(minutes=1), None))):
        return first != 0, [f"the second opening ended with {code}"]
    return first != 0, list(_what_is_wrong(settings, before))


def _what_is_wrong(settings: Settings, before: Rows) -> Found:
    with contextlib.closing(sqlite3.connect(settings.database_path)) as file:
        if file.execute("PRAGMA user_version").fetchone() != (len(MIGRATIONS),):
            yield "not of today's schema"
        if file.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            yield "damaged"
    now = _rows(settings.database_path)
    yield from (
        f"{table} has lost rows" for table in KEPT if not _begins(now[table], before[table])
    )
    backups = (settings.data_dir / "backups").glob("*.db")
    if before not in [_rows(each) for each in backups]:
        yield "no backup of how it was"


def _begins(now: list[tuple[Any, ...]], before: list[tuple[Any, ...]]) -> bool:
    """Whether the rows are what they were; migrations only add columns behind the others."""
    return [row[: len(old)] for row, old in zip(now, before, strict=False)] == before


def _rows(journal: Path) -> Rows:
    with contextlib.closing(sqlite3.connect(journal)) as reader:
        sql = "SELECT * FROM {} ORDER BY id"
        return {table: reader.execute(sql.format(table)).fetchall() for table in KEPT}


def _migrate(settings: Settings, now: datetime, dies_at: int | None) -> None:
    """Open the journal as the bot does; die in it before the statement with this number."""
    met, in_order = 0, database._in_order  # noqa: SLF001 - the place at which statements are run

    def one_by_one(connection: sqlite3.Connection, statements: list[Statement]) -> list[Any]:
        nonlocal met
        found: list[Any] = []
        for each in statements:
            met += 1
            if met == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
            found = in_order(connection, [each])
        return found

    database._in_order = one_by_one  # noqa: SLF001 - this process's own
    asyncio.run(_open(settings, now))


async def _open(settings: Settings, now: datetime) -> None:
    opened = await Database.open(
        settings.database_path, lambda: make_backup(settings, now, thins_out=False)
    )
    await opened.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.backups", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=20)
    parser.add_argument("--every", type=int, default=1, help="so many-th statement")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--in-place", action="store_true", help="write under the name at once")
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    begun, tried, harm = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        random = Random(seed)  # noqa: S311 - moments, not secrets
        for wrong in kill_backups(chosen.kills, random, Path(folder), in_place=chosen.in_place):
            harm += 1
            print(f"wrong: {wrong}", flush=True)
    if chosen.in_place:
        return 1 if harm else 0
    with tempfile.TemporaryDirectory() as folder:
        for version, place, found in kill_migrations(chosen.every, 1, Path(folder)):
            tried += 1
            harm += len(found)
            for wrong in found:
                print(f"wrong: from version {version} at statement {place}: {wrong}", flush=True)
    print(f"{'backups killed':>24}: {chosen.kills}\n{'migrations killed':>24}: {tried}")
    print(f"{'from schemas':>24}: {len(MIGRATIONS) - 1}\n{'harm done':>24}: {harm}")
    print(f"{'seconds':>24}: {time.monotonic() - begun:.0f}")
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main())
