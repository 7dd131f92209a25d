"""Handing: a case goes over to somebody else from its card; whom it concerns hears of it."""

from collections.abc import Iterable

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from cases.case import Case, Person
from cases.roles import Action
from handlers.absence import roster_of
from handlers.anyway import tell_worker
from handlers.deeds import handing, taking
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, in_rows, markup
from handlers.presses import CasePress
from handlers.races import show_as_it_is
from handlers.speech import card_keyboard, card_text, say, show
from handlers.undo import with_undo
from texts import cards, picking
from texts import handing as words
from texts.formats import excerpt

router = Router(name=__name__)
LONGEST_NAME = 20


class HandPress(CallbackData, prefix="ho"):
    """Who is to lead a case from now on, as its card of this version offered it."""

    case: int
    version: int
    person: int


@router.callback_query(CasePress.filter(F.what == "hand"))
async def ask_to_whom(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Offer the people of the team («Передать»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    if case.closed:
        return [callback.answer(words.refused(case, picking.ALREADY_CLOSED), show_alert=True)]
    roster = await roster_of(desk)
    led = case.assignee.id if case.assignee else None
    others = [each for each in roster.people if each.id != led]
    if not others:
        return [callback.answer(words.NOBODY_ELSE, show_alert=True)]
    rows = in_rows(_to(each, case, desk) for each in others)
    rows.append([button(cards.VIEWS["card"], CasePress(what="card", case=case.id))])
    return [callback.answer(), show(callback, words.to_whom(case, others, roster), markup(rows))]


@router.callback_query(HandPress.filter())
async def hand_over(callback: CallbackQuery, callback_data: HandPress, desk: Desk) -> Words:
    """Let somebody else lead the case, unless it has changed since it was offered."""
    case = await desk.case(callback_data.case, Action.MOVE)
    await desk.clocks.seen(case.id, desk.person.id, desk.now)
    if case.version != callback_data.version:
        return await show_as_it_is(callback, case, desk)
    person = await desk.people.get(callback_data.person)
    if person is None:
        return [callback.answer(picking.NOBODY, show_alert=True)]
    deed = taking(person) if person.id == desk.person.id else handing(person)
    if why := deed.refuses(case):
        return [callback.answer(words.refused(case, why), show_alert=True)]
    changed = await deed.apply(case, desk)
    shown = with_undo(card_keyboard(changed, desk), desk)
    told = await _tell(case, changed, person, desk)
    return [callback.answer(), show(callback, card_text(changed, desk), shown), *told]


def tell_former(before: Iterable[Case], to: Person, desk: Desk) -> Words:
    """Tell those who led the cases that somebody else does, each once; not who did it."""
    lost: dict[int, list[Case]] = {}
    led: dict[int, Person] = {}
    for case in before:
        person = case.assignee
        if person and person.removed_at is None and person.id not in {to.id, desk.person.id}:
            led[person.id] = person
            lost.setdefault(person.id, []).append(case)
    return [
        say(person.telegram_id, words.from_you(lost[person.id], to, desk.person))
        for person in led.values()
    ]


async def _tell(case: Case, changed: Case, to: Person, desk: Desk) -> Words:
    """Tell who leads the case now, who did before, and who is busy with it."""
    said = tell_former([case], to, desk)
    if to.id != desk.person.id:
        text = words.to_you(changed, desk.person, await roster_of(desk))
        said = [say(to.telegram_id, text, card_keyboard(changed, desk, to.role)), *said]
    heard = {to.id, case.assignee.id if case.assignee else None}
    work = changed.worked_on(desk.now)
    busy = work is not None and work.person_id not in heard
    return [*said, *(await tell_worker(changed, "handed_over", desk) if busy else [])]


def _to(person: Person, case: Case, desk: Desk) -> Button:
    press = HandPress(case=case.id, version=case.version, person=person.id)
    mine = person.id == desk.person.id
    return button(words.TO_ME if mine else excerpt(person.name, LONGEST_NAME), press)
