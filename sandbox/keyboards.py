"""Reply markups: the inline keyboard of a message and the reply keyboard of a chat, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from aiogram import types

from sandbox.known import fields_of
from sandbox.links import WrongLinkError, checked_link
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request
from sandbox.rules import CALLBACK_DATA_BYTES, COPY_TEXT_CODE_POINTS, Rules
from sandbox.wire import Json

_STYLES: Final = frozenset({"danger", "success", "primary"})
_OBJECTS: Final = {"disabled": "DisabledButton", "copy_text": "CopyTextButton"}
_LOOKS: Final = frozenset({"text", "icon_custom_emoji_id", "style"})
_JSON: Final = "can't parse reply keyboard markup JSON object"
_MARKUPS: Final[dict[str, type[types.TelegramObject]]] = {
    "inline_keyboard": types.InlineKeyboardMarkup,
    "keyboard": types.ReplyKeyboardMarkup,
    "remove_keyboard": types.ReplyKeyboardRemove,
    "force_reply": types.ForceReply,
}


@dataclass(frozen=True, slots=True)
class Markup:
    """What a message carries: an inline keyboard, or something for the chat's input field.

    `chat` is a ReplyKeyboardMarkup, ReplyKeyboardRemove or ForceReply; a Message object that goes
    back to a bot never shows it.
    """

    inline: Json | None = None
    chat: Json | None = None


NO_MARKUP: Final = Markup()


def read_markup(request: Request) -> Markup:
    """The reply_markup of a call; Refused when Telegram would not parse it."""
    given = request.parsed("reply_markup", _JSON)
    if not given and given != []:
        return NO_MARKUP
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    kind = next((one for one in _MARKUPS if given.get(one)), None)
    _known(given, _MARKUPS[kind or "inline_keyboard"], "reply markup")
    if kind == "inline_keyboard":
        rows = [[_inline_button(one) for one in row] for row in _rows(given[kind])]
        return Markup(inline={"inline_keyboard": rows})
    if kind == "keyboard":
        rows = [[_key(one) for one in row] for row in _rows(given[kind])]
        return Markup(chat={**_filled(given), "keyboard": rows})
    return Markup(chat=_filled(given)) if kind else NO_MARKUP


def inline_only(markup: Markup) -> Json | None:
    """The inline keyboard for an edit; an edit can set nothing else."""
    if markup.chat is not None:
        raise bad_request("inline keyboard expected")
    return markup.inline


def check_size(keyboard: Json | None, rules: Rules) -> None:
    """What Telegram's server looks at only when everything else is right."""
    if keyboard is None:
        return
    buttons = list(inline_buttons(keyboard))
    wire = len(json.dumps(keyboard, ensure_ascii=False).encode())
    if len(buttons) > rules.markup_buttons or wire > rules.markup_bytes:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if len(button.get("callback_data", "").encode()) > CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        copied = button.get("copy_text", {"text": "…"}).get("text", "")
        if not 1 <= len(copied) <= COPY_TEXT_CODE_POINTS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def inline_buttons(keyboard: Json | None) -> Iterator[Json]:
    """The buttons of an inline keyboard, row by row."""
    for row in (keyboard or {}).get("inline_keyboard", []):
        yield from row


def keys(keyboard: Json | None) -> Iterator[Json]:
    """The buttons of a reply keyboard, row by row."""
    for row in (keyboard or {}).get("keyboard", []):
        yield from row


def _rows(given: Any) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request(f"{_JSON}: expected an Array of Array of buttons")
    return [row for row in given if row]


def _inline_button(given: Any) -> Json:
    button = _button(given, types.InlineKeyboardButton)
    actions = [name for name in button if name not in _LOOKS and button[name] != ""]
    if not actions:
        raise _unbuttoned("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unbuttoned(f"only one action is allowed, found {', '.join(actions)}")
    for name, model in _OBJECTS.items():
        if not isinstance(button.get(name, {}), dict):
            raise _unbuttoned(f"{model} must be an Object")
    if "url" in button:
        button["url"] = _address(button["url"])
    return button


def _address(address: str) -> str:
    try:
        return checked_link(address)
    except WrongLinkError as error:
        told = f"inline keyboard button URL '{address}' is invalid: {error}"
        raise bad_request(told) from error


def _key(given: Any) -> Json:
    return {"text": given} if isinstance(given, str) else _button(given, types.KeyboardButton)


def _button(given: Any, model: type[types.TelegramObject]) -> Json:
    if not isinstance(given, dict):
        raise _unbuttoned("KeyboardButton must be an Object")
    button = _filled(given)
    _known(button, model, "button")
    if "text" not in button:
        raise _unbuttoned('Can\'t find field "text"')
    if not isinstance(button["text"], str) or not button["text"].strip():
        raise _unbuttoned('Field "text" must be a non-empty String')
    if button.get("style", "primary") not in _STYLES:
        raise _unbuttoned("unknown button style")
    return button


def _filled(given: Json) -> Json:
    return {name: value for name, value in given.items() if value is not None}


def _known(given: Json, model: type[types.TelegramObject], what: str) -> None:
    for name in given:
        if name not in fields_of(model):
            raise bad_request(f'unknown field "{name}" in {what}')


def _unbuttoned(reason: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {reason}")
