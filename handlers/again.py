"""Once more: an old case is copied into a new form, without what was true only then."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.again import copied
from cases.case import Case
from cases.filling import Draft
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import CasePress
from handlers.screens import Screen, screen
from handlers.speech import say
from texts.forms import copied_from

router = Router(name=__name__)


@router.callback_query(CasePress.filter(F.what == "again"))
async def begin_alike(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Open a form with what the case has, at the first question that is still missing."""
    desk.require(Action.REGISTER)
    case = await desk.case(callback_data.case, Action.VIEW)
    shown = await _begun(case, desk, state) or await _open(case, desk, state)
    text = f"{copied_from(case.id)}\n\n{shown.text}"
    return [callback.answer(), say(desk.person.telegram_id, text, shown.keyboard)]


async def _begun(case: Case, desk: Desk, state: FSMContext) -> Screen | None:
    """Bring up the copy that was begun already: the button was pressed twice."""
    for draft in await pile.drafts(state):
        if draft.form == case.kind and draft.subject_id == case.id:
            await pile.bring_up(draft.id, state)
            return await screen(draft, desk)
    return None


async def _open(case: Case, desk: Desk, state: FSMContext) -> Screen:
    draft = Draft(
        id=str(desk.update_id), form=case.kind.value, answers=copied(case), subject_id=case.id
    )
    return await pile.open_form(draft, desk, state)
