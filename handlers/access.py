"""Access: who is asking and where; a stranger gets one neutral sentence and nothing else."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from cases.case import Group, Person
from cases.roles import Place, Role
from handlers.desk import Desk
from storage.groups import Groups
from storage.people import People
from storage.tables import Tables
from texts import team

_FORGED = re.compile(r"\d{16}")
"""No button of ours carries so long a number; a client may send what it likes."""
LONGEST_ID = 52
"""Bits, as Telegram promises; what has more came from nobody."""
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Access(BaseMiddleware):
    """Puts the `desk` before the handlers; without a member of the team there is none.

    Rights come from the table at every update: a removed person loses everything at once.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let a member through to the handlers and answer everybody else."""
        assert isinstance(event, Update)  # noqa: S101 - an outer middleware of `update`
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if any(each.id.bit_length() > LONGEST_ID for each in (user, chat) if each):
            return None
        if event.my_chat_member or _is_service(event.message):
            return await handler(event, data)
        if _is_forwarded_command(event.message):
            return None
        person = await self._person(event, user, data)
        group = await _group(chat, data["tables"].groups)
        place = _place(chat, group)
        if person is None:
            return await _answer_stranger(handler, event, data, place)
        if event.callback_query and _is_nowhere(event.callback_query):
            return event.callback_query.answer(team.BUTTON_IS_PAST)
        await data["tables"].team_rules.current()
        data["desk"] = _desk(person, place, group, event, data)
        return await handler(event, data)

    async def _person(
        self, event: Update, user: User | None, data: dict[str, Any]
    ) -> Person | None:
        if user is None or user.is_bot or _speaks_for_a_chat(event):
            return None
        people: People = data["tables"].people
        person = await people.by_telegram(user.id)
        if person and (person.name, person.username) != (name_of(user), user.username):
            await people.rename(person, name_of(user), user.username)
        if person and person.out_of_reach:
            await people.find_again(user.id, data["now"])
        if person is None and user.id == data["owner_id"]:
            return await people.join(user.id, name_of(user), user.username, Role.OWNER, data["now"])
        return person


def name_of(user: User) -> str:
    """Return how a person is called: no button takes a name of nothing but spaces."""
    return user.full_name if user.full_name.strip() else user.username or str(user.id)


def _is_nowhere(press: CallbackQuery) -> bool:
    """Our buttons stand under messages in chats, and never carry so long a number."""
    return press.message is None or _FORGED.search(press.data or "") is not None


def _speaks_for_a_chat(event: Update) -> bool:
    """Anonymous administrators and channels borrow a `from` that is nobody's (BOTAPI.md)."""
    message = event.message or event.edited_message
    return message is not None and message.sender_chat is not None


def _is_forwarded_command(message: Message | None) -> bool:
    """Somebody else's command, passed on, is not an order."""
    return bool(message and message.forward_origin and (message.text or "").startswith("/"))


def _is_service(message: Message | None) -> bool:
    return message is not None and bool(message.migrate_to_chat_id)


async def _group(chat: Chat | None, groups: Groups) -> Group | None:
    if chat is None or chat.type == ChatType.PRIVATE:
        return None
    return await groups.find(chat.id)


def _place(chat: Chat | None, group: Group | None) -> Place:
    if chat is None or chat.type == ChatType.PRIVATE:
        return Place.PRIVATE
    return Place.GROUP if group else Place.FOREIGN_GROUP


async def _answer_stranger(
    handler: Handler, event: Update, data: dict[str, Any], place: Place
) -> Any:
    if place is not Place.PRIVATE:
        return None
    if event.callback_query:
        return event.callback_query.answer(team.STRANGER, show_alert=True)
    message = event.message
    if message is None:
        return None
    if (message.text or "").startswith("/start "):
        return await handler(event, data)
    return message.answer(team.STRANGER)


def _desk(
    person: Person, place: Place, group: Group | None, event: Update, data: dict[str, Any]
) -> Desk:
    tables: Tables = data["tables"]
    return Desk(
        **vars(tables),
        now=data["now"],
        rules=tables.team_rules.rules,
        person=person,
        place=place,
        update_id=event.update_id,
        bot_username=data["bot_username"],
        talks=group is not None and group.talks,
    )
