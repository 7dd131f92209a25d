"""The parting: how a text that mixes two appeals is offered to be split."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import period_of
from texts.formats import counted, days_of, excerpt, quoted
from texts.words import choice

SPLIT, WHOLE = "Разделить", "Это одно"
DECIDE_FIRST = "Сначала решите кнопкой: разделить или это одно. Присланное сейчас не записал."
_APPEALS = ("обращение", "обращения", "обращений")


def offer(themes: Sequence[Mapping[str, Any]], zone: ZoneInfo, now: datetime) -> str:
    """Say which appeals a text seems to mix."""
    how_many = "два обращения" if len(themes) == 2 else counted(len(themes), _APPEALS)  # noqa: PLR2004 - a pair has a word of its own
    listed = [f"{place}. {_named(each, zone, now)}" for place, each in enumerate(themes, 1)]
    why = "Один диалог, один вопрос: так поддержка отвечает на каждый."
    return "\n".join([f"<b>Похоже на {how_many}:</b>", *listed, why])


def parted(count: int) -> str:
    """Say that the text stands in several forms now."""
    return f"Разделил, форм: {count}. Обращения свяжу, когда сохраните. Сначала первое."


def _named(theme: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> str:
    category = choice("category", theme["category"])
    words = quoted(excerpt(theme["summary"], 100))
    if "period" not in theme:
        return f"{category}, {words}"
    return f"{category}, {days_of(period_of(theme['period']), zone, now)}, {words}"
