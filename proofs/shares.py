"""The shares of a long proof: its trials are shared out among processes forked from this one.

What costs seconds to load is loaded once, before the first of them begins.
"""

import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TypeVar

Trial = TypeVar("Trial")
Result = TypeVar("Result")
MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of their own are made in it
EVERY = 15.0
"""Seconds between two words on how far it is."""


def memory() -> str | None:
    """Return a folder in memory for temporary ones, where there is one: to sync it costs nothing.

    The system is asked the same as for a disk, and gives the same answers.
    """
    return str(MEMORY) if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None


def shards(total: int, each: int, seed: int) -> list[tuple[int, int]]:
    """Cut a long trial into shorter ones: how much each does, and a seed of its own."""
    begins = enumerate(range(0, total, each))
    return [(min(each, total - begun), seed + number) for number, begun in begins]


def shared_out(
    trials: Sequence[Trial], attempt: Callable[[Trial], Result], hands: int
) -> Iterator[Result]:
    """Attempt each trial in one of so many processes; results come as they are ready.

    `attempt` is a function of a module. Says now and then on the standard error how far it is.
    """
    forked = multiprocessing.get_context("fork")
    said, done = time.monotonic(), 0
    with ProcessPoolExecutor(min(hands, len(trials)), forked, gc.freeze) as pool:
        for ended in as_completed([pool.submit(attempt, trial) for trial in trials]):
            yield ended.result()
            done += 1
            if time.monotonic() - said > EVERY:
                said = time.monotonic()
                print(f"{done} of {len(trials)}", file=sys.stderr, flush=True)
