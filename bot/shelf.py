"""The shelf: where the files of the cases lie on the disk, and how one gets there whole."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "attachments"
RESERVE = 100 * 1024 * 1024
"""Bytes that files leave free on the disk: the journal itself must always have room to write."""

PIECE = 1024 * 1024


class DiskRefuses(Exception):
    """The disk is full or cannot be written; nothing is left of what was begun."""


class Part:
    """A file that is being written, measured as it grows."""

    def __init__(self, path: Path) -> None:
        self.path, self.size = path, 0
        self._file = path.open("wb")
        self._digest = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Write the next piece. Raises DiskRefuses."""
        try:
            self._file.write(chunk)
        except OSError as error:
            raise DiskRefuses(error.errno) from error
        self.size += len(chunk)
        self._digest.update(chunk)

    @property
    def sha256(self) -> str:
        """The digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def to_disk(self) -> None:
        """Have everything on the disk and close the file."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        """Close the file, whatever became of it."""
        self._file.close()


class Shelf:
    """One folder a case; unfinished files stand apart, so that a stop leaves none among them."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / FOLDER
        self.parts = self.root / ".parts"

    def sweep(self) -> None:
        """Remove what an earlier life has not finished."""
        shutil.rmtree(self.parts, ignore_errors=True)

    def path(self, place: str) -> Path:
        """Return where a kept file lies."""
        return self.root / place

    @contextmanager
    def part(self, name: str, size: int) -> Iterator[Part]:
        """Begin a file of about `size` bytes; it is gone afterwards unless it was put away.

        Raises DiskRefuses when there is no room for it beside the reserve.
        """
        path = self.parts / name
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.parts).free - size < RESERVE:
                raise DiskRefuses
            part = Part(path)
        except OSError as error:
            raise DiskRefuses(error.errno) from error
        try:
            yield part
        finally:
            part.close()
            path.unlink(missing_ok=True)

    def put_away(self, part: Part, place: str) -> None:
        """Move a finished file to its place, in one step. Raises DiskRefuses.

        A file that is there already, from before a crash, is the same one and is replaced.
        """
        try:
            part.to_disk()
            finished = self.path(place)
            finished.parent.mkdir(parents=True, exist_ok=True)
            part.path.replace(finished)
            for folder in (finished.parent, self.root, self.root.parent):
                _folder_to_disk(folder)
        except OSError as error:
            raise DiskRefuses(error.errno) from error

    def shred(self, place: str) -> None:
        """Overwrite a file and remove it; one that is gone already is no trouble.

        Its folder goes with its last file. Raises OSError when the disk refuses.
        """
        path = self.path(place)
        if path.is_file():
            _overwrite(path)
            path.unlink()
            with contextlib.suppress(OSError):  # others lie beside it
                path.parent.rmdir()
            _folder_to_disk(self.root)


def _overwrite(path: Path) -> None:
    """Write zeros over a file, where it lies: what a deletion alone would leave on the disk."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, PIECE)))
        file.flush()
        os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
