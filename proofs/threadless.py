"""The driver without its thread: each statement runs where it is asked for, at once.

A statement costs less than the way to the driver's thread and back, and where the loops take their
turns one by one nothing else happens meanwhile. So a proof of thousands of runs does without the
thread; the short runs among the tests keep it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import aiosqlite.core

Order = tuple[asyncio.Future[Any] | None, Callable[[], Any]]


class AtOnce:
    """Stands in the place of the driver's queue, and of the thread that takes from it."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Whatever a thread is made with."""

    def __class_getitem__(cls, _: Any) -> type[Self]:
        return cls

    def start(self) -> None:
        """There is nothing to start."""

    def put_nowait(self, order: Order) -> None:
        """Do it now; who awaits it hears of it in the loop's next turn, as from a thread."""
        future, does = order
        settle: Callable[[asyncio.Future[Any], Any], None] = aiosqlite.core.set_result
        try:
            result = does()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is who awaits that hears
            settle, result = aiosqlite.core.set_exception, error
        if future:
            future.get_loop().call_soon(settle, future, result)


@contextmanager
def threadless() -> Iterator[None]:
    """Let every connection that is opened inside do without a thread of its own."""
    usual = {name: getattr(aiosqlite.core, name) for name in ("SimpleQueue", "Thread")}
    for name in usual:
        setattr(aiosqlite.core, name, AtOnce)
    try:
        yield
    finally:
        for name, each in usual.items():
            setattr(aiosqlite.core, name, each)
