"""The working days: time that runs without Saturdays and Sundays, in the team's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.rules import DAY

SATURDAY = 5
WEEK = 7


def after_workdays(at: datetime, length: timedelta, zone: ZoneInfo) -> datetime:
    """Return when so much time of working days has passed since an instant.

    Only weekends rest: holidays move by decree every year, and a list of last year is no help.
    """
    while True:
        day = at.astimezone(zone).date()
        if day.weekday() >= SATURDAY:
            at = _midnight(day + (WEEK - day.weekday()) * DAY, zone)
            continue
        saturday = _midnight(day + (SATURDAY - day.weekday()) * DAY, zone)
        if at + length <= saturday:
            return at + length
        length -= saturday - at
        at = saturday


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
