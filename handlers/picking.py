"""Picking: cases of a list are ticked, then taken, handed over or closed all at once."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.lists import CaseList, View
from cases.roles import Action
from handlers.deeds import OUTCOMES, Deed, Left, closing, handing, outcomes, sorted_out, taking
from handlers.desk import Desk, Words
from handlers.handing import tell_former
from handlers.keyboards import button, in_rows, markup
from handlers.lists import list_page, list_screen, page_text, press, turns, view_of
from handlers.presses import ListPress
from handlers.screens import Screen
from handlers.speech import say, show
from handlers.undo import undo_row
from storage.journal import SomebodyWasFirst
from storage.picks import MOST, TooMany
from texts import lists, working
from texts import picking as texts

router = Router(name=__name__)


@router.callback_query(ListPress.filter(F.do.in_({"pick", "picks", "tick", "whole", "drop"})))
async def pick(callback: CallbackQuery, callback_data: ListPress, desk: Desk) -> Words:
    """Tick cases of a list, or take the ticks back; the page stays."""
    desk.require(Action.MOVE)
    view, at = view_of(callback_data), callback_data.at
    try:
        await _TICKS[callback_data.do](callback_data, desk)
    except TooMany:
        return [callback.answer(texts.too_many(MOST), show_alert=True)]
    ended = callback_data.do == "drop"
    shown = await (list_screen(view, at, desk) if ended else _picking_screen(view, at, desk))
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(ListPress.filter(F.do.in_({"hand", "close"})))
async def choose_how(callback: CallbackQuery, callback_data: ListPress, desk: Desk) -> Words:
    """Ask to whom, or with which outcome."""
    desk.require(Action.MOVE)
    picks = await desk.picks.of(desk.person.id)
    if not picks:
        return [callback.answer(texts.NOTHING_PICKED, show_alert=True)]
    view, at = view_of(callback_data), callback_data.at
    hands = callback_data.do == "hand"
    choices = await _people(desk) if hands else outcomes(picks)
    if not choices:
        return [callback.answer(texts.NO_COMMON_OUTCOME, show_alert=True)]
    do = "give" if hands else "end"
    rows = in_rows(button(label, press(do, view, at, place)) for place, label in choices)
    rows.append([button(texts.NO, press("picks", view, at))])
    text = texts.TO_WHOM if hands else texts.OUTCOME
    return [callback.answer(), show(callback, text, markup(rows))]


@router.callback_query(ListPress.filter(F.do.in_({"take", "give", "end"})))
async def ask_once(callback: CallbackQuery, callback_data: ListPress, desk: Desk) -> Words:
    """Ask one question for all: how many, which, and which will be left as they are."""
    desk.require(Action.MOVE)
    picked = await _picked(callback_data, desk)
    if isinstance(picked, str):
        return [callback.answer(picked, show_alert=True)]
    deed, willing, left = picked
    view, at = view_of(callback_data), callback_data.at
    sure = press(f"{callback_data.do}!", view, at, callback_data.id)
    yes = [button(texts.yes(deed.yes, len(willing)), sure, style="success")] if willing else []
    rows = [yes, [button(texts.NO, press("picks", view, at))]]
    text = texts.question(deed.name, willing, left, _warning(deed, willing, desk))
    return [callback.answer(), show(callback, text, markup(rows))]


@router.callback_query(ListPress.filter(F.do.in_({"take!", "give!", "end!"})))
async def change_all(callback: CallbackQuery, callback_data: ListPress, desk: Desk) -> Words:
    """Change every ticked case that nobody has changed since; the ticks are gone then."""
    desk.require(Action.MOVE)
    picked = await _picked(callback_data, desk)
    if isinstance(picked, str):
        return [callback.answer(picked, show_alert=True)]
    deed, willing, left = picked
    changed: list[Case] = []
    before: list[Case] = []
    for case in willing:
        try:
            changed.append(await deed.apply(case, desk))
            before.append(case)
        except SomebodyWasFirst as first:
            left.append((first.case, texts.changed_since(first.case)))
            continue
        await desk.clocks.seen(case.id, desk.person.id, desk.now)
    await desk.picks.clear(desk.person.id)
    back = [[button(lists.BACK, press("page", view_of(callback_data), callback_data.at))]]
    back += [undo_row(desk.update_id)] if changed else []
    text = texts.done(deed.done, changed, left)
    former = tell_former(before, deed.leads, desk) if deed.leads else []
    told = [*_tell(deed, changed, desk), *former]
    return [callback.answer(), show(callback, text, markup(back)), *told]


def _warning(deed: Deed, willing: list[Case], desk: Desk) -> str:
    """Say what is to be known before: what the deed warns of, and who is busy with the cases."""
    busy = [(case, work) for case in willing if (work := case.worked_on(desk.now))]
    others = [(case, work) for case, work in busy if work.person_id != desk.person.id]
    return " ".join(filter(None, (deed.warns(willing), working.warning_of_many(others))))


def _tell(deed: Deed, changed: list[Case], desk: Desk) -> Words:
    if deed.told is None or deed.told.id == desk.person.id or not changed:
        return []
    mine = markup([[button(lists.LISTS[CaseList.MINE], press("page", View(CaseList.MINE)))]])
    return [say(deed.told.telegram_id, texts.handed_to_you(changed, desk.person), mine)]


async def _picked(pressed: ListPress, desk: Desk) -> tuple[Deed, list[Case], Left] | str:
    """Return the deed, the cases it changes and those it leaves; words when there is none."""
    deed = await _deed(pressed, desk)
    if deed is None:
        return texts.NOBODY
    picks = await desk.picks.of(desk.person.id)
    return (deed, *sorted_out(picks, deed)) if picks else texts.NOTHING_PICKED


async def _deed(pressed: ListPress, desk: Desk) -> Deed | None:
    """Return what the button does; None when it is about somebody who has left the team."""
    what = pressed.do.rstrip("!")
    if what == "end":
        return closing(OUTCOMES[pressed.id]) if 0 <= pressed.id < len(OUTCOMES) else None
    person = desk.person if what == "take" else await desk.people.get(pressed.id)
    if person is None:
        return None
    return taking(person) if what == "take" else handing(person)


async def _people(desk: Desk) -> list[tuple[int, str]]:
    return [(each.id, each.name[:64]) for each in await desk.people.team()]


async def _picking_screen(view: View, at: int, desk: Desk) -> Screen:
    page = await list_page(view, at, desk)
    picked = {each.case.id for each in await desk.picks.of(desk.person.id)}
    rows = in_rows(
        button(
            f"{texts.PICKED if case.id in picked else ''}#{case.id}",
            press("tick", view, page.offset, case.id),
        )
        for case in page.cases
    )
    rows += [
        turns(view, page, "picks"),
        [button(name, press(do, view, page.offset)) for do, name in _DEEDS.items()],
        [button(name, press(do, view, page.offset)) for do, name in _ENDS.items()],
    ]
    title = await page_text(view, page, desk)
    return Screen(f"{texts.picking(len(picked))}\n\n{title}", markup(rows))


async def _begin(_: ListPress, desk: Desk) -> None:
    await desk.picks.clear(desk.person.id)


async def _go_on(_: ListPress, __: Desk) -> None:
    """What was ticked stays ticked: one comes back here from a question and from another page."""


async def _tick(pressed: ListPress, desk: Desk) -> None:
    picked = {each.case.id for each in await desk.picks.of(desk.person.id)}
    if pressed.id in picked:
        await desk.picks.untick(desk.person.id, pressed.id)
    else:
        await desk.picks.tick(desk.person.id, await desk.case(pressed.id, Action.MOVE))


async def _whole(pressed: ListPress, desk: Desk) -> None:
    page = await list_page(view_of(pressed), pressed.at, desk)
    await desk.picks.tick(desk.person.id, *page.cases)


_TICKS: dict[str, Callable[[ListPress, Desk], Awaitable[None]]] = {
    "pick": _begin,
    "picks": _go_on,
    "tick": _tick,
    "whole": _whole,
    "drop": _begin,
}
_DEEDS = {"take": texts.TAKE, "hand": texts.HAND, "close": texts.CLOSE}
_ENDS = {"whole": texts.WHOLE, "drop": texts.DROP}
