"""The standing in: what those hear who stand in for somebody, and who do so no more."""

from datetime import datetime

from cases.case import Person
from cases.orders import Leave
from cases.roles import Role
from cases.roster import Roster
from cases.standing_in import lasts
from texts.absences import away, called, span
from texts.formats import escape

NO_MORE = "Подменять больше не нужно, спасибо."
NOT_UNTIL_THEN = "До тех пор подменять не нужно."


def whose(person: Person, stand_in: Person | None, viewer: Person, roster: Roster) -> str:
    """Say whose absence is asked about, of whoever is away already until when."""
    if lasts(person, roster.now):
        hears = [f"Дальше напоминания получит {escape(stand_in.name)}."] if stand_in else []
        return " ".join([away(person, roster), *hears])
    told = "Ваше отсутствие" if person.id == viewer.id else f"{escape(person.name)}: отсутствие"
    return f"{told}, напоминания пока получит {escape(stand_in.name)}." if stand_in else f"{told}."


def replaced(left: Person | None, person: Person, roster: Roster, viewer: Person) -> list[str]:
    """Say which absence a new one of the person takes the place of, if it is another time."""
    if left is None or left.away is None or person.away is None or not lasts(left, roster.now):
        return []
    old, new = span(left.away, roster), span(person.away, roster)
    if old == new:
        return []
    if left.away.since > roster.now or roster.is_away(person):
        return [f"Прежнее отсутствие {old} снято."]
    again = "приходят вам" if person.id == viewer.id else f"получает {escape(person.name)}"
    return [f"Прежнее отсутствие {old} снято: напоминания снова {again}."]


def you_would_stand_in(person: Person, other: Person, roster: Roster) -> str:
    """Tell somebody who is asked to stand in and is away who hears in their place."""
    assert person.away is not None  # noqa: S101 - callers have looked
    return (
        f"{escape(person.name)}: отсутствие {span(person.away, roster)}. Подменяете вы, но пока вас"
        f" нет, напоминания получает {escape(other.name)}."
    )


def you_stand_in(person: Person, open_cases: int, roster: Roster) -> str:
    """Tell somebody that another's reminders come to them."""
    assert person.away is not None  # noqa: S101 - callers have looked
    when, name = span(person.away, roster), escape(person.name)
    come = "придут" if person.away.since > roster.now else "приходят"
    if person.role is Role.OWNER:
        led = f" и по тем, которые ведёт {name}: открыто {open_cases}" if open_cases else ""
        return (
            f"{name}: отсутствие {when}. Напоминания владельца {come} вам, по всем"
            f" обращениям{led}. Потом вернутся сами."
        )
    return (
        f"{name}: отсутствие {when}. Напоминания по обращениям, которые ведёт {name}, {come}"
        f" вам: открыто {open_cases}. Потом вернутся сами."
    )


def they_are_back(person: Person, now: datetime) -> str:
    """Tell the one who stood in, or was to, that it is over."""
    if person.away is not None and now < person.away.since:
        return f"{escape(person.name)}: отсутствие отменено, подменять не нужно."
    return (
        f"{escape(person.name)} снова на месте и получает свои напоминания. Спасибо, что подменили."
    )


def one_too_many(leave: Leave, dates: str, by: Person) -> list[str]:
    """Say who of those that were named is not taken, who is, and how to change it."""
    told: list[str] = []
    until = escape(dates) or "20.03"
    if leave.stand_in and leave.extra:
        whose = "" if leave.person.id == by.id else f"{called(leave.person)} "
        told.append(
            f"Заменять может один: сейчас это {escape(leave.stand_in.name)}."
            f" Поменять: /away {whose}{until} {called(leave.extra[0])}"
        )
    if leave.stand_in and leave.also:
        told.append(
            f"За раз отмечаю одного: {escape(leave.person.name)}."
            f" Отдельно: /away {called(leave.also[0])} {until} {called(leave.stand_in)}"
        )
    return told
