"""The health: whether the running bot keeps up, read from the journal it writes."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from bot.now import Now
from bot.settings import Settings
from texts import operator

CLOCK_MAY_BE_SILENT = timedelta(minutes=3)
WORDS_MAY_WAIT = timedelta(minutes=10)


def problems(settings: Settings) -> list[str]:
    """Return what is wrong, in words for the operator; nothing when the bot is well."""
    if not settings.database_path.exists():
        return [operator.NO_JOURNAL]
    now = Now(settings.clock_file)()
    file = f"{settings.database_path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(file, uri=True)) as journal:
            ticked = _instant(journal, "SELECT at FROM loops WHERE name = 'clock'")
            unsaid = _instant(journal, _OLDEST_UNSAID)
    except sqlite3.DatabaseError:
        return [operator.UNREADABLE_JOURNAL]
    found = []
    if ticked is None or now.timestamp() - ticked > CLOCK_MAY_BE_SILENT.total_seconds():
        found.append(operator.silent_for(_age(ticked, now)))
    if unsaid is not None and now.timestamp() - unsaid > WORDS_MAY_WAIT.total_seconds():
        found.append(operator.unsaid_for(_age(unsaid, now)))
    return found


def _instant(journal: sqlite3.Connection, sql: str) -> int | None:
    row = journal.execute(sql).fetchone()
    return row[0] if row else None


def _age(at: int | None, now: datetime) -> int:
    return int(now.timestamp()) - at if at is not None else 0


_OLDEST_UNSAID = "SELECT MIN(created_at) FROM outbox WHERE state = 'pending'"
