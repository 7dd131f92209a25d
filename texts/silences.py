"""The silences: the word after the bot was not there, above what came due or by itself."""

from datetime import datetime

from cases.rules import Rules
from cases.silences import Silence, may_have_lost
from texts.formats import clock_time, counted, moment

MOST = 2
"""So many silences are told with their hours, the newest; the others are counted."""
TIMES = ("раз", "раза", "раз")
KEPT = "Написанное не потеряно, а кнопки, нажатые в это время, нажмите ещё раз."
"""Telegram keeps messages for a bot that is not there for a day, presses for some minutes."""
GONE = "Это больше суток: сообщения и нажатия за это время Telegram мог не сохранить, повторите их."


def silence(silences: tuple[Silence, ...], rules: Rules, now: datetime) -> str:
    """Begin what came due meanwhile with the time in which the bot was not there."""
    return f"{_not_there(silences, rules, now)} {_lost(silences) or KEPT}"


def nothing_else(silences: tuple[Silence, ...], rules: Rules, now: datetime) -> str:
    """Tell a silence to somebody for whom nothing came due in it."""
    nothing = f"{KEPT} Новых напоминаний для вас нет."
    return f"{_not_there(silences, rules, now)} {_lost(silences) or nothing}"


def under(above: str, text: str) -> str:
    """Put a message under the word about a silence, if there is one."""
    return f"{above}\n\n{text}" if above else text


def _lost(silences: tuple[Silence, ...]) -> str:
    return GONE if may_have_lost(silences) else ""


def _not_there(silences: tuple[Silence, ...], rules: Rules, now: datetime) -> str:
    hours = " и ".join(_hours(each, rules, now) for each in silences[-MOST:])
    more = len(silences) - MOST
    before = f", а до этого ещё {counted(more, TIMES)}" if more > 0 else ""
    return f"Я не работал {hours}{before}."


def _hours(silence: Silence, rules: Rules, now: datetime) -> str:
    """Write from when to when, so that it is understood when it is told."""
    since, until = silence.since, silence.until
    days = [each.astimezone(rules.zone).date() for each in (since, until, now)]
    first = moment(since, rules.zone, now)
    first = clock_time(since, rules.zone) if days[0] == days[2] else first
    last = moment(until, rules.zone, now)
    last = clock_time(until, rules.zone) if days[0] == days[1] else last
    return f"с {first} до {last}"
