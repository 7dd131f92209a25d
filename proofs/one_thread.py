"""One thread: the journal is asked in the thread that asks, where nobody else waits for its answer.

A hop to the connection's thread and back costs more than most statements, and a proof that lives
ten years in virtual time makes millions of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import aiosqlite


@contextmanager
def in_one_thread() -> Iterator[None]:
    """Let every journal that is opened meanwhile be asked without a hop."""
    connect, execute = aiosqlite.connect, aiosqlite.Connection._execute  # noqa: SLF001 - no other way
    aiosqlite.connect = partial(connect, check_same_thread=False)
    aiosqlite.Connection._execute = _at_once  # type: ignore[method-assign, assignment]  # noqa: SLF001 - see above
    try:
        yield
    finally:
        aiosqlite.connect = connect
        aiosqlite.Connection._execute = execute  # type: ignore[method-assign]  # noqa: SLF001 - see above


async def _at_once(
    _: aiosqlite.Connection, run: Callable[..., Any], *given: Any, **named: Any
) -> Any:
    return run(*given, **named)
