"""The choices: what the owner has set in chat, and how it changes the rules of the team."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from enum import StrEnum
from typing import Any

from cases.kinds import Priority
from cases.rules import Rules, Weekly

NEVER = "never"
YES, NO = "yes", "no"


class Choice(StrEnum):
    """What can be set in chat; the settings of the environment give the first values."""

    CLIMB_AFTER = "climb_after"
    STALE_AFTER = "stale_after"
    WEEKENDS_REST = "weekends_rest"
    DIGEST_AT = "digest_at"
    REVIEW_AT = "review_at"
    KEEP_BUYERS = "keep_buyers"


def with_choices(rules: Rules, chosen: Mapping[str, str]) -> Rules:
    """Return the rules as the owner wants them; what is unknown here is left alone."""
    known = {name: READERS[Choice(name)](text) for name, text in chosen.items() if name in _NAMES}
    return replace(rules, **known)


def with_threshold(rules: Rules, priority: Priority, days: int) -> str:
    """Write the thresholds of staleness down, as they hold, with another one of a priority."""
    held = {each: after.days for each, after in rules.stale_after.items()}
    return " ".join(f"{each}={length}" for each, length in (held | {priority: days}).items())


def _thresholds(text: str) -> dict[Priority, timedelta]:
    pairs = (each.split("=") for each in text.split())
    return {Priority(name): timedelta(days=int(days)) for name, days in pairs}


def _minutes(text: str) -> timedelta | None:
    return None if text == NEVER else timedelta(minutes=int(text))


def _days(text: str) -> timedelta | None:
    return None if text == NEVER else timedelta(days=int(text))


def _yes(text: str) -> bool:
    return text == YES


READERS: dict[Choice, Callable[[str], Any]] = {
    Choice.CLIMB_AFTER: _minutes,
    Choice.STALE_AFTER: _thresholds,
    Choice.WEEKENDS_REST: _yes,
    Choice.DIGEST_AT: time.fromisoformat,
    Choice.REVIEW_AT: Weekly.read,
    Choice.KEEP_BUYERS: _days,
}
"""How each choice is read back; it is kept under the name of the rule that it changes."""
_NAMES = frozenset(READERS)
