"""The working: how it is said that somebody is busy with a case right now."""

from collections.abc import Iterable
from datetime import datetime

from cases.case import Case, Person
from cases.rules import Rules
from cases.working import LASTS, Work
from texts.formats import clock_time, escape
from texts.naming import done

TAKE_UP, LET_GO = "Взять в работу", "Отпустить"
LET_GO_DONE = "Отпустил: снова не в работе."
CLOSED = "Обращение закрыто, работать не над чем."
ANYWAY = "Всё равно"
MOST = 20
"""Characters of a button."""


def working(work: Work, rules: Rules) -> str:
    """Write «в работе: Анна, с 12:10»."""
    return f"{working_short(work)}, с {clock_time(work.since, rules.zone)}"


def working_short(work: Work) -> str:
    """Write «в работе: Анна»."""
    return f"в работе: {escape(work.name)}"


def working_line(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Say on a card who is busy with the case."""
    work = case.worked_on(now)
    return [_capital(working(work, rules))] if work else []


def taken_up(now: datetime, rules: Rules) -> str:
    """Say that the case is in one's work now, for how long, and who sees it: plain text."""
    until = clock_time(now + LASTS, rules.zone)
    return f"В работе у вас до {until}, команда это видит. Ответственный прежний."


def in_others_hands(work: Work, rules: Rules) -> str:
    """Say why the case can not be taken up; plain text."""
    since, until = (clock_time(at, rules.zone) for at in (work.since, work.since + LASTS))
    return f"Уже в работе: {work.name}, с {since}, само закончится в {until}."


def warning(work: Work, move: str, rules: Rules) -> str:
    """Warn before a move that somebody else is busy with the case; the move stays possible."""
    return f"Сейчас {working(work, rules)}. Всё равно сделать «{escape(move)}»?"


def warning_of_many(cases: Iterable[tuple[Case, Work]]) -> str:
    """Warn before many cases are changed that others are busy with some."""
    named = [f"#{case.id} {working_short(work)}" for case, work in cases]
    return f"Сейчас {', '.join(named)}." if named else ""


def done_meanwhile(case: Case, what: str, by: Person) -> str:
    """Tell who is busy with a case what a colleague has just done with it."""
    return f"#{case.id}, которое у вас в работе. {escape(by.name)}: {done(what)}."


def anyway(move: str) -> str:
    """Write the button that makes a move in spite of what was said."""
    named = f"{ANYWAY}: {move}"
    return named if len(named) <= MOST else f"{ANYWAY} сделать"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
