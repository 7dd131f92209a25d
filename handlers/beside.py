"""Beside: what a question offers for the field beside it is taken by one press."""

from aiogram.fsm.context import FSMContext

from cases import forms
from cases.filling import Draft
from handlers.desk import Desk
from handlers.pile import Ending, stay
from handlers.screens import screen
from texts import entering
from texts import forms as words


async def take_offered(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    """Take the time that the text names in passing; the question stays."""
    field = forms.current(draft)
    told = draft.answers.get(field.offers) if field and field.offers else None
    if field is None or field.name != value or field.beside is None or told is None:
        return Ending(await screen(draft, desk, words.QUESTION_IS_PAST))
    return await stay(forms.exchange(draft, field.beside, told), desk, state, entering.TIME_TAKEN)
