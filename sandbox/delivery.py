"""How a message of a bot goes out: to which chat and topic, as a reply, to whom, with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sandbox.chats import Chat, Post
from sandbox.groups import Group
from sandbox.keyboards import NO_MARKUP, Markup, check_size, keys, read_markup
from sandbox.reach import named_topic, replied_post, unimplemented, writable_chat
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.wire import Json

#: Flags of a call that stand in the message under a name of their own.
_SHOWN: Final = {
    "protect_content": "has_protected_content",
    "show_caption_above_media": "show_caption_above_media",
    "has_spoiler": "has_media_spoiler",
}
_MORE: Final = frozenset({*_SHOWN, "message_effect_id"})
_EPHEMERAL: Final = "ephemeral_message_parameters"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything about a message to send except what it says.

    `topic` is 0 outside forums; `receiver` is the User card of the only person who will see it.
    """

    request: Request
    chat: Chat
    markup: Markup
    topic: int
    replied: Post | None
    receiver: Json | None


def addressed(request: Request, right: str = "text messages") -> Delivery:
    """The way a call wants its message to go; Refused in Telegram's order of checks."""
    markup = read_markup(request)
    chat = writable_chat(request, right)
    if markup.chat and chat.kind == "channel":
        raise bad_request("reply keyboards are not allowed in channels")
    if markup.chat:
        check_private_requests(markup.chat, chat)
    topic = named_topic(request, chat)
    replied = replied_post(request, chat)
    if replied and not topic:
        topic = replied.body.get("message_thread_id", 0)
    return Delivery(request, chat, markup, topic, replied, _receiver(request, chat))


def check_private_requests(keyboard: Json, chat: Chat) -> None:
    """A number or a place can be asked for in private only."""
    for key in keys(keyboard) if chat.kind != "private" else ():
        if key.get("request_contact"):
            raise bad_request("phone number can be requested in private chats only")
        if key.get("request_location"):
            raise bad_request("location can be requested in private chats only")


def sent(delivery: Delivery, content: Json) -> Json:
    """Put the message into the chat and return it; Refused for its keyboard, or 429."""
    let_through(delivery)
    return published(delivery, content)


def let_through(delivery: Delivery) -> None:
    """What Telegram looks at last: the keyboard's size, the effect, and the flood limits."""
    request = delivery.request
    check_size(delivery.markup.inline, request.world.rules)
    if request.arguments.get("message_effect_id") and delivery.chat.kind != "private":
        raise bad_request("can't use message effects in the chat")
    request.world.flood.passes(delivery.chat.id, request.world.rules)


def published(delivery: Delivery, content: Json) -> Json:
    """Put the message into the chat; an album is let through once and published many times."""
    request, chat, markup = delivery.request, delivery.chat, delivery.markup
    extras = _extras(request)
    if markup.inline:
        extras["reply_markup"] = markup.inline
    post = chat.publish(
        content | extras if extras else content,
        author=request.bot,
        by_bot=True,
        sender={"sender_chat": chat.card} if chat.kind == "channel" else None,
        reply_to=delivery.replied,
        keyboard=markup.chat,
        topic=delivery.topic,
        receiver=delivery.receiver,
    )
    if markup is not NO_MARKUP:
        chat.take_keyboard(markup.chat)
    if isinstance(chat, Group):
        chat.last_bot = request.bot.id
        chat.discuss(post)
    return post.body


def _extras(request: Request) -> Json:
    if _MORE.isdisjoint(request.arguments):
        return {}
    extras: Json = {shown: True for name, shown in _SHOWN.items() if request.flag(name)}
    effect = request.text("message_effect_id")
    return extras | {"effect_id": effect} if effect else extras


def _receiver(request: Request, chat: Chat) -> Json | None:
    if _EPHEMERAL not in request.arguments:
        return None
    given = request.thing(_EPHEMERAL, f"can't parse {_EPHEMERAL} JSON object") or {}
    if not isinstance(chat, Group) or chat.kind == "channel":
        raise bad_request("ephemeral messages can be sent only in groups")
    if given.get("replace_callback_query_message"):
        raise unimplemented("replacing the message of a press by an ephemeral one")
    number, query = int(given["receiver_user_id"]), given.get("callback_query_id")
    if not chat.has(number) or number not in request.world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if query and request.world.queries.asked_by(str(query), request.bot) != number:
        raise bad_request("QUERY_ID_INVALID")
    return request.world.people[number].card
