"""The packs' maker: puts an archive together in a thread when its turn to be sent has come."""

import asyncio
import logging
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiogram.types import FSInputFile

from bot.copies import CopyMaker
from bot.shelf import DiskRefuses, Part, Shelf
from cases.copies import Copy
from cases.packs import Pack
from storage.queues import Sending
from texts import packs

log = logging.getLogger(__name__)

UPLOAD = 300
"""Seconds that an archive may take on its way to Telegram."""
TRIES = 3
"""Then words go in its place: everything else that the chat is to hear waits behind it."""
LONG_AGO = (2020, 1, 1, 0, 0, 0)
"""The time of the texts inside: an archive that is made again after a crash is the same one."""
Body = dict[str, Any]


class Packs:
    """Makes archives beside the files they are made of; one is gone as soon as it was sent."""

    def __init__(self, shelf: Shelf, copies: CopyMaker) -> None:
        self._shelf, self._copies = shelf, copies

    @asynccontextmanager
    async def loaded(self, row: Sending, body: Body) -> AsyncIterator[tuple[str, Body, int | None]]:
        """Give the method, the body and the patience in seconds with which a row is sent.

        A document that is yet to be made is made; when it cannot be, words go in its place.
        """
        document = body.get("document") if row.method == "sendDocument" else None
        if Copy.of_document(document):
            async with self._copies.loaded(row, body) as loaded:
                yield loaded
            return
        pack = Pack.of_document(document)
        if pack is None:
            yield row.method, body, None
            return
        if row.tries >= TRIES:
            yield *_in_words(body, packs.NOT_SENT), None
            return
        try:
            making = self._shelf.part(f"pack-{row.id}", _size(self._shelf, pack))
            with making as part:
                await asyncio.to_thread(_write, part, pack, self._shelf)
                archive = FSInputFile(part.path, filename=pack.name)
                yield row.method, {**body, "document": archive}, UPLOAD
        except DiskRefuses:
            log.warning("no room for an archive", extra={"row": row.id})
            yield *_in_words(body, packs.NO_ROOM), None


def _in_words(body: Body, text: str) -> tuple[str, Body]:
    return "sendMessage", {"chat_id": body["chat_id"], "text": text}


def _size(shelf: Shelf, pack: Pack) -> int:
    paths = (shelf.path(place) for place, _ in pack.files)
    return sum(path.stat().st_size for path in paths if path.is_file())


def _write(part: Part, pack: Pack, shelf: Shelf) -> None:
    """Write the archive. Raises DiskRefuses. Photos and videos are packed as they are."""
    try:
        with zipfile.ZipFile(part.path, "w") as archive:
            for name, text in pack.texts.items():
                _add_text(archive, name, text)
            gone = [
                name
                for place, name in pack.files
                if not _add_file(archive, shelf.path(place), name)
            ]
            if gone:
                _add_text(archive, packs.MISSING, packs.missing(gone))
    except OSError as error:
        raise DiskRefuses(error.errno) from error


def _add_text(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text, zipfile.ZIP_DEFLATED)


def _add_file(archive: zipfile.ZipFile, path: Path, name: str) -> bool:
    if not path.is_file():
        return False
    archive.write(path, name)
    return True
