"""The nights: the quiet hours around an instant, in the team's zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.rules import DAY, QuietHours


def night_around(
    at: datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Return from when to when the quiet hours around an instant last; None in the day."""
    if quiet is None or quiet.start == quiet.end:
        return None
    local = at.astimezone(zone)
    for shift in (-DAY, timedelta(0)):
        day = (local + shift).date()
        ends_on = day if quiet.start < quiet.end else day + DAY
        begins = datetime.combine(day, quiet.start, zone).astimezone(at.tzinfo)
        ends = datetime.combine(ends_on, quiet.end, zone).astimezone(at.tzinfo)
        if begins <= at < ends:
            return begins, ends
    return None
