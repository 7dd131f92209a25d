"""The methods about ephemeral messages, which one person of a group sees."""

from __future__ import annotations

from sandbox.chats import Chat, Post
from sandbox.editing import edit_caption, edit_keyboard, edit_text
from sandbox.reach import named_chat
from sandbox.refusals import bad_request
from sandbox.request import Request


def edit_ephemeral_text(request: Request) -> bool:
    """editEphemeralMessageText: without reply_markup the keyboard goes."""
    edit_text(request, _edited)
    return True


def edit_ephemeral_caption(request: Request) -> bool:
    """EditEphemeralMessageCaption."""
    edit_caption(request, _edited)
    return True


def edit_ephemeral_keyboard(request: Request) -> bool:
    """EditEphemeralMessageReplyMarkup."""
    edit_keyboard(request, _edited)
    return True


def delete_ephemeral(request: Request) -> bool:
    """DeleteEphemeralMessage."""
    chat, post = _found(request, "delete")
    chat.erase(post.key)
    return True


def _edited(request: Request) -> tuple[Chat, Post]:
    return _found(request, "edit")


def _found(request: Request, deed: str) -> tuple[Chat, Post]:
    chat = named_chat(request)
    post = chat.posts.get(-request.integer("ephemeral_message_id"))
    mine = post is not None and post.author == request.bot.id
    if post is None or not mine or post.receiver != request.integer("receiver_user_id"):
        raise bad_request(f"message to {deed} not found")
    return chat, post
