"""Working: a person says that they are busy with a case right now, so that nobody does it twice."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.presses import CasePress
from handlers.speech import card_keyboard, card_text, show
from texts import working as words

router = Router(name=__name__)


@router.callback_query(CasePress.filter(F.what == "work"))
async def take_up(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show everybody who is busy with the case; it becomes nobody's and nothing moves."""
    case = await desk.case(callback_data.case, Action.MOVE)
    if case.closed:
        return [callback.answer(words.CLOSED, show_alert=True)]
    if not await desk.working.take_up(case.id, desk.person.id, desk.now):
        work = case.worked_on(desk.now)
        told = words.in_others_hands(work, desk.rules) if work else words.CLOSED
        return [callback.answer(told, show_alert=True)]
    return await _show(callback, case.id, words.taken_up(desk.now, desk.rules), desk)


@router.callback_query(CasePress.filter(F.what == "let_go"))
async def let_go(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """End one's own work at the case («Отпустить»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    await desk.working.let_go(case.id, desk.person.id)
    return await _show(callback, case.id, words.LET_GO_DONE, desk)


async def _show(callback: CallbackQuery, case_id: int, told: str, desk: Desk) -> Words:
    case = await desk.case(case_id, Action.MOVE)
    card = show(callback, card_text(case, desk), card_keyboard(case, desk))
    return [callback.answer(told), card]
