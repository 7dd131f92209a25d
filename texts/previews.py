"""The previews: what will be sent in the next 24 hours, line by line."""

from dataclasses import dataclass
from datetime import datetime

from cases.rules import Rules
from texts.digests import DIGEST_TITLE
from texts.formats import clock_time, counted, day, escape, portions, small
from texts.reviews import TITLE

MESSAGES = ("сообщение", "сообщения", "сообщений")
NOTHING = "За сутки отправлять нечего."
MOST = 40
"""So many lines stand in one message."""
PARTS = 3
"""So many messages a preview has at most."""
HEADED = {"digest": DIGEST_TITLE, "review": small(TITLE)}
"""What is named by its title, by the beginning of its key."""


@dataclass(frozen=True)
class Told:
    """A message to come: when (aware UTC), under which key, to whom by name, its HTML."""

    at: datetime
    key: str
    to: str
    text: str


def preview(lines: list[str]) -> list[str]:
    """Write the messages; also when nothing is to come."""
    if not lines:
        return [NOTHING]
    head = f"За сутки отправлю {counted(len(lines), MESSAGES)}, если ничего не изменится:"
    parts = list(portions(lines, MOST))
    told = ["\n".join(lines[begin:end]) for begin, end in parts[:PARTS]]
    left = len(lines) - parts[:PARTS][-1][1]
    told[0] = f"{head}\n\n{told[0]}"
    told[-1] += f"\n\nи ещё {left}" if left else ""
    return told


def line(told: Told, rules: Rules, now: datetime) -> str:
    """Write one message to come: «18:00 · Анна: 🟠 Завтра в 10:01 истекает срок…»."""
    return f"{_when(told.at, rules, now)} · {escape(told.to)}: {_what(told)}"


def _when(at: datetime, rules: Rules, now: datetime) -> str:
    time = clock_time(at, rules.zone)
    if at.astimezone(rules.zone).date() == now.astimezone(rules.zone).date():
        return f"сегодня {time}"
    return f"{day(at, rules.zone, now)} {time}"


def _what(told: Told) -> str:
    """Name a message by its title, a list by its head, a reminder in full on one line."""
    named = HEADED.get(told.key.partition(":")[0])
    if named:
        return named
    lines = [each for each in told.text.split("\n") if each]
    if told.key.startswith("list:"):  # its head ends so; a word about a silence may stand above it
        lines = lines[: 1 + next(n for n, each in enumerate(lines) if each.endswith(":"))]
    return " ".join(lines).removesuffix(":")
