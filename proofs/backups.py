"""Killed while it backs up, and while it migrates: no half backup, no half journal.

`python -m proofs.backups [kills] [--every N] [--hands N] [--seed S]`. A process that makes a backup
is killed so many times, anywhere: whatever bears a backup's name afterwards must be whole. Then one
that migrates is killed, at every so many-th statement from every schema that there has been
(`proofs/migrations.py`), in so many processes at the same time.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random, SystemRandom

from bot.backups import NAME, BackupDamaged, make_backup, restore_backup
from bot.settings import Settings
from proofs.migrations import NOW, kill_migrations
from proofs.mortal import child, end_of
from proofs.old_journals import journal_of, rows_of, settings_of
from storage.migrations import MIGRATIONS

CASES = 3_000
PATIENCE = 60.0
"""Seconds that a backup may take to begin."""
Found = Iterator[str]


def kill_backups(kills: int, random: Random, folder: Path, *, in_place: bool = False) -> Found:
    """Kill a backup so many times; says what was found wrong."""
    settings = settings_of(folder)
    settings.database_path.write_bytes(journal_of(len(MIGRATIONS), CASES))
    begun = time.monotonic()
    first = make_backup(settings, NOW)
    lasts = time.monotonic() - begun
    for number in range(1, kills + 1):
        at = NOW + timedelta(minutes=number)
        pid = child(partial(_back_up, settings, at, in_place=in_place))
        if in_place:  # what is to be seen failing is killed when it has certainly begun
            _until_there(folder / "backups" / at.strftime(NAME))
        else:
            time.sleep(random.uniform(0, 1.2 * lasts))
        os.kill(pid, signal.SIGKILL)  # it may have ended: it is not waited for yet
        end_of(pid)
        yield from _half_backups(folder)
    newest = make_backup(settings, NOW + timedelta(days=1))
    if not first.exists() and not newest.exists():
        yield "no backup is left"
    yield from _half_backups(folder)


def _until_there(path: Path) -> None:
    begun = time.monotonic()
    while not path.exists() and time.monotonic() - begun < PATIENCE:
        pass


def _back_up(settings: Settings, at: datetime, *, in_place: bool) -> None:
    if in_place:  # to be seen failing, in this process of its own
        Path.with_suffix = lambda path, _: path  # type: ignore[method-assign, assignment]  # see above
    make_backup(settings, at)


def _half_backups(folder: Path) -> Found:
    for backup in (folder / "backups").glob("*.db"):
        with tempfile.TemporaryDirectory() as elsewhere:
            try:
                restore_backup(settings_of(Path(elsewhere)), backup)
            except BackupDamaged:
                yield f"{backup.name} is not whole"
                continue
            if len(rows_of(Path(elsewhere) / "journal.db")["cases"]) != CASES:
                yield f"{backup.name} lacks cases"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.backups", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=20)
    parser.add_argument("--every", type=int, default=1, help="so many-th statement")
    parser.add_argument("--hands", type=int, default=os.cpu_count(), help="processes at a time")
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
    for killed in kill_migrations(chosen.every, chosen.hands):
        tried += killed.died
        harm += len(killed.wrong)
        for wrong in killed.wrong:
            where = f"from version {killed.version} at statement {killed.place}"
            print(f"wrong: {where}: {wrong}", flush=True)
    print(f"{'backups killed':>24}: {chosen.kills}\n{'migrations killed':>24}: {tried}")
    print(f"{'from schemas':>24}: {len(MIGRATIONS) - 1}\n{'harm done':>24}: {harm}")
    print(f"{'seconds':>24}: {time.monotonic() - begun:.0f}")
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main())
