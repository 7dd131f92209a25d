"""Claims: from a return to the text for its buyer, and to the ticket about money that differs."""

from dataclasses import asdict
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.kinds import Category, Kind, Priority, Wanted
from cases.returns import Sums, differing
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import CasePress, copying, markup
from handlers.offers import may_be_guided
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, say
from texts import returns as words
from texts.formats import escape

router = Router(name=__name__)


@router.callback_query(CasePress.filter(F.what == "guide"))
async def show_guide(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Give the text that tells a buyer how to ask for a return, ready to be copied."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if not may_be_guided(case):
        return [callback.answer(words.NO_INSTRUCTION)]
    text = f"{words.GUIDE_HEAD}\n<pre>{escape(words.INSTRUCTION)}</pre>"
    keyboard = markup([copying(words.COPY, words.INSTRUCTION)])
    return [callback.answer(), say(desk.person.telegram_id, text, keyboard)]


@router.callback_query(CasePress.filter(F.what == "claim"))
async def begin_claim(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Open the finance ticket with the three numbers in it, or the one that is there already."""
    desk.require(Action.REGISTER)
    case = await desk.case(callback_data.case, Action.VIEW)
    sums = differing(case)
    if sums is None:
        return [callback.answer(words.NOTHING_TO_CLAIM)]
    shown = await _made_before(case, desk) or await _form(case, sums, desk, state)
    return [callback.answer(), say(desk.person.telegram_id, shown.text, shown.keyboard)]


async def _made_before(case: Case, desk: Desk) -> Screen | None:
    for other_id in await desk.links.of(case.id):
        other = await desk.case(other_id, Action.VIEW)
        if other.kind is Kind.SUPPORT_TICKET and other.category is Category.FINANCE:
            text = f"{words.CLAIMED_ALREADY}\n\n{card_text(other, desk)}"
            return Screen(text, card_keyboard(other, desk))
    return None


async def _form(case: Case, sums: Sums, desk: Desk, state: FSMContext) -> Screen:
    """Bring up the form that was begun already, or begin it at what only a person knows."""
    for draft in await pile.everything(state):
        if draft.linked_to == case.id:
            await pile.bring_up(draft.id, state)
            return await screen(draft, desk)
    begun = Draft(
        id=str(desk.update_id), form=Kind.SUPPORT_TICKET.value, answers=_answers(case, sums),
        brief=True, linked_to=case.id,
    )  # fmt: skip
    shown = await pile.open_form(begun, desk, state)
    return Screen(f"{words.claim_from(case, sums)}\n\n{shown.text}", shown.keyboard)


def _answers(case: Case, sums: Sums) -> dict[str, Any]:
    return {
        "cabinet": str(case.cabinet.id),
        "category": Category.FINANCE.value,
        "topic": "payouts_differ",
        "summary": words.claim_summary(case, sums),
        "wanted": Wanted.RECALCULATION.value,
        "priority": Priority.NORMAL.value,
        "entities": case.answers.get("goods"),
        "report_sum": asdict(sums.received),
        "our_sum": asdict(sums.confirmed),
        "risk_sum": asdict(sums.difference),
    }
