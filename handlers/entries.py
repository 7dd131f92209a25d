"""The entries: what was written into a case, the newest first, page by page, a long one whole."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.record import Entry
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import Button, Keyboard, button, in_rows, markup
from handlers.options import names
from handlers.presses import CasePress, EntryPress
from handlers.speech import say, show
from texts import cards, record
from texts.formats import portions
from texts.forms import case_lines

router = Router(name=__name__)
LINKS = 6
ON_A_PAGE = 8
"""So many short entries share a page."""
Told = tuple[Entry, list[str]]
"""An entry and its answers in words."""


class WholePress(CallbackData, prefix="ew"):
    """A long entry of a case, to be shown whole."""

    case: int
    entry: int


@router.callback_query(CasePress.filter(F.what == "entries"))
async def show_newest(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the newest of what was written into a case."""
    case = await desk.case(callback_data.case, Action.VIEW)
    return await _page(callback, case, None, desk)


@router.callback_query(EntryPress.filter())
async def turn_page(callback: CallbackQuery, callback_data: EntryPress, desk: Desk) -> Words:
    """Show the page that holds an entry, wherever it is by now."""
    case = await desk.case(callback_data.case, Action.VIEW)
    return await _page(callback, case, callback_data.place, desk)


@router.callback_query(WholePress.filter())
async def show_whole(callback: CallbackQuery, callback_data: WholePress, desk: Desk) -> Words:
    """Show a long entry whole below, in as many messages as it takes."""
    case = await desk.case(callback_data.case, Action.VIEW)
    told = next((t for t in await read_back(case, desk) if t[0].id == callback_data.entry), None)
    if told is None:
        return [callback.answer(record.NOTHING_WRITTEN)]
    *before, last = record.whole(case, *told, desk.rules, desk.now)
    to = desk.person.telegram_id
    looks = markup([[_look(view, case.id) for view in ("open", "entries")]])
    return [callback.answer(), *(say(to, each) for each in before), say(to, last, looks)]


async def lines(case: Case, desk: Desk) -> list[str]:
    """Return what was written into a case, an entry a line, what happened first above."""
    return [
        record.entry_line(case, entry, answers, desk.rules, desk.now)
        for entry, answers in await read_back(case, desk)
    ]


async def keyboard(case: Case, desk: Desk) -> Keyboard | None:
    """Offer the other views of a case, and the cases that it is linked with."""
    views = ["card", "history", *(["entries"] if case.entries else [])]
    linked = (await desk.links.of(case.id))[:LINKS]
    return markup([
        [_look(view, case.id) for view in views],
        *in_rows(
            button(f"{cards.OPEN} #{each}", CasePress(what="open", case=each)) for each in linked
        ),
    ])  # fmt: skip


async def read_back(case: Case, desk: Desk) -> list[Told]:
    """Return the entries of a case with their answers in words, what happened first above."""
    if not case.entries:
        return []
    known = await names(desk)
    return [
        (each, case_lines(each.answers, desk.rules.zone, desk.now, known))
        for each in await desk.entries.of(case.id)
    ]


async def _page(callback: CallbackQuery, case: Case, entry_id: int | None, desk: Desk) -> Words:
    told = (await read_back(case, desk))[::-1]
    if not told:
        return [callback.answer(record.NOTHING_WRITTEN)]
    blocks = [record.block(case, *each, desk.rules, desk.now) for each in told]
    pages = list(portions(blocks, ON_A_PAGE))
    place = next((n for n, each in enumerate(pages) if entry_id in _ids(told, each)), 0)
    rows = [
        _turns(case, told, pages, place),
        *in_rows(_whole(case, each, desk) for each in told[slice(*pages[place])]
                 if record.is_long(*each)),
        [_look("write", case.id)],
        [_look(view, case.id) for view in ("card", "full", "history")],
    ]  # fmt: skip
    text = record.page(case, blocks, pages[place], desk.now)
    return [callback.answer(), show(callback, text, markup(rows))]


def _turns(case: Case, told: list[Told], pages: list[tuple[int, int]], place: int) -> list[Button]:
    """Lead to the pages beside this one, each by the entry that it begins with."""
    beside = ((record.NEWER, place - 1), (record.OLDER, place + 1))
    return [
        button(label, EntryPress(case=case.id, place=told[pages[at][0]][0].id))
        for label, at in beside
        if 0 <= at < len(pages)
    ]


def _ids(told: list[Told], shown: tuple[int, int]) -> set[int]:
    return {entry.id for entry, _ in told[slice(*shown)]}


def _whole(case: Case, told: Told, desk: Desk) -> Button:
    press = WholePress(case=case.id, entry=told[0].id)
    return button(record.whole_button(told[0], desk.rules), press)


def _look(view: str, case_id: int) -> Button:
    return button(cards.VIEWS[view], CasePress(what=view, case=case_id))
