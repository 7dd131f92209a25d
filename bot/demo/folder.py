"""The demo's folder: temporary or kept, begun anew on demand, never anybody else's."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

LOCK = "demo.lock"
MARKS = frozenset({LOCK, "clock"})
"""The files by which a demo knows its own folder."""


class NotADemo(Exception):
    """The folder holds something else: it is neither used nor emptied."""


@contextmanager
def folder_for(chosen: Path | None, *, reset: bool) -> Iterator[Path]:
    """Give the folder, whole path; without a choice one that is gone afterwards.

    NotADemo for a folder with other files; filelock.Timeout while another demo uses it.
    """
    if chosen is None:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)
        return
    data = chosen.resolve()
    data.mkdir(parents=True, exist_ok=True)
    names = {one.name for one in data.iterdir()}
    if names and names.isdisjoint(MARKS):
        raise NotADemo
    with FileLock(data / LOCK, timeout=0):
        if reset:
            _empty(data)
        yield data


def _empty(data: Path) -> None:
    for one in data.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.name != LOCK:
            one.unlink()
