"""Edits: a message that was taken as an answer was changed in Telegram, the answer may follow."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import Circumstances, Heard, Said, read
from cases.case import Case
from cases.corrections import answer_of, correctable, corrected
from cases.drafts import touched
from cases.fields import FORMS, Field
from cases.filling import Draft
from cases.kinds import Currency
from cases.refusals import Refusal
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, NoSuchCase, Words
from handlers.keyboards import button, markup
from handlers.presses import EditPress
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, show
from handlers.topics import words_of_topic
from storage.journal import NumberTaken
from storage.spoken import SpokenAnswer
from texts import cards, team
from texts import drafts as draft_words
from texts import edits as words
from texts.refusals import refusal

router = Router(name=__name__)


@router.edited_message(F.chat.type == "private", F.text)
async def offer_update(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Offer to update the answer; an edit of anything else is nobody's business."""
    text = message.text or ""
    said = await desk.spoken.of(message.chat.id, message.message_id)
    if said is None or said.text == text:
        return []
    held = await _holder(said, desk, state)
    field = _field(held, said)
    if held is None or field is None:
        return []
    if isinstance(held, Case) and held.closed:
        return [message.answer(words.closed(held, said.field))]
    try:
        value = await _read(field, text, said, held, desk)
    except Refusal as error:
        reason = refusal(error, field, desk.rules.zone, desk.now)
        return [message.answer(words.refused(reason, said.field))]
    if value == said.value:
        await desk.spoken.accept(said, text, value)
        return []
    await desk.spoken.propose(said, text)
    update, leave = (EditPress(what=what, message=said.message_id) for what in ("update", "leave"))
    rows = [[button(words.UPDATE, update, style="success"), button(words.LEAVE, leave)]]
    offered = words.offer(said.field, text, held.id if isinstance(held, Case) else None)
    return [message.answer(offered, reply_markup=markup(rows))]


@router.callback_query(EditPress.filter(F.what == "leave"))
async def leave(callback: CallbackQuery, callback_data: EditPress, desk: Desk) -> Words:
    """Leave the answer as it was."""
    desk.require(Action.REGISTER)
    said = await desk.spoken.of(callback.from_user.id, callback_data.message)
    if said is not None:
        await desk.spoken.propose(said, None)
    return [callback.answer(), show(callback, words.LEFT)]


@router.callback_query(EditPress.filter(F.what == "update"))
async def update(
    callback: CallbackQuery, callback_data: EditPress, desk: Desk, state: FSMContext
) -> Words:
    """Take the changed text for the answer: of the draft, or of the case that it has become."""
    desk.require(Action.REGISTER)
    said = await desk.spoken.of(callback.from_user.id, callback_data.message)
    if said is None or said.newer is None:
        return [callback.answer(team.BUTTON_IS_PAST)]
    held = await _holder(said, desk, state)
    field = _field(held, said)
    if held is None or field is None or (isinstance(held, Case) and held.closed):
        return [callback.answer(), show(callback, words.PAST)]
    value = await _read(field, said.newer, said, held, desk)
    await desk.spoken.accept(said, said.newer, value)
    if isinstance(held, Draft):
        shown = await _update_draft(held, said.field, value, desk, state)
    else:
        shown = await update_case(held, said.field, value, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def _update_draft(
    draft: Draft, name: str, value: Any, desk: Desk, state: FSMContext
) -> Screen:
    changed = touched(forms.exchange(draft, name, value), desk.now)
    await pile.exchange(changed, state)
    note = words.updated(name)
    at_hand = await pile.drafts(state)
    if at_hand and at_hand[-1].id == changed.id:
        return await screen(changed, desk, note)
    told = draft_words.described(changed, desk.rules.zone, desk.now)
    return Screen(draft_words.updated_aside(note, told))


async def update_case(case: Case, name: str, value: Any, desk: Desk) -> Screen:
    """Change one answer of a case, with a line of history, and show its card."""
    new = corrected(case, name, value)
    if name == "topic":
        new["answers"] |= await words_of_topic(new["answers"], desk)
    try:
        changed = await desk.journal.change(case, desk.by, f"edited:{name}", **new)
    except NumberTaken as taken:
        other = taken.case
        text = f"{cards.same_number(other, desk.now)}\n\n{card_text(other, desk)}"
        return Screen(text, card_keyboard(other, desk))
    await desk.journal.keep_identifiers(changed)
    text = f"{words.updated(name)}\n\n{card_text(changed, desk)}"
    return Screen(text, card_keyboard(changed, desk))


async def _holder(said: SpokenAnswer, desk: Desk, state: FSMContext) -> Draft | Case | None:
    """Return what holds the answer now; None when it was changed in another way since."""
    for draft in await pile.everything(state):
        if draft.id == said.draft_id:
            return draft if draft.answers.get(said.field) == said.value else None
    if said.case_id is None:
        return None
    try:
        case = await desk.case(said.case_id, Action.MOVE)
    except NoSuchCase:
        return None
    return case if answer_of(case, said.field) == said.value else None


def _field(held: Draft | Case | None, said: SpokenAnswer) -> Field | None:
    if isinstance(held, Case):
        return correctable(held, said.field)
    fields = FORMS[held.form] if held else ()
    return next((each for each in fields if each.name == said.field), None)


async def _read(field: Field, text: str, said: SpokenAnswer, held: Draft | Case, desk: Desk) -> Any:
    """Read the changed text as of the time when it was first said: «вчера» stays that day."""
    heard = Said(Heard.TEXT, text)
    return read(field, heard, Circumstances(said.at, desk.rules.zone, await _currency(held, desk)))


async def _currency(held: Draft | Case, desk: Desk) -> Currency:
    if isinstance(held, Case):
        return held.cabinet.currency
    cabinet_id = held.answers.get("cabinet")
    cabinet = await desk.cabinets.get(int(cabinet_id)) if cabinet_id else None
    return cabinet.currency if cabinet else Currency.RUB
