"""Where a call may go: the chat it names, and why the bot may not see it or write there."""

from __future__ import annotations

from sandbox.chats import Chat, Post
from sandbox.groups import Group
from sandbox.memberships import Status
from sandbox.private import PrivateChat
from sandbox.refusals import Refused, bad_request, forbidden
from sandbox.request import Request
from sandbox.wire import Json


def named_chat(request: Request, name: str = "chat_id") -> Chat:
    """The chat of `chat_id` that the bot is in; Refused otherwise."""
    chat = _existing(request, name)
    if isinstance(chat, Group):
        _check_group(chat, request)
    return chat


def writable_chat(request: Request, right: str = "text messages") -> Chat:
    """The same, and the bot may send `right` there."""
    chat = named_chat(request)
    if isinstance(chat, PrivateChat):
        _check_person(chat)
    elif chat.kind == "channel" and isinstance(chat, Group) and not chat.is_admin(request.bot.id):
        raise bad_request("need administrator rights in the channel chat")
    elif isinstance(chat, Group) and request.bot.id in chat.silenced:
        raise bad_request(f"not enough rights to send {right} to the chat")
    return chat


def replied_post(request: Request, chat: Chat) -> Post | None:
    """The message to reply to; Refused when it is gone and the call insists on it."""
    given = request.thing("reply_parameters", "can't parse reply parameters JSON object") or {}
    number = int(given.get("message_id") or request.integer("reply_to_message_id"))
    if "ephemeral_message_id" in given:
        raise unimplemented("a reply to an ephemeral message")
    if not number:
        return None
    if str(given.get("chat_id", chat.id)) != str(chat.id):
        raise bad_request("replies to another chat are not implemented in the sandbox")
    post = chat.posts.get(number) if number > 0 else None
    if post is None and not _may_miss(given, request):
        raise bad_request("message to be replied not found")
    return post


def named_topic(request: Request, chat: Chat) -> int:
    """The topic to write to, 0 for none; Refused where there is no such topic or it is closed."""
    number = request.integer("message_thread_id")
    if not number:
        return 0
    forum = chat.forum if isinstance(chat, Group) else None
    if forum is None:
        raise bad_request("message thread not found")
    if forum.topic(number).closed and not (
        isinstance(chat, Group) and chat.is_admin(request.bot.id)
    ):
        raise bad_request("TOPIC_CLOSED")
    return number


def _may_miss(given: Json, request: Request) -> bool:
    return bool(given.get("allow_sending_without_reply")) or request.flag(
        "allow_sending_without_reply"
    )


def _existing(request: Request, parameter: str) -> Chat:
    name, world = request.text(parameter).strip(), request.world
    if not name:
        raise bad_request(f"{parameter} is empty")
    if name.startswith("@"):
        chat: Chat | None = world.find_channel(name[1:])
    else:
        chat = world.find_chat(request.integer(parameter), request.bot)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _check_group(group: Group, request: Request) -> None:
    kind = f"{group.kind} chat"
    if group.migrated_to is not None:
        moved = {"migrate_to_chat_id": group.migrated_to.id}
        raise bad_request("group chat was upgraded to a supergroup chat", moved)
    if request.bot.id not in group.statuses:
        raise bad_request("chat not found")
    if group.deleted:
        raise forbidden("the group chat was deleted")
    refusal = _ABSENT.get(group.status(request.bot.id))
    if refusal:
        raise forbidden(refusal.format(kind))


_ABSENT = {
    Status.KICKED: "bot was kicked from the {}",
    Status.LEFT: "bot is not a member of the {}",
}


def _check_person(chat: PrivateChat) -> None:
    for stands_in_the_way, refusal in (
        (chat.person.deactivated, "user is deactivated"),
        (chat.blocked, "bot was blocked by the user"),
        (not chat.opened, "bot can't initiate conversation with a user"),
    ):
        if stands_in_the_way:
            raise forbidden(refusal)


def unimplemented(what: str) -> Refused:
    """The sandbox knows it and does not do it: said aloud, never answered `true`."""
    return bad_request(f"{what} is not implemented in the sandbox")
