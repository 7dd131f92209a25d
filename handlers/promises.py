"""Promises: what a buyer was promised is written down with its date, and marked when it is kept."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.promises import may_promise, promise_of, promised, without_promise
from cases.roles import Action, Forbidden
from handlers import pile
from handlers.desk import Desk, Words
from handlers.pile import Ending, finishes
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, show
from handlers.undo import with_undo
from texts import promises as words

router = Router(name=__name__)


@router.callback_query(CasePress.filter(F.what == "promise"))
async def ask_promise(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask until when something was promised, and what («Обещали»)."""
    case = await _promising(callback_data.case, desk)
    draft = Draft(
        id=str(desk.update_id), form="promise", case_id=case.id, case_version=case.version
    )
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("promise")
async def keep_promise(draft: Draft, desk: Desk) -> Ending:
    """Write the promise down in the case as it is now: whatever has changed, it was made."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await _promising(draft.case_id, desk)
    answers = promised(case, draft.answers, desk.now)
    comment = str(draft.answers["promised"])
    changed = await desk.journal.change(case, desk.by, "promised", comment, answers=answers)
    return Ending(Screen(card_text(changed, desk), with_undo(card_keyboard(changed, desk), desk)))


@router.callback_query(CasePress.filter(F.what == "kept"))
async def mark_kept(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Mark that the promise is kept: its clock stops («Выполнили»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    promise = promise_of(case)
    if promise is None:
        return [callback.answer(words.NOTHING_PROMISED)]
    answers = without_promise(case.answers)
    case = await desk.journal.change(
        case, desk.by, "promise_kept", promise.words, answers=answers
    )  # fmt: skip
    keyboard = with_undo(card_keyboard(case, desk), desk)
    return [callback.answer(), show(callback, card_text(case, desk), keyboard)]


async def _promising(case_id: int, desk: Desk) -> Case:
    case = await desk.case(case_id, Action.MOVE)
    if not may_promise(case):
        raise Forbidden
    return case
