"""The working: who is busy with a case right now; it holds nobody back and passes by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.lifecycles import MOVES

LASTS = timedelta(minutes=30)
"""So long a case is in somebody's work: longer than an answer takes, shorter than a lunch."""
ENDING = frozenset(move.name for move in MOVES) | {"taken", "handed_over"}
"""The deeds with which somebody's work at a case is over; a note or a promise goes on with it."""


@dataclass(frozen=True)
class Work:
    """Somebody has taken a case up at that instant (aware, UTC); this is no assignment."""

    person_id: int
    name: str
    since: datetime

    def lasts(self, now: datetime) -> bool:
        """Whether it still holds."""
        return now - self.since < LASTS
