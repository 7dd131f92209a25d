"""Late: the form of a move that a colleague's change has overtaken, and what may become of it."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext

from cases import forms
from cases.answers import Attachment
from cases.case import Case
from cases.filling import Draft
from cases.record import Addition
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk
from handlers.keyboards import button, markup
from handlers.options import names
from handlers.pile import Ending
from handlers.races import legal_move, who_was_first
from handlers.screens import Screen, press, screen
from handlers.speech import card_keyboard, card_text
from texts import forms as form_words
from texts import moves, races, working


async def overtaken(draft: Draft, case: Case, desk: Desk) -> Ending:
    """Show who was first and keep the answers: for the move on top, or to be left as an entry."""
    kept = replace(draft, case_version=case.version, step=draft.step + 1)
    move = legal_move(case, draft.move, desk)
    first = await who_was_first(case, desk)
    bound = next((f for f in forms.applicable(kept) if f.bound), None)
    if move and bound:  # when it happened must be told anew: the turn may have changed
        again = forms.edit(kept, bound.name)
        return Ending(await screen(again, desk, first), keeps=again)
    named = moves.MOVES[draft.move or ""]
    told = races.kept(named, await _answers(kept, desk), possible=move is not None)
    label, what = (working.anyway(named), "save") if move else (races.NOTE, "note")
    on = button(label, press(kept, what), style="success" if move else None)
    rows = [[on], [button(races.LEAVE, press(kept, "cancel"))]]
    return Ending(Screen(f"{first}\n\n{told}", markup(rows)), keeps=kept)


async def leave_as_note(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    """Write the answers of an overtaken move into the case; nothing moves."""
    if draft.move is None or draft.case_id is None:
        return Ending(await screen(draft, desk))
    case = await desk.case(draft.case_id, Action.MOVE)
    text = races.note(moves.MOVES[draft.move], await _answers(draft, desk))
    files = tuple(Attachment(**each) for each in draft.answers.get("to_attach") or ())
    case = await desk.journal.add(case, desk.by, Addition(text, attachments=files))
    shown = Screen(f"{races.noted(case.id)}\n\n{card_text(case, desk)}", card_keyboard(case, desk))
    return await pile.take_off(draft, Ending(shown), desk, state)


async def _answers(draft: Draft, desk: Desk) -> list[str]:
    return form_words.answer_lines(draft, desk.rules.zone, desk.now, await names(desk))
