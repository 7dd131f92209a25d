"""Drafts: the half-filled registrations of a person, to go on with or to delete."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.drafts import DRAFTED
from cases.filling import Draft
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, markup
from handlers.presses import DraftPress
from handlers.screens import Screen
from handlers.speech import show
from texts import drafts as words

router = Router(name=__name__)


@router.message(Command("drafts"), F.chat.type == "private")
async def show_drafts(message: Message, desk: Desk, state: FSMContext) -> Words:
    """List the drafts."""
    desk.require(Action.REGISTER)
    shown = await _listed(desk, state)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(DraftPress.filter(F.what == "list"))
async def list_again(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    """Show the list in place of what was there."""
    desk.require(Action.REGISTER)
    shown = await _listed(desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(DraftPress.filter(F.what == "go"))
async def go_on(
    callback: CallbackQuery, callback_data: DraftPress, desk: Desk, state: FSMContext
) -> Words:
    """Take a draft up exactly where it was left; the one at hand takes its place."""
    desk.require(Action.REGISTER)
    draft = await pile.bring_up(callback_data.draft, state)
    if draft is None:
        return await _gone(callback, desk, state)
    shown = (await pile.stay(draft, desk, state)).screen
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(DraftPress.filter(F.what == "delete"))
async def ask_to_delete(
    callback: CallbackQuery, callback_data: DraftPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask once before anything that was typed goes."""
    desk.require(Action.REGISTER)
    kept = await pile.everything(state)
    draft = next((each for each in kept if each.id == callback_data.draft), None)
    if draft is None:
        return await _gone(callback, desk, state)
    rows = [
        [button(words.DELETE, DraftPress(what="sure", draft=draft.id), style="danger")],
        [button(words.LEAVE, DraftPress(what="list"))],
    ]
    text = words.sure_to_delete(draft, desk.rules.zone, desk.now)
    return [callback.answer(), show(callback, text, markup(rows))]


@router.callback_query(DraftPress.filter(F.what == "sure"))
async def delete(
    callback: CallbackQuery, callback_data: DraftPress, desk: Desk, state: FSMContext
) -> Words:
    """Delete a draft for good."""
    desk.require(Action.REGISTER)
    draft = await pile.throw_away(callback_data.draft, state)
    if draft is None:
        return await _gone(callback, desk, state)
    left = await _listed(desk, state)
    text = f"{words.deleted(draft)}\n\n{left.text}"
    return [callback.answer(), show(callback, text, left.keyboard)]


async def _gone(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    shown = await _listed(desk, state)
    return [callback.answer(words.GONE), show(callback, shown.text, shown.keyboard)]


async def _listed(desk: Desk, state: FSMContext) -> Screen:
    kept = [each for each in await pile.everything(state) if each.form in DRAFTED][::-1]
    kept.sort(key=lambda each: each.touched or 0, reverse=True)
    if not kept:
        return Screen(words.NONE)
    rows = [_row(number, each) for number, each in enumerate(kept, 1)]
    return Screen(words.listed(kept, desk.rules.zone, desk.now), markup(rows))


def _row(number: int, draft: Draft) -> list[Button]:
    return [
        button(words.go_on(number), DraftPress(what="go", draft=draft.id)),
        button(words.delete(number), DraftPress(what="delete", draft=draft.id)),
    ]
