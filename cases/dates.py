"""When it happened and when it is due: dates and periods as people type them.

`now` is aware, UTC; `zone` is the team's. A parser returns a value or raises a named error of
`cases/moments.py`, whatever the text holds.
"""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases import vocabulary as words
from cases.moments import (
    DateInFuture,
    DateInPast,
    DateTooOld,
    DateUnreadable,
    Moment,
    NoSuchDate,
    NoSuchTime,
    Period,
    PeriodReversed,
    moment_of,
)
from cases.periods import read_period
from cases.written import Calendar, Way, read_clock, read_day_and_clock

__all__ = [
    "DateInFuture",
    "DateInPast",
    "DateTooOld",
    "DateUnreadable",
    "Moment",
    "NoSuchDate",
    "NoSuchTime",
    "Period",
    "PeriodReversed",
    "parse_future",
    "parse_past",
    "parse_period",
    "parse_when",
]

OLDEST = timedelta(days=3 * 365 + 1)
LONGEST = 80  # characters: more is a story, not a date
_END_OF_DAY = time(23, 59)  # a deadline without a time: DOMAIN.md knows no end of the working day

_HEAD = re.compile(words.HEAD)
_TAIL = re.compile(rf"{words.TAIL}$")
_RELATIVE = re.compile(
    rf"(?P<phrase>{words.IN} [\w ,.]+?|[\w ,.]+? {words.AGO})"
    rf"(?:,? (?P<clock>{words.AT} .+|\d\d?:\d\d))?"
)
_CLOCK_UNIT = re.compile(words.CLOCK_UNIT)
_ISO_INSTANT = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(?:Z|[+-]\d\d:\d\d)\s*", re.ASCII)


def parse_past(text: str, now: datetime, zone: ZoneInfo) -> Moment:
    """Read when something happened; without a time, 00:00 of the date (DOMAIN.md, Deadlines 4).

    Raises DateUnreadable, NoSuchDate, NoSuchTime, DateInFuture, DateTooOld.
    """
    return _not_old(_not_ahead(_read(text, now, zone, Way.PAST), now), now)


def parse_future(text: str, now: datetime, zone: ZoneInfo) -> Moment:
    """Read a deadline; without a time, 23:59 of the date.

    Raises DateUnreadable, NoSuchDate, NoSuchTime, DateInPast.
    """
    moment = _read(text, now, zone, Way.FUTURE)
    if moment.at < now:
        raise DateInPast(moment)
    return moment


def parse_when(text: str, now: datetime, zone: ZoneInfo) -> Moment | Period:
    """Read a moment or a period of the past; a period may end ahead, but not begin there.

    Raises what `parse_past` does, and PeriodReversed.
    """
    period = read_period(_worded(text), Calendar(now.astimezone(zone).date(), Way.PAST, text))
    if period is None:
        return parse_past(text, now, zone)
    _not_old(_not_ahead(moment_of(period.first, None, zone), now), now)
    return period


def parse_period(text: str, now: datetime, zone: ZoneInfo) -> Period:
    """Read a period; a single date is a period of one day. Raises what `parse_when` does."""
    when = parse_when(text, now, zone)
    if isinstance(when, Period):
        return when
    day = when.at.astimezone(zone).date()
    return Period(day, day)


def _not_ahead(moment: Moment, now: datetime) -> Moment:
    if moment.at > now:
        raise DateInFuture(moment)
    return moment


def _not_old(moment: Moment, now: datetime) -> Moment:
    if moment.at < now - OLDEST:
        raise DateTooOld(moment)
    return moment


def _worded(text: str) -> str:
    """The words of the text without what means nothing: «ответили», the zone, the full stop."""
    plain = words.evened_words(text).strip(" .,!?;:()«»\"'")
    if len(plain) > LONGEST:
        raise DateUnreadable(text)
    begun = _HEAD.match(plain)
    return _TAIL.sub("", plain[begun.end() :] if begun else plain).strip(" .,")


def _read(text: str, now: datetime, zone: ZoneInfo, way: Way) -> Moment:
    worded = _worded(text)
    if worded in words.NOW:
        return Moment(now, has_time=True)
    calendar = Calendar(now.astimezone(zone).date(), way, text)
    found = (
        _read_instant(text, calendar)
        or _read_relative(worded, now, zone, calendar)
        or _read_written(worded, zone, calendar)
    )
    if found is None:
        raise DateUnreadable(text)
    return found


def _read_instant(text: str, calendar: Calendar) -> Moment | None:
    """ISO 8601 with an offset, as a marketplace's API writes it."""
    if not _ISO_INSTANT.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DateUnreadable(calendar.text) from None
    return Moment(at, has_time=True)


def _read_written(worded: str, zone: ZoneInfo, calendar: Calendar) -> Moment | None:
    found = read_day_and_clock(worded, calendar)
    return moment_of(*found, zone, unknown=_unknown(calendar)) if found else None


def _unknown(calendar: Calendar) -> time:
    return _END_OF_DAY if calendar.way is Way.FUTURE else time.min


def _read_relative(worded: str, now: datetime, zone: ZoneInfo, calendar: Calendar) -> Moment | None:
    """So many hours or days from now: exact when hours are counted, else a date."""
    match = _RELATIVE.fullmatch(worded)
    if match is None or not words.DAYS_FROM_TODAY.keys().isdisjoint(worded.split()):
        return None
    phrase, typed = match["phrase"], match["clock"]
    if _CLOCK_UNIT.search(phrase):
        at = None if typed else _shifted(phrase, now.astimezone(UTC))
        return Moment(at.replace(tzinfo=UTC), has_time=True) if at else None
    local = _shifted(phrase, now.astimezone(zone))
    clock = read_clock(typed, calendar) if typed else None
    if local is None or (typed and clock is None):
        return None
    return moment_of(local.date(), clock.at if clock else None, zone, _unknown(calendar))


def _shifted(phrase: str, base: datetime) -> datetime | None:
    """Add the phrase to the base; the answer is naive, in the zone of the base."""
    import dateparser  # noqa: PLC0415 -- 0.3 s of CPU, spent when the first such date comes

    phrase = phrase.replace(words.LONG_AGO, words.AGO)
    settings = {"PARSERS": ["relative-time"], "RELATIVE_BASE": base.replace(tzinfo=None)}
    try:
        found: datetime | None = dateparser.parse(phrase, languages=["ru"], settings=settings)
    except (ValueError, OverflowError):
        return None
    return found
