"""The hours: a time of day and a window of quiet, as people type them."""

import re
from datetime import time

from cases.refusals import TypedRefusal
from cases.rules import QuietHours, Weekly
from cases.vocabulary import WEEKDAYS, WEEKLY_HOUR

NO_QUIET = QuietHours(time(0), time(0))
"""A window of no length: the person wants to be reminded in the night as well."""
OFF = "off"
_TIME = re.compile(r"\s*(?:[^\W\d]{1,2} )?(?P<hour>\d\d?)(?:[:.\- ](?P<minute>\d\d))?\s*")
_WEEKLY = re.compile(WEEKLY_HOUR)
_WINDOW = re.compile(r"\D*?(\d\d?(?:[:.]\d\d)?)\s*(?:[-–—]|\D{1,12}?)\s*(\d\d?(?:[:.]\d\d)?)\D*")


SOME_HOURS = r"^\D{0,12}\d\d?(?:[:.]\d\d)?\D{1,14}\d\d?(?:[:.]\d\d)?\D{0,12}$"
"""What may be a window of hours."""


class HourUnreadable(TypedRefusal):
    """No time of day: «9:00» would be one."""


class HoursUnreadable(TypedRefusal):
    """No window of hours: «22:00–08:00» would be one."""


class HoursTooLong(TypedRefusal):
    """A window that leaves too little of the day for any reminder."""


LONGEST = 18
"""So many hours may be quiet: a deadline must find a time to be told of."""


def parse_hour(text: str) -> time:
    """Read «9», «9:30», «09.30». Raises HourUnreadable."""
    match = _TIME.fullmatch(text) if len(text) < 20 else None  # noqa: PLR2004 - longer is a story
    if match is None:
        raise HourUnreadable(text)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - of a day and of an hour
        raise HourUnreadable(text)
    return time(hour, minute)


def parse_hours(text: str) -> QuietHours:
    """Read «22:00–08:00», «с 22 до 8». Raises HoursUnreadable, HoursTooLong."""
    match = _WINDOW.fullmatch(text.strip()) if len(text) < 40 else None  # noqa: PLR2004 - the same
    if match is None:
        raise HoursUnreadable(text)
    try:
        hours = QuietHours(parse_hour(match[1]), parse_hour(match[2]))
    except HourUnreadable:
        raise HoursUnreadable(text) from None
    if hours.start == hours.end:
        raise HoursUnreadable(text)
    if _minutes(hours) > LONGEST * 60:
        raise HoursTooLong(text)
    return hours


def parse_weekly(text: str, held: Weekly) -> Weekly:
    """Read «пт 8:30», «в пятницу в 9»; without a day that of `held`. Raises HourUnreadable."""
    match = _WEEKLY.fullmatch(text.lower())
    if match is None:
        raise HourUnreadable(text)
    day = match["day"]
    return Weekly(WEEKDAYS[day[:2]] if day else held.weekday, parse_hour(match["at"]))


def hour_text(at: time) -> str:
    """Write a time of day down: «09:30»."""
    return f"{at:%H:%M}"


def hours_text(hours: QuietHours) -> str:
    """Write a window down: «22:00-08:00», or «off» for none."""
    if hours.start == hours.end:
        return OFF
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}"


def hours_of(written: str | None) -> QuietHours | None:
    """Read what was written down; None stays None: the team's hours hold."""
    if written is None:
        return None
    if written == OFF:
        return NO_QUIET
    start, _, end = written.partition("-")
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end))


def _minutes(hours: QuietHours) -> int:
    start, end = (each.hour * 60 + each.minute for each in (hours.start, hours.end))
    return (end - start) % (24 * 60)
