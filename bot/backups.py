"""The backups: a verified copy every night, kept 7 days and 4 weeks, and the way back."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from cases.nights import last_night
from storage.migrations import MIGRATIONS

DAILY = 7
WEEKLY = 4
NAME = "journal-%Y%m%d-%H%M%S.db"


class BackupDamaged(Exception):
    """The file is not an intact journal."""


def make_backup(settings: Settings, now: datetime, *, thins_out: bool = True) -> Path:
    """Copy the journal while it is in use, verify the copy, and thin the old ones out.

    Before a migration none is thinned out: one that was cut short and is begun anew must not cost
    the copy of how the journal was before.
    Raises FileNotFoundError when there is no journal yet, and BackupDamaged when the copy is not
    intact: no broken backup ever gets a backup's name.
    """
    if not settings.database_path.exists():
        raise FileNotFoundError(settings.database_path)
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / now.strftime(NAME)
    unfinished = finished.with_suffix(".part")
    for left in folder.glob("journal-*.part"):  # what a stop has cut short
        if left == unfinished or now - made_at(left.with_suffix(".db")) > timedelta(days=1):
            left.unlink()
    try:
        with closing(sqlite3.connect(settings.database_path)) as journal:
            journal.execute("VACUUM INTO ?", (str(unfinished),))
        _verify(unfinished)
    except (BackupDamaged, sqlite3.DatabaseError) as error:
        unfinished.unlink(missing_ok=True)
        raise BackupDamaged(str(settings.database_path)) from error
    _to_disk(unfinished)
    unfinished.replace(finished)
    _to_disk(folder)
    if thins_out:
        _thin_out(folder)
    return finished


def make_nightly_backup(settings: Settings, begun_at: datetime, now: datetime) -> Path | None:
    """Make a backup when it is due (`backup_is_due`); None when it is not."""
    return make_backup(settings, now) if backup_is_due(settings, begun_at, now) else None


def restore_backup(settings: Settings, backup: Path) -> None:
    """Put a backup in the journal's place; what was there stays beside it as `.before-restore`.

    Raises BackupDamaged and changes nothing when the backup is not intact.
    """
    _verify(backup)
    journal = settings.database_path
    journal.parent.mkdir(parents=True, exist_ok=True)
    fresh = journal.with_suffix(".restoring")
    shutil.copyfile(backup, fresh)
    _to_disk(fresh)
    for name in (journal.name, f"{journal.name}-wal", f"{journal.name}-shm"):
        old = journal.with_name(name)
        if old.exists():
            old.replace(_free_name(journal.with_name(f"{name}.before-restore")))
    fresh.replace(journal)
    _to_disk(journal.parent)


def _free_name(wanted: Path) -> Path:
    """Return a name that nothing bears yet: an earlier journal is never written over."""
    names = (wanted, *(wanted.with_name(f"{wanted.name}-{n}") for n in range(2, 1000)))
    return next(each for each in names if not each.exists())


def newest_backup(settings: Settings) -> Path | None:
    """Return the newest backup, None when there is none."""
    return max(_folder(settings).glob("journal-*.db"), default=None)


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "backups"


def _verify(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            intact = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            version = copy.execute("PRAGMA user_version").fetchone()[0]
            known = 1 <= version <= len(MIGRATIONS)
            copy.execute("SELECT COUNT(*) FROM cases, people, history WHERE 0")
    except sqlite3.Error as error:
        raise BackupDamaged(str(path)) from error
    if not (intact and known):
        raise BackupDamaged(str(path))


def _thin_out(folder: Path) -> None:
    """Keep the newest of each of the last 7 days and of each of the last 4 weeks."""
    newest_first = sorted(folder.glob("journal-*.db"), reverse=True)
    keep = _newest_by(newest_first, "%Y%m%d", DAILY) | _newest_by(newest_first, "%G-%V", WEEKLY)
    for path in newest_first:
        if path not in keep:
            path.unlink()


def _newest_by(paths: list[Path], period: str, most: int) -> set[Path]:
    newest: dict[str, Path] = {}
    for path in paths:
        newest.setdefault(made_at(path).strftime(period), path)
    return set(list(newest.values())[:most])


def made_at(path: Path) -> datetime:
    """Return when a backup was made, by its name: aware, UTC."""
    return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)


def backup_is_due(settings: Settings, begun_at: datetime, now: datetime) -> bool:
    """Whether the last night passed without a backup: at once in the night, late after a stop.

    A journal begun since then waits for its first night.
    """
    newest = newest_backup(settings)
    night = last_night(settings.rules.zone, now)
    return (made_at(newest) if newest else begun_at) < night


def gone_by(settings: Settings, now: datetime) -> datetime | None:
    """Return when the last of today's backups will be gone, at the latest; None without backups.

    The newest of a week stays until the weeks after it have theirs, night by night.
    """
    newest = newest_backup(settings)
    if newest is None:
        return None
    monday = made_at(newest) - timedelta(days=made_at(newest).weekday())
    return max(monday + timedelta(weeks=WEEKLY), now)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
