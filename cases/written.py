"""A day and a clock as people write them, read from evened text."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import IntEnum

from cases import vocabulary as words
from cases.moments import FIRST_YEAR, LAST_YEAR, DateUnreadable, NoSuchDate, NoSuchTime

NEAR = timedelta(days=60)  # a date this close is meant, even on the wrong side of today
_MONTHS_IN_YEAR = 12
_CENTURY = 2000


class Way(IntEnum):
    """Where an incomplete date lies: behind, when something happened; ahead, a deadline."""

    PAST = -1
    FUTURE = 1


@dataclass(frozen=True)
class Written:
    """A date as written: None is a part left out. Nothing is checked against the calendar."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Clock:
    """A time of day as written; None is a mere part of the day, which is no clock."""

    at: time | None


@dataclass(frozen=True)
class Calendar:
    """Completes dates around `today`, the date of now in the team's zone."""

    today: date
    way: Way
    text: str  # what was typed, to be quoted in errors

    def exact(self, day: int, month: int, year: int) -> date:
        """Raise NoSuchDate for 31.02, DateUnreadable for a month or a year that cannot be."""
        if not (1 <= month <= _MONTHS_IN_YEAR and FIRST_YEAR <= year <= LAST_YEAR):
            raise DateUnreadable(self.text)
        if not 1 <= day <= monthrange(year, month)[1]:
            raise NoSuchDate(self.text, month, day)
        return date(year, month, day)

    def completed(self, written: Written) -> date:
        """Add what was left out: the nearest such date this way.

        A date without a year that lies within 60 days on the other side is taken as it is: the
        caller refuses it, rather than moving a clock by a year that nobody meant.
        """
        if written.month is None:
            return self._day_of_month(written.day)
        if written.year is not None:
            return self.exact(written.day, written.month, written.year)
        return self._day_of_year(written.day, written.month)

    def weekday(self, number: int) -> date:
        """Return the nearest such weekday this way, never today: today has its own word."""
        steps = ((number - self.today.weekday()) * self.way - 1) % 7 + 1
        return self.shifted(self.way * steps)

    def shifted(self, days: int) -> date:
        """Return the date so many days from today."""
        return self.today + timedelta(days)

    def _day_of_year(self, day: int, month: int) -> date:
        years = [self.today.year + step for step in (-1, 0, 1)]
        self.exact(day, month, years[1])  # 29.02 without a year means this year
        near = [self.exact(day, month, year) for year in years if day <= monthrange(year, month)[1]]
        if self.way is Way.PAST:
            return max(each for each in near if each <= self.today + NEAR)
        return min(each for each in near if each >= self.today - NEAR)

    def _day_of_month(self, day: int) -> date:
        dates = (self.shifted(self.way * step) for step in range(62))  # two months hold any day
        found = next((each for each in dates if each.day == day), None)
        if found is None:
            raise DateUnreadable(self.text)
        return found


_MONTH_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
_NUMERIC = (
    rf"(?P<day>\d{{1,2}})(?P<sep>[./-]){_MONTH_NUMBER}(?:(?P=sep)(?P<year>\d{{4}}|\d\d))?(?!\d)"
)
_ISO = r"(?P<year>\d{4})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
_NAMED = (
    rf"(?P<day>\d{{1,2}}){words.ORDINAL}[ .]{{0,2}}(?P<name>{words.MONTH})"
    rf"(?: ?(?P<year>\d{{4}})(?!\d)| ?(?P<short>\d\d)(?={words.YEAR_MARK}))?"
)
_DATES = tuple(re.compile(rf"{form}{words.YEAR_MARK}?") for form in (_ISO, _NUMERIC, _NAMED))
_DAY_NUMBER = re.compile(rf"(?P<day>\d{{1,2}}){words.ORDINAL}")


def read_date(text: str) -> Written | None:
    """Read the whole text as a date, complete or not; a bare number is a day of a month."""
    matches = (form.fullmatch(text) for form in (*_DATES, _DAY_NUMBER))
    return next((_written(match) for match in matches if match), None)


def _written(match: re.Match[str]) -> Written:
    found = match.groupdict()
    name = found.get("name")
    month = words.MONTHS[name[:3]] if name else found.get("month")
    year = found.get("year") or found.get("short")
    return Written(int(found["day"]), int(month) if month else None, _full_year(year))


def _full_year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (_CENTURY if len(digits) == len("26") else 0)


def _completed(match: re.Match[str], calendar: Calendar) -> date:
    return calendar.completed(_written(match))


def _weekday(match: re.Match[str], calendar: Calendar) -> date:
    return calendar.weekday(words.WEEKDAYS[match["name"][:2]])


def _word(match: re.Match[str], calendar: Calendar) -> date:
    return calendar.shifted(words.DAYS_FROM_TODAY[match["name"]])


_LEAD = rf"(?:{words.LEAD} ){{0,3}}"
_A_WEEKDAY = rf"(?:{words.WEEKDAY},? )?"  # before the date, as the bot itself writes
_AFTER = rf"(?:,? \(?{words.WEEKDAY}\)?)?(?=[ ,]|{words.ISO_MARK}\d|$)"
_Reader = Callable[[re.Match[str], Calendar], date]
_DAYS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(_LEAD + form + _AFTER), reader)
    for form, reader in (
        (_A_WEEKDAY + _ISO, _completed),
        (f"{_A_WEEKDAY}{_NUMERIC}{words.YEAR_MARK}?", _completed),
        (f"{_A_WEEKDAY}{_NAMED}{words.YEAR_MARK}?", _completed),
        (rf"(?P<day>\d{{1,2}}){words.ORDINAL} {words.DAY_OF_MONTH}", _completed),
        (rf"(?P<day>\d{{1,2}}){words.ORDINAL_SHOWN}", _completed),
        (rf"(?P<name>{'|'.join(words.DAYS_FROM_TODAY)})", _word),
        (rf"(?P<name>{words.WEEKDAY})", _weekday),
    )
)
_SECONDS = r"(?::\d\d(?:\.\d+)?)?"
_CLOCK = re.compile(
    rf"(?:(?P<some_time>{words.SOME_TIME}),? )?"
    rf"(?:(?:{words.AT} )?(?P<hour>\d{{1,2}}):(?P<minute>\d\d){_SECONDS}(?: ?{words.HOUR})?"
    rf"|(?:{words.AT} )?(?P<dot_hour>[01]?\d|2[0-3])[.-](?P<dot_minute>[0-5]\d)"
    rf"|{words.AT} (?P<at_hour>\d{{1,2}})"
    rf"|(?:{words.AT} )?(?P<long_hour>\d{{1,2}}) ?{words.HOUR}"
    rf"(?: ?(?P<long_minute>\d{{1,2}}) ?{words.MINUTE})?"
    rf"|(?P<part_hour>\d{{1,2}})(?= {words.PART_OF_DAY}))"
    rf"(?: (?P<part>{words.PART_OF_DAY}))?"
)
_HOURS = ("hour", "dot_hour", "at_hour", "long_hour", "part_hour")
_MINUTES = ("minute", "dot_minute", "long_minute")
_SOME_TIME = re.compile(words.SOME_TIME)
_CLOCK_FIRST = re.compile(rf"(?P<clock>(?:{words.AT} )?\d\d?:\d\d(?::\d\d)?|{words.SOME_TIME}),? ")
# Not a clock: 15.03 after figures may be a second date; alone, 03.14 may be a date of another
# country, and 15-20 two days of a month.
_TWO_DATES = re.compile(rf"\d,? \d{{1,2}}[.-]{_MONTH_NUMBER}$")
_DOUBTFUL_CLOCK = re.compile(r"(?:0?\d|1[0-2])\.\d\d|\d{1,2}-\d\d")


def read_clock(text: str, calendar: Calendar) -> Clock | None:
    """Read the whole text as a time of day; None when it is not one. Raises NoSuchTime."""
    if _SOME_TIME.fullmatch(text):
        hour = words.BEGINS_AT.get(text) if calendar.way is Way.FUTURE else None
        return Clock(time(hour) if hour else None)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour = next(int(match[name]) for name in _HOURS if match[name])
    minute = next((int(match[name]) for name in _MINUTES if match[name]), 0)
    try:
        return Clock(time(_on_the_dial(hour, match["part"] or match["some_time"]), minute))
    except ValueError:
        raise NoSuchTime(calendar.text) from None


def _on_the_dial(hour: int, part: str | None) -> int:
    """Two in the afternoon is 14, twelve at night is 0."""
    if part is None:
        return hour
    if (part[:2], hour) == words.MIDNIGHT:
        return 0
    return hour + 12 if hour in words.HOURS_AFTER_NOON[part[:2]] else hour


def read_day_and_clock(text: str, calendar: Calendar) -> tuple[date, time | None] | None:
    """Read the whole text as a day, a clock or both in any order; None when it is neither."""
    return (
        _day_then_clock(text, calendar)
        or _clock_then_day(text, calendar)
        or _clock_of_today(text, calendar)
    )


def read_day(text: str, calendar: Calendar) -> date | None:
    """Read the whole text as a day; None when it is not one."""
    return next((day for day, rest in _days(text, calendar) if not rest), None)


def _day_then_clock(text: str, calendar: Calendar) -> tuple[date, time | None] | None:
    for day, rest in _days(text, calendar):
        clock = read_clock(rest, calendar) if rest else Clock(None)
        if clock and not _TWO_DATES.search(text):
            return day, clock.at
    return None


def _clock_then_day(text: str, calendar: Calendar) -> tuple[date, time | None] | None:
    match = _CLOCK_FIRST.match(text)
    clock = read_clock(match["clock"], calendar) if match else None
    day = read_day(text[match.end() :], calendar) if match else None
    return (day, clock.at) if day and clock else None


def _clock_of_today(text: str, calendar: Calendar) -> tuple[date, time | None] | None:
    clock = None if _DOUBTFUL_CLOCK.fullmatch(text) else read_clock(text, calendar)
    return (calendar.today, clock.at) if clock else None


def _days(text: str, calendar: Calendar) -> Iterator[tuple[date, str]]:
    """Every way to read the beginning as a day, with what is left to read."""
    for form, reader in _DAYS:
        match = form.match(text)
        if match:
            yield reader(match, calendar), text[match.end() :].lstrip(words.ISO_MARK + " ,")
