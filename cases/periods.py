"""A period as people write it: two days, a month, a quarter, the last week."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from cases import vocabulary as words
from cases.moments import Period, PeriodReversed
from cases.written import Calendar, Written, read_date, read_day

_ACROSS_THE_YEAR = timedelta(days=92)  # 25.12-05.01 without years is one winter; longer is a slip
_MONTHS_IN_YEAR = 12
_WEEK = 7

_LEAD = re.compile(rf"(?:{words.LEAD_OF_PERIOD} ){{1,3}}")
_BETWEEN = re.compile(words.BETWEEN)
_YEAR = rf"(?:,? (?P<year>\d{{4}}){words.YEAR_MARK}?)?"


def read_period(text: str, calendar: Calendar) -> Period | None:
    """Read the whole evened text as a period; None when it is not one. Raises PeriodReversed."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    for form, reader in _PERIODS:
        match = form.fullmatch(rest)
        if match:
            return reader(match, calendar)
    return next(_two_days(rest, calendar), None)


def _months(first: date, count: int) -> Period:
    """Whole months from the first day of one."""
    last = _month_after(first, count - 1)
    return Period(first, last.replace(day=monthrange(last.year, last.month)[1]))


def _month_after(first: date, steps: int) -> date:
    months = first.year * _MONTHS_IN_YEAR + first.month - 1 + steps
    return date(months // _MONTHS_IN_YEAR, months % _MONTHS_IN_YEAR + 1, 1)


def _first_of(month: int, year: str | None, calendar: Calendar) -> date:
    return calendar.completed(Written(1, month, int(year) if year else None))


def _named_months(match: re.Match[str], calendar: Calendar) -> Period:
    month = words.MONTHS[match["name"][:3]]
    until = words.MONTHS[(match["until"] or match["name"])[:3]]
    first = _first_of(month, match["year"], calendar)
    if until < month:
        raise PeriodReversed(first, first.replace(month=until))
    return _months(first, until - month + 1)


def _numbered_month(match: re.Match[str], calendar: Calendar) -> Period:
    return _months(_first_of(int(match["month"]), match["year"], calendar), 1)


def _quarter(match: re.Match[str], calendar: Calendar) -> Period:
    return _months(_first_of(int(match["number"]) * 3 - 2, match["year"], calendar), 3)


def _week(match: re.Match[str], calendar: Calendar) -> Period:
    back = calendar.today.weekday() + (_WEEK if match["last"] else 0)
    monday = calendar.shifted(-back)
    return Period(monday, monday + timedelta(_WEEK - 1))


def _month(match: re.Match[str], calendar: Calendar) -> Period:
    this = calendar.today.replace(day=1)
    return _months(_month_after(this, -1) if match["last"] else this, 1)


def _year(match: re.Match[str], calendar: Calendar) -> Period:
    year = calendar.today.year - (1 if match["last"] else 0)
    return _months(date(year, 1, 1), _MONTHS_IN_YEAR)


_THAT = rf"(?:(?P<last>{words.LAST})|{words.THIS})"
_Reader = Callable[[re.Match[str], Calendar], Period]
_PERIODS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(form), reader)
    for form, reader in (
        (
            rf"(?P<name>{words.MONTH})(?:{words.BETWEEN}(?P<until>{words.MONTH}))?{_YEAR}",
            _named_months,
        ),
        (r"(?P<month>0?[1-9]|1[0-2])[./-](?P<year>\d{4})", _numbered_month),
        (rf"(?P<number>[1-4])(?:-?[^\W\d]{{1,2}})? ?{words.QUARTER}{_YEAR}", _quarter),
        (f"{_THAT} {words.WEEK}", _week),
        (f"{_THAT} {words.WHOLE_MONTH}", _month),
        (f"{_THAT} {words.YEAR}", _year),
    )
)


def _two_days(text: str, calendar: Calendar) -> Iterator[Period]:
    """Every way to split the text into two days; a dash inside a date splits nothing."""
    for split in _BETWEEN.finditer(text):
        left, right = text[: split.start()], text[split.end() :]
        first, last = read_date(left), read_date(right)
        if first and last and last.month:
            yield _completed_pair(first, last, calendar)
        elif not _is_bare(first) and not _is_bare(last):
            yield from _spoken_pair(left, right, calendar)


def _is_bare(written: Written | None) -> bool:
    """Whether it is a lone figure, which is a day only beside a month."""
    return written is not None and written.month is None


def _spoken_pair(left: str, right: str, calendar: Calendar) -> Iterator[Period]:
    first, last = read_day(left, calendar), read_day(right, calendar)
    if first and last:
        yield _ordered(first, last)


def _completed_pair(first: Written, last: Written, calendar: Calendar) -> Period:
    """Lend the month and the year that one side left out from the other."""
    lent = replace(first, month=first.month or last.month, year=first.year or last.year)
    begin = calendar.completed(lent)
    end = calendar.exact(last.day, last.month or begin.month, last.year or begin.year)
    if begin <= end or (first.year and last.year):
        return _ordered(begin, end)
    return _across_the_year(begin, end, last, calendar)


def _across_the_year(begin: date, end: date, last: Written, calendar: Calendar) -> Period:
    """Give the side that has no year of its own the year beside, when that makes one winter."""
    later = calendar.exact(end.day, end.month, end.year + 1) if last.year is None else end
    sooner = begin if last.year is None else calendar.exact(begin.day, begin.month, end.year - 1)
    if later - sooner > _ACROSS_THE_YEAR:
        raise PeriodReversed(begin, end)
    return Period(sooner, later)


def _ordered(first: date, last: date) -> Period:
    if last < first:
        raise PeriodReversed(first, last)
    return Period(first, last)
