"""Undoing: for two minutes a person takes back what they have done, while nobody has gone on."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.case import Case, Person
from cases.roles import Action
from cases.undoing import UNDONE, in_time
from handlers.desk import Desk, Words
from handlers.races import last_change, show_as_it_is
from handlers.speech import card_keyboard, card_text, say, show
from handlers.undo import UndoPress, without_undo
from storage.journal import NumberTaken, SomebodyWasFirst
from storage.undos import Undo
from texts import undoing as texts

router = Router(name=__name__)
Returned = list[tuple[Case, Case]]
"""The cases that were put back: before and after."""
Left = list[tuple[Case, str]]
LEADING = frozenset({"taken", "handed_over"})


@router.callback_query(UndoPress.filter())
async def undo(callback: CallbackQuery, callback_data: UndoPress, desk: Desk) -> Words:
    """Put every case of the deed back that nobody has changed since, and say which were not."""
    desk.require(Action.MOVE)
    kept = await desk.undos.of(desk.person.id, callback_data.deed)
    if not kept or not in_time(kept[0].at, desk.now):
        why = texts.TOO_LATE if kept else texts.NOT_KEPT
        return [callback.answer(why, show_alert=True)]
    returned: Returned = []
    left: Left = []
    for each in kept:
        await _put_back(each, returned, left, desk)
    if not returned and all(why == texts.ALREADY for _, why in left):
        return [callback.answer(texts.ALREADY)]
    shown = await (_show_one if len(kept) == 1 else _show_all)(callback, kept, returned, left, desk)
    return [*shown, *await _tell(kept[0], returned, desk)]


async def _put_back(kept: Undo, returned: Returned, left: Left, desk: Desk) -> None:
    case = await desk.case(kept.case_id, Action.MOVE)
    try:
        undone = await desk.journal.undo(case, kept, desk.by)
        await desk.snoozes.bring_back(undone, kept.asleep, kept.at, desk.now)
        returned.append((case, await desk.search.get(case.id)))
    except NumberTaken:
        left.append((case, texts.NUMBER_TAKEN))
    except SomebodyWasFirst:
        last = await desk.history.last(case.id)
        again = case.version == kept.version + 1 and last and last.what.startswith(UNDONE)
        left.append((case, texts.ALREADY if again else await last_change(case, desk)))


async def _show_one(
    callback: CallbackQuery, kept: tuple[Undo, ...], returned: Returned, left: Left, desk: Desk
) -> Words:
    if left:
        return await show_as_it_is(callback, left[0][0], desk, texts.NOT_UNDONE)
    case = returned[0][1]
    text = f"{texts.undone(kept[0].what)}\n\n{card_text(case, desk)}"
    return [callback.answer(), show(callback, text, card_keyboard(case, desk))]


async def _show_all(
    callback: CallbackQuery, _: tuple[Undo, ...], returned: Returned, left: Left, __: Desk
) -> Words:
    text = texts.all_undone([case for _, case in returned], left)
    return [callback.answer(), show(callback, text, without_undo(callback.message))]


async def _tell(kept: Undo, returned: Returned, desk: Desk) -> Words:
    """Tell whoever has heard of the deed: those who led the cases, or who asked the owner."""
    if not returned:
        return []
    if kept.what in LEADING:
        return _tell_leaders(returned, desk)
    _, now = returned[0]
    request = await desk.consents.answered(now.id, kept.version - 1)
    heard = await desk.people.get(request.person_id) if request else None
    if heard is None or heard.id == desk.person.id:
        return []
    told = f"{texts.took_back(now, desk.person)}\n\n{card_text(now, desk)}"
    return [say(heard.telegram_id, told)]


def _tell_leaders(returned: Returned, desk: Desk) -> Words:
    led: dict[int, Person] = {}
    cases: dict[int, list[Case]] = {}
    for before, now in returned:
        for person in (before.assignee, now.assignee):
            if person and person.id != desk.person.id and person.removed_at is None:
                led[person.id] = person
                cases.setdefault(person.id, []).append(now)
    return [
        say(person.telegram_id, texts.handed_back(cases[person.id], desk.person))
        for person in led.values()
    ]
