"""Journals as the bots of all the schemas have left them, and what was in them."""

import contextlib
import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.settings import Settings
from storage.migrations import MIGRATIONS

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
Rows = dict[str, list[tuple[Any, ...]]]


def settings_of(folder: Path) -> Settings:
    """Return the settings of a bot whose journal lies in this folder."""
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder)  # noqa: S106 - made up


@cache
def journal_of(version: int, cases: int) -> bytes:
    """Return the file of a journal of that schema, with so many cases in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.execute("PRAGMA synchronous = OFF")
            made.execute("PRAGMA journal_mode = WAL")
            for migration in MIGRATIONS[:version]:
                for statement in migration:
                    made.execute(statement)
            for sql in ROWS:
                made.execute(sql.format(many=cases) if "{many}" in sql else sql)
            made.execute(f"PRAGMA user_version = {version}")
        return path.read_bytes()


def rows_of(journal: Path) -> Rows:
    """Return what must never be gone."""
    with contextlib.closing(sqlite3.connect(journal)) as reader:
        sql = "SELECT * FROM {} ORDER BY id"
        return {table: reader.execute(sql.format(table)).fetchall() for table in KEPT}
