"""The habits: what happens now and then in the life of the soak, each in its turn."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random


class Habits:
    """What is done again and again, each so far apart on average."""

    def __init__(self, random: Random, now: Callable[[], datetime]) -> None:
        self._random, self._now = random, now
        self._all: list[tuple[timedelta, Callable[[], Awaitable[str]]]] = []
        self._at: list[datetime] = []

    def add(self, apart: timedelta, act: Callable[[], Awaitable[str]]) -> None:
        """Let this be done from now on."""
        self._all.append((apart, act))
        self._at.append(self._after(apart))

    @property
    def next_at(self) -> datetime:
        """When something is done next."""
        return min(self._at)

    async def due(self) -> str | None:
        """Do the first for which it is time; return what was done."""
        for nth, (apart, act) in enumerate(self._all):
            if self._now() >= self._at[nth]:
                done = await act()
                self._at[nth] = self._after(apart)
                return done
        return None

    def _after(self, mean: timedelta) -> datetime:
        drawn = self._random.expovariate(1.0) * mean
        return (self._now() + drawn).replace(microsecond=0)
