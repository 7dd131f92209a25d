"""Start: the owner's set-up, a manager's invitation, links to a case; help and cancelling."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from cases.filling import Draft
from cases.roles import Action, Role
from handlers import pile
from handlers.access import name_of
from handlers.desk import Desk, Words
from handlers.keyboards import menu
from handlers.screens import offer_to_continue, screen
from handlers.speech import card_keyboard, card_text, say
from storage.people import InvitationSpent, People
from texts import team

router = Router(name=__name__)
CASE_LINK = "case_"


@router.message(CommandStart(), F.chat.type == "private", F.from_user)
async def start(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    people: People,
    now: datetime,
    desk: Desk | None = None,
) -> Words:
    """Greet a member, lead the owner through the set-up, let an invited person in."""
    payload = command.args or ""
    if desk is None:
        return await _join(message, payload, people, now)
    if payload.startswith(CASE_LINK) and payload.removeprefix(CASE_LINK).isdecimal():
        case = await desk.case(int(payload.removeprefix(CASE_LINK)), Action.VIEW)
        return [message.answer(card_text(case, desk), reply_markup=card_keyboard(case, desk))]
    if desk.person.role is Role.OWNER and not await desk.cabinets.all():
        return await _begin_setup(message, desk, state)
    greeting = message.answer(team.welcome_back(desk.person.name), reply_markup=menu())
    unfinished = await pile.drafts(state)
    if not unfinished:
        return [greeting]
    shown = offer_to_continue(unfinished[-1], desk)
    return [greeting, message.answer(shown.text, reply_markup=shown.keyboard)]


@router.message(or_f(Command("help"), F.text == team.MENU_HELP), F.chat.type == "private")
async def show_help(message: Message, desk: Desk) -> Words:
    """Say what the bot can do, on one screen."""
    more = team.HELP_OWNER if desk.may(Action.LEAD_TEAM) else ""
    return [message.answer(team.HELP + more, reply_markup=menu())]


@router.message(Command("cancel"), F.chat.type == "private")
async def cancel(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Drop what was begun."""
    ending = await pile.cancel(desk, state)
    return [message.answer(ending.screen.text, reply_markup=menu()), *ending.more]


async def _begin_setup(message: Message, desk: Desk, state: FSMContext) -> Words:
    greeting = message.answer(team.welcome_owner(desk.person.name), reply_markup=menu())
    for draft in await pile.drafts(state):
        if draft.form == "cabinet_setup":
            shown = await screen(draft, desk)
            return [greeting, message.answer(shown.text, reply_markup=shown.keyboard)]
    draft = Draft(id=str(desk.update_id), form="cabinet_setup")
    shown = await pile.open_form(draft, desk, state)
    return [greeting, message.answer(shown.text, reply_markup=shown.keyboard)]


async def _join(message: Message, token: str, people: People, now: datetime) -> Words:
    user = message.from_user
    assert user is not None  # noqa: S101 - a private message has its author
    try:
        person = await people.accept(token, user.id, name_of(user), user.username, now)
    except InvitationSpent:
        known = token.startswith(CASE_LINK)  # a link to a case tells a stranger nothing
        return [message.answer(team.STRANGER if known else team.INVITATION_SPENT)]
    said = [message.answer(team.welcome_manager(person.name), reply_markup=menu())]
    owner = await people.owner()
    return [*said, say(owner.telegram_id, team.joined(person))] if owner else [*said]
