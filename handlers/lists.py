"""Lists: which list to look at, what to leave in it, and its pages."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, or_f
from aiogram.types import CallbackQuery, Message

from cases.case import Case
from cases.kinds import Category, Kind, Priority
from cases.lists import CaseList, View
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, in_rows, markup, with_last
from handlers.presses import ListPress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, show
from storage.lists import MOST_COUNTED, Page
from texts import lists, team, words
from texts.tags import hashtag

router = Router(name=__name__)
PAGE = 8
TAGS = 30
"""So many of the most used tags are offered to narrow a list by."""
KINDS, CATEGORIES, PRIORITIES = tuple(Kind), tuple(Category), tuple(Priority)


@router.message(or_f(Command("list"), F.text == team.MENU_LIST), F.chat.type == "private")
async def show_open(message: Message, desk: Desk) -> Words:
    """Show the first page of all that is open."""
    shown = await list_screen(View(), 0, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(
    ListPress.filter(F.do.in_({"page", "back", "menu", "narrow", *lists.NARROWINGS, "card"}))
)
async def look_at_list(callback: CallbackQuery, callback_data: ListPress, desk: Desk) -> Words:
    """Turn a page, choose another list, narrow it, or open a case of it; all in one message."""
    desk.require(Action.VIEW)
    shown = await LOOKS[callback_data.do](callback_data, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def list_screen(view: View, at: int, desk: Desk) -> Screen:
    """Show a page of a list; of one that has become too short for it the last page."""
    desk.require(Action.VIEW)
    page = await list_page(view, at, desk)
    if not page.cases:
        rows = [[button(lists.MENU, press("menu", view)), *_narrow_button(view)]]
        return Screen(lists.nothing(view, await _named(view, desk)), markup(rows))
    rows = in_rows(
        button(f"#{c.id}", press("card", view, page.offset, c.id)) for c in page.cases
    )  # fmt: skip
    more = [button(lists.MENU, press("menu", view)), *_narrow_button(view)]
    if view.of is not CaseList.CLOSED:
        more.append(button(lists.PICK, press("pick", view, page.offset)))
    text = await page_text(view, page, desk)
    return Screen(text, markup([*rows, turns(view, page), more]))


async def list_page(view: View, at: int, desk: Desk) -> Page:
    """Return a page of a list for this person."""
    return await desk.lists.page(view, desk.person.id, desk.now, PAGE, max(at, 0))


async def page_text(view: View, page: Page, desk: Desk) -> str:
    """Write a page of a list."""
    title = lists.head(view, await _named(view, desk))
    return lists.page(
        page.cases, page.offset, page.total, desk.rules, desk.now, title, MOST_COUNTED
    )  # fmt: skip


def turns(view: View, page: Page, do: str = "page") -> list[Button]:
    """Offer the pages before and after this one."""
    buttons = []
    if page.offset:
        before = max(page.offset - PAGE, 0)
        buttons.append(button(lists.EARLIER, press(do, view, before)))
    if page.offset + len(page.cases) < page.total:
        buttons.append(button(lists.LATER, press(do, view, page.offset + PAGE)))
    return buttons


def press(do: str, view: View, at: int = 0, about: int = 0) -> ListPress:
    """Return what a button of a list carries."""
    return ListPress(
        do=do, of=view.of, cabinet=view.cabinet or 0,
        kind=KINDS.index(view.kind) + 1 if view.kind else 0,
        category=CATEGORIES.index(view.category) + 1 if view.category else 0,
        priority=PRIORITIES.index(view.priority) + 1 if view.priority else 0,
        at=at, id=about, tag=view.tag or 0,
    )  # fmt: skip


def view_of(pressed: ListPress) -> View:
    """Return the list that a button belongs to; what it does not know narrows nothing."""
    known = pressed.of in set(CaseList)
    return View(
        of=CaseList(pressed.of) if known else CaseList.OPEN,
        cabinet=pressed.cabinet or None,
        kind=dict(enumerate(KINDS, 1)).get(pressed.kind),
        category=dict(enumerate(CATEGORIES, 1)).get(pressed.category),
        priority=dict(enumerate(PRIORITIES, 1)).get(pressed.priority),
        tag=pressed.tag or None,
    )


async def _page(pressed: ListPress, desk: Desk) -> Screen:
    return await list_screen(view_of(pressed), pressed.at, desk)


async def _menu(pressed: ListPress, desk: Desk) -> Screen:
    """Offer every list with its length, narrowed as the one before was."""
    view = view_of(pressed)
    lengths = await desk.lists.lengths(view, desk.person.id, desk.now)
    rows = in_rows(
        button(
            lists.list_label(of, lengths[of].count, whole=lengths[of].whole),
            press("page", replace(view, of=of)),
        )
        for of in CaseList
    )
    named = lists.narrowing(view, await _named(view, desk))
    text = f"{lists.WHICH_LIST} ({named})" if named else lists.WHICH_LIST
    return Screen(text, markup([*rows, _narrow_button(view)]))


async def _narrow(pressed: ListPress, desk: Desk) -> Screen:
    """Ask by what the list is to be narrowed."""
    view = view_of(pressed)
    useful = {
        "cabinet": len(await desk.cabinets.all()) > 1,
        "tag": bool(await desk.tags.used(1)),
    }
    names = {n: label for n, label in lists.NARROWINGS.items() if useful.get(n, True)}
    rows = in_rows(button(label, press(name, view)) for name, label in names.items())
    whole = [button(lists.WITHOUT_NARROWING, press("page", view.whole()))] if view.narrowed else []
    back = [button(lists.BACK, press("page", view))]
    return Screen(lists.NARROW_BY, markup([*rows, whole, back]))


async def _narrow_by(pressed: ListPress, desk: Desk) -> Screen:
    """Offer the values of what the list is narrowed by."""
    view = view_of(pressed)
    choices = await VALUES[pressed.do](view, desk)
    rows = in_rows(button(label, press("page", narrowed)) for label, narrowed in choices)
    rows.append([button(lists.BACK, press("page", view))])
    return Screen(f"{lists.NARROWINGS[pressed.do]}?", markup(rows))


async def _card(pressed: ListPress, desk: Desk) -> Screen:
    """Show a case in place of the list, with the way back to the same page."""
    case = await desk.case(pressed.id, Action.VIEW)
    back = button(lists.BACK, press("back", view_of(pressed), pressed.at))
    return card_screen(case, back, desk)


def card_screen(case: Case, back: Button, desk: Desk) -> Screen:
    """Show a card with a button that leads back to where it was opened."""
    return Screen(card_text(case, desk), with_last(card_keyboard(case, desk), [back]))


def _narrow_button(view: View) -> list[Button]:
    return [button(lists.NARROW, press("narrow", view))]


async def _named(view: View, desk: Desk) -> str:
    """Name the cabinet and the tag that a list is narrowed by: not HTML."""
    cabinet = await desk.cabinets.get(view.cabinet) if view.cabinet else None
    tag = await desk.tags.get(view.tag) if view.tag else None
    named = (team.cabinet_label(cabinet) if cabinet else "", hashtag(tag.name) if tag else "")
    return ", ".join(filter(None, named))


async def _by_cabinet(view: View, desk: Desk) -> list[tuple[str, View]]:
    found = await desk.cabinets.all()
    each = [(team.cabinet_label(c)[:64], replace(view, cabinet=c.id)) for c in found]
    return [(lists.EVERYTHING, replace(view, cabinet=None)), *each]


async def _by_kind(view: View, _: Desk) -> list[tuple[str, View]]:
    each = [(words.KINDS[kind], view.with_kind(kind)) for kind in KINDS]
    return [(lists.EVERYTHING, view.with_kind(None)), *each]


async def _by_category(view: View, _: Desk) -> list[tuple[str, View]]:
    each = [(words.choice("category", c), view.with_category(c)) for c in CATEGORIES]
    return [(lists.EVERYTHING, view.with_category(None)), *each]


async def _by_priority(view: View, _: Desk) -> list[tuple[str, View]]:
    each = [(words.choice("priority", p), replace(view, priority=p)) for p in PRIORITIES]
    return [(lists.EVERYTHING, replace(view, priority=None)), *each]


async def _by_tag(view: View, desk: Desk) -> list[tuple[str, View]]:
    used = await desk.tags.used(TAGS)
    each = [(hashtag(tag.name), replace(view, tag=tag.id)) for tag in used]
    return [(lists.EVERYTHING, replace(view, tag=None)), *each]


VALUES: dict[str, Callable[[View, Desk], Awaitable[list[tuple[str, View]]]]] = {
    "cabinet": _by_cabinet,
    "kind": _by_kind,
    "category": _by_category,
    "priority": _by_priority,
    "tag": _by_tag,
}
"""What a list can be narrowed by, and the views that each offers."""
LOOKS: dict[str, Callable[[ListPress, Desk], Awaitable[Screen]]] = {
    "page": _page,
    "back": _page,
    "menu": _menu,
    "narrow": _narrow,
    "card": _card,
    **dict.fromkeys(VALUES, _narrow_by),
}
"""What a button of a list shows, by the word it carries."""
