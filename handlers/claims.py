"""Claims: what springs from a chat or a return: a return, a text for the buyer, a ticket."""

from dataclasses import asdict
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.kinds import Category, Kind, Priority, Wanted
from cases.returns import Sums, differing
from cases.roles import Action, Forbidden
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import copying, markup
from handlers.offers import may_be_guided
from handlers.presses import CasePress
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
    springing = _draft(case, Kind.SUPPORT_TICKET, _claimed(case, sums), desk)
    notes = (words.claim_from(case, sums), words.CLAIMED_ALREADY)
    return await _open(callback, springing, notes, desk, state)


@router.callback_query(CasePress.filter(F.what == "to_return"))
async def begin_return(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Open a return with what the buyer's chat has, or the one that is there already."""
    desk.require(Action.REGISTER)
    case = await desk.case(callback_data.case, Action.VIEW)
    if case.kind is not Kind.BUYER_CHAT:
        raise Forbidden
    springing = _draft(case, Kind.CHAT_RETURN, _returned(case), desk)
    notes = (words.return_from(case), words.RETURNED_ALREADY)
    return await _open(callback, springing, notes, desk, state)


async def _open(
    callback: CallbackQuery, begun: Draft, notes: tuple[str, str], desk: Desk, state: FSMContext
) -> Words:
    """Show what was made of the case before, go on with its form, or begin it."""
    shown = await _made_before(begun, notes[1], desk) or await _going_on(begun, desk, state)
    if shown is None:
        opened = await pile.open_form(begun, desk, state)
        shown = Screen(f"{notes[0]}\n\n{opened.text}", opened.keyboard)
    return [callback.answer(), say(desk.person.telegram_id, shown.text, shown.keyboard)]


async def _made_before(begun: Draft, note: str, desk: Desk) -> Screen | None:
    assert begun.linked_to is not None  # noqa: S101 - it springs from a case
    for other_id in await desk.links.of(begun.linked_to):
        other = await desk.case(other_id, Action.VIEW)
        same = other.answers.get("category") == begun.answers.get("category")
        if other.kind == begun.form and same:
            return Screen(f"{note}\n\n{card_text(other, desk)}", card_keyboard(other, desk))
    return None


async def _going_on(begun: Draft, desk: Desk, state: FSMContext) -> Screen | None:
    for draft in await pile.everything(state):
        if (draft.linked_to, draft.form) == (begun.linked_to, begun.form):
            await pile.bring_up(draft.id, state)
            return await screen(draft, desk)
    return None


def _draft(case: Case, kind: Kind, answers: dict[str, Any], desk: Desk) -> Draft:
    """Make the draft that asks only what must still be known."""
    known = {name: value for name, value in answers.items() if value}
    return Draft(
        id=str(desk.update_id), form=kind.value, answers={"cabinet": str(case.cabinet.id), **known},
        brief=True, linked_to=case.id,
    )  # fmt: skip


def _returned(case: Case) -> dict[str, Any]:
    known = ("goods", "summary", "appeared", "buyer")
    return {name: case.answers.get(name) for name in known}


def _claimed(case: Case, sums: Sums) -> dict[str, Any]:
    return {
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
