"""Status: `/status <номер>` in private and in the team's group."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.methods import SendMessage
from aiogram.types import Message

from cases.case import Case
from cases.numbers import number_key
from cases.roles import Place
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, button, markup
from handlers.presses import CasePress
from handlers.replied import case_shown
from handlers.speech import card_keyboard, card_text
from texts import cards, lists, team

router = Router(name=__name__)
SHORTEST_TAIL = 4
CHOICES = 6
NUMBER = r"^(?!/)(?!.*/(?:catalog|product)/)(?!.*[^\W\d_a-zA-Z]{3})[^\n]{0,40}\d[^\n]{0,40}$"
"""A line with a figure and without Russian words: a number that was sent without a command.

A link to goods is none: it may begin a case (`handlers/pasting.py`).
"""


@router.message(Command("status"))
async def show_case(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Show the case with this number, the choices for a tail, or the nearest numbers."""
    if desk.place is Place.FOREIGN_GROUP:
        return []
    asked = (command.args or "").strip()
    if not asked:
        return [message.reply(team.STATUS_USAGE)]
    return [await answer_number(message, asked, desk)]


@router.message(StateFilter(None), F.chat.type == "private", F.text.regexp(NUMBER))
async def show_number(message: Message, desk: Desk) -> Words:
    """Take a number that was sent without a command for a question about it.

    One that answers the card of a case is a text for that case.
    """
    if case_shown(message, form_is_open=False) is not None:
        raise SkipHandler
    return [await answer_number(message, (message.text or "").strip(), desk)]


async def answer_number(message: Message, asked: str, desk: Desk) -> SendMessage:
    """Answer a question about a number."""
    found = await desk.cases_by_number(asked)
    if not found and len(number_key(asked)) >= SHORTEST_TAIL:
        found = await desk.cases_by_tail(asked, CHOICES)
    if len(found) == 1:
        return _card(message, found[0], desk)
    if found:
        return message.reply(lists.choose(asked), reply_markup=_choices(found, desk))
    near = await desk.cases_near(asked)
    return message.reply(lists.nothing_found(asked, bool(near)), reply_markup=_choices(near, desk))


def _card(message: Message, case: Case, desk: Desk) -> SendMessage:
    if desk.place is Place.PRIVATE:
        return message.answer(card_text(case, desk), reply_markup=card_keyboard(case, desk))
    text = cards.group_card(case, desk.rules, desk.now)
    return message.reply(text, reply_markup=open_in_private(case, desk))


def open_in_private(case: Case, desk: Desk) -> Keyboard | None:
    """Offer the whole card in private, where only the team opens it."""
    return markup([[button(cards.OPEN_IN_PRIVATE, url=link_to(case, desk))]])


def _choices(found: tuple[Case, ...], desk: Desk) -> Keyboard | None:
    if desk.place is Place.PRIVATE:
        rows = [[button(lists.choice_label(c), CasePress(what="card", case=c.id))] for c in found]
    else:
        rows = [[button(lists.choice_label(c), url=link_to(c, desk))] for c in found]
    return markup(rows[:CHOICES])


def link_to(case: Case, desk: Desk) -> str:
    """Return the link that opens a case in the private chat with the bot."""
    return f"https://t.me/{desk.bot_username}?start=case_{case.id}"
