"""The sleep: the buttons by which a person lets the reminders of a case wait, or wakes it."""

from aiogram.filters.callback_data import CallbackData

from cases.case import Case, Person
from handlers.keyboards import Button, button
from texts import snoozes as words


class SnoozePress(CallbackData, prefix="z"):
    """How long the reminders of a case may wait for one person, or that they wait no longer.

    `kind` is the clock that is put off; `card` when the button stands under a card.
    """

    what: str
    case: int
    kind: str = ""
    card: bool = False


def later(case: Case, kind: str, *, card: bool = False) -> Button:
    """Offer to be reminded of this clock later; `card` when it stands under a card."""
    return button(words.SNOOZE, SnoozePress(what="ask", case=case.id, kind=kind, card=card))


def sleeping(case: Case) -> list[Button]:
    """Offer on a card to let its reminders wait («Отложить»)."""
    return [] if case.closed else [later(case, "", card=True)]


def waking(case: Case, person: Person) -> list[Button]:
    """Offer on a card to be reminded in time again, to the person who let it wait."""
    if person.id not in case.snoozes:
        return []
    return [button(words.WAKE, SnoozePress(what="wake", case=case.id, card=True))]
