"""The lives of the bot under the kill test: begun by the zygote, ended by SIGKILL or SIGTERM."""

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

from proofs.weather import Weather
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
    """When a life ends: after so many seconds, at the latest; `method`'s nth call comes first.

    The seconds of a `greeted` life begin with its first call. `end` is the signal.
    """

    seconds: float
    method: str | None = None
    nth: int = 1
    after: bool = False
    greeted: bool = False
    end: signal.Signals = signal.SIGKILL


def draw_fate(random: Random, end: signal.Signals = signal.SIGKILL) -> Fate:
    """Draw a moment: anywhere in the life, or right at a call that matters.

    Before the first call there may be nobody yet who would listen to SIGTERM.
    """
    if random.random() < 0.4:
        greeted = end is not signal.SIGKILL
        return Fate(random.uniform(0, LONGEST), greeted=greeted, end=end)
    method = random.choice(("sendMessage", "editMessageText", "getUpdates", CONFIRM))
    nth, after = random.randint(1, 6), random.random() < 0.5
    return Fate(LONGEST, method, nth, after=after, greeted=True, end=end)


class DeadlyWorld(World):
    """A sandbox in which the bot dies at the call that its fate names."""

    pid: int | None = None
    struck: asyncio.Event
    greeted: asyncio.Event
    weather: Weather | None = None
    _fate = Fate(0)
    _seen = 0
    _offset = 0

    def lays(self, fate: Fate, pid: int) -> None:
        """Let this life end so."""
        self._fate, self.pid, self._seen, self._offset = fate, pid, 0, 0
        self.struck, self.greeted = asyncio.Event(), asyncio.Event()

    async def fulfils(self, patience: float) -> None:
        """Wait until the life's fate is fulfilled; RuntimeError when it has not even begun."""
        if self._fate.greeted:
            try:
                async with asyncio.timeout(patience):
                    await self.greeted.wait()
            except TimeoutError:
                raise RuntimeError("the bot does not call Telegram: see lives.log") from None
        try:
            async with asyncio.timeout(self._fate.seconds):
                await self.struck.wait()
        except TimeoutError:
            self.strike()

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload | bytes] | None = None,
    ) -> Any:
        """Do the call, and end the bot's life right before or right after it if it is the one."""
        self.greeted.set()
        if self.weather:
            self.weather.over(self.faults, method, (params or {}).get("chat_id"))
        fatal, doomed = self._is_fatal(method, params or {}), self.pid
        if fatal and not self._fate.after:
            self.strike()
        result = await super().call(token, method, params, files)
        if fatal and self.pid == doomed:  # and not the next life: a slow call outlives its own
            self.strike()
        return result

    def strike(self, end: signal.Signals | None = None) -> None:
        """End the bot as its fate has it, if it lives."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):  # ended by itself: its exit code tells
                os.kill(self.pid, end or self._fate.end)
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
    async def prepare(
        cls, data: Path, url: str, owner_id: int, log: Path, zygote: str = "proofs.zygote"
    ) -> "Lives":
        """Start the zygote, a module and what it is asked, with the test's settings alone."""
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
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *zygote.split(),
                cwd=data, env=environment, stdin=PIPE, stdout=PIPE, stderr=written,
            )  # fmt: skip
        return cls(process)

    async def begin(self, told: str = "") -> int:
        """Begin a life that is `told` something; its pid."""
        assert self._zygote.stdin
        self._zygote.stdin.write(f"live {told}\n".encode())
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
