"""The limits: from which sum on the owner is asked before a return is refused (/limits)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.answers import money_of
from cases.filling import Draft
from cases.kinds import Currency
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.pile import Ending, finishes
from handlers.screens import Screen
from handlers.speech import show
from texts import consents as words
from texts.words import choice

router = Router(name=__name__)
READY: dict[str, tuple[int, ...]] = {
    "RUB": (300_000, 500_000, 1_000_000),
    "BYN": (10_000, 20_000, 50_000),
}
"""Limits to choose from, in minor units, by currency."""
NONE = -1


class LimitPress(CallbackData, prefix="lm"):
    """Something the owner does with the limit of a currency; `minor` below zero is no limit."""

    what: str
    currency: Currency = Currency.RUB
    minor: int = NONE


@router.message(Command("limits"), F.chat.type == "private")
async def show_limits(message: Message, desk: Desk) -> Words:
    """Show from which sums on the owner is asked."""
    desk.require(Action.LEAD_TEAM)
    shown = await _all(desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(LimitPress.filter(F.what.in_({"all", "one", "set"})))
async def look_at_limit(callback: CallbackQuery, callback_data: LimitPress, desk: Desk) -> Words:
    """Show one limit with what may be chosen, or keep what was chosen."""
    desk.require(Action.LEAD_TEAM)
    currency, minor = callback_data.currency, callback_data.minor
    if callback_data.what == "set":
        await desk.consents.set_limit(currency, None if minor < 0 else minor)
    one = callback_data.what == "one"
    shown = await (_one(currency, desk) if one else _all(desk))
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(LimitPress.filter(F.what == "other"))
async def ask_limit(
    callback: CallbackQuery, callback_data: LimitPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for a sum that is not among the buttons."""
    desk.require(Action.LEAD_TEAM)
    about = {"currency": callback_data.currency.value}
    draft = Draft(id=str(desk.update_id), form="limit", answers=about)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("limit")
async def keep_limit(draft: Draft, desk: Desk) -> Ending:
    """Keep the sum that was typed, in the currency in which it was meant."""
    desk.require(Action.LEAD_TEAM)
    limit = money_of(draft.answers["consent_limit"])
    assert limit is not None  # noqa: S101 - the question is required
    await desk.consents.set_limit(limit.currency, limit.minor)
    return Ending(await _all(desk))


async def _all(desk: Desk) -> Screen:
    known = await desk.consents.limits()
    buttons = [
        button(choice("currency", each), LimitPress(what="one", currency=each)) for each in Currency
    ]
    return Screen(words.limits(known), markup(in_rows(buttons)))


async def _one(currency: Currency, desk: Desk) -> Screen:
    known = (await desk.consents.limits())[currency]
    offered = [
        button(
            words.limit_button(currency, minor),
            LimitPress(what="set", currency=currency, minor=minor),
        )
        for minor in READY[currency]
    ]
    off = button(words.LIMIT_OFF, LimitPress(what="set", currency=currency))
    other = button(words.OTHER_SUM, LimitPress(what="other", currency=currency))
    back = [button(words.BACK, LimitPress(what="all"))]
    keyboard = markup([offered, [off, other], back])
    return Screen(words.one_limit(currency, known), keyboard)
