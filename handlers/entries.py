"""The entries: what was written into a case afterwards, among its details and page by page."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from cases.case import Case
from cases.record import Entry
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import CasePress, EntryPress, button, in_rows, markup
from handlers.options import names
from handlers.speech import show
from texts import cards, record
from texts.forms import case_lines

router = Router(name=__name__)
LINKS = 6


@router.callback_query(CasePress.filter(F.what == "entries"))
async def show_newest(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the newest of what was written into a case, whole."""
    case = await desk.case(callback_data.case, Action.VIEW)
    pages = await _pages(case, desk)
    return _page(callback, case, pages, len(pages) - 1, desk)


@router.callback_query(EntryPress.filter())
async def turn_page(callback: CallbackQuery, callback_data: EntryPress, desk: Desk) -> Words:
    """Show an older or a newer page."""
    case = await desk.case(callback_data.case, Action.VIEW)
    return _page(callback, case, await _pages(case, desk), callback_data.place, desk)


async def lines(case: Case, desk: Desk) -> list[str]:
    """Return what was written into a case, an entry a line."""
    return [
        record.entry_line(entry, answers, desk.rules, desk.now)
        for entry, answers in await _read_back(case, desk)
    ]


async def keyboard(case: Case, desk: Desk) -> InlineKeyboardMarkup | None:
    """Offer the other views of a case, and the cases that it is linked with."""
    views = ["card", "history", *(["entries"] if case.entries else [])]
    linked = (await desk.links.of(case.id))[:LINKS]
    return markup([
        [_look(view, case.id) for view in views],
        *in_rows(
            button(f"{cards.OPEN} #{each}", CasePress(what="open", case=each)) for each in linked
        ),
    ])  # fmt: skip


def _page(
    callback: CallbackQuery, case: Case, pages: list[str], place: int, desk: Desk
) -> Words:  # fmt: skip
    if not pages:
        return [callback.answer(record.NOTHING_WRITTEN)]
    place = min(max(place, 0), len(pages) - 1)
    turns = []
    if place:
        turns.append(button(record.OLDER, EntryPress(case=case.id, place=place - 1)))
    if place + 1 < len(pages):
        turns.append(button(record.NEWER, EntryPress(case=case.id, place=place + 1)))
    rows = [turns, [_look(view, case.id) for view in ("card", "full", "history")]]
    text = record.page(case, pages, place, desk.now)
    return [callback.answer(), show(callback, text, markup(rows))]


async def _pages(case: Case, desk: Desk) -> list[str]:
    return [
        page
        for entry, answers in await _read_back(case, desk)
        for page in record.entry_pages(entry, answers, desk.rules, desk.now)
    ]


async def _read_back(case: Case, desk: Desk) -> list[tuple[Entry, list[str]]]:
    """Return the entries of a case, each with its answers in words."""
    if not case.entries:
        return []
    known = await names(desk)
    return [
        (each, case_lines(each.answers, desk.rules.zone, desk.now, known))
        for each in await desk.entries.of(case.id)
    ]


def _look(view: str, case_id: int) -> InlineKeyboardButton:
    return button(cards.VIEWS[view], CasePress(what=view, case=case_id))
