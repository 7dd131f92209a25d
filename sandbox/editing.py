"""The methods that change what was sent: edits of text, caption and keyboard, and deletions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.chats import Chat, Post
from sandbox.formatting import formatted
from sandbox.groups import Group
from sandbox.keyboards import check_size, inline_only, read_markup
from sandbox.reach import named_chat, unimplemented
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rich import read_rich
from sandbox.rules import DELETABLE_FOR
from sandbox.sending import check_caption, check_text
from sandbox.wire import Json, without_nulls

Find = Callable[[Request], tuple[Chat, Post]]

_CAPTIONED = frozenset({"photo", "document", "video", "voice", "audio", "animation"})
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(request: Request) -> Json:
    """editMessageText: a text or a rich message; without reply_markup the keyboard goes."""
    return edit_text(request, _edited)


def edit_text(request: Request, find: Find) -> Json:
    """Put another text into the message that `find` finds."""
    rich = read_rich(request)
    if rich is None and not request.text("text"):
        raise bad_request("message text is empty")
    said = formatted(request, "text", "entities")
    keyboard = inline_only(read_markup(request))
    chat, post = find(request)
    if "text" not in post.body and "rich_message" not in post.body:
        raise bad_request("there is no text in the message to edit")
    if rich is not None:
        return _put(request, chat, post, {"rich_message": rich}, keyboard)
    check_text(said, too_long="MESSAGE_TOO_LONG")
    return _put(request, chat, post, said.fields("text", "entities"), keyboard)


def edit_message_caption(request: Request) -> Json:
    """editMessageCaption, of anything that can have one."""
    return edit_caption(request, _edited)


def edit_caption(request: Request, find: Find) -> Json:
    """Put another caption under the file of the message that `find` finds."""
    said = formatted(request, "caption", "caption_entities")
    keyboard = inline_only(read_markup(request))
    chat, post = find(request)
    if not _CAPTIONED & post.body.keys():
        raise bad_request("there is no caption in the message to edit")
    check_caption(said)
    return _put(request, chat, post, said.fields("caption", "caption_entities"), keyboard)


def edit_message_reply_markup(request: Request) -> Json:
    """editMessageReplyMarkup: without reply_markup the keyboard goes, the text stays."""
    return edit_keyboard(request, _edited)


def edit_keyboard(request: Request, find: Find) -> Json:
    """Put another keyboard under the message that `find` finds."""
    keyboard = inline_only(read_markup(request))
    chat, post = find(request)
    return _put(request, chat, post, _words(post.body), keyboard)


def delete_message(request: Request) -> bool:
    """deleteMessage: own ones for 48 hours, others' in private chats or as an administrator."""
    chat, number = named_chat(request), request.integer("message_id")
    post = chat.posts.get(number) if number > 0 else None
    if post is None:
        raise bad_request("message to delete not found")
    _check_deletable(request, chat, post)
    chat.erase(post.key)
    return True


def delete_messages(request: Request) -> bool:
    """deleteMessages: those that can be deleted; the others stay without a word."""
    chat = named_chat(request)
    numbers = request.parsed("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        post = chat.posts.get(int(number)) if int(number) > 0 else None
        if post is not None and _is_deletable(request, chat, post):
            chat.erase(post.key)
    return True


def _edited(request: Request) -> tuple[Chat, Post]:
    if request.text("inline_message_id"):
        raise unimplemented("editing inline messages")
    chat = named_chat(request)
    number = request.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    post = chat.posts.get(number)
    if post is None:
        raise bad_request("message to edit not found")
    # A message that came with a reply keyboard is closed to edits as well.
    if post.author != request.bot.id or post.service or post.keyboard is not None:
        raise bad_request("message can't be edited")
    return chat, post


def _put(request: Request, chat: Chat, post: Post, words: Json, keyboard: Json | None) -> Json:
    same = _words(post.body) == words
    if same and post.body.get("reply_markup") == keyboard:
        raise bad_request(_UNCHANGED)
    check_size(keyboard, request.world.rules)
    kept = {name: value for name, value in post.body.items() if name not in _CHANGED}
    body = kept | words | without_nulls(reply_markup=keyboard)
    return chat.rewrite(post, body, edited=not same).body


_WORDS = ("text", "entities", "caption", "caption_entities", "rich_message")
_CHANGED = frozenset({*_WORDS, "reply_markup"})


def _words(body: Json) -> Json:
    return {name: body[name] for name in _WORDS if name in body}


def _is_deletable(request: Request, chat: Chat, post: Post) -> bool:
    return _refusal(request, chat, post) is None


def _check_deletable(request: Request, chat: Chat, post: Post) -> None:
    refusal = _refusal(request, chat, post)
    if refusal:
        raise bad_request(refusal)


def _refusal(request: Request, chat: Chat, post: Post) -> str | None:
    age = request.world.clock.now() - datetime.fromtimestamp(post.body["date"], UTC)
    bot = request.bot.id
    if isinstance(chat, Group) and post.author != bot and not chat.is_admin(bot):
        return "message can't be deleted"
    if age >= DELETABLE_FOR:
        return "message can't be deleted" + ("" if chat.kind == "supergroup" else " for everyone")
    return None
