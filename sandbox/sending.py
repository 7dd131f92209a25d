"""The methods that send: text, photos, documents, and «typing…»."""

from __future__ import annotations

from typing import Final

from sandbox.chats import Chat
from sandbox.files import StoredFile, picture_type
from sandbox.formatting import Formatted, formatted
from sandbox.groups import Group
from sandbox.keyboards import Markup, check_size, read_markup
from sandbox.reach import replied_post, unimplemented, writable_chat
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request, Upload
from sandbox.rules import CAPTION_CODE_POINTS, TEXT_CODE_POINTS
from sandbox.wire import Json

_ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(request: Request) -> Json:
    """sendMessage, with Telegram's order of checks."""
    if not request.text("text"):
        raise bad_request("message text is empty")
    said = formatted(request, "text", "entities")
    markup = read_markup(request)
    chat = writable_chat(request)
    replied = replied_post(request, chat)
    check_text(said)
    check_size(markup.inline, request.world.rules)
    content = said.fields("text", "entities") | _preview(request)
    return _publish(request, chat, content, markup, replied.message_id if replied else 0)


def check_text(said: Formatted, *, too_long: str = "message is too long") -> None:
    """The length after parsing, in code points."""
    if not said.text:
        raise bad_request("text must be non-empty")
    if len(said.text) > TEXT_CODE_POINTS:
        raise bad_request(too_long)


def check_caption(said: Formatted) -> None:
    """The caption's length after parsing, in code points."""
    if len(said.text) > CAPTION_CODE_POINTS:
        raise bad_request("message caption is too long")


def send_photo(request: Request) -> Json:
    """sendPhoto, with a new file or a known file_id."""
    return _send_file(request, "photo", "photos")


def send_document(request: Request) -> Json:
    """sendDocument, with a new file or a known file_id."""
    return _send_file(request, "document", "documents")


def send_chat_action(request: Request) -> bool:
    """sendChatAction: people see it as an event."""
    chat = writable_chat(request)
    action = request.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.world.events.record("action", chat=chat.id, action=action)
    return True


def _send_file(request: Request, kind: str, right: str) -> Json:
    said = formatted(request, "caption", "caption_entities")
    markup = read_markup(request)
    chat = writable_chat(request, right)
    replied = replied_post(request, chat)
    file = _attached(request, kind)
    check_caption(said)
    check_size(markup.inline, request.world.rules)
    shown = file.as_photo() if kind == "photo" else file.as_document()
    content = {kind: shown, **said.fields("caption", "caption_entities")}
    return _publish(request, chat, content, markup, replied.message_id if replied else 0)


def _attached(request: Request, kind: str) -> StoredFile:
    given = request.text(kind)
    upload = request.files.get(given.removeprefix("attach://")) or request.files.get(kind)
    if upload is not None:
        return _uploaded(request, kind, upload)
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if "://" in given:
        raise unimplemented("sending a file by its address")
    known = request.world.files.find(given)
    if known is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind} as {kind}")
    return known


def _uploaded(request: Request, kind: str, upload: Upload) -> StoredFile:
    rules, size = request.world.rules, len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > rules.upload_bytes:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and size > rules.photo_bytes:
        raise bad_request(f"file of size {size} bytes is too big for a photo")
    if kind == "photo" and not picture_type(upload.content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return request.world.files.keep(kind, upload.name, upload.content)


def _publish(request: Request, chat: Chat, content: Json, markup: Markup, replied: int) -> Json:
    request.world.flood.passes(chat.id, request.world.rules)
    shown = {"reply_markup": markup.inline} if markup.inline else {}
    post = chat.publish(
        content | shown,
        author=request.bot,
        by_bot=True,
        reply_to=chat.posts.get(replied),
        keyboard=markup.chat,
    )
    chat.take_keyboard(markup.chat)
    if isinstance(chat, Group):
        chat.last_bot = request.bot.id
    return post.body


def _preview(request: Request) -> Json:
    options = request.thing("link_preview_options", "can't parse link preview options JSON object")
    return {"link_preview_options": options} if options else {}
