"""The chronicle: who did what, a day on a page, as the owner reads it."""

from collections.abc import Sequence
from datetime import date, datetime

from cases.record import HistoryLine
from cases.rules import Rules
from texts.formats import NBSP, WEEKDAYS, clock_time, escape, fitting
from texts.history import told
from texts.lists import amount

NEWER, OLDER = "← Позже", "Раньше →"
EVERYBODY, BOT, WHO = "Все", "Бот", "Кто"
WHO_IS_ASKED = "Чьи записи показать?"
NOTHING = "В этот день записей нет."
BACK = "← К журналу"


def head(day: date, who: str | None, now: datetime, rules: Rules) -> str:
    """Name the page: whose day it is."""
    named = escape(who) if who else EVERYBODY.lower()
    return f"<b>Кто что делал: {_relative(day, now, rules)}, {named}</b>"


def page(
    head: str, lines: Sequence[tuple[int, HistoryLine]], offset: int, total: int, most: int,
    rules: Rules, now: datetime,
) -> str:  # fmt: skip
    """Show a page, the newest line first; `total` is counted up to `most` + 1."""
    if not lines:
        return f"{head}\n\n{NOTHING}"
    shown = [
        f"{clock_time(line.at, rules.zone)} #{case_id} {told(line, rules, now)}"
        for case_id, line in lines
    ]
    first = f"{head}\nЗаписей {amount(total, most)}"
    first += f", показаны {offset + 1}–{offset + len(lines)}" if len(lines) != total else ""
    return fitting(first, ["", *shown])


def earlier_day(day: date) -> str:
    """Write the button that leads to an earlier day."""
    return f"← {short_day(day)}"


def later_day(day: date) -> str:
    """Write the button that leads to a later day."""
    return f"{short_day(day)} →"


def whose(name: str | None) -> str:
    """Write the button that asks whose lines are shown: not HTML."""
    return f"{WHO}: {name or EVERYBODY.lower()}"[:64]


def of_person(name: str | None, total: int, most: int) -> str:
    """Write a person with the number of their lines on a button: not HTML."""
    return f"{name or BOT} {amount(total, most)}"[:64]


def short_day(day: date) -> str:
    """Write «ср 04.03»."""
    return f"{WEEKDAYS[day.weekday()]}{NBSP}{day:%d.%m}"


def _relative(day: date, now: datetime, rules: Rules) -> str:
    today = now.astimezone(rules.zone).date()
    near = {0: "сегодня", 1: "вчера"}.get((today - day).days)
    year = "" if day.year == today.year else f".{day.year}"
    return f"{near}, {short_day(day)}" if near else f"{short_day(day)}{year}"
