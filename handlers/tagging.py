"""Tagging: short labels of the team are put on a case and taken off it."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.roles import Action
from cases.tags import MOST, NoTag, tags_of
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, in_rows, markup
from handlers.pile import Ending, finishes
from handlers.presses import CasePress
from handlers.screens import Screen, screen
from handlers.speech import show
from storage.tags import Tag
from texts import cards
from texts import tags as words
from texts.forms import CHOSEN

router = Router(name=__name__)
OFFERED = 12


class TagPress(CallbackData, prefix="tg"):
    """A label to be put on a case or taken off; 0 is one that is still to be typed."""

    what: str
    case: int
    tag: int = 0


@router.callback_query(CasePress.filter(F.what == "tags"))
async def show_tags(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the labels of a case and the most used others («Метки»)."""
    shown = await _shown(await desk.case(callback_data.case, Action.MOVE), desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TagPress.filter(F.what == "other"))
async def ask_for_tag(
    callback: CallbackQuery, callback_data: TagPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for a label in words («Своя метка»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    draft = Draft(id=str(desk.update_id), form="tag", case_id=case.id)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TagPress.filter())
async def put_or_take_off(callback: CallbackQuery, callback_data: TagPress, desk: Desk) -> Words:
    """Put a label on a case, or take it off."""
    case = await desk.case(callback_data.case, Action.MOVE)
    tag = await desk.tags.get(callback_data.tag)
    if tag is None:
        return [callback.answer(words.GONE, show_alert=True)]
    if callback_data.what == "drop":
        await desk.tags.take_off(case, tag, desk.by)
    elif not await _put(case, (tag.name,), desk):
        return [callback.answer(words.TOO_MANY, show_alert=True)]
    await desk.finding.keep(case.id)
    shown = await _shown(await desk.search.get(case.id), desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("tag")
async def keep_typed(draft: Draft, desk: Desk) -> Ending:
    """Put the labels that were typed on the case, or say why they are none."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await desk.case(draft.case_id, Action.MOVE)
    try:
        typed = tags_of(draft.answers["tag"], case.answers)
    except NoTag as error:
        return await _again(draft, words.refused(error), desk)
    if not await _put(case, typed, desk):
        return await _again(draft, words.TOO_MANY, desk)
    await desk.finding.keep(case.id)
    return Ending(await _shown(await desk.search.get(case.id), desk))


async def _put(case: Case, names: tuple[str, ...], desk: Desk) -> bool:
    """Put labels on a case; False and nothing done when there is no room for all of them."""
    if len({*case.tags, *names}) > MOST:
        return False
    for name in names:
        await desk.tags.put(case, name, desk.by)
    return True


async def _again(draft: Draft, note: str, desk: Desk) -> Ending:
    again = replace(draft, answers={}, step=draft.step + 1)
    return Ending(await screen(again, desk, note), keeps=again)


async def _shown(case: Case, desk: Desk) -> Screen:
    offered = await desk.tags.offered(case.id, OFFERED)
    rows = in_rows(_tag_button(case, tag) for tag in offered)
    other = button(words.OTHER, TagPress(what="other", case=case.id))
    card = button(cards.VIEWS["card"], CasePress(what="card", case=case.id))
    return Screen(words.screen(case, desk.now), markup([*rows, [other, card]]))


def _tag_button(case: Case, tag: Tag) -> Button:
    press = TagPress(what="drop" if tag.here else "put", case=case.id, tag=tag.id)
    return button((CHOSEN if tag.here else "") + words.hashtag(tag.name), press)
