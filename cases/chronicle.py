"""The chronicle: which stretch of history one looks at: a day as the team's zone has it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BOT = -1
"""Stands for the bot where people are named by their ids."""


@dataclass(frozen=True)
class Span:
    """From an instant up to another; aware, UTC."""

    begins: datetime
    ends: datetime


def day_span(day: date, zone: ZoneInfo) -> Span:
    """Return the span of a day, midnight to midnight."""
    begins, ends = (
        datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(1))
    )
    return Span(begins, ends)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """Return on which day an instant falls."""
    return at.astimezone(zone).date()


def day_numbered(number: int, otherwise: date) -> date:
    """Return the day that a button carries as its ordinal; another one for what is no day."""
    known = date(2000, 1, 1).toordinal() <= number <= date(2999, 12, 31).toordinal()
    return date.fromordinal(number) if known else otherwise
