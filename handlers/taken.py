"""Taken: a number that the cabinet has already opens the other card; what was typed waits."""

from cases import forms
from cases.case import Case
from cases.filling import Draft
from handlers.desk import Desk
from handlers.keyboards import button, markup
from handlers.pile import Ending
from handlers.presses import CasePress
from handlers.screens import Screen, press
from handlers.speech import card_text
from texts import cards
from texts import forms as words


def open_the_other(other: Case, draft: Draft, desk: Desk) -> Ending:
    """Show the case that has the number; the form stays at its number, to be typed or pressed."""
    waits = forms.edit(draft, "number")
    return Ending(show_the_other(other, waits, desk), keeps=waits)


def show_the_other(other: Case, waits: Draft, desk: Desk) -> Screen:
    """Show the case whose number a form waits to have corrected."""
    text = f"{cards.same_number(other, desk.now)}\n\n{card_text(other, desk)}"
    number, cancel = press(waits, "correct", "number"), press(waits, "cancel")
    rows = [
        [button(f"{cards.OPEN} #{other.id}", CasePress(what="open", case=other.id))],
        [button(words.CORRECT_NUMBER, number), button(words.CANCEL, cancel)],
    ]
    return Screen(text, markup(rows))
