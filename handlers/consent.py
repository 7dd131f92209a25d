"""Consent: the owner's answer to a request is done at once, and told to the one who asked."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.moves import apply_move, find_allowed
from handlers.permission import ConsentPress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, say, show
from storage.consents import Request
from texts import consents as words

router = Router(name=__name__)
INSTEAD = {"confirm_refusal": "take_back_refusal"}
"""What is done when the owner does not allow a move."""
NOTED = {"yes": "owner_allowed", "no": "owner_declined"}


@router.callback_query(ConsentPress.filter())
async def answer_request(
    callback: CallbackQuery, callback_data: ConsentPress, desk: Desk
) -> Words:  # fmt: skip
    """Do what the owner has decided, once; a case that has changed since is only shown."""
    desk.require(Action.LEAD_TEAM)
    request = await desk.consents.decide(callback_data.request, callback_data.what, desk.by)
    if request is None:
        return [callback.answer(words.TOO_LATE, show_alert=True)]
    case = await desk.case(request.case_id, Action.MOVE)
    if case.version != request.version:
        text = f"{words.changed_since(case)}\n\n{card_text(case, desk)}"
        return [callback.answer(), show(callback, text, card_keyboard(case, desk))]
    allowed = callback_data.what == "yes"
    name = request.move if allowed else INSTEAD[request.move]
    move = find_allowed(case, name, desk)
    await desk.history.note(case.id, desk.by, NOTED[callback_data.what])
    shown = await apply_move(case, move, {}, desk)
    told = words.allowed(case, desk.person) if allowed else words.declined(case, desk.person)
    asker = await _tell_asker(request, told, shown, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *asker]


async def _tell_asker(request: Request, told: str, shown: Screen, desk: Desk) -> Words:
    """Tell the one who asked, unless they have left the team."""
    asker = await desk.people.get(request.person_id)
    case = await desk.case(request.case_id, Action.VIEW)
    if asker is None:
        return []
    text = f"{told}\n\n{shown.text}"
    return [say(asker.telegram_id, text, card_keyboard(case, desk, asker.role))]
