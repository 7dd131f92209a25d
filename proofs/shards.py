"""The shards: a long trial as many shorter ones, each from a fresh start, on all processors."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


def shards(total: int, each: int, seed: int) -> Iterator[tuple[int, int]]:
    """Return how much each shard does, and its seed: one for another, so that none is the same."""
    for number, begun in enumerate(range(0, total, each)):
        yield min(each, total - begun), seed + number


def run_shards(
    trial: Callable[[int, int], T], parts: list[tuple[int, int]], each_processor: int = 1
) -> Iterator[T]:
    """Run `trial(how_much, seed)` for every shard, so many at once on `each_processor`.

    Yields what each returns as it ends; how far it is goes to stderr. A single one runs here.
    """
    if len(parts) == 1:
        yield trial(*parts[0])
        return
    at_once = min(len(parts), each_processor * (os.cpu_count() or 1))
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(trial, *part): part for part in parts}
        for number, ended in enumerate(as_completed(running), 1):
            print(f"{number} of {len(parts)}: seed {running[ended][1]}", file=sys.stderr)
            yield ended.result()
