"""The wipe: after it nothing that tells of a buyer is in any file, whatever their cases held.

Cases of all three kinds carry canaries in every field, entry, label, file, draft and message; they
are closed among others, and the night comes in which their time is over. Then every file below the
data folder is searched for the canaries as bytes, and what was to stay is compared:
`python -m proofs.wipe 200`; `--seed S` repeats a run.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import make_team  # noqa: E402 - it lies among the tests

from bot.logs import JsonLines  # noqa: E402 - after the path
from proofs.buyers import INSIDE, Wipe  # noqa: E402 - the same

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
NEEDLES: dict[str, tuple[bytes, ...]] = {
    # An index of words leaves out what a word shares with the one before it.
    "the name": ("рейк".encode(), "РЕЙК".encode()),
    "the name in JSON": (b"\\u0440\\u0435\\u0439\\u043a", b"\\u0440\\u0435\\u0439\\u043A"),
    "the figures": (b"7712358", b"8532177"),
    "a file": (INSIDE,),
}
"""How a canary looks as bytes: as it was typed, as an index of words keeps it, backwards."""


@dataclass
class Found:
    """What a run has come to."""

    cases: int = 0
    files: int = 0
    size: int = 0
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every canary was there and is nowhere now, and nothing else has changed."""
        return all(map(self.before.get, NEEDLES)) and not self.after and not self.changed


def search(folder: Path) -> dict[str, list[str]]:
    """Return in which files a canary is, by its name; the files' own names are searched as well."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        content = str(path.relative_to(folder)).encode()
        content += b"\0" + path.read_bytes() if path.is_file() else b""
        for name, needles in NEEDLES.items():
            if any(needle in content for needle in needles):
                found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """Write the logs into a file, as the process writes them to its standard error."""
    handler = logging.FileHandler(path)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


async def run(cases: int, seed: int, folder: Path) -> Found:
    """Fill, close, wait and search. `folder` is empty and becomes the bot's."""
    found = Found(cases=cases)
    with logged(folder / "bot.log"):
        async with make_team(BEGINS, folder) as team:
            wipe = Wipe(team, folder, Random(seed))  # noqa: S311 - a run to be repeated, no secret
            await wipe.fill(cases)
            await wipe.close()
            found.before = {name: len(files) for name, files in search(folder).items()}
            for old in (folder / "backups").glob("*"):
                old.unlink()  # those of before the wipe hold what they held: they age away
            stood = wipe.stays()
            await wipe.night()
            stands = wipe.stays()
            found.changed = [name for name, rows in stood.items() if stands[name] != rows]
            found.after = search(folder)
            found.files, found.size = counted(folder)
    return found


def counted(folder: Path) -> tuple[int, int]:
    """Return how many files there are, and how many bytes in all."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=int, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="journal-wipe-") as folder:
        found = asyncio.run(run(given.cases, given.seed, Path(folder)))
    print(f"seed {given.seed}: {found.cases + 1} cases wiped beside {found.cases} others")
    print(f"before, files with a canary: {found.before}")
    print(f"after, in {found.files} files of {found.size:,} bytes: {found.after or 'none'}")
    print(f"what was to stay and has changed: {', '.join(found.changed) or 'nothing'}")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
