"""Killed while it migrates: a journal of each older schema comes to today's all the same.

A journal is opened by a process that is killed at one of the statements of the migrations, and
opened again: it must come to today's schema with every row, and with a backup of how it was.
"""

import asyncio
import contextlib
import os
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.backups import make_backup
from bot.settings import Settings
from proofs.mortal import child, end_of
from proofs.old_journals import KEPT, Rows, journal_of, rows_of, settings_of
from proofs.shares import memory, shared_out
from storage import database
from storage.database import Database, Statement
from storage.migrations import MIGRATIONS

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CASES = 3


@dataclass(frozen=True)
class Killed:
    """A migration from a schema; it `died` at a statement, or was over before. What is wrong."""

    version: int
    place: int
    died: bool
    wrong: list[str]


def kill_migrations(every: int, hands: int) -> Iterator[Killed]:
    """Kill every so many-th statement on each way to today's schema; a process for each way."""
    versions = range(1, len(MIGRATIONS))
    for way in shared_out(versions, partial(kill_on_the_way, every=every), hands):
        yield from way


def kill_on_the_way(version: int, every: int) -> list[Killed]:
    """Kill every so many-th statement on the way from one schema, until it is over."""
    found: list[Killed] = []
    while not found or found[-1].died:
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            place = 1 + every * len(found)
            found.append(Killed(version, place, *_killed_at(version, place, Path(folder))))
    return found


def _killed_at(version: int, place: int, folder: Path) -> tuple[bool, list[str]]:
    settings = settings_of(folder)
    settings.database_path.write_bytes(journal_of(version, CASES))
    before = rows_of(settings.database_path)
    first = end_of(child(lambda: _migrate(settings, NOW, place)))
    if first not in (0, -signal.SIGKILL):
        return False, [f"the first opening ended with {first}"]
    if code := end_of(child(lambda: _migrate(settings, NOW + timedelta(minutes=1), None))):
        return first != 0, [f"the second opening ended with {code}"]
    return first != 0, list(_what_is_wrong(settings, before))


def _what_is_wrong(settings: Settings, before: Rows) -> Iterator[str]:
    with contextlib.closing(sqlite3.connect(settings.database_path)) as file:
        if file.execute("PRAGMA user_version").fetchone() != (len(MIGRATIONS),):
            yield "not of today's schema"
        if file.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            yield "damaged"
    now = rows_of(settings.database_path)
    yield from (
        f"{table} has lost rows" for table in KEPT if not _begins(now[table], before[table])
    )
    backups = (settings.data_dir / "backups").glob("*.db")
    if before not in [rows_of(each) for each in backups]:
        yield "no backup of how it was"


def _begins(now: list[tuple[Any, ...]], before: list[tuple[Any, ...]]) -> bool:
    """Whether the rows are what they were; migrations only add columns behind the others."""
    return [row[: len(old)] for row, old in zip(now, before, strict=False)] == before


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
