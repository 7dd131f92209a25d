"""The methods that send one message: text, files, a contact, a place, and «typing…»."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sandbox.delivery import addressed, sent
from sandbox.formatting import Formatted, formatted
from sandbox.reach import named_topic, writable_chat
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rules import CAPTION_CODE_POINTS, TEXT_CODE_POINTS
from sandbox.uploads import attached
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
    delivery = addressed(request)
    check_text(said)
    return sent(delivery, said.fields("text", "entities") | preview_of(request))


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


def sender_of(kind: str, right: str) -> Callable[[Request], Json]:
    """The method that sends files of this kind, new or by a known file_id."""

    def send(request: Request) -> Json:
        said = formatted(request, "caption", "caption_entities")
        delivery = addressed(request, right)
        file = attached(request, kind)
        check_caption(said)
        return sent(delivery, file.shown() | said.fields("caption", "caption_entities"))

    return send


def send_contact(request: Request) -> Json:
    """sendContact: a number and a name."""
    delivery = addressed(request)
    named = {name: request.text(name) for name in ("phone_number", "first_name", "last_name")}
    if not named["phone_number"]:
        raise bad_request("phone number is empty")
    if not named["first_name"]:
        raise bad_request("first name is empty")
    return sent(delivery, {"contact": {name: value for name, value in named.items() if value}})


def send_location(request: Request) -> Json:
    """sendLocation: a place on the map."""
    delivery = addressed(request)
    try:
        place = {name: float(request.text(name)) for name in ("latitude", "longitude")}
    except ValueError as error:
        raise bad_request("location is empty") from error
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return sent(delivery, {"location": place})


def send_chat_action(request: Request) -> bool:
    """sendChatAction: people see it as an event."""
    chat = writable_chat(request)
    named_topic(request, chat)
    action = request.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.world.events.record("action", chat=chat.id, action=action)
    return True


def preview_of(request: Request) -> Json:
    """The link_preview_options of a message, as the Message object has them."""
    options = request.thing("link_preview_options", "can't parse link preview options JSON object")
    if options is None and request.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}
