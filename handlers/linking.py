"""Linking: two cases that belong together are linked, shown to each other, and parted again."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.pile import Ending, finishes
from handlers.presses import CasePress
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, show
from texts import cards
from texts import links as words

router = Router(name=__name__)
MOST = 20
"""So many links of a case can be shown and undone on one screen."""


class LinkPress(CallbackData, prefix="ln"):
    """A link of a case with another one: to be made or undone."""

    what: str
    case: int
    other: int


@router.callback_query(CasePress.filter(F.what == "link"))
async def ask_for_other(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask which case this one is to be linked with («Связать»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    draft = Draft(id=str(desk.update_id), form="link", case_id=case.id)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("link")
async def link_named(draft: Draft, desk: Desk) -> Ending:
    """Link the case with the one that was named."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await desk.case(draft.case_id, Action.MOVE)
    other = await named_other(case, draft, desk)
    return other if isinstance(other, Ending) else Ending(await _link(case, other, desk))


async def named_other(case: Case, draft: Draft, desk: Desk) -> Case | Ending:
    """Return the one other case that was named; else the question again, with the reason."""
    asked = draft.answers["other_case"]
    found = await desk.cases_by_number(asked)
    if len(found) == 1 and found[0].id != case.id:
        return found[0]
    note = words.SAME if len(found) == 1 else words.not_one(asked, found)
    again = replace(draft, answers={}, step=draft.step + 1)
    return Ending(await screen(again, desk, note), keeps=again)


@router.callback_query(CasePress.filter(F.what == "links"))
async def list_links(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the cases that this one is linked with, to open or to part («Связи»)."""
    case = await desk.case(callback_data.case, Action.VIEW)
    shown = await _listed(case, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(LinkPress.filter(F.what == "part"))
async def part(callback: CallbackQuery, callback_data: LinkPress, desk: Desk) -> Words:
    """Undo a link («Разъединить»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    if callback_data.other not in await desk.links.of(case.id):
        return [callback.answer(words.NOT_LINKED, show_alert=True)]
    await desk.links.part(case.id, callback_data.other, desk.by)
    case = await desk.search.get(case.id)
    shown = await _listed(case, desk) if case.links else _card(case, desk)
    text = f"{words.parted(case, callback_data.other)}\n\n{shown.text}"
    return [callback.answer(), show(callback, text, shown.keyboard)]


@router.callback_query(LinkPress.filter(F.what == "join"))
async def join(callback: CallbackQuery, callback_data: LinkPress, desk: Desk) -> Words:
    """Link two cases that somebody wanted to merge, which could not be."""
    case = await desk.case(callback_data.case, Action.MOVE)
    other = await desk.case(callback_data.other, Action.MOVE)
    shown = await _link(case, other, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def _link(case: Case, other: Case, desk: Desk) -> Screen:
    """Link two cases, unless they are one, or linked, or one of them has too many links."""
    full = next((each for each in (case, other) if each.links >= MOST), None)
    if case.id == other.id:
        note = words.SAME
    elif other.id in await desk.links.of(case.id):
        note = words.linked_already(case, other)
    elif full is not None:
        note = words.too_many(full, MOST)
    else:
        await desk.links.join(case.id, other.id, desk.by)
        note = words.linked(case, other)
    shown = _card(await desk.search.get(case.id), desk)
    return replace(shown, text=f"{note}\n\n{shown.text}")


def _card(case: Case, desk: Desk) -> Screen:
    return Screen(card_text(case, desk), card_keyboard(case, desk))


async def _listed(case: Case, desk: Desk) -> Screen:
    others = await desk.links.cases_of(case.id)
    rows = [
        [
            button(f"{cards.OPEN} #{each.id}", CasePress(what="open", case=each.id)),
            button(
                f"{words.UNLINK} #{each.id}", LinkPress(what="part", case=case.id, other=each.id)
            ),
        ]
        for each in others[:MOST]
    ]
    below = [
        button(words.LINK_MORE, CasePress(what="link", case=case.id)),
        button(cards.VIEWS["card"], CasePress(what="card", case=case.id)),
    ]
    return Screen(words.listed(case, others, desk.rules, desk.now), markup([*rows, below]))
