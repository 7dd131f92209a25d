"""The story on the failing disk: a chat with a file is registered, and nine days go by.

While the disk refuses, what was committed must stand in a copy of the files, and each update must
be in it or still wait at Telegram; once it works again, the story must go on to the very same words
as if nothing had been. The loops take their turns one by one, so that the Nth write is the same
write in each run.
"""

import contextlib
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from proofs.faulty_disk import DISK
from proofs.refusals import Outcome, Refusal, Rows, ask, damage_of, rows_of
from proofs.shares import memory
from sandbox.updates import FIRST_ID
from storage.database import Database
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
        _made.append(tempfile.TemporaryDirectory(dir=memory()))
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
            outcome.refusal.begins()
        for number, deed in enumerate(STORY):
            before = len(told.heard())
            await told.does(deed)
            await told.bot_works()
            if outcome and DISK.refused and not outcome.refusal.once and rest_at is None:
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
                told.kept = rows_of(told.journal)
        if outcome:
            outcome.wrong += _harm(told)
            outcome.ends()
        return told.heard()


async def _look(told: Told, outcome: Outcome) -> None:
    """Look at what a crash would leave, while the disk refuses."""
    with tempfile.TemporaryDirectory(dir=memory()) as elsewhere:
        for file in told.journal.parent.glob(f"{told.journal.name}*"):
            shutil.copy(file, elsewhere)
        copy = Path(elsewhere) / told.journal.name
        with DISK.is_left_alone():
            await (await Database.open(copy)).close()
        kept, waiting = rows_of(copy), await told.waiting()
        outcome.wrong += damage_of(copy)
    forgotten = {row for row in told.kept if row[0] == "update"}  # done for days
    if gone := told.kept - kept - forgotten:
        outcome.wrong.append(f"gone: {gone}")
    known = {row[1] for row in kept | forgotten if row[0] == "update"} | waiting
    made = set(range(FIRST_ID, told.team.world.updates.last_id + 1))
    if missing := made - known:
        outcome.wrong.append(f"neither kept nor waiting: {missing}")


def _harm(told: Told) -> list[str]:
    """Return what is wrong with the journal at the end of the story."""
    unfinished = ask(told.journal, "SELECT key FROM outbox WHERE state <> 'sent'")
    unhandled = ask(told.journal, "SELECT update_id FROM inbox WHERE state <> 'done'")
    files = ask(told.journal, "SELECT state FROM attachments")
    wrong = damage_of(told.journal)
    wrong += [
        f"{table}: {rows}" for table, rows in (("outbox", unfinished), ("inbox", unhandled)) if rows
    ]
    return wrong + ([] if files == [("kept",)] else [f"the file: {files}"])


class Calm:
    """What is said when the disk takes everything; each story is told once."""

    def __init__(self) -> None:
        self._said: dict[int | None, list[str]] = {}

    async def says(self, rest_at: int | None) -> list[str]:
        """Return all of it, with two minutes of rest behind that deed."""
        if rest_at not in self._said:
            with tempfile.TemporaryDirectory(dir=memory()) as folder:
                self._said[rest_at] = await _tell(Path(folder), rest_at)
        return self._said[rest_at]


async def try_story(refusal: Refusal, calm: Calm) -> Outcome:
    """Tell the story on a disk that refuses, and compare."""
    outcome = Outcome(refusal)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        said = await _tell(Path(folder), None, outcome)
    expected = await calm.says(outcome.rest_at)
    if said != expected:
        first = next((pair for pair in zip(said, expected, strict=False) if pair[0] != pair[1]), ())
        outcome.wrong.append(f"said {len(said)} words for {len(expected)}, {first}")
    return outcome


def _timeless(text: str) -> str:
    """Leave out the time of day: a press that Telegram forgot is made again minutes later."""
    return re.sub(r"\b\d\d:\d\d\b|\d+\s(ч|мин)\b", "··", text)
