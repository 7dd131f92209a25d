"""The real process: `python -m bot run` as a child, on files of its own, against a sandbox."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

from canaries import found_in

from sandbox.people import Person
from sandbox.wire import Json

ROOT = Path(__file__).parent.parent
TOKEN = "7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw4"  # noqa: S105 - nobody's
PATIENCE = 180.0
"""Seconds a person waits; aiogram alone takes several to import on a busy machine."""


class BotProcess:
    """One life of the bot. What it writes is in `log`."""

    def __init__(self, process: Process, log: Path) -> None:
        self.process, self.log = process, log

    @classmethod
    async def starts(
        cls, data: Path, url: str, owner_id: int, *, token: str = TOKEN, name: str = "bot"
    ) -> BotProcess:
        """Start the bot on the folder `data`; a setting of this machine never reaches it."""
        log = data.parent / f"{name}.log"
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": token,
            "OWNER_ID": str(owner_id),
            "DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data}/journal.db",
            "TELEGRAM_API_URL": url,
            "TELEGRAM_LIMITS": "false",
            "CLOCK_FILE": str(data / "clock"),
            "LOG_LEVEL": "DEBUG",
        }
        with log.open("ab") as written:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=data, env=environment, stderr=written
            )
        return cls(process, log)

    async def stops(self) -> int:
        """Ask it to end, as Docker does; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def ends(self) -> int:
        """Wait for the end; the exit code. A process that does not end is not left running."""
        try:
            async with asyncio.timeout(PATIENCE):
                code = await self.process.wait()
        except TimeoutError:
            await self.is_gone()
            raise
        assert not found_in(self.written)
        return code

    async def is_gone(self) -> None:
        """Leave nothing running, whatever happened."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    @property
    def written(self) -> str:
        """Everything it has written so far."""
        return self.log.read_text("utf-8")


async def tells(person: Person, *story: tuple[str, str]) -> str:
    """Go through a dialogue: what the person does, and what the bot says to it.

    A button under what was said last is pressed, whatever else has come since; anything else is
    typed. Returns the last answer.
    """
    heard: Json = {}
    for deed, answer in story:
        if heard and deed in person.chat.buttons(heard):
            await person.presses(deed, on=heard)
        else:
            await person.says(deed)
        heard = await person.hears(answer, timeout=PATIENCE)
    return str(heard["text"])
