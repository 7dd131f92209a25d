"""The moment inside: when a text says in passing that it happened; offered and never taken."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.moments import Moment
from cases.pasting.occasions import Sense, occasions
from cases.pasting.pasted import Pasted


def moment_inside(text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
    """Return the moment of the past that the text begins with, or the only one with a time.

    A date in the middle is what the text is about more often than when it was written. `now` is
    aware, UTC. None when there is none, or no telling which.
    """
    found = [
        (each.value, each.span)
        for each in occasions(Pasted.of(text), now, zone)
        if each.sense is Sense.HAPPENED and isinstance(each.value, Moment)
    ]
    first = next((value for value, span in found if span[0] == 0), None)
    timed = [value for value, _ in found if value.has_time]
    return first or (timed[0] if len(timed) == 1 else None)
