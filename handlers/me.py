"""What a person sets for themselves: who their deputy is (/me)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.case import Person
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.meaning import ButtonIsPast
from handlers.screens import Screen
from handlers.speech import say, show
from texts import me as words

router = Router(name=__name__)


class MePress(CallbackData, prefix="me"):
    """Something a person does about themselves; `id` is another person."""

    what: str
    id: int = 0


@router.message(Command("me"), F.chat.type == "private")
async def show_me(message: Message, desk: Desk) -> Words:
    """Show what the person has set."""
    shown = await _me(desk.person, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "me"))
async def show_me_again(callback: CallbackQuery, desk: Desk) -> Words:
    """Go back to what the person has set."""
    desk.require(Action.VIEW)
    shown = await _me(desk.person, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "deputies"))
async def choose_deputy(callback: CallbackQuery, desk: Desk) -> Words:
    """Offer who may be the deputy."""
    desk.require(Action.VIEW)
    others = [each for each in await desk.people.team() if each.id != desk.person.id]
    buttons = [button(each.name[:40], MePress(what="deputy", id=each.id)) for each in others]
    buttons.append(button(words.NOBODY, MePress(what="deputy")))
    rows = [*in_rows(buttons), [button(words.BACK, MePress(what="me"))]]
    return [callback.answer(), show(callback, words.WHO_IS_DEPUTY, markup(rows))]


@router.callback_query(MePress.filter(F.what == "deputy"))
async def set_deputy(callback: CallbackQuery, callback_data: MePress, desk: Desk) -> Words:
    """Keep who is the deputy, and tell them."""
    desk.require(Action.VIEW)
    deputy = await desk.people.get(callback_data.id) if callback_data.id else None
    if deputy is None and callback_data.id:
        raise ButtonIsPast
    await desk.people.set_deputy(desk.person, deputy.id if deputy else None)
    person = await desk.people.get(desk.person.id)
    shown = await _me(person or desk.person, desk)
    told = [say(deputy.telegram_id, words.you_are_deputy(desk.person))] if deputy else []
    return [callback.answer(words.KEPT), show(callback, shown.text, shown.keyboard), *told]


async def _me(person: Person, desk: Desk) -> Screen:
    deputy = await desk.people.get(person.deputy_id) if person.deputy_id else None
    return Screen(words.me(deputy), markup([[button(words.DEPUTY, MePress(what="deputies"))]]))
