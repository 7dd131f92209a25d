"""The methods that the sandbox does, each with the parameters that it honours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from sandbox import account, commands, editing, rooms, sending
from sandbox.known import known_methods
from sandbox.reach import unimplemented
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request

Answer = Callable[[Request], Any | Awaitable[Any]]

_SILENT: Final = "disable_notification protect_content"
_REPLY: Final = "reply_parameters reply_to_message_id allow_sending_without_reply reply_markup"
_PREVIEW: Final = "link_preview_options disable_web_page_preview"
_CAPTION: Final = "caption parse_mode caption_entities"
_TARGET: Final = "chat_id message_id reply_markup"


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what does it, and which of its parameters the sandbox understands."""

    answer: Answer
    honoured: frozenset[str]


def _answer_callback_query(request: Request) -> bool:
    return request.world.queries.answer(request)


_TABLE: Final[tuple[tuple[str, Answer, str], ...]] = (
    ("getMe", account.get_me, ""),
    ("getUpdates", account.get_updates, "offset limit timeout allowed_updates"),
    ("deleteWebhook", account.delete_webhook, "drop_pending_updates"),
    ("getWebhookInfo", account.get_webhook_info, ""),
    ("logOut", account.refuse_to_leave, ""),
    ("close", account.refuse_to_leave, ""),
    ("getFile", account.get_file, "file_id"),
    ("setMyName", account.set_about, "name language_code"),
    ("getMyName", account.get_about, "language_code"),
    ("setMyDescription", account.set_about, "description language_code"),
    ("getMyDescription", account.get_about, "language_code"),
    ("setMyShortDescription", account.set_about, "short_description language_code"),
    ("getMyShortDescription", account.get_about, "language_code"),
    (
        "sendMessage",
        sending.send_message,
        f"chat_id text parse_mode entities {_PREVIEW} {_SILENT} {_REPLY}",
    ),
    ("sendPhoto", sending.send_photo, f"chat_id photo {_CAPTION} {_SILENT} {_REPLY}"),
    (
        "sendDocument",
        sending.send_document,
        f"chat_id document disable_content_type_detection {_CAPTION} {_SILENT} {_REPLY}",
    ),
    ("sendChatAction", sending.send_chat_action, "chat_id action"),
    (
        "editMessageText",
        editing.edit_message_text,
        f"text parse_mode entities inline_message_id {_PREVIEW} {_TARGET}",
    ),
    (
        "editMessageCaption",
        editing.edit_message_caption,
        f"{_CAPTION} inline_message_id {_TARGET}",
    ),
    (
        "editMessageReplyMarkup",
        editing.edit_message_reply_markup,
        f"inline_message_id {_TARGET}",
    ),
    ("deleteMessage", editing.delete_message, "chat_id message_id"),
    ("deleteMessages", editing.delete_messages, "chat_id message_ids"),
    (
        "answerCallbackQuery",
        _answer_callback_query,
        "callback_query_id text show_alert cache_time",
    ),
    ("setMyCommands", commands.set_my_commands, "commands scope language_code"),
    ("getMyCommands", commands.get_my_commands, "scope language_code"),
    ("deleteMyCommands", commands.delete_my_commands, "scope language_code"),
    ("setChatMenuButton", commands.set_chat_menu_button, "chat_id menu_button"),
    ("getChatMenuButton", commands.get_chat_menu_button, "chat_id"),
    ("getChat", rooms.get_chat, "chat_id"),
    ("getChatMember", rooms.get_chat_member, "chat_id user_id"),
    ("getChatAdministrators", rooms.get_chat_administrators, "chat_id"),
    ("getChatMemberCount", rooms.get_chat_member_count, "chat_id"),
    ("leaveChat", rooms.leave_chat, "chat_id"),
)
METHODS: Final = {
    name: Method(answer, frozenset(honoured.split())) for name, answer, honoured in _TABLE
}


def find_method(name: str, parameters: frozenset[str]) -> tuple[str, Method]:
    """The method and its proper name; Refused when Telegram or the sandbox does not have it.

    Telegram ignores unknown parameters; the sandbox refuses them, for sending one is a mistake.
    """
    known = known_methods().get(name.lower())
    if known is None:
        raise Refused(404, "Not Found: method not found")
    proper, existing = known
    if parameters - existing:
        raise bad_request(f'unknown parameter "{min(parameters - existing)}"')
    method = METHODS.get(proper)
    if method is None:
        raise unimplemented(f"method {proper}")
    if parameters - method.honoured:
        raise unimplemented(f'parameter "{min(parameters - method.honoured)}" of {proper}')
    return proper, method
