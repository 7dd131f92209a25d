"""Waking whoever waits for something to happen, without polling."""

from __future__ import annotations

import asyncio


class Bell:
    """Rung by what happens, heard by any number of waiting tasks of the same loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everyone who waits now; later listeners wait for the next ring."""
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def heard(self, within: float) -> bool:
        """Wait for the next ring at most `within` seconds; tell whether it came."""
        if within <= 0:
            return False
        one: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(one)
        try:
            async with asyncio.timeout(within):
                await one
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(one)
        return True
