"""The reports: how long a proof runs and from which seed, and how it tells what it has found."""

import argparse
import os
import time
from collections.abc import Iterable, Mapping
from random import SystemRandom

SHOWN = 8
"""Faults of each sort that are printed; more of them say little more."""
_BEGUN = time.monotonic()


def asked(
    name: str, about: str | None, times: str, usually: int, *, in_shards: bool = False
) -> argparse.Namespace:
    """Read the command line of a proof: how many `times`, under that name, `seed` and `jobs`."""
    parser = argparse.ArgumentParser(prog=f"python -m proofs.{name}", description=about)
    parser.add_argument(times, type=int, nargs="?", default=usually)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    if in_shards:
        parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    return parser.parse_args()


def tell(seed: int, figures: Iterable[str], faults: Mapping[str, list[str]]) -> int:
    """Print the figures, then what is wrong; return how the process ends."""
    print(f"seed {seed}, {time.monotonic() - _BEGUN:.0f} s", *figures, sep="\n")
    for sort, found in faults.items():
        print(f"{sort:>10}: {len(found)}", *list(dict.fromkeys(found))[:SHOWN], sep="\n    ")
    return 1 if any(faults.values()) else 0
