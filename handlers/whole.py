"""The whole: a text that tells a case of its own in the middle of a form is asked about first."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext

from cases import forms
from cases.answers import Heard, Said
from cases.drafts import DRAFTED, is_blank
from cases.fields import Ask
from cases.filling import Draft
from cases.pasting.confidential import holds_secret
from cases.pasting.standard import opens_a_case
from handlers import pasting, pile
from handlers.desk import Desk
from handlers.pile import Ending
from handlers.screens import Screen, screen
from texts import pasting as words

READS_ANYTHING = frozenset({"check", "paste"})
"""The forms that ask for a text of any kind."""


async def ask_if_new(draft: Draft, said: Said, desk: Desk, state: FSMContext) -> Ending | None:
    """Ask whether what was typed is a new case; it waits in the form until that is said.

    None when it can only be the answer.
    """
    if not _may_be_new(draft, said, desk):
        return None
    waiting = {"text": said.text, "message_id": said.message_id}
    return await pile.stay(replace(draft, told=waiting, step=draft.step + 1), desk, state)


async def ask_again(draft: Draft, _: str, desk: Desk, __: FSMContext) -> Ending:
    """Say that it is still to be told what the text before was."""
    return Ending(await screen(draft, desk, words.DECIDE_FIRST))


async def begin_new(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    """Begin a case of the text; the form that was at hand waits, at the question where it was."""
    if draft.told is None:
        return Ending(await screen(draft, desk))
    await pile.exchange(replace(draft, told=None, step=draft.step + 1), state)
    shown = await pasting.opened(str(draft.told["text"]), desk, state)
    kept = words.PUT_ASIDE if draft.form in DRAFTED else words.WAITS
    return Ending(Screen(f"{kept}\n{shown.text}", shown.keyboard))


def _may_be_new(draft: Draft, said: Said, desk: Desk) -> bool:
    """At the first question of a registration the phrase is what is asked for."""
    field = forms.current(draft)
    first = draft.form in DRAFTED and is_blank(draft)
    asks_for_it = first or draft.form in READS_ANYTHING or (field and field.ask is Ask.REPLY)
    if asks_for_it or said.heard is not Heard.TEXT or said.text.startswith("/"):
        return False
    if holds_secret(said.text):
        return False
    return opens_a_case(said.text, desk.now, desk.rules.zone)
