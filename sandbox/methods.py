"""The methods that the sandbox does, each with the parameters that it honours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sandbox import (
    account,
    albums,
    commands,
    copies,
    editing,
    ephemeral,
    rich,
    rooms,
    sending,
    topics,
    webhooks,
)
from sandbox.known import KnownMethod, known_methods
from sandbox.parameters import check_types
from sandbox.reach import unimplemented
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request
from sandbox.wire import Json

Answer = Callable[[Request], Any | Awaitable[Any]]

_SENT: Final = "chat_id message_thread_id disable_notification protect_content message_effect_id"
_REPLY: Final = (
    "reply_parameters reply_to_message_id allow_sending_without_reply reply_markup"
    " ephemeral_message_parameters"
)
_PREVIEW: Final = "link_preview_options disable_web_page_preview"
_CAPTION: Final = "caption parse_mode caption_entities"
_LOOKS: Final = "show_caption_above_media has_spoiler"
_TARGET: Final = "chat_id message_id reply_markup"
_HIDDEN: Final = "chat_id receiver_user_id ephemeral_message_id"
_COPIED: Final = f"{_SENT} from_chat_id"
_TOPIC: Final = "chat_id message_thread_id"
#: What sends a file: the field of the file, the right that is needed, more parameters.
_FILES: Final = (
    ("photo", "photos", f"{_CAPTION} {_LOOKS}"),
    ("video", "videos", f"{_CAPTION} {_LOOKS} duration width height supports_streaming"),
    ("animation", "GIFs", f"{_CAPTION} {_LOOKS} duration width height"),
    ("audio", "audios", f"{_CAPTION} duration performer title"),
    ("document", "documents", f"{_CAPTION} disable_content_type_detection"),
    ("voice", "voice messages", f"{_CAPTION} duration"),
    ("video_note", "video notes", "duration length"),
    ("sticker", "stickers", "emoji"),
)


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what does it, and which of its parameters the sandbox understands."""

    answer: Answer
    honoured: frozenset[str]


def _sends(kind: str, more: str) -> str:
    return f"{kind} {more} {_SENT} {_REPLY}"


def _answer_callback_query(request: Request) -> bool:
    return request.world.queries.answer(request)


_TABLE: Final[tuple[tuple[str, Answer, str], ...]] = (
    ("getMe", account.get_me, ""),
    ("getUpdates", account.get_updates, "offset limit timeout allowed_updates"),
    (
        "setWebhook",
        webhooks.set_webhook,
        "url max_connections allowed_updates drop_pending_updates secret_token",
    ),
    ("deleteWebhook", webhooks.delete_webhook, "drop_pending_updates"),
    ("getWebhookInfo", webhooks.get_webhook_info, ""),
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
        f"text parse_mode entities {_PREVIEW} {_SENT} {_REPLY}",
    ),
    ("sendRichMessage", rich.send_rich_message, f"rich_message {_SENT} {_REPLY}"),
    ("sendMediaGroup", albums.send_media_group, f"media {_SENT} {_REPLY}"),
    (
        "sendContact",
        sending.send_contact,
        f"phone_number first_name last_name {_SENT} {_REPLY}",
    ),
    ("sendLocation", sending.send_location, f"latitude longitude {_SENT} {_REPLY}"),
    ("forwardMessage", copies.forward_message, f"message_id {_COPIED}"),
    ("forwardMessages", copies.forward_messages, f"message_ids {_COPIED}"),
    ("copyMessage", copies.copy_message, f"message_id {_CAPTION} {_COPIED} {_REPLY}"),
    ("copyMessages", copies.copy_messages, f"message_ids remove_caption {_COPIED}"),
    *(
        (f"send{kind.title().replace('_', '')}", sending.sender_of(kind, right), _sends(kind, more))
        for kind, right, more in _FILES
    ),
    ("sendChatAction", sending.send_chat_action, "chat_id message_thread_id action"),
    (
        "editMessageText",
        editing.edit_message_text,
        f"text parse_mode entities rich_message inline_message_id {_PREVIEW} {_TARGET}",
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
    (
        "editEphemeralMessageText",
        ephemeral.edit_ephemeral_text,
        f"text parse_mode entities rich_message link_preview_options reply_markup {_HIDDEN}",
    ),
    (
        "editEphemeralMessageCaption",
        ephemeral.edit_ephemeral_caption,
        f"{_CAPTION} reply_markup {_HIDDEN}",
    ),
    (
        "editEphemeralMessageReplyMarkup",
        ephemeral.edit_ephemeral_keyboard,
        f"reply_markup {_HIDDEN}",
    ),
    ("deleteEphemeralMessage", ephemeral.delete_ephemeral, _HIDDEN),
    ("createForumTopic", topics.create_forum_topic, "chat_id name icon_color"),
    ("editForumTopic", topics.edit_forum_topic, f"name {_TOPIC}"),
    ("closeForumTopic", topics.close_forum_topic, _TOPIC),
    ("reopenForumTopic", topics.reopen_forum_topic, _TOPIC),
    ("deleteForumTopic", topics.delete_forum_topic, _TOPIC),
    ("deleteMessage", editing.delete_message, "chat_id message_id"),
    ("deleteMessages", editing.delete_messages, "chat_id message_ids"),
    (
        "answerCallbackQuery",
        _answer_callback_query,
        "callback_query_id text show_alert url cache_time",
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


def find_method(name: str, arguments: Json, files: frozenset[str]) -> Method:
    """The method for these arguments; Refused when Telegram or the sandbox does not have it.

    Telegram ignores unknown parameters and reads anything as text; the sandbox refuses both, for
    sending such a thing is a mistake.
    """
    known, method = _found(name.lower(), frozenset(arguments) | files)
    check_types(known.model, arguments)
    return method


@lru_cache(maxsize=1024)
def _found(name: str, named: frozenset[str]) -> tuple[KnownMethod, Method]:
    known = known_methods().get(name)
    if known is None:
        raise Refused(404, "Not Found: method not found")
    if named - known.parameters:
        raise bad_request(f'unknown parameter "{min(named - known.parameters)}"')
    method = METHODS.get(known.name)
    if method is None:
        raise unimplemented(f"method {known.name}")
    if named - method.honoured:
        raise unimplemented(f'parameter "{min(named - method.honoured)}" of {known.name}')
    return known, method
