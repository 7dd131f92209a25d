"""The copies' maker: locks a copy of the journal up when its turn to be sent has come."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiogram.types import FSInputFile

from bot.backups import BackupDamaged, make_backup
from bot.now import Now
from bot.settings import Settings
from bot.shelf import DiskRefuses, Part, Shelf
from bot.vault import lock_up, size_of
from cases.copies import LARGEST, Copy
from handlers.backing import without_files
from handlers.speech import as_json
from storage.queues import Sending
from texts import copies as words

log = logging.getLogger(__name__)

NAME = "journal-%Y%m%d-%H%M%S.tar.gz.age"
UPLOAD = 600
"""Seconds that a copy may take on its way to Telegram."""
TRIES = 3
"""Then words go in its place."""
Body = dict[str, Any]


class TooLarge(Exception):
    """Telegram does not take a copy of this size."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class CopyMaker:
    """Makes copies beside the files; one is gone from the disk as soon as it was sent."""

    def __init__(self, settings: Settings, shelf: Shelf, now: Now) -> None:
        self._settings, self._shelf, self._now = settings, shelf, now

    @asynccontextmanager
    async def loaded(self, row: Sending, body: Body) -> AsyncIterator[tuple[str, Body, int | None]]:
        """Give the method, the body and the patience with which a copy is sent, or words."""
        copy, now = Copy.of_document(body["document"]), self._now()
        if copy is None or row.tries >= TRIES or self._settings.backup_key is None:
            yield *_in_words(body, words.NOT_SENT), None
            return
        try:
            with self._shelf.part(f"copy-{row.id}", 0) as part:
                await asyncio.to_thread(self._make, copy, part, now)
                document = FSInputFile(part.path, filename=now.strftime(NAME))
                yield row.method, {**body, "document": document}, UPLOAD
        except TooLarge as error:
            offer = without_files(int(body["chat_id"]), copy, error.size)
            yield "sendMessage", json.loads(as_json(offer)), None
        except (BackupDamaged, DiskRefuses, OSError) as error:
            log.warning("no copy could be made", extra={"kind": type(error).__name__})
            yield *_in_words(body, words.NO_COPY), None

    def _make(self, copy: Copy, part: Part, now: datetime) -> None:
        key = self._settings.backup_key
        assert key is not None  # noqa: S101 - looked at before
        shelf = self._shelf if copy is Copy.WHOLE else None
        if shelf is not None and size_of(shelf) > LARGEST:
            raise TooLarge(size_of(shelf))
        lock_up(part.path, key, make_backup(self._settings, now), shelf)
        if (size := part.path.stat().st_size) > LARGEST:
            raise TooLarge(size)


def _in_words(body: Body, text: str) -> tuple[str, Body]:
    return "sendMessage", {"chat_id": body["chat_id"], "text": text}
