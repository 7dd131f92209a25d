"""The tables of the benchmark: a journal with as many open cases as asked, written with SQL."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.settings import Settings
from cases.rules import Rules
from storage.database import Database

PEOPLE = 1000
FIRST_PERSON = 7_000_000_000
OWNER = FIRST_PERSON
FAR_AWAY = 4_000_000_000
DAY = 86_400
NOW = 1_772_614_800  # 2026-03-04 12:00 in Moscow
ANSWERS = (
    '{"summary": "Разошёлся шов, хочу вернуть юбку", "buyer": "Тимур", "chat_category": "defect",'
    ' "priority": "normal", "appeared": {"at": 1772614800, "has_time": true}}'
)


def number(case_id: int) -> str:
    """Return the number of a case: eight digits, no two alike."""
    return str(10_000_000 + case_id * 7)


def make_journal(path: Path, cases: int) -> Path:
    """Write a journal with so many open cases, led by a thousand people; nothing is due."""
    asyncio.run(_make_schema(path))
    with closing(sqlite3.connect(path)) as journal, journal:
        journal.execute("PRAGMA synchronous = OFF")
        journal.executemany(_PERSON, _people())
        journal.execute("INSERT INTO cabinets VALUES (1, 'wb', 'ИП Иванов', 'RUB', NULL, NULL, 0)")
        journal.executemany(_CASE, _cases(cases))
        journal.execute(_CLOCKS, {"far": FAR_AWAY})
        journal.execute(_HISTORY)
        # As after any earlier run: the clocks agree with the rules.
        journal.execute("INSERT INTO facts VALUES ('rules', ?)", (_rules().fingerprint,))
        journal.execute("INSERT INTO facts VALUES ('sketches', 'whole'), ('readings', 'whole')")
    return path


def _rules() -> Rules:
    settings = Settings(_env_file=None, bot_token="42:BENCH", owner_id=OWNER)  # noqa: S106 - no bot's
    return settings.rules


async def _make_schema(path: Path) -> None:
    await (await Database.open(path)).close()


def _people() -> Iterator[tuple[Any, ...]]:
    for n in range(PEOPLE):
        role = "manager" if n else "owner"
        yield n + 1, FIRST_PERSON + n, f"Анна {n}", role, NOW, FAR_AWAY


def _cases(many: int) -> Iterator[tuple[Any, ...]]:
    for n in range(1, many + 1):
        key, since = number(n), NOW - n % DAY
        yield n, key, key, key[::-1], ANSWERS, 1 + n % PEOPLE, since, since, since, since + 10 * DAY


OWNER_ROW = """
    INSERT INTO people (id, telegram_id, name, role, joined_at) VALUES (1, 1, 'О', 'owner', 0)
"""
_PERSON = """
    INSERT INTO people (id, telegram_id, name, role, joined_at, digest_next_at)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_CASE = """
    INSERT INTO cases (id, kind, status, version, cabinet_id, number, number_key, number_tail,
        answers, author_id, assignee_id, created_at, moved_at, waiting_since, due_at)
    VALUES (?, 'buyer_chat', 'waiting_us', 1, 1, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
"""
_CLOCKS = """
    INSERT INTO clocks (case_id, kind, started_at, due_at, next_at)
    SELECT id, 'reply', waiting_since, due_at, :far FROM cases
"""
_HISTORY = """
    INSERT INTO history (case_id, at, person_id, place, what, new)
    SELECT id, created_at, 1, 'private', 'registered', status FROM cases
"""
