"""Once more: an old case is copied into a new form, without what was true only then."""

from dataclasses import asdict

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.again import continuing, copied
from cases.case import Case
from cases.escalation import may_begin_anew
from cases.filling import Draft
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.presses import CasePress
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, say
from texts import coaching
from texts.forms import copied_from

router = Router(name=__name__)


@router.callback_query(CasePress.filter(F.what == "again"))
async def begin_alike(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Open a form with what the case has, at the first question that is still missing."""
    desk.require(Action.REGISTER)
    case = await desk.case(callback_data.case, Action.VIEW)
    draft = Draft(
        id=str(desk.update_id), form=case.kind.value, answers=copied(case), subject_id=case.id
    )
    shown = await _begun(draft, desk, state) or await pile.open_form(draft, desk, state)
    text = f"{copied_from(case.id)}\n\n{shown.text}"
    return [callback.answer(), say(desk.person.telegram_id, text, shown.keyboard)]


@router.callback_query(CasePress.filter(F.what == "anew"))
async def begin_anew(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Open the form of a new appeal after an exhausted dialog; both will be linked."""
    desk.require(Action.REGISTER)
    case = await desk.case(callback_data.case, Action.VIEW)
    if case.number is None or not may_begin_anew(case, desk.person.role):
        return [callback.answer(coaching.NOT_YET, show_alert=True)]
    if made := await _made_before(case, desk):
        text = f"{coaching.begun_before(case, made)}\n\n{card_text(made, desk)}"
        return [callback.answer(), say(desk.person.telegram_id, text, card_keyboard(made, desk))]
    files = [asdict(file) for _, file in await desk.attachments.of(case.id)]
    answers = continuing(case, files) | {
        "summary": coaching.continued(str(case.answers["summary"]), case.number),
        "difference": coaching.apart(case),
    }
    draft = Draft(
        id=str(desk.update_id), form=case.kind.value, answers=answers, subject_id=case.id,
        follows=case.id, apart_from=(case.id,),
    )  # fmt: skip
    shown = await _begun(draft, desk, state) or await pile.open_form(draft, desk, state)
    text = f"{coaching.begun_anew(case)}\n\n{shown.text}"
    return [callback.answer(), say(desk.person.telegram_id, text, shown.keyboard)]


async def _made_before(case: Case, desk: Desk) -> Case | None:
    """Return the new appeal that somebody has made of this one already."""
    linked = await desk.links.cases_of(case.id)
    made = next((each for each in linked if each.answers.get("follows") == case.id), None)
    return await desk.search.get(made.id) if made else None


async def _begun(asked: Draft, desk: Desk, state: FSMContext) -> Screen | None:
    """Bring up the copy that was begun already: the button was pressed twice."""
    for draft in await pile.everything(state):
        if (draft.form, draft.subject_id, draft.follows) == (
            asked.form, asked.subject_id, asked.follows,
        ):  # fmt: skip
            await pile.bring_up(draft.id, state)
            return await screen(draft, desk)
    return None
