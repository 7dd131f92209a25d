"""Their status: what the marketplace itself shows beside ours; its change is movement."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.filling import Draft
from cases.kinds import Kind
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.pile import Ending, finishes
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, show
from texts import entering as words

router = Router(name=__name__)
FIELD = "their_status"


@router.callback_query(CasePress.filter(F.what == FIELD))
async def ask_their_status(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask which status the marketplace shows («Статус площадки»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    known = {FIELD: case.answers[FIELD]} if case.answers.get(FIELD) else {}
    draft = Draft(id=str(desk.update_id), form=FIELD, case_id=case.id, answers=known, at=FIELD)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes(FIELD)
async def keep_their_status(draft: Draft, desk: Desk) -> Ending:
    """Keep the marketplace's status in the case as it is now; of a ticket it is movement."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await desk.case(draft.case_id, Action.MOVE)
    told = draft.answers[FIELD]
    status = None if told == words.NO_STATUS else " ".join(str(told).split())
    if status == case.answers.get(FIELD):
        text = f"{words.STATUS_SAME}\n\n{card_text(case, desk)}"
        return Ending(Screen(text, card_keyboard(case, desk)))
    new: dict[str, Any] = {"answers": {**case.answers, FIELD: status}}
    if case.kind is Kind.SUPPORT_TICKET and not case.closed:
        new["moved_at"] = desk.now
    changed = await desk.journal.change(case, desk.by, FIELD, status, **new)
    return Ending(Screen(card_text(changed, desk), card_keyboard(changed, desk)))
