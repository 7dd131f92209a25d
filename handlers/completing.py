"""Completing: the gaps of a ticket in the journal, each a button that leads to its question."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.readiness import readiness_of
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.edits import update_case
from handlers.keyboards import Keyboard, button, in_rows, markup
from handlers.meaning import ButtonIsPast
from handlers.pile import Ending, finishes
from handlers.presses import CasePress, FilesPress, GapPress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, show
from texts import cards, edits
from texts.questions import QUESTIONS

router = Router(name=__name__)


@router.callback_query(GapPress.filter(F.field == ""))
async def offer_gaps(callback: CallbackQuery, callback_data: GapPress, desk: Desk) -> Words:
    """Show what the ticket lacks, as buttons under its card."""
    case = await desk.case(callback_data.case, Action.MOVE)
    return [callback.answer(), show(callback, card_text(case, desk), _gaps(case))]


@router.callback_query(GapPress.filter())
async def ask_for_gap(
    callback: CallbackQuery, callback_data: GapPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask the one question that a red light leads to."""
    case = await desk.case(callback_data.case, Action.MOVE)
    if callback_data.field not in missing_of(case):
        raise ButtonIsPast
    draft = Draft(
        id=str(desk.update_id), form="complete", answers=dict(case.answers), case_id=case.id,
        at=callback_data.field, move=callback_data.field,
    )  # fmt: skip
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("complete")
async def complete(draft: Draft, desk: Desk) -> Ending:
    """Write the answer into the ticket, as a change with history."""
    assert draft.case_id is not None  # noqa: S101 - the draft names its case
    assert draft.move is not None  # noqa: S101 - and the field that was asked
    case, name = await desk.case(draft.case_id, Action.MOVE), draft.move
    if case.came_from is not None and name not in missing_of(case):
        return Ending(Screen(card_text(case, desk), card_keyboard(case, desk)))
    if case.closed:
        text = f"{edits.closed(case, name)}\n\n{card_text(case, desk)}"
        return Ending(Screen(text, card_keyboard(case, desk)))
    shown = await update_case(case, name, draft.answers[name], desk)
    return Ending(shown)


def missing_of(case: Case) -> tuple[str, ...]:
    """Return the fields that a ticket lacks, in their order."""
    ready = readiness_of(case)
    return tuple(dict.fromkeys(gap.field for gap in ready.gaps)) if ready else ()


def _gaps(case: Case) -> Keyboard | None:
    rows = in_rows(
        button(f"+ {QUESTIONS[name].label}", _leading(case, name)) for name in missing_of(case)
    )
    card = button(cards.VIEWS["card"], CasePress(what="card", case=case.id))
    return markup([*rows, [card]])


def _leading(case: Case, name: str) -> GapPress | FilesPress:
    if name == "attachments":
        return FilesPress(what="add", case=case.id)
    return GapPress(case=case.id, field=name)
