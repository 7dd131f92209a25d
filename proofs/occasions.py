"""The occasions: whatever makes the bot go its rarer ways, brought about over and over.

They befall two people who have no cases: what the verdict counts is undisturbed. Gleb is refused
and blocks the bot, Dina sends files.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from proofs.doomed import BREAKS
from proofs.looks import forget_the_menus, has_given_up
from sandbox.people import Person
from sandbox.world import World
from texts.team import COMMANDS

LOOK = 0.1
PATIENCE, FOR_A_WHILE, FOR_LONG = 5.0, 60.0, 300.0
ASKS = f"/{next(iter(COMMANDS))}"
Fault = dict[str, Any]
Deed = Callable[[], Awaitable[None]]


def _bad(description: str, **parameters: Any) -> Fault:
    return {"code": 400, "description": f"Bad Request: {description}", "parameters": parameters}


LATER: Fault = {"code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
CUT: Fault = {"drop": True}
ANSWERS: tuple[Fault, ...] = (
    LATER, CUT, _bad("message is not modified"), _bad("can't parse entities: a tag"),
    _bad("chat not found"), _bad("no rights"), {"delay": 4.0},
)  # fmt: skip
POLLS: tuple[Fault, ...] = (LATER, CUT, {"code": 409, "description": "Conflict: another one"})
FILES: tuple[Fault, ...] = (LATER, CUT, _bad("file is too big"), {})
GONE: Fault = {**_bad("wrong file_id"), "times": 50}


@dataclass
class Occasions:
    """What befalls Gleb and the line to Telegram."""

    world: World
    others: list[Person]
    data: Path
    _polls: int = 0
    _files: int = 0

    def __post_init__(self) -> None:
        self.gleb, self.dina = self.others

    async def go_on(self, enough: Callable[[], bool]) -> None:
        """Bring them all about, three things at a time, until it is enough."""
        await self._until(lambda: enough() or self._has_case(), FOR_LONG)
        strands: tuple[tuple[Deed, ...], ...] = (
            (self._file, self._file, self._file, self._gone, self._disk),
            (self._blocked, self._refused, self._poison, self._many, self._ours),
            (self._poll, self._rest, self._menus),
        )
        await asyncio.gather(*(self._over_and_over(strand, enough) for strand in strands))
        self.world.faults.clear()
        self._disk_is_well()

    async def _over_and_over(self, strand: tuple[Deed, ...], enough: Callable[[], bool]) -> None:
        for deed in cycle(strand):
            if enough():
                return
            await deed()
            await self._taken()

    def _has_case(self) -> bool:
        return any("Записал: #1" in str(call.params.get("text")) for call in self.world.calls)

    async def _rest(self) -> None:
        """Let the others have their turn."""
        await self._until(lambda: False)

    async def _taken(self) -> None:
        """Wait until the bot has taken what was sent to it; not for ever, it dies all the time."""
        await self._until(lambda: self.world.updates.pending == 0)

    async def _until(self, happened: Callable[[], bool], within: float = PATIENCE) -> None:
        try:
            async with asyncio.timeout(within):
                while not happened():
                    await self.world.events.bell.heard(LOOK)
        except TimeoutError:
            return

    async def _poison(self) -> None:
        """An update that nobody could read."""
        self.world.updates.put("message", {"chat": {"id": self.gleb.id}, "date": self._date})

    @property
    def _date(self) -> int:
        return self.world.clock.timestamp()

    async def _ours(self) -> None:
        """A fault of a handler."""
        await self.gleb.says(BREAKS)

    async def _many(self) -> None:
        """More updates at once than are handled where they are stored."""
        for _ in range(12):
            await self.gleb.says(ASKS)

    async def _blocked(self) -> None:
        """An answer to a person who has just blocked the bot."""
        before = len(self.world.refusals)
        await self.gleb.says(ASKS)
        self.gleb.blocks()
        await self._until(lambda: len(self.world.refusals) > before)
        self.gleb.unblocks()

    async def _refused(self) -> None:
        """Every way in which Telegram may refuse an answer."""
        moved = _bad("group chat was upgraded", migrate_to_chat_id=self.gleb.id)
        for fault in (*ANSWERS, moved):
            self.world.faults.lay(method="sendMessage", chat=self.gleb.id, **fault)
            await self.gleb.says(ASKS)
            await self._until(lambda: not self.world.faults.laid)

    async def _poll(self) -> None:
        """Two polls that fail, for the first of a life is another one, and a greeting that does."""
        fault = POLLS[self._polls % len(POLLS)]
        self.world.faults.lay(method="getUpdates", times=2, **fault)
        self.world.faults.lay(method="getMe", **CUT)
        self._polls += 1

    async def _menus(self) -> None:
        """A version with other menus than the last: the next start tells Telegram of them."""
        forget_the_menus(self.data / "journal.db")

    async def _file(self) -> None:
        """A file for the first case, and what may befall it on its way."""
        fault = FILES[self._files % len(FILES)]
        if fault:
            self.world.faults.lay(method="getFile", **fault)
        else:
            self._let_files_through()
        await self._sends()

    async def _sends(self) -> str:
        self._files += 1
        name = f"акт-{self._files}.pdf"
        await self.dina.sends_document(name, b"%PDF", caption="#1")
        return name

    async def _gone(self) -> None:
        """A file that Telegram has no more: it is tried again until the bot gives it up."""
        self._let_files_through()
        self.world.faults.lay(method="getFile", **GONE)
        name = await self._sends()
        await self._until(lambda: has_given_up(self.data / "journal.db", name), FOR_A_WHILE)
        self._let_files_through()

    def _let_files_through(self) -> None:
        laid = self.world.faults.laid
        laid[:] = [each for each in laid if each.method != "getFile"]

    async def _disk(self) -> None:
        """A folder that takes no files for a while."""
        parts = self._parts
        if parts.is_dir():
            shutil.rmtree(parts)
        if parts.parent.is_dir() and not parts.exists():
            parts.touch()
        await self._file()
        await self._rest()
        self._disk_is_well()

    @property
    def _parts(self) -> Path:
        return self.data / "attachments" / ".parts"

    def _disk_is_well(self) -> None:
        if self._parts.is_file():
            self._parts.unlink()
