"""The timeline: the history of a case, day by day, page by page, opened at its newest."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import show
from texts import cards, history, record

router = Router(name=__name__)
PAGE = 12
NEWEST = -1


class TimelinePress(CallbackData, prefix="hi"):
    """A page of the history of a case, from its beginning; -1 is the newest."""

    case: int
    at: int = NEWEST


@router.callback_query(TimelinePress.filter())
async def turn_history(
    callback: CallbackQuery, callback_data: TimelinePress, desk: Desk
) -> Words:  # fmt: skip
    """Show an older or a newer page of a case's history."""
    case = await desk.case(callback_data.case, Action.VIEW)
    shown = await timeline(case, callback_data.at, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def timeline(case: Case, at: int, desk: Desk) -> Screen:
    """Show a page of what happened to a case; of one that there is not, the newest."""
    total = await desk.history.count(case.id)
    last = max(total - 1, 0) // PAGE
    at = at if 0 <= at <= last else last
    lines = await desk.history.page(case.id, PAGE, at * PAGE)
    where = history.whereabouts(at * PAGE, len(lines), total)
    turns = []
    if at:
        turns.append(button(record.OLDER, TimelinePress(case=case.id, at=at - 1)))
    if at < last:
        turns.append(button(record.NEWER, TimelinePress(case=case.id, at=at + 1)))
    views = [button(cards.VIEWS[v], CasePress(what=v, case=case.id)) for v in ("card", "full")]
    return Screen(history.history(case, lines, desk.rules, desk.now, where), markup([turns, views]))
