"""The disk fails at every write: with an I/O error and with no space, once and for good.

`python -m proofs.disk [every]`. A manager registers a chat with a file, and on the ninth day
reminders come due; at the Nth write of that the disk refuses, for N = 1, 2 … until the story is
told without a refusal (`every` skips: 1 tries each). While the disk refuses, what was committed
must stand in a copy of the files, and each update must be in it or still wait at Telegram; once the
disk works again, the story must go on to the very same words as if nothing had been.

The loops take their turns one by one here, so that the Nth write is the same write in each run.
"""

import argparse
import asyncio
import contextlib
import logging
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from proofs.faulty_disk import DISK, Fault, faulty_disk
from sandbox.updates import FIRST_ID
from storage.database import Database, DatabaseDamaged
from storage.migrations import MIGRATIONS
from texts.health import UNWRITABLE, WRITABLE

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import TOKEN, Team, make_team  # noqa: E402 - it lies among the tests

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
STORY = (
    "/new", "Чат с покупателем", "Разошёлся шов", "сегодня 10:01", "К итогу", "Сохранить",
    "file", "ninth day",
)  # fmt: skip
CALLS = (UNWRITABLE, WRITABLE)
PATIENCE = 4
"""Rounds of the loops without any progress, as a person waits."""
KEPT = (
    "SELECT 'case', id FROM cases", "SELECT 'line', id FROM history",
    "SELECT 'update', update_id FROM inbox", "SELECT 'word', key FROM outbox",
    "SELECT 'person', id FROM people",
)  # fmt: skip
Rows = set[tuple[str, int | str]]


@dataclass
class Outcome:
    """What went wrong with the disk refusing at one write; nothing is what it should be."""

    fault: Fault
    at: int
    once: bool
    refused: int = 0
    rest_at: int | None = None
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        how = "once" if self.once else "for good"
        return f"{self.fault.value} {how} at write {self.at}: {'; '.join(self.wrong)}"


@dataclass
class Told:
    """The story as far as it is told, in a journal on the failing disk."""

    team: Team
    journal: Path
    kept: Rows = field(default_factory=set)

    async def does(self, deed: str) -> None:
        """Do one thing of the story, as a person or as time does."""
        anna = self.team.anna.person
        if deed == "file":
            await anna.sends_document("акт.pdf", b"%PDF", caption="#1")
        elif deed == "ninth day":
            self.team.clock.moves(days=9)
        elif deed in anna.chat.buttons():
            await anna.presses(deed)
        else:
            await anna.says(deed)

    async def bot_works(self) -> None:
        """Let every loop have its turns until nothing moves; errors of the disk are the loops'."""
        app, idle = self.team.app, 0
        while idle < PATIENCE:
            moved = 0
            for turn in (
                partial(app.receiver.receive, 0), app.worker.handle_waiting, app.sender.say_all,
                app.collector.collect, app.clock.tick,
            ):  # fmt: skip
                refused = DISK.refused
                with contextlib.suppress(sqlite3.Error, ExceptionGroup):
                    moved += int(await turn() or 0)
                moved += DISK.once and DISK.refused > refused
            idle = 0 if moved else idle + 1

    async def rests(self) -> None:
        """Let two minutes pass."""
        self.team.clock.moves(minutes=2)
        await self.bot_works()

    def heard(self) -> list[str]:
        """Return everything that the bot has said and that did not come from memory."""
        calls = [call for call in self.team.world.calls if call.ok and "text" in call.params]
        said = [f"{call.params['chat_id']}: {_timeless(call.params['text'])}" for call in calls]
        return [each for each in said if not each.endswith(CALLS)]

    def cried(self) -> bool:
        """Whether the owner was told of the disk."""
        calls = [call for call in self.team.world.calls if call.ok]
        return UNWRITABLE in [call.params.get("text") for call in calls]

    async def waiting(self) -> set[int]:
        """Return the updates that Telegram would still send."""
        asked = {"offset": 0, "limit": 100, "timeout": 0}
        found = await self.team.world.call(TOKEN, "getUpdates", asked)
        return {update["update_id"] for update in found}


_made: list[tempfile.TemporaryDirectory[str]] = []


async def _new_journal() -> Path:
    """Return an empty journal; it is made once."""
    if not _made:
        _made.append(tempfile.TemporaryDirectory())
        await (await Database.open(Path(_made[0].name) / "journal.db")).close()
    return Path(_made[0].name) / "journal.db"


@contextlib.asynccontextmanager
async def _told(folder: Path) -> AsyncIterator[Told]:
    journal = folder / "journal.db"
    shutil.copy(await _new_journal(), journal)
    async with make_team(BEGINS, journal=journal) as team:
        await team.hire()
        yield Told(team, journal)


async def _tell(folder: Path, rest_at: int | None, outcome: Outcome | None = None) -> list[str]:
    """Tell the story; returns all that was said.

    The disk fails as the outcome has it, which gets what is wrong. Two minutes pass twice behind
    the deed `rest_at`, or behind the one at which a disk was found that fails for good.
    """
    async with _told(folder) as told:
        if outcome:
            DISK.breaks(outcome.fault, outcome.at, once=outcome.once)
        for number, deed in enumerate(STORY):
            before = len(told.heard())
            await told.does(deed)
            await told.bot_works()
            if outcome and DISK.refused and not outcome.once and rest_at is None:
                outcome.rest_at = rest_at = number
                await _look(told, outcome)
            if number == rest_at:
                await told.rests()
                if outcome and not told.cried():
                    outcome.wrong.append("the owner was not told")
                DISK.is_mended()
                await told.rests()
                if len(told.heard()) == before:  # Telegram has forgotten a press meanwhile
                    await told.does(deed)
                    await told.bot_works()
            if not DISK.refused:
                told.kept = _rows(told.journal)
        if outcome:
            outcome.refused = DISK.refused
            outcome.wrong += _harm(told)
        DISK.is_mended()
        return told.heard()


async def _look(told: Told, outcome: Outcome) -> None:
    """Look at what a crash would leave, while the disk refuses."""
    with tempfile.TemporaryDirectory() as elsewhere:
        for file in told.journal.parent.glob(f"{told.journal.name}*"):
            shutil.copy(file, elsewhere)
        copy = Path(elsewhere) / told.journal.name
        with DISK.is_left_alone():
            await (await Database.open(copy)).close()
        kept, waiting = _rows(copy), await told.waiting()
        outcome.wrong += _damage(copy)
    forgotten = {row for row in told.kept if row[0] == "update"}  # done for days
    if gone := told.kept - kept - forgotten:
        outcome.wrong.append(f"gone: {gone}")
    known = {row[1] for row in kept | forgotten if row[0] == "update"} | waiting
    made = set(range(FIRST_ID, told.team.world.updates.last_id + 1))
    if missing := made - known:
        outcome.wrong.append(f"neither kept nor waiting: {missing}")


def _harm(told: Told) -> list[str]:
    """Return what is wrong with the journal at the end of the story."""
    unfinished = _ask(told.journal, "SELECT key FROM outbox WHERE state <> 'sent'")
    unhandled = _ask(told.journal, "SELECT update_id FROM inbox WHERE state <> 'done'")
    files = _ask(told.journal, "SELECT state FROM attachments")
    wrong = _damage(told.journal)
    wrong += [
        f"{table}: {rows}" for table, rows in (("outbox", unfinished), ("inbox", unhandled)) if rows
    ]
    return wrong + ([] if files == [("kept",)] else [f"the file: {files}"])


def _damage(journal: Path) -> list[str]:
    found = _ask(journal, "PRAGMA integrity_check")
    return [] if found == [("ok",)] else [f"damaged: {found}"]


def _rows(journal: Path) -> Rows:
    return {(str(row[0]), row[1]) for sql in KEPT for row in _ask(journal, sql)}


def _ask(journal: Path, sql: str) -> list[tuple[Any, ...]]:
    with DISK.is_left_alone(), contextlib.closing(sqlite3.connect(journal)) as reader:
        return reader.execute(sql).fetchall()


class Calm:
    """What is said when the disk takes everything; each story is told once."""

    def __init__(self) -> None:
        self._said: dict[int | None, list[str]] = {}

    async def says(self, rest_at: int | None) -> list[str]:
        """Return all of it, with two minutes of rest behind that deed."""
        if rest_at not in self._said:
            with tempfile.TemporaryDirectory() as folder:
                self._said[rest_at] = await _tell(Path(folder), rest_at)
        return self._said[rest_at]


async def try_story(fault: Fault, at: int, *, once: bool, calm: Calm) -> Outcome:
    """Tell the story on a disk that refuses the `at`th write, and compare."""
    outcome = Outcome(fault, at, once)
    with tempfile.TemporaryDirectory() as folder:
        said = await _tell(Path(folder), None, outcome)
    expected = await calm.says(outcome.rest_at)
    if said != expected:
        first = next((pair for pair in zip(said, expected, strict=False) if pair[0] != pair[1]), ())
        outcome.wrong.append(f"said {len(said)} words for {len(expected)}, {first}")
    return outcome


async def try_opening(fault: Fault, at: int, *, once: bool) -> Outcome:
    """Make a new journal on a disk that refuses the `at`th write, then on a sound one."""
    outcome = Outcome(fault, at, once)
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.db"
        DISK.breaks(fault, at, once=once)
        try:
            await (await Database.open(journal)).close()
        except sqlite3.OperationalError:
            pass
        except DatabaseDamaged as error:
            outcome.wrong.append(f"called damaged: {error}")
        outcome.refused = DISK.refused
        DISK.is_mended()
        await (await Database.open(journal)).close()
        outcome.wrong += _damage(journal)
        if _ask(journal, "PRAGMA user_version") != [(len(MIGRATIONS),)]:
            outcome.wrong.append("not of today's schema")
    return outcome


def _timeless(text: str) -> str:
    """Leave out the time of day: a press that Telegram forgot is made again minutes later."""
    return re.sub(r"\b\d\d:\d\d\b|\d+\s(ч|мин)\b", "··", text)


async def every_write(every: int, first: int = 1) -> AsyncIterator[Outcome]:
    """Try every so many-th write, until both stories are told without a refusal."""
    calm = Calm()
    with faulty_disk():
        for once, fault in product((True, False), Fault):
            for trial in (partial(try_story, calm=calm), try_opening):
                at = first
                while True:
                    outcome = await trial(fault, at, once=once)
                    yield outcome
                    if not outcome.refused:
                        break
                    at += every


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.disk", description=__doc__)
    parser.add_argument("every", type=int, nargs="?", default=1)
    return asyncio.run(_run(parser.parse_args().every))


async def _run(every: int) -> int:
    begun, tried, wrong = time.monotonic(), 0, 0
    logging.disable(logging.CRITICAL)  # every failure is logged, and there are thousands
    async for outcome in every_write(every):
        tried += 1
        if outcome.wrong:
            wrong += 1
            print(outcome, flush=True)
    print(f"{'refusals tried':>16}: {tried}\n{'harm done':>16}: {wrong}")
    print(f"{'seconds':>16}: {time.monotonic() - begun:.0f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
