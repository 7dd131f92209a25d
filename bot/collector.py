"""The collector: takes the files that cases name from Telegram to the disk."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import GetFile

from bot.bells import Bell
from bot.lines import NO_ANSWER
from bot.now import Now
from bot.shelf import DiskRefuses, Part, Shelf
from cases.files import LARGEST, CaseFile, FileState, place_of
from handlers.losses import Losses
from storage.attachments import Attachments
from storage.database import Database
from storage.queues import Outbox

log = logging.getLogger(__name__)

AT_ONCE = 3
TRIES = 5
BACKOFF = timedelta(seconds=15)
"""Four times longer after each try: 15 s, 1, 4 and 16 minutes."""
OUT_OF_REACH = timedelta(seconds=30)
DISK_PAUSE = timedelta(minutes=5)
DOWNLOAD = 300
"""Seconds that one file may take: 20 MB over a slow proxy."""
PAUSE = 2.0


class TooBig(Exception):
    """Telegram does not hand over files of this size."""


class Broken(Exception):
    """The file did not come whole."""


@dataclass
class Collector:
    """The files of the cases into their folders. A case never waits for its files."""

    bot: Bot
    database: Database
    attachments: Attachments
    losses: Losses
    outbox: Outbox
    shelf: Shelf
    to_say: Bell
    now: Now

    async def run(self) -> None:
        """Collect for ever."""
        while True:
            try:
                collected = await self.collect()
            except Exception:
                log.exception("files cannot be collected")
                collected = 0
            if not collected:
                await asyncio.sleep(PAUSE)

    async def collect(self) -> int:
        """Take what is due, a few files at once. Returns how many were taken up."""
        async with self.database.transaction():
            due = await self.attachments.to_collect(self.now(), AT_ONCE)
            told = await self.losses.told(self.now())
            await self.outbox.put(told, self.now())
        if told:
            self.to_say.ring()
        async with asyncio.TaskGroup() as tasks:
            for file in due:
                tasks.create_task(self._take(file))
        return len(due)

    async def _take(self, file: CaseFile) -> None:
        """Bring one file home; whatever stands in the way decides when it is tried again."""
        name, place = f"{file.case_id}-{file.number}", place_of(file)
        try:
            with self.shelf.part(name, file.attachment.size) as part:
                await self._download(file, part)
                await asyncio.to_thread(self.shelf.put_away, part, place)
        except Exception as error:  # noqa: BLE001 - each means something else, see below
            # Only its kind is logged: the text of a download's error carries the token.
            kind = type(error).__name__
            log.warning("a file was not collected", extra={"file": name, "kind": kind})
            await self._cope(file, error)
        else:
            async with self.database.transaction():
                waited_for = await self.attachments.kept(file, place, part.size, part.sha256)
                await self.losses.disk_works()
            if not waited_for:  # its case was wiped or merged while it was on its way
                await asyncio.to_thread(self.shelf.shred, place)

    async def _download(self, file: CaseFile, part: Part) -> None:
        """Write the file into the part. Raises TooBig and Broken besides the network's errors."""
        try:
            known = await self.bot(GetFile(file_id=file.attachment.file_id))
        except TelegramBadRequest as error:
            raise (TooBig if "too big" in error.message else Broken) from error
        if known.file_path is None or (known.file_size or 0) > LARGEST:
            raise TooBig
        url = self.bot.session.api.file_url(self.bot.token, known.file_path)
        async for chunk in self.bot.session.stream_content(url, timeout=DOWNLOAD):
            await asyncio.to_thread(part.write, chunk)  # a busy disk holds nobody else up
            if part.size > LARGEST:
                raise TooBig
        if known.file_size not in {None, part.size}:
            raise Broken

    async def _cope(self, file: CaseFile, error: Exception) -> None:
        now = self.now()
        async with self.database.transaction():
            match error:
                case TooBig():
                    await self.attachments.lost(file, FileState.TOO_BIG)
                case DiskRefuses():
                    await self.attachments.later(file, now + DISK_PAUSE, counts=False)
                    await self.outbox.put(await self.losses.disk_refuses(now), now)
                case TelegramRetryAfter():
                    until = now + timedelta(seconds=error.retry_after)
                    await self.attachments.later(file, until, counts=False)
                case _ if isinstance(error, NO_ANSWER):  # which says nothing about the file
                    await self.attachments.later(file, now + OUT_OF_REACH, counts=False)
                case _ if file.tries + 1 >= TRIES:
                    await self.attachments.lost(file, FileState.FAILED)
                case _:
                    pause = BACKOFF * 4**file.tries
                    await self.attachments.later(file, now + pause, counts=True)
        self.to_say.ring()
