"""Counting: numbers one after another, by a counter that a kept world takes along."""

from collections.abc import Iterator


class Counter(Iterator[int]):
    """As `itertools.count`, which newer Pythons do not pickle any more."""

    def __init__(self, start: int, step: int = 1) -> None:
        self._next, self._step = start, step

    def __next__(self) -> int:
        number = self._next
        self._next += self._step
        return number
