"""Typed hours: which setting is on somebody's screen, so that «8:30» is taken for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from cases.choices import Choice
from cases.hours import hour_text, parse_hour, parse_weekly
from cases.rules import Rules, Weekly

QUIET = "quiet"
OF_TEAM = frozenset({Choice.DIGEST_AT, Choice.REVIEW_AT})
HAS_HOUR = OF_TEAM | {QUIET}
ON_SCREEN = timedelta(minutes=10)
"""So long an hour is taken for what was looked at last; a form that is begun ends it earlier."""


@dataclass(frozen=True)
class Looked:
    """A setting that has an hour; `part` is the day that was chosen for it, empty for none."""

    choice: str
    part: str


async def look_at(choice: str, part: str, state: FSMContext, now: datetime) -> None:
    """Keep what somebody looks at; whatever has no hour ends the looking."""
    kept = await state.get_data()
    if choice in HAS_HOUR:
        at = int(now.timestamp())
        await state.set_data({**kept, "setting": {"choice": choice, "part": part, "at": at}})
    elif kept.pop("setting", None):
        await state.set_data(kept)


def looking_at(*settings: str) -> Callable[..., Awaitable[dict[str, Looked] | bool]]:
    """Return a filter that passes what is said while one of these is on the screen (`looked`)."""

    async def looks(_: Message, state: FSMContext, now: datetime) -> dict[str, Looked] | bool:
        shown = (await state.get_data()).get("setting")
        if shown is None or shown["choice"] not in settings:
            return False
        is_there = now.timestamp() - shown["at"] <= ON_SCREEN.total_seconds()
        return {"looked": Looked(shown["choice"], shown["part"])} if is_there else False

    return looks


def hour_for(looked: Looked, typed: str, rules: Rules) -> str:
    """Return how a typed hour is kept for a setting of the team. Raises HourUnreadable."""
    if looked.choice == Choice.DIGEST_AT:
        return hour_text(parse_hour(typed))
    return str(parse_weekly(typed, _day(looked.part, rules)))


def _day(part: str, rules: Rules) -> Weekly:
    """Return the review of the day that was chosen; of none, or of a forged one, that which is."""
    try:
        return Weekly.read(part)
    except ValueError:
        return rules.review_at
