"""Permission: a move of a dear case goes to the owner first, as a request with two buttons."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.consents import needs_consent
from cases.lifecycles import Move
from cases.money import Money
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.presses import CasePress
from handlers.speech import card_keyboard, card_text, say, show
from texts import cards
from texts import consents as words


class ConsentPress(CallbackData, prefix="ok"):
    """The owner's answer to a request: «yes» or «no»."""

    what: str
    request: int


async def limit_above_which_to_ask(case: Case, move: Move, desk: Desk) -> Money | None:
    """Return the limit that this move exceeds; None when the person may make it alone."""
    if not move.consent or case.risk is None:
        return None
    limit = (await desk.consents.limits()).get(case.risk.currency)
    asks = needs_consent(case, move, desk.person.role, limit)
    return Money(limit, case.risk.currency) if asks and limit is not None else None


async def ask_owner(
    callback: CallbackQuery, case: Case, move: Move, limit: Money, desk: Desk
) -> Words:
    """Send the owner the request, once for the case as it stands, and say so to the person."""
    owner = await desk.people.owner()
    if owner is None:
        return [callback.answer(words.NOBODY_TO_ASK, show_alert=True)]
    request, is_new = await desk.consents.ask(case, move.name, desk.by)
    if not is_new:
        told = words.sent_before(request.asked_at, desk.rules)
        return [callback.answer(told, show_alert=True)]
    await desk.history.note(case.id, desk.by, "asked_owner")
    yes = button(words.YES, ConsentPress(what="yes", request=request.id), style="danger")
    no = button(words.NO, ConsentPress(what="no", request=request.id))
    look = button(cards.VIEWS["open"], CasePress(what="open", case=case.id))
    asked = words.question(case, desk.person, desk.rules, desk.now)
    text = f"{words.sent(limit)}\n\n{card_text(case, desk)}"
    return [
        callback.answer(),
        show(callback, text, card_keyboard(case, desk)),
        say(owner.telegram_id, asked, markup([[yes, no], [look]])),
    ]
