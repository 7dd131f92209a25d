"""The nights: the quiet hours around an instant, in the team's zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.rules import DAY, QuietHours

NIGHTLY = time(3, 30)
"""When the night's own work is due, in the team's zone: hardly anybody writes then."""


def awake_after(
    at: datetime, length: timedelta, quiet: QuietHours | None, zone: ZoneInfo
) -> datetime:
    """Return when somebody will have been awake for so long since an instant."""
    while True:
        night = night_around(at, quiet, zone)
        at = night[1] if night else at
        begins = _next_night(at, quiet, zone)
        if begins is None or at + length <= begins:
            return at + length
        length -= begins - at
        at = begins


def _next_night(at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime | None:
    """Return when the next quiet hours begin; None when there are none."""
    if quiet is None or quiet.start == quiet.end:
        return None
    day = at.astimezone(zone).date()
    starts = (
        datetime.combine(day + n * DAY, quiet.start, zone).astimezone(at.tzinfo) for n in range(3)
    )
    return next(each for each in starts if each > at)


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


def last_night(zone: ZoneInfo, now: datetime) -> datetime:
    """Return when the night's work was last due."""
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHTLY, zone)
    return tonight if tonight <= local else tonight - timedelta(days=1)
