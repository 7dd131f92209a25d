"""The occasions: when it happened and when it is due, found in the middle of a text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from cases import vocabulary as words
from cases.dates import parse_future, parse_past, parse_period
from cases.moments import Moment, Period
from cases.pasting import signposts
from cases.pasting.pasted import Pasted, Span
from cases.refusals import Refusal


class Sense(StrEnum):
    """What a date in a text says."""

    HAPPENED = "happened"
    LASTED = "lasted"
    DUE = "due"
    RECEIVED = "received"


@dataclass(frozen=True)
class Occasion:
    """A moment or a period that the text names, in what sense, and where it stands."""

    sense: Sense
    value: Moment | Period
    span: Span


_BEGINS, _ENDS = r"(?<![\w.,/:-])", r"(?!\w|[./:-]\d|,\d)"
_YEAR = rf"(?: ?20\d\d)?{words.YEAR_MARK}?"
_NUMERIC = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./-](?:0?[1-9]|1[0-2])[./-]20\d\d"
    rf"|\d{{1,2}}[./](?:0[1-9]|1[0-2])(?:[./]\d\d)?)(?!\w|[./]\d){signposts.NOT_A_DATE}"
)
_NAMED = rf"\d{{1,2}}{words.ORDINAL} ?{words.MONTH}{_YEAR}"
_DAY = rf"(?:{_NUMERIC}|{_NAMED}|{signposts.SOME_DAY})"
_WEEKDAY = f"(?:{signposts.WHOLE_WEEKDAY}|{signposts.SHORT_WEEKDAY})"
_MONTHS = rf"{words.MONTH}(?: ?- ?{words.MONTH})?{_YEAR}"
_Reader = Callable[[str, datetime, ZoneInfo], Moment | Period]
# In this order: a range is not two dates, and a deadline is no date of the past.
_FORMS: tuple[tuple[Sense, re.Pattern[str], _Reader], ...] = tuple(
    (sense, re.compile(f"{_BEGINS}{lead}(?P<when>{form}){_ENDS}"), reader)
    for sense, lead, form, reader in (
        (
            Sense.LASTED,
            "",
            rf"(?:{signposts.FROM})?(?:{_DAY}|\d{{1,2}}){signposts.AND_PERIOD}(?:{_NUMERIC}|{_NAMED})",
            parse_period,
        ),
        (
            Sense.DUE,
            signposts.UNTIL,
            rf"(?:(?:{_DAY}|{_WEEKDAY}){signposts.CLOCK_AFTER}|\d{{1,2}}:\d\d)",
            parse_future,
        ),
        (Sense.RECEIVED, signposts.RECEIVED, f"{_DAY}{signposts.CLOCK_AFTER}", parse_past),
        (
            Sense.RECEIVED,
            "",
            f"{_DAY}{signposts.CLOCK_AFTER}{signposts.RECEIVED_AFTER}",
            parse_past,
        ),
        (Sense.LASTED, "", signposts.THAT_PERIOD, parse_period),
        (Sense.LASTED, "", rf"{signposts.QUARTERS}{_YEAR}", parse_period),
        (Sense.HAPPENED, "", f"{_DAY}{signposts.CLOCK_AFTER}", parse_past),
        (Sense.LASTED, "", f"{signposts.BEFORE_MONTH}{_MONTHS}", parse_period),
        (Sense.LASTED, signposts.ONE_MORE_MONTH, _MONTHS, parse_period),
        (Sense.LASTED, signposts.ONE_MORE_MONTH, _MONTHS, parse_period),  # and the third of a list
        (
            Sense.HAPPENED,
            "",
            f"{signposts.BEFORE_WEEKDAY}{_WEEKDAY}{signposts.CLOCK_AFTER}",
            parse_past,
        ),
        (Sense.HAPPENED, "", signposts.DAYS_AGO, parse_past),
    )
)


def occasions(pasted: Pasted, now: datetime, zone: ZoneInfo) -> tuple[Occasion, ...]:
    """Find every date and period that can be read for sure, in the order of the text.

    `now` is aware, UTC; a date that cannot be (31.02, a past deadline) is left out.
    """
    found: list[Occasion] = []
    for sense, form, reader in _FORMS:
        matches = list(form.finditer(pasted.cyrillic))
        for match in matches:
            value = _read(pasted.words(match.span("when")), reader, now, zone)
            if value:
                found.append(Occasion(sense, value, match.span()))
        pasted = pasted.without(match.span() for match in matches)
    return tuple(sorted(found, key=lambda each: each.span))


def _read(words_: str, reader: _Reader, now: datetime, zone: ZoneInfo) -> Moment | Period | None:
    try:
        return reader(words_, now, zone)
    except Refusal:
        return None
