"""The orders: what follows /away and /duty, taken apart into people and dates."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cases.case import Person
from cases.dates import DateUnreadable, parse_future
from cases.refusals import Refusal

_NAME = re.compile(r"@(\w+)")
_WORD = re.compile(r"(?<![\w@])[^\W\d]\w+")
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


@dataclass(frozen=True)
class Leave:
    """Who is away and who stands in; `also` and `extra` are named beside them, one too many."""

    person: Person
    stand_in: Person | None
    also: tuple[Person, ...] = ()
    extra: tuple[Person, ...] = ()


def read_order(text: str) -> Order:
    """Take a line apart; nothing is refused here."""
    plain = _NAME.sub("\0", text)
    names = [match[1] for match in _NAME.finditer(text)]
    head = plain[: len(plain) - len(plain.lstrip("\0 ,"))].count("\0")
    dates = " ".join(plain.replace("\0", " ").split()).strip(" ,")
    if not dates:
        return Order(tuple(names), "", ())
    return Order(tuple(names[:head]), dates, tuple(names[head:]))


def understood(text: str, people: tuple[Person, ...], now: datetime, zone: ZoneInfo) -> Order:
    """Take a line apart; people may be named without @ where the rest would be no date."""
    order = read_order(text)
    with suppress(Refusal):
        try:
            if order.dates:
                read_span(order.dates, now, zone)
        except DateUnreadable:
            return read_order(_signed(text, people))
    return order


def _signed(text: str, people: tuple[Person, ...]) -> str:
    """Put @ before the words by which one person alone is called, in Telegram or by name."""

    def sign(word: re.Match[str]) -> str:
        with suppress(UnknownName):
            named(people, word[0])
            return f"@{word[0]}"
        return word[0]

    return _WORD.sub(sign, text)


def named(people: tuple[Person, ...], name: str) -> Person:
    """Return who of the team is called so in Telegram, or alone has this first name.

    Raises UnknownName.
    """
    wanted = name.casefold()
    found = [each for each in people if (each.username or "").casefold() == wanted]
    if not found:
        found = [each for each in people if each.name.split()[:1] and _first(each) == wanted]
        if len(found) != 1:
            raise UnknownName(name)
    return found[0]


def _first(person: Person) -> str:
    return person.name.split()[0].casefold()


def leave_of(order: Order, people: tuple[Person, ...], speaker: Person) -> Leave:
    """Say who is away and who stands in. Raises UnknownName.

    «/away @boris 20.03 @anya» is about Boris; «/away @anya 20.03» about the speaker, who does not
    stand in for themselves when somebody else is named as well.
    """
    before = tuple(named(people, each) for each in order.before)
    after = tuple(named(people, each) for each in order.after)
    person, *also = before if before and after else (speaker,)
    others = after or before
    apart = tuple(each for each in others if each.id != person.id) or others
    return Leave(person, apart[0] if apart else None, tuple(also), apart[1:])


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
