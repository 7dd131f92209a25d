"""The glances: who presses «Вижу» under which reminder, sooner or later, or never."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import heappop, heappush

from proofs.deeds import Deeds

SEES = 0.25
"""The share of people's messages under which they press."""
AFTER = timedelta(hours=4)
"""So long a message waits on average for being seen."""


class Glances:
    """The presses that people will make, the soonest first."""

    def __init__(self, deeds: Deeds, never: datetime) -> None:
        self._deeds, self._never = deeds, never
        self._coming: list[tuple[datetime, int, int, datetime]] = []

    @property
    def next_at(self) -> datetime:
        """When somebody presses next."""
        return self._coming[0][0] if self._coming else self._never

    def draw(self, pinged: Iterable[tuple[int, int]], many: int, now: datetime) -> None:
        """Draw who of those that were told just now will see it: each person, of which cases.

        Under a message of many there is one button for all of it: no case is named.
        """
        told: dict[int, list[int]] = defaultdict(list)
        for person, case in pinged:
            told[person].append(case)
        random = self._deeds.random
        for person, cases in told.items():
            for case in cases if len(cases) <= many else [0]:
                if random.random() < SEES:
                    after = random.expovariate(1.0) * AFTER
                    heappush(self._coming, (now + after, person, case, now))

    async def due(self) -> int:
        """Let all press whose time has come; return how many have."""
        pressed = 0
        while self.next_at <= self._deeds.team.clock.now():
            _, person, case, at = heappop(self._coming)
            await self._deeds.see(person, case, at)
            pressed += 1
        return pressed
