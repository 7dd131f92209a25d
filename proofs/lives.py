"""The lives of the bot under the kill test: begun by the zygote, ended by SIGKILL."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sandbox.request import Upload
from sandbox.world import World

ROOT = Path(__file__).parent.parent
TOKEN = "42:KILL"  # noqa: S105 - the sandbox's own
LONGEST = 1.5
"""Seconds of the longest life; the shortest ends before the bot has opened its journal."""
CONFIRM = "confirm"
"""Not a method: a getUpdates whose offset has moved."""


@dataclass(frozen=True)
class Fate:
    """When a life ends: after so many seconds, at the latest; `method`'s nth call comes first."""

    seconds: float
    method: str | None = None
    nth: int = 1
    after: bool = False


def draw_fate(random: Random) -> Fate:
    """Draw a moment: anywhere in the life, or right at a call that matters."""
    if random.random() < 0.4:
        return Fate(random.uniform(0, LONGEST))
    method = random.choice(("sendMessage", "editMessageText", "getUpdates", CONFIRM))
    return Fate(LONGEST, method, random.randint(1, 6), after=random.random() < 0.5)


class DeadlyWorld(World):
    """A sandbox in which the bot dies at the call that its fate names."""

    pid: int | None = None
    struck: asyncio.Event
    _fate = Fate(0)
    _seen = 0
    _offset = 0

    def lays(self, fate: Fate, pid: int) -> None:
        """Let this life end so."""
        self._fate, self.pid, self._seen, self._offset = fate, pid, 0, 0
        self.struck = asyncio.Event()

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload | bytes] | None = None,
    ) -> Any:
        """Do the call, and end the bot's life right before or right after it if it is the one."""
        fatal = self._is_fatal(method, params or {})
        if fatal and not self._fate.after:
            self.strike()
        result = await super().call(token, method, params, files)
        if fatal:
            self.strike()
        return result

    def strike(self) -> None:
        """Kill the bot, if it lives."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):  # ended by itself: its exit code tells
                os.kill(self.pid, signal.SIGKILL)
            self.pid = None
            self.struck.set()

    def _is_fatal(self, method: str, params: Mapping[str, Any]) -> bool:
        offset = int(params.get("offset") or 0)
        moved, self._offset = offset > self._offset, max(offset, self._offset)
        if method == self._fate.method or (self._fate.method == CONFIRM and moved):
            self._seen += 1
            return self._seen == self._fate.nth
        return False


class Lives:
    """The zygote, and the one life that is under way."""

    def __init__(self, zygote: Process) -> None:
        self._zygote = zygote

    @classmethod
    async def prepare(cls, data: Path, url: str, owner_id: int, log: Path) -> "Lives":
        """Start the zygote, with no settings but those of the test."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "OWNER_ID": str(owner_id),
            "DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data}/journal.db",
            "TELEGRAM_API_URL": url,
            "TELEGRAM_LIMITS": "false",
            "QUIET_HOURS": "off",
            "CLOCK_FILE": str(data / "clock"),
            "LOG_LEVEL": "WARNING",
        }
        with log.open("ab") as written:
            zygote = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "proofs.zygote",
                cwd=data, env=environment, stdin=PIPE, stdout=PIPE, stderr=written,
            )  # fmt: skip
        return cls(zygote)

    async def begin(self) -> int:
        """Begin a life; its pid."""
        assert self._zygote.stdin
        self._zygote.stdin.write(b"live\n")
        return await self._number()

    async def over(self) -> int:
        """Wait until the life is over; its exit code, negative for a signal."""
        return await self._number()

    async def close(self) -> None:
        """End the zygote, and with it nothing else: the last life must be over."""
        assert self._zygote.stdin
        self._zygote.stdin.close()
        await self._zygote.wait()

    async def _number(self) -> int:
        assert self._zygote.stdout
        return int(await self._zygote.stdout.readline())
