"""The disk fails at every write: with an I/O error and with no space, once and for good.

`python -m proofs.disk [every] [--hands N] [--threads]`. A manager registers a chat with a file, and
on the ninth day reminders come due (`proofs/disk_story.py`); a journal is made, and one is opened
that was restored. At the Nth write the disk refuses, for N = 1, 2 … until all is over without a
refusal (`every` skips: 1 tries each). So many processes try at the same time; with `--threads` the
driver keeps its own.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import cache, partial
from itertools import product
from pathlib import Path

from proofs.disk_story import Calm, try_story
from proofs.faulty_disk import DISK, Fault, faulty_disk
from proofs.one_thread import in_one_thread
from proofs.refusals import Outcome, Refusal, ask, damage_of, rows_of
from proofs.shares import memory, shared_out
from storage.database import Database, DatabaseDamaged
from storage.migrations import MIGRATIONS

NEVER = 10**9
"""A write to which nobody comes."""
PERSON = """
    INSERT INTO people (id, telegram_id, name, role, joined_at) VALUES (1, 1, 'Ольга', 'owner', 0)
"""
Trial = tuple[str, Refusal]


async def try_opening(refusal: Refusal, restored: bytes = b"") -> Outcome:
    """Open a journal, a new or a restored one, on a disk that refuses, then on a sound one."""
    outcome = Outcome(refusal)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        journal = Path(folder) / "journal.db"
        if restored:
            journal.write_bytes(restored)
        refusal.begins()
        try:
            await (await Database.open(journal)).close()
        except sqlite3.OperationalError:
            pass
        except DatabaseDamaged as error:
            outcome.wrong.append(f"called damaged: {error}")
        outcome.ends()
        await (await Database.open(journal)).close()
        outcome.wrong += damage_of(journal)
        if len(rows_of(journal)) != bool(restored):
            outcome.wrong.append(f"other rows: {rows_of(journal)}")
        if ask(journal, "PRAGMA user_version") != [(len(MIGRATIONS),)]:
            outcome.wrong.append("not of today's schema")
    return outcome


async def try_restored(refusal: Refusal) -> Outcome:
    """Open a journal that was restored: a backup has no log of writes yet."""
    return await try_opening(refusal, await _restored())


_backup: list[bytes] = []


async def _restored() -> bytes:
    """Return a backup of a journal with a person in it; it is made once."""
    if not _backup:
        with tempfile.TemporaryDirectory() as folder:
            journal, copy = Path(folder) / "journal.db", Path(folder) / "copy.db"
            database = await Database.open(journal)
            async with database.transaction():
                await database.run_many(PERSON, [{}])
            await database.close()
            with DISK.is_left_alone(), contextlib.closing(sqlite3.connect(journal)) as made:
                made.execute("VACUUM INTO ?", (str(copy),))
            _backup.append(copy.read_bytes())
    return _backup[0]


STORIES: dict[str, Callable[[Refusal], Awaitable[Outcome]]] = {
    "story": partial(try_story, calm=Calm()), "opening": try_opening, "restored": try_restored,
}  # fmt: skip
"""Each process has a Calm of its own."""


async def attempt(trial: Trial) -> Outcome:
    """Let the disk refuse in one of the stories."""
    name, refusal = trial
    return await STORIES[name](refusal)


async def every_write(every: int, first: int = 1) -> list[Trial]:
    """Return every so many-th write of each story, and behind its end one without a refusal.

    A refusal may make more of them, but all before it are the same.
    """
    never = Refusal(Fault.IO_ERROR, NEVER, once=True)
    writes = {name: (await attempt((name, never))).writes for name in STORIES}
    return [
        (name, Refusal(fault, at, once))
        for name, fault, once in product(STORIES, Fault, (True, False))
        for at in (*range(first, writes[name] + 1, every), writes[name] + 1)
    ]


@cache
def _loop() -> asyncio.Runner:
    """One event loop for all the trials of a process."""
    return asyncio.Runner()


def _attempt(trial: Trial) -> tuple[Trial, Outcome]:
    return trial, _loop().run(attempt(trial))


def _table(ended: list[tuple[Trial, Outcome]]) -> Iterator[str]:
    for name, fault, once in product(STORIES, Fault, (True, False)):
        these = [
            outcome for (of, refusal), outcome in ended
            if (of, refusal.fault, refusal.once) == (name, fault, once)
        ]  # fmt: skip
        refused, harmed = (sum(map(bool, each)) for each in zip(*(
            (outcome.refused, outcome.wrong) for outcome in these
        ), strict=True))  # fmt: skip
        how = f"{name}, {fault.value} {'once' if once else 'for good'}"
        yield f"{how:>28}: {refused} refused, {len(these) - refused} not, {harmed} harmed"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.disk", description=__doc__)
    parser.add_argument("every", type=int, nargs="?", default=1)
    parser.add_argument("--hands", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--threads", action="store_true", help="let the driver have its thread")
    chosen = parser.parse_args()
    begun, ended = time.monotonic(), []
    logging.disable(logging.CRITICAL)  # every failure is logged, and there are thousands
    with faulty_disk(), contextlib.nullcontext() if chosen.threads else in_one_thread():
        trials = asyncio.run(every_write(chosen.every))
        for trial, outcome in shared_out(trials, _attempt, chosen.hands):
            ended.append((trial, outcome))
            if outcome.wrong:
                print(f"{trial[0]}: {outcome}", flush=True)
    wrong = sum(bool(outcome.wrong) for _, outcome in ended)
    tried = sum(bool(outcome.refused) for _, outcome in ended)
    print(*_table(ended), sep="\n")
    print(f"{'refusals tried':>28}: {tried}\n{'harm done':>28}: {wrong}")
    print(f"{'seconds':>28}: {time.monotonic() - begun:.0f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
