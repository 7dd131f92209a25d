"""Everything that happened in the world, numbered, for the chat page and for whoever waits."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from sandbox.bell import Bell
from sandbox.wire import Json

KEPT: Final = 20_000


class Events:
    """A numbered log; the oldest entries are forgotten after `KEPT`."""

    def __init__(self) -> None:
        self.last = 0
        self.bell = Bell()
        self._log: deque[Json] = deque(maxlen=KEPT)

    def record(self, kind: str, **facts: object) -> int:
        """Add an event and wake whoever waits; its number is returned."""
        self.last += 1
        self._log.append({"seq": self.last, "type": kind, **facts})
        self.bell.ring()
        return self.last

    def newest_first(self, after: int) -> Iterator[Json]:
        """The events numbered above `after`, the newest first."""
        return takewhile(lambda event: event["seq"] > after, reversed(self._log))

    def after(self, number: int) -> list[Json]:
        """The events numbered above `number`, in order."""
        return list(self.newest_first(number))[::-1]

    async def wait(self, after: int, within: float) -> list[Json]:
        """The same, waiting at most `within` seconds for the first one."""
        deadline = asyncio.get_running_loop().time() + within
        while self.last <= after:
            if not await self.bell.heard(deadline - asyncio.get_running_loop().time()):
                break
        return self.after(after)
