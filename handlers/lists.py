"""Lists: the open cases page by page, the nearest deadline first."""

from aiogram import F, Router
from aiogram.filters import Command, or_f
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import CasePress, PagePress, button, in_rows, markup
from handlers.speech import show
from texts import lists, team

router = Router(name=__name__)
PAGE = 8


@router.message(or_f(Command("list"), F.text == team.MENU_LIST), F.chat.type == "private")
async def show_open(message: Message, desk: Desk) -> Words:
    """Show the first page."""
    text, keyboard = await _page(0, desk)
    return [message.answer(text, reply_markup=keyboard)]


@router.callback_query(PagePress.filter())
async def turn_page(callback: CallbackQuery, callback_data: PagePress, desk: Desk) -> Words:
    """Show another page in the same message."""
    text, keyboard = await _page(callback_data.offset, desk)
    return [callback.answer(), show(callback, text, keyboard)]


async def _page(offset: int, desk: Desk) -> tuple[str, InlineKeyboardMarkup | None]:
    desk.require(Action.VIEW)
    total = await desk.search.count_open()
    if not total:
        return lists.NOTHING_OPEN, None
    offset = min(max(offset, 0), (total - 1) // PAGE * PAGE)
    cases = await desk.search.open_cases(PAGE, offset)
    rows = in_rows(button(f"#{c.id}", CasePress(what="open", case=c.id)) for c in cases)
    turns = []
    if offset:
        turns.append(button(lists.EARLIER, PagePress(offset=offset - PAGE)))
    if offset + PAGE < total:
        turns.append(button(lists.LATER, PagePress(offset=offset + PAGE)))
    return lists.page(cases, offset, total, desk.rules, desk.now), markup([*rows, turns])
