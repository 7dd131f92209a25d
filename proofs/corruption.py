"""Journals damaged in every way: refused with the newest backup named, or read without a loss.

`python -m proofs.corruption [mutations] [--seed S]`. A real journal, with cases in it and its log
of writes beside it as after a kill, is harmed: bits are flipped, pages are blanked, swapped or cut
off, the header is spoiled, the log is torn or gone. Then the bot's own start opens it. Whatever
opens must have every row that it had; what is refused must be left as it was found, and the words
for the operator must name the newest backup. A fresh journal in its place is the one thing that may
never happen.

What a process was killed before committing is no loss: a log whose end is torn may open as it was a
commit earlier, and that is counted apart.
"""

import argparse
import asyncio
import contextlib
import io
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import bot.app
import storage.database
from bot.__main__ import run
from bot.backups import make_backup
from bot.settings import Settings
from proofs.harms import JOURNAL, LOG, MUTATIONS, OF_THE_LOG, Mutation
from storage.database import READABLY

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from stories import RETURN, SAVED, TICKET  # noqa: E402 - they lie among the tests
from team import make_team  # noqa: E402 - the same

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
REFUSED, INTACT, EARLIER, UNSEEN, WRONG = (
    "refused", "intact", "a commit earlier", "a value changed, unseen", "wrong",
)  # fmt: skip
TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table' AND NOT EXISTS (
        SELECT 1 FROM sqlite_master AS words WHERE words.sql LIKE 'CREATE VIRTUAL%'
            AND substr(sqlite_master.name, 1, length(words.name)) = words.name
    )
"""
Content = dict[str, list[tuple[Any, ...]]]


@dataclass
class Sample:
    """A journal as a kill leaves it, and as a stop does: their folders, and every row of them."""

    killed: Path
    stopped: Path
    content: Content

    def of(self, mutate: Mutation, random: Random) -> Path:
        """Return the folder that a mutation is tried on: only a kill leaves a log."""
        return self.killed if mutate in OF_THE_LOG else random.choice((self.killed, self.stopped))


@dataclass(frozen=True)
class Found:
    """What became of one mutation."""

    mutation: str
    what: str
    verdict: str
    words: str


def content_of(journal: Path) -> Content:
    """Read every row of every table. The indexes of words are made of the others."""
    with contextlib.closing(sqlite3.connect(journal)) as reader:
        reader.text_factory = READABLY  # as the bot does
        names = reader.execute(TABLES).fetchall()
        return {
            # A flipped bit may make one letter of a name a capital, which is the same name.
            name.lower(): sorted(reader.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 - a name from the schema
            for (name,) in sorted(names)
        }


async def make_sample(folder: Path) -> Sample:
    """Let a team work, and copy the files in the middle of it, with a backup of a while before."""
    working, killed, stopped = folder / "working", folder / "killed", folder / "stopped"
    working.mkdir()
    async with make_team(BEGINS, journal=working / JOURNAL) as team:
        await team.hire()
        await team.anna.does(*SAVED)
        await team.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        make_backup(_settings(working), BEGINS)
        await team.anna.does(*TICKET)
        await team.boris.does(*RETURN)
        await team.waits(days=9)
        (working / f"{JOURNAL}-begun").touch()
        shutil.copytree(working, killed)
    shutil.copytree(killed, stopped)
    content = content_of(stopped / JOURNAL)  # to read it puts the log into the file
    assert not (stopped / LOG).exists()
    return Sample(killed, stopped, content)


def _settings(folder: Path) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder)  # noqa: S106 - made up


def start(folder: Path) -> tuple[int, str]:
    """Start the bot as `python -m bot run` does; it ends where it would call Telegram."""

    async def is_reached(*_: object) -> None:
        raise asyncio.CancelledError

    setattr(bot.app, "reach", is_reached)  # noqa: B010 - nobody is there
    with contextlib.redirect_stderr(io.StringIO()) as said:
        code = run(_settings(folder), argparse.Namespace())
    return code, said.getvalue()


def try_mutation(sample: Sample, mutate: Mutation, random: Random, folder: Path) -> Found:
    """Harm a copy of the sample, start the bot on it, and see."""
    shutil.copytree(sample.of(mutate, random), folder)
    what = mutate(random, folder)
    before = _bytes(folder)
    code, words = start(folder)
    verdict = _verdict(sample, mutate, folder, code, words, before)
    return Found(mutate.__name__, what, verdict, words)


def _bytes(folder: Path) -> bytes | None:
    return (folder / JOURNAL).read_bytes() if (folder / JOURNAL).exists() else None


def _verdict(
    sample: Sample, mutate: Mutation, folder: Path, code: int, words: str, before: bytes | None
) -> str:
    (backup,) = (sample.killed / "backups").glob("*.db")
    if code:
        untouched = _bytes(folder) == before
        return REFUSED if backup.name in words and untouched else WRONG
    try:
        now = content_of(folder / JOURNAL)
    except sqlite3.DatabaseError:
        return WRONG
    if now == sample.content:
        return INTACT
    if mutate in OF_THE_LOG:
        return EARLIER if len(now.get("cases", [])) and _is_older(now, sample.content) else WRONG
    return UNSEEN if _lengths(now) == _lengths(sample.content) else WRONG


def _is_older(now: Content, then: Content) -> bool:
    """Whether the history is a beginning of what it was: it is never changed."""
    return set(now["history"]) <= set(then["history"])


def _lengths(content: Content) -> dict[str, int]:
    return {table: len(rows) for table, rows in content.items()}


def harm(mutations: int, seed: int) -> Iterator[Found]:
    """Try so many mutations, each kind in turn."""
    random = Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        sample = asyncio.run(make_sample(Path(folder)))
        for number in range(mutations):
            mutate = MUTATIONS[number % len(MUTATIONS)]
            yield try_mutation(sample, mutate, random, Path(folder) / f"harmed-{number}")
            shutil.rmtree(Path(folder) / f"harmed-{number}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.corruption", description=__doc__)
    parser.add_argument("mutations", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--blindly", action="store_true", help="without the bot's own checks")
    chosen = parser.parse_args()
    if chosen.blindly:
        for module, look in ((bot.app, "check_beginning"), (storage.database, "look_at")):
            setattr(module, look, lambda _: None)
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    begun, counts = time.monotonic(), Counter[str]()
    kinds: dict[str, Counter[str]] = {}
    for found in harm(chosen.mutations, seed):
        counts[found.verdict] += 1
        kinds.setdefault(found.mutation, Counter())[found.verdict] += 1
        if found.verdict == WRONG:
            print(f"wrong: {found.mutation}, {found.what}: {found.words.strip()[-300:]}")
    for kind, verdicts in kinds.items():
        print(f"{kind:>16}: {', '.join(f'{n} {name}' for name, n in verdicts.items())}")
    for name in (REFUSED, INTACT, EARLIER, UNSEEN, WRONG):
        print(f"{name:>24}: {counts[name]}")
    print(f"{'seconds':>24}: {time.monotonic() - begun:.0f}")
    return 1 if counts[WRONG] else 0


if __name__ == "__main__":
    sys.exit(main())
