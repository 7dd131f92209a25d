"""The mutations of a journal: what a disk, a copy cut short or a hand may do to its files."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

JOURNAL, LOG = "journal.db", "journal.db-wal"
PAGE, HEADER = 4096, 100
Mutation = Callable[[Random, Path], str]
"""Harms the files in a folder, and says how."""


def _flip(random: Random, file: Path, first: int = 0, last: int | None = None) -> str:
    content = bytearray(file.read_bytes())
    bits = random.choice((1, 1, 2, 8, 64))
    for _ in range(bits):
        place = random.randrange(first, min(last or len(content), len(content)))
        content[place] ^= 1 << random.randrange(8)
    file.write_bytes(content)
    return f"{bits} bits of {file.name}"


def flip_bits(random: Random, folder: Path) -> str:
    """Anywhere in the journal."""
    return _flip(random, folder / JOURNAL)


def spoil_header(random: Random, folder: Path) -> str:
    """In the first hundred bytes: sizes, versions, the place of free pages."""
    return _flip(random, folder / JOURNAL, 0, HEADER)


def _pages(file: Path) -> int:
    return file.stat().st_size // PAGE


def blank_page(random: Random, folder: Path) -> str:
    """A page of noughts."""
    page = random.randrange(_pages(folder / JOURNAL))
    with (folder / JOURNAL).open("r+b") as journal:
        journal.seek(page * PAGE)
        journal.write(bytes(PAGE))
    return f"page {page} is blank"


def swap_pages(random: Random, folder: Path) -> str:
    """Two pages in each other's place."""
    content = (folder / JOURNAL).read_bytes()
    one, other = sorted(random.sample(range(_pages(folder / JOURNAL)), 2))
    pages = [content[n : n + PAGE] for n in range(0, len(content), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    (folder / JOURNAL).write_bytes(b"".join(pages))
    return f"pages {one} and {other} are swapped"


def cut_off(random: Random, folder: Path) -> str:
    """The end is missing: of the page or in the middle of one, or everything is."""
    pages = random.choice((0, 0, random.randrange(_pages(folder / JOURNAL))))
    size = pages * PAGE + random.choice((0, random.randrange(PAGE)))
    os.truncate(folder / JOURNAL, size)
    return f"cut off at {size}"


def take_away(_: Random, folder: Path) -> str:
    """The file is gone, with or without its log."""
    (folder / JOURNAL).unlink()
    return "gone"


def overwrite(random: Random, folder: Path) -> str:
    """Something else stands in its place."""
    (folder / JOURNAL).write_bytes(random.randbytes(random.choice((10, PAGE, 100_000))))
    return "overwritten"


def tear_log(random: Random, folder: Path) -> str:
    """The log ends too early."""
    size = random.randrange((folder / LOG).stat().st_size)
    os.truncate(folder / LOG, size)
    return f"the log is cut off at {size}"


def spoil_log(random: Random, folder: Path) -> str:
    """Bits of the log are flipped."""
    return _flip(random, folder / LOG)


def lose_log(_: Random, folder: Path) -> str:
    """The log is gone."""
    (folder / LOG).unlink()
    return "the log is gone"


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, flip_bits, spoil_header, spoil_header, blank_page, swap_pages, cut_off, take_away,
    overwrite, tear_log, spoil_log, lose_log,
)  # fmt: skip
OF_THE_LOG = frozenset({tear_log, spoil_log, lose_log})
