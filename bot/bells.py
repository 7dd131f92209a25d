"""The bells: how one loop wakes another without asking the database over and over."""

import asyncio


class Bell:
    """Rings once for whoever waits, or for the next who comes to wait."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop."""
        self._event.set()

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 - a loop's longest pause
        """Return when the bell rings, at the latest after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
