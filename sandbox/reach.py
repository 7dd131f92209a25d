"""Where a call may go: the chat it names, and why the bot may not see it or write there."""

from __future__ import annotations

from sandbox.chats import Chat, Post
from sandbox.groups import Group
from sandbox.memberships import Status
from sandbox.private import PrivateChat
from sandbox.refusals import Refused, bad_request, forbidden
from sandbox.request import Request
from sandbox.wire import Json


def named_chat(request: Request) -> Chat:
    """The chat of `chat_id` that the bot is in; Refused otherwise."""
    chat = _existing(request)
    if isinstance(chat, Group):
        _check_group(chat, request)
    return chat


def writable_chat(request: Request, right: str = "text messages") -> Chat:
    """The same, and the bot may send `right` there."""
    chat = named_chat(request)
    if isinstance(chat, PrivateChat):
        _check_person(chat)
    elif isinstance(chat, Group) and request.bot.id in chat.silenced:
        raise bad_request(f"not enough rights to send {right} to the chat")
    return chat


def replied_post(request: Request, chat: Chat) -> Post | None:
    """The message to reply to; Refused when it is gone and the call insists on it."""
    given = request.thing("reply_parameters", "can't parse reply parameters JSON object") or {}
    number = int(given.get("message_id") or request.integer("reply_to_message_id"))
    if not number:
        return None
    if given.get("chat_id") not in (None, chat.id):
        raise bad_request("replies to another chat are not implemented in the sandbox")
    post = chat.posts.get(number)
    if post is None and not _may_miss(given, request):
        raise bad_request("message to be replied not found")
    return post


def _may_miss(given: Json, request: Request) -> bool:
    return bool(given.get("allow_sending_without_reply")) or request.flag(
        "allow_sending_without_reply"
    )


def _existing(request: Request) -> Chat:
    name = request.text("chat_id").strip()
    if not name:
        raise bad_request("chat_id is empty")
    number = request.integer("chat_id")
    chat = request.world.find_chat(number, request.bot)
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
