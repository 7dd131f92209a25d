"""The groups: binding, being added and removed, a group that becomes a supergroup."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from cases.roles import Action, Place
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.presses import BindPress
from handlers.speech import say, show
from handlers.talk import groups_screen
from storage.groups import Groups
from storage.people import People
from texts import groups as words
from texts import team

router = Router(name=__name__)
_GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


@router.message(Command("bind"), F.chat.type.in_({"group", "supergroup"}))
async def bind(message: Message, desk: Desk) -> Words:
    """Let the team use the journal in this group; from anybody but the owner it is silent."""
    if not desk.may(Action.BIND):
        return []
    title = message.chat.title or ""
    await desk.groups.bind(message.chat.id, title, desk.person, desk.now)
    return [message.reply(words.group_bound(title, desk.bot_username))]


@router.callback_query(BindPress.filter())
async def bind_by_press(
    callback: CallbackQuery, callback_data: BindPress, desk: Desk, bot_username: str
) -> Words:
    """Bind the group that the owner was told about."""
    desk.require(Action.LEAD_TEAM)
    title = await desk.groups.title(callback_data.chat)
    if title is None:
        return [callback.answer(team.BUTTON_IS_PAST)]
    await desk.groups.bind(callback_data.chat, title, desk.person, desk.now)
    said = words.group_bound(title, bot_username)
    there = SendMessage(chat_id=callback_data.chat, text=said)
    groups = await groups_screen(desk)
    return [callback.answer(), show(callback, f"{said}\n\n{groups.text}", groups.keyboard), there]


@router.message(Command("bind"), F.chat.type == "private")
async def explain_binding(message: Message, desk: Desk) -> Words:
    """Say where this command belongs; the owner sees the groups that are bound."""
    text = words.bind_in_group(desk.bot_username)
    if not desk.may(Action.LEAD_TEAM) or not await desk.groups.bound():
        return [message.answer(text)]
    shown = await groups_screen(desk)
    return [message.answer(f"{shown.text}\n\n{text}", reply_markup=shown.keyboard)]


@router.message(Command(*team.ONLY_IN_PRIVATE), F.chat.type.in_({"group", "supergroup"}))
async def point_to_private(message: Message, desk: Desk) -> Words:
    """Say in the team's group that a command belongs into the private chat; silent elsewhere."""
    if desk.place is not Place.GROUP:
        return []
    link = button(team.GO_PRIVATE, url=f"https://t.me/{desk.bot_username}")
    return [message.reply(team.THIS_IS_PRIVATE, reply_markup=markup([[link]]))]


@router.message(F.migrate_to_chat_id)
async def follow_group(message: Message, groups: Groups) -> None:
    """Move the binding when a group becomes a supergroup."""
    if message.migrate_to_chat_id is not None:
        await groups.migrate(message.chat.id, message.migrate_to_chat_id)


@router.my_chat_member(F.chat.type == ChatType.PRIVATE)
async def keep_reachable(event: ChatMemberUpdated, people: People, now: datetime) -> Words:
    """Keep whether a person has blocked the bot; the owner is told once."""
    if event.new_chat_member.status not in _GONE:
        await people.find_again(event.from_user.id, now)
        return []
    lost, owner = await people.lose(event.from_user.id, now), await people.owner()
    if lost is None or owner is None or lost.id == owner.id:
        return []
    return [say(owner.telegram_id, team.out_of_reach(lost))]


@router.my_chat_member()
async def keep_group(
    event: ChatMemberUpdated, groups: Groups, people: People, now: datetime, bot_username: str
) -> Words:
    """Tell the owner of a group that the bot was put into or taken out of."""
    title, chat_id = event.chat.title or "", event.chat.id
    owner = await people.owner()
    if event.new_chat_member.status in _GONE:
        known = await groups.is_bound(chat_id)
        await groups.unbind(chat_id)
        return [say(owner.telegram_id, words.group_lost(title))] if known and owner else []
    told = await groups.told_about(chat_id, title, now)
    if not told or owner is None:
        return []
    keyboard = markup([[button(team.BIND, BindPress(chat=chat_id))]])
    return [say(owner.telegram_id, words.unknown_group(title, bot_username), keyboard)]
