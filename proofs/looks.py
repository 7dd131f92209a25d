"""Looks at the journal of a living bot from outside: whether it has anything left to do.

One of them meddles: it makes the bot forget what a new version would not know.
"""

import contextlib
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path


def has_reminded(journal: Path, now: datetime, since: datetime) -> bool:
    """Whether nothing is due and no reminder waits to be said; people go on meanwhile.

    The bot must have ticked `since` an instant: a journal in which nobody is known has nothing due.
    """
    values = {"now": int(now.timestamp()), "since": int(since.timestamp())}
    return _finds_nothing(journal, _UNREMINDED, values)


def is_quiet(journal: Path) -> bool:
    """Whether nothing waits to be handled or to be said."""
    return _finds_nothing(journal, _UNDER_WAY, {})


def accounted(journal: Path) -> set[int]:
    """Return the messages that the outbox knows of; it forgets a month later."""
    rows = _read(journal, "SELECT message_id FROM outbox WHERE message_id IS NOT NULL", {})
    return {row[0] for row in rows}


def has_given_up(journal: Path, name: str) -> bool:
    """Whether a file of this name was tried in vain for the last time."""
    sql = "SELECT 1 FROM attachments WHERE name = :name AND state = 'failed'"
    return bool(_read(journal, sql, {"name": name}))


def forget_the_menus(journal: Path) -> None:
    """Let the next start find that its menus are not those of the last run."""
    with contextlib.closing(sqlite3.connect(journal, timeout=60)) as writer, writer:
        writer.execute("DELETE FROM facts WHERE name LIKE 'menu:%'")


def _finds_nothing(journal: Path, sql: str, values: dict[str, int]) -> bool:
    return not _read(journal, sql, values)


def _read(journal: Path, sql: str, values: Mapping[str, int | str]) -> list[tuple[int, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as reader:
        return reader.execute(sql, values).fetchall()


_UNDER_WAY = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM inbox WHERE state = 'pending')
        OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'sending'))
"""
_UNREMINDED = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM outbox WHERE state = 'pending' AND key NOT LIKE 'ans:%')
        OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND key NOT LIKE 'ans:%')
        OR EXISTS (SELECT 1 FROM clocks WHERE next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE digest_next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE wakes_at <= :now)
        OR NOT EXISTS (SELECT 1 FROM loops WHERE name = 'clock' AND at >= :since)
"""
