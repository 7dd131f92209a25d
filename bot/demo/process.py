"""The demo's bot: the real process, started beside the sandbox, killed and started again."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path

from sandbox.world import World

ROOT = Path(__file__).parents[2]
LONGEST_START = 180.0
"""Seconds: aiogram alone takes several to import on a busy machine."""
LONGEST_END = 15.0
"""Seconds: in bad weather an answer may take its time."""


class BotProcess:
    """`python -m bot run` with these settings over the environment. One at a time."""

    def __init__(self, world: World, data: Path) -> None:
        self._world, self._data = world, data
        self.settings: Mapping[str, str] = {}
        self._process: Process | None = None
        self._restarting = asyncio.Lock()

    async def starts(self) -> None:
        """Start it, and return when it has spoken to Telegram. TimeoutError when it never does."""
        spoken = self._world.events.last
        # Not in the project's folder, where a `.env` with the real token may lie.
        environment = {**os.environ, **self.settings, "PYTHONPATH": str(ROOT)}
        # In a session of its own: Ctrl+C is for the demo, which lets the bot finish.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=self._data, env=environment, start_new_session=True,
        )  # fmt: skip
        async with asyncio.timeout(LONGEST_START):
            while not self._has_spoken(spoken) and self._process.returncode is None:
                await self._world.events.wait(self._world.events.last, within=1)

    async def restarts(self) -> None:
        """Kill it as a power cut would, and start it again."""
        async with self._restarting:
            if self._process is not None and self.runs:
                self._process.kill()
                await self._process.wait()
            await self.starts()

    @property
    def runs(self) -> bool:
        """Whether it is there and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def stops(self) -> None:
        """Let it finish what it has begun; what takes too long is cut off."""
        if self._process is None or not self.runs:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(LONGEST_END):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def ends(self) -> None:
        """Wait until it ends by itself; a restart is no end."""
        while True:
            process = self._process
            if process is not None:
                await process.wait()
            async with self._restarting:  # waits here while it is being started again
                if process is self._process:
                    return

    def _has_spoken(self, after: int) -> bool:
        return any(event.get("method") == "getMe" for event in self._world.events.after(after))
