"""The team: the owner invites people, sees who is in it, and removes somebody."""

import secrets
from datetime import timedelta

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from cases.lists import CaseList, View
from cases.roles import Action, Role
from handlers.absence import away_of_others, roster_of
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, button, markup
from handlers.presses import ListPress, TeamPress
from handlers.speech import show
from storage.lists import MOST_COUNTED
from texts import absences, lists, team

router = Router(name=__name__)
LIFE = timedelta(hours=24)
TOKEN_BYTES = 24  # 192 random bits, 32 characters in the link


@router.message(Command("invite"), F.chat.type == "private")
async def invite(message: Message, desk: Desk) -> Words:
    """Give the owner a one-time link for a manager."""
    return [message.answer(await _invitation(desk))]


@router.callback_query(TeamPress.filter(F.what == "invite"))
async def invite_by_press(callback: CallbackQuery, desk: Desk) -> Words:
    """Give the link for a press on «Пригласить»; the message with the button stays."""
    link = await _invitation(desk)
    assert callback.message is not None  # noqa: S101 - the button stands under a message
    return [callback.answer(), callback.message.answer(link)]


@router.message(Command("team"), F.chat.type == "private")
async def show_team(message: Message, desk: Desk) -> Words:
    """List the people of the team, with a button to remove each."""
    text, keyboard = await _team(desk)
    return [message.answer(text, reply_markup=keyboard)]


@router.callback_query(TeamPress.filter(F.what == "team"))
async def show_team_again(callback: CallbackQuery, desk: Desk) -> Words:
    """Go back to the list of people."""
    text, keyboard = await _team(desk)
    return [callback.answer(), show(callback, text, keyboard)]


@router.callback_query(TeamPress.filter(F.what == "remove"))
async def ask_to_remove(callback: CallbackQuery, callback_data: TeamPress, desk: Desk) -> Words:
    """Ask before somebody loses access."""
    desk.require(Action.LEAD_TEAM)
    person = await desk.people.get(callback_data.id)
    if person is None or person.role is Role.OWNER:
        return [callback.answer(team.NOBODY_TO_REMOVE)]
    keyboard = markup([[
        button(team.YES_REMOVE, TeamPress(what="removed", id=person.id), style="danger"),
        button(team.NO, TeamPress(what="team")),
    ]])  # fmt: skip
    return [callback.answer(), show(callback, team.sure_to_remove(person), keyboard)]


@router.callback_query(TeamPress.filter(F.what == "removed"))
async def remove(callback: CallbackQuery, callback_data: TeamPress, desk: Desk) -> Words:
    """Take somebody off the team."""
    desk.require(Action.LEAD_TEAM)
    person = await desk.people.get(callback_data.id)
    if person is None or person.role is Role.OWNER:
        return [callback.answer(team.NOBODY_TO_REMOVE)]
    led = (await desk.lists.counts(View(), person.id, desk.now))[CaseList.MINE]
    await desk.people.remove(person, desk.now)
    text = team.removed(person, lists.amount(led, MOST_COUNTED) if led else "")
    nobodys = button(lists.LISTS[CaseList.NOBODYS], ListPress(do="page", of=CaseList.NOBODYS))
    return [callback.answer(), show(callback, text, markup([[nobodys]] if led else []))]


async def _invitation(desk: Desk) -> str:
    desk.require(Action.LEAD_TEAM)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = desk.now + LIFE
    await desk.people.invite(token, desk.person, desk.now, expires_at)
    link = f"https://t.me/{desk.bot_username}?start={token}"
    return team.invitation(link, expires_at, desk.rules.zone, desk.now)


async def _team(desk: Desk) -> tuple[str, Keyboard | None]:
    desk.require(Action.LEAD_TEAM)
    people = await desk.people.team()
    rows = [
        [button(f"{team.REMOVE}: {p.name}"[:64], TeamPress(what="remove", id=p.id))]
        for p in people
        if p.role is not Role.OWNER
    ]
    rows.append([button(team.INVITE, TeamPress(what="invite")), away_of_others()])
    roster = await roster_of(desk)
    return team.team(people, lambda each: absences.team_line(each, roster)), markup(rows)
