"""Otherwise: what nobody else has heard, and the errors that are answers."""

from aiogram import F, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent, Message

from cases.answers import Heard
from cases.drafts import TooManyDrafts
from cases.roles import Forbidden
from handlers.desk import NoSuchCase, Words
from handlers.hearing import heard
from handlers.meaning import ButtonIsPast
from texts import drafts, team
from texts.refusals import HEARD

router = Router(name=__name__)
ANSWERS: dict[type[Exception], str] = {
    Forbidden: team.NOT_ALLOWED,
    NoSuchCase: team.NO_SUCH_CASE,
    ButtonIsPast: team.BUTTON_IS_PAST,
    TooManyDrafts: drafts.TOO_MANY,
}


@router.message(F.chat.type == "private", F.text.startswith("/"))
async def explain_commands(message: Message) -> Words:
    """Name the way to the commands."""
    return [message.answer(team.UNKNOWN_COMMAND)]


@router.message(F.chat.type == "private")
async def explain(message: Message) -> Words:
    """Say what could be written here."""
    kind = heard(message).heard
    came = "" if kind is Heard.TEXT else HEARD[kind]
    return [message.answer(team.not_understood(came))]


@router.callback_query()
async def answer_press(callback: CallbackQuery) -> Words:
    """Stop the spinner of a button that means nothing any more."""
    return [callback.answer(team.BUTTON_IS_PAST)]


@router.errors(ExceptionTypeFilter(*ANSWERS))
async def refuse(event: ErrorEvent) -> Words:
    """Answer what may not be done here; "no such" and "not yours" read the same."""
    text = ANSWERS[type(event.exception)]
    if event.update.callback_query:
        return [event.update.callback_query.answer(text, show_alert=True)]
    message = event.update.message
    return [message.answer(text)] if message and message.chat.type == "private" else []
