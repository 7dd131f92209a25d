"""The silences: from when to when the bot was not there, and what that means for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.nights import night_around
from cases.rules import DAY, Rules

A_MOMENT = timedelta(minutes=1)
"""Whoever was there for so long between two silences was hardly there."""


@dataclass(frozen=True)
class Silence:
    """The bot was not there between these instants, aware UTC."""

    since: datetime
    until: datetime


def joined(silences: tuple[Silence, ...]) -> tuple[Silence, ...]:
    """Make one of those that follow each other at once, as when the bot dies at its start."""
    told: list[Silence] = []
    for each in sorted(silences, key=lambda silence: silence.since):
        if told and each.since - told[-1].until <= A_MOMENT:
            told[-1] = Silence(told[-1].since, max(each.until, told[-1].until))
        else:
            told.append(each)
    return tuple(told)


def may_have_lost(silences: tuple[Silence, ...]) -> bool:
    """Whether what people wrote meanwhile may be gone: Telegram keeps it for a day."""
    return any(each.until - each.since > DAY for each in silences)


def was_noticed(silence: Silence, rules: Rules) -> bool:
    """Whether anything of it lay outside a person's night: in that nothing comes anyway."""
    night = night_around(silence.since, rules.quiet, rules.zone)
    return night is None or silence.until > night[1]
