"""The handing: who is to lead a case, and what is told to those who lead it now and did before."""

from collections.abc import Iterable, Sequence

from cases.case import Case, Person
from cases.roster import Roster
from texts import absences
from texts.cards import card
from texts.formats import escape, fitting
from texts.naming import in_brief, led_by

TO_ME = "Взять себе"
NOBODY_ELSE = "Передать некому: в команде только вы. Позвать коллегу: /team"


def to_whom(case: Case, others: Sequence[Person], roster: Roster) -> str:
    """Ask who is to lead a case, and say of whom is away who hears in their place."""
    asked = f"#{case.id} {in_brief(case)}, {led_by(case)}. Кому передать?"
    gone = [absences.away(each, roster) for each in others if roster.is_away(each)]
    return "\n".join([asked, *gone])


def refused(case: Case, why: str) -> str:
    """Say why a case stays with whom it is."""
    return f"#{case.id}: {why}."


def to_you(case: Case, by: Person, roster: Roster) -> str:
    """Tell somebody about a case that they lead from now on."""
    head = f"Вам передали #{case.id}, от кого: {escape(by.name)}."
    return f"{head}\n\n{card(case, roster.rules, roster.now)}"


def from_you(cases: Iterable[Case], to: Person, by: Person) -> str:
    """Tell somebody that what they led is led by somebody else now."""
    named = [f"#{c.id} {in_brief(c)}" for c in cases]
    whose = "" if by.id == to.id else f", кто передал: {escape(by.name)}"
    return fitting(
        f"Больше не ведёте: {len(named)}. Теперь ведёт {escape(to.name)}{whose}", ["", *named]
    )
