"""The orders: what follows /away and /duty, taken apart into people and dates."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cases.case import Person
from cases.dates import parse_future

_NAME = re.compile(r"@(\w+)")
_BETWEEN = re.compile(r"\s+[-–—]\s+|(?<=\d)\s*[–—-]\s*(?=\d\d?\.\d)")


class UnknownName(Exception):
    """Nobody of the team has this username."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Order:
    """The usernames before and after the dates, without @, and the text of the dates between."""

    before: tuple[str, ...]
    dates: str
    after: tuple[str, ...]


def read_order(text: str) -> Order:
    """Take a line apart; nothing is refused here."""
    plain = _NAME.sub("\0", text)
    names = [match[1] for match in _NAME.finditer(text)]
    head = plain[: len(plain) - len(plain.lstrip("\0 ,"))].count("\0")
    dates = " ".join(plain.replace("\0", " ").split()).strip(" ,")
    if not dates:
        return Order(tuple(names), "", ())
    return Order(tuple(names[:head]), dates, tuple(names[head:]))


def named(people: tuple[Person, ...], name: str) -> Person:
    """Return who of the team is called so in Telegram. Raises UnknownName."""
    wanted = name.casefold()
    found = [each for each in people if (each.username or "").casefold() == wanted]
    if not found:
        raise UnknownName(name)
    return found[0]


def read_span(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Read «20.03» or «18.03–20.03»: from when until when. Raises what `parse_future` does.

    A last day is over at its end, a first one begins with it, a span without one begins now.
    """
    first, *more = _BETWEEN.split(text, maxsplit=1)
    if not more:
        return now, parse_future(text, now, zone).at
    begins = parse_future(first, now, zone)
    since = begins.at
    if not begins.has_time:
        since = datetime.combine(since.astimezone(zone).date(), time.min, zone).astimezone(UTC)
    since = max(since, now)
    return since, parse_future(more[0], since, zone).at
