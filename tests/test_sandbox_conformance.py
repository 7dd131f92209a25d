"""Calls near the border, on either side of it: what Telegram refuses, the sandbox refuses.

Each row of the tables names a row of the list of Telegram's behaviours (1 to 29; 0 for what stands
below the list), the method, its parameters, and for an illegal call the words of the refusal. A
word like ANNA stands for the id of something on the stage.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.refusals import Refused
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"
PICTURE = PNG + (640).to_bytes(4) + (480).to_bytes(4)
LONG_PICTURE = PNG + (2100).to_bytes(4) + (100).to_bytes(4)
POSTER = PNG + (9000).to_bytes(4) + (1001).to_bytes(4)
SMALL_POSTER = PNG + (9000).to_bytes(4) + (1000).to_bytes(4)
ROWS = range(1, 30)


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Кнопка", **button}]]}


def blocks(*given: dict[str, Any]) -> dict[str, Any]:
    return {"rich_message": {"blocks": list(given)}}


def paragraph(text: Any = "а") -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def nested(levels: int) -> dict[str, Any]:
    block = paragraph()
    for _ in range(levels - 1):
        block = {"type": "blockquote", "blocks": [block]}
    return block


def table(columns: int) -> dict[str, Any]:
    cell = {"text": "1", "align": "left", "valign": "top"}
    return {"type": "table", "cells": [[cell] * columns]}


def pictures(number: int) -> list[dict[str, Any]]:
    return [{"type": "photo", "media": "PICTURE"}] * number


def shown(number: int) -> list[dict[str, Any]]:
    return [{"type": "photo", "photo": one} for one in pictures(number)]


BUTTONS = keys(callback_data="take")
EPHEMERAL = "ephemeral_message_parameters"
KINDS = {"document": "FILE", "photo": "PICTURE"}


@dataclass
class Stage:
    """Everything that the words in capitals stand for."""

    world: World
    named: dict[str, Any] = field(default_factory=dict)

    def filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        return self.named.get(value, value) if isinstance(value, str) else value

    async def call(self, method: str, params: dict[str, Any], files: dict[str, bytes]) -> Any:
        given = self.filled(params)
        return await self.world.call(given.pop("token", TOKEN), method, given, files)

    async def sends(self, name: str, **params: Any) -> None:
        sent = await self.call("sendMessage", {"chat_id": "ANNA", "text": "а", **params}, {})
        self.named[name] = sent["message_id"]


@pytest.fixture
async def stage() -> Stage:
    world = World(Clock.frozen(NOON))
    bot = world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    stage, named = Stage(world), {}
    anna, stranger, blocker, ghost = (world.person(name) for name in ("Анна", "Б", "В", "Г"))
    for person in (anna, blocker, ghost):
        await person.starts()
    blocker.blocks()
    ghost.deactivates()
    named |= {"ANNA": anna.id, "STRANGER": stranger.id, "BLOCKER": blocker.id, "GHOST": ghost.id}
    for name in ("GROUP", "KICKED", "LEFT", "DELETED", "SILENT", "RULED"):
        group = world.group(name)
        group.adds(anna)
        group.adds(bot, admin=name == "RULED")
        named[name] = group.id
    forum, basic = world.group("Форум", forum=True), world.group("Малая", basic=True)
    for group in (forum, basic):
        group.adds(anna)
        group.adds(bot, admin=group is forum)
    assert forum.forum
    named |= {"FORUM": forum.id, "TOPIC": forum.forum.opens("Возвраты", anna), "BASIC": basic.id}
    basic.becomes_supergroup()
    world.groups[named["KICKED"]].removes(bot)
    world.groups[named["LEFT"]].loses(bot)
    world.groups[named["DELETED"]].disbands()
    world.groups[named["SILENT"]].silences(bot)
    channel = world.channel("Новости", username="news")
    channel.adds(anna)
    channel.adds(bot, admin=True)
    closed = world.channel("Чужой канал")
    closed.adds(anna)
    closed.adds(bot)
    named |= {"CHANNEL": channel.id, "CLOSED": closed.id}
    stage.named = named
    await stage.sends("OLD")
    world.clock.moves(hours=48)
    await stage.sends("CARD", text="Дело", reply_markup=BUTTONS)
    await stage.sends("KEYED", reply_markup={"keyboard": [["Да"]]})
    await stage.sends("PROTECTED", protect_content=True)
    named["SAID"] = (await anna.says("моё"))["message_id"]
    said = await anna.says("в группе", where=world.groups[named["GROUP"]])
    named["THEIRS"] = said["message_id"]
    named["SERVICE"] = 1
    for kind, name in KINDS.items():
        file = {kind: PICTURE}
        sent = await world.call(TOKEN, f"send{kind.title()}", {"chat_id": anna.id}, file)
        shown_file = sent[kind][0] if kind == "photo" else sent[kind]
        named |= {name: shown_file["file_id"], f"{name}_MESSAGE": sent["message_id"]}
    large = await anna.sends_document("видео.mp4", b"x", size=20 * 2**20 + 1)
    exact = await anna.sends_document("видео.mp4", b"x", size=20 * 2**20)
    named |= {"LARGE": large["document"]["file_id"], "EXACT": exact["document"]["file_id"]}
    query = await anna.presses("Кнопка")
    assert query
    named["QUERY"] = query["id"]
    return stage


Row = tuple[str, int, str, dict[str, Any], dict[str, bytes], str | None]
TO = {"chat_id": "ANNA"}
NO_FILES: dict[str, bytes] = {}


def say(name: str, row: int, told: str | None = None, /, **params: Any) -> Row:
    return (name, row, "sendMessage", {"chat_id": "ANNA", "text": "а", **params}, NO_FILES, told)


def do(name: str, row: int, method: str, told: str | None = None, /, **params: Any) -> Row:
    return (name, row, method, params, NO_FILES, told)


def send(name: str, row: int, kind: str, content: bytes, told: str | None = None) -> Row:
    return (name, row, f"send{kind.title()}", dict(TO), {kind: content}, told)


BAD = "400 Bad Request: "
UNPARSED = BAD + "can't parse entities: "
BUTTON = BAD + "can't parse inline keyboard button: "
TOO_OLD = BAD + "query is too old and response timeout expired or query ID is invalid"
UNCHANGED = (
    BAD + "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
HTML = {"parse_mode": "HTML"}
CARD = {"chat_id": "ANNA", "message_id": "CARD"}
TOPIC = {"chat_id": "FORUM", "message_thread_id": "TOPIC"}
RICH = {"chat_id": "ANNA"}
HOOK = "https://bot.example.org/hook"

ILLEGAL: list[Row] = [
    do("a wrong token", 1, "getMe", "401 Unauthorized", token="43:ELSE"),  # noqa: S106 - made up
    do("no token", 1, "getMe", "401 Unauthorized: invalid token specified", token="x"),  # noqa: S106 - the same
    do("a slip in a method", 2, "sendMesage", "404 Not Found: method not found"),
    say("a slip in a parameter", 2, BAD + 'unknown parameter "parsemode"', parsemode="HTML"),
    do("a method of tomorrow", 2, "banChatMember", BAD + "method banChatMember is not implemented"
       " in the sandbox", chat_id="GROUP", user_id="ANNA"),
    say("no chat", 3, BAD + "chat_id is empty", chat_id=""),
    say("an unknown chat", 3, BAD + "chat not found", chat_id=5),
    say("an unknown name", 3, BAD + "chat not found", chat_id="@nobody"),
    say("a chat of lists", 3, BAD + 'parameter "chat_id" must be of type Integer', chat_id=[1]),
    say("never started", 4, "403 Forbidden: bot can't initiate conversation with a user",
        chat_id="STRANGER"),
    say("blocked", 5, "403 Forbidden: bot was blocked by the user", chat_id="BLOCKER"),
    say("deactivated", 5, "403 Forbidden: user is deactivated", chat_id="GHOST"),
    say("kicked", 6, "403 Forbidden: bot was kicked from the supergroup chat", chat_id="KICKED"),
    say("gone", 6, "403 Forbidden: bot is not a member of the supergroup chat", chat_id="LEFT"),
    say("deleted", 6, "403 Forbidden: the group chat was deleted", chat_id="DELETED"),
    say("migrated", 7, BAD + "group chat was upgraded to a supergroup chat", chat_id="BASIC"),
    say("silenced", 8, BAD + "not enough rights to send text messages to the chat",
        chat_id="SILENT"),
    say("a channel of others", 8, BAD + "need administrator rights in the channel chat",
        chat_id="CLOSED"),
    do("no text", 9, "sendMessage", BAD + "message text is empty", chat_id="ANNA"),
    say("spaces", 9, BAD + "text must be non-empty", text=" \n "),
    say("a bold space", 9, BAD + "text must be non-empty", text="<b> </b>", **HTML),
    say("a list for a text", 9, BAD + 'parameter "text" must be of type String', text=["а"]),
    say("4097 letters", 10, BAD + "message is too long", text="Ж" * 4097),
    say("4097 bold letters", 10, BAD + "message is too long", text=f"<b>{'Ж' * 4097}</b>", **HTML),
    say("32769 bytes", 10, BAD + "text is too long", text="Ж" * 16384 + "!"),
    do("a long edit", 10, "editMessageText", BAD + "MESSAGE_TOO_LONG", **CARD, text="Ж" * 4097),
    do("a caption of 1025", 11, "sendDocument", BAD + "message caption is too long",
       chat_id="ANNA", document="FILE", caption="Ж" * 1025),
    say("a line break as a tag", 12, UNPARSED + 'Unsupported start tag "br" at byte offset 2',
        text="а<br>", **HTML),
    say("a price with a sign", 12, UNPARSED + "Unclosed start tag at byte offset 4",
        text="1 а<", **HTML),
    say("an open tag", 12, UNPARSED + 'Can\'t find end tag corresponding to start tag "b"',
        text="<b>а", **HTML),
    say("a lone end", 12, UNPARSED + "Unexpected end tag at byte offset 2", text="а</b>", **HTML),
    say("crossed tags", 12, UNPARSED + 'Unmatched end tag at byte offset 5, expected "</b>",'
        ' found "</i>"', text="<b>а</i>", **HTML),
    say("a bare span", 12, UNPARSED + 'Tag "span" must have class "tg-spoiler" at byte offset 0',
        text="<span>а</span>", **HTML),
    say("a mode of old", 12, BAD + "unsupported parse_mode", parse_mode="BBCode"),
    say("an entity of nothing", 12, BAD + "can't parse entities: Can't find field \"offset\"",
        entities=[{"type": "bold", "length": 1}]),
    say("65 bytes", 13, BAD + "BUTTON_DATA_INVALID", reply_markup=keys(callback_data="a" * 65)),
    say("33 Cyrillic letters", 13, BAD + "BUTTON_DATA_INVALID",
        reply_markup=keys(callback_data="Ж" * 33)),
    say("a button of words", 13, BUTTON + "Text buttons are unallowed in the inline keyboard",
        reply_markup=keys()),
    say("a button that does two things", 13, BUTTON + "only one action is allowed, found"
        " callback_data, url", reply_markup=keys(callback_data="a", url="wb.ru")),
    say("an address of this machine", 13, BAD + "inline keyboard button URL 'http://localhost' is"
        " invalid: Wrong HTTP URL", reply_markup=keys(url="http://localhost")),
    say("101 buttons", 13, BAD + "reply markup is too long",
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}),
    say("half a keyboard", 13, BAD + "can't parse reply keyboard markup JSON object",
        reply_markup="{"),
    say("257 letters to copy", 13, BAD + "BUTTON_COPY_TEXT_INVALID",
        reply_markup=keys(copy_text={"text": "Ж" * 257})),
    say("nothing to copy", 13, BAD + "BUTTON_COPY_TEXT_INVALID",
        reply_markup=keys(copy_text={"text": ""})),
    say("a pink button", 13, BUTTON + "unknown button style",
        reply_markup=keys(callback_data="a", style="pink")),
    say("a disabled button that is said so by true", 13, BUTTON + "DisabledButton must be an"
        " Object", reply_markup=keys(disabled=True)),
    say("a number asked for in a group", 13, BAD + "phone number can be requested in private chats"
        " only", chat_id="GROUP",
        reply_markup={"keyboard": [[{"text": "Номер", "request_contact": True}]]}),
    say("a reply keyboard in a channel", 13, BAD + "reply keyboards are not allowed in channels",
        chat_id="CHANNEL", reply_markup={"keyboard": [["Да"]]}),
    do("the same text", 14, "editMessageText", UNCHANGED, **CARD, text=" Дело ",
       reply_markup=BUTTONS),
    do("the same keyboard", 14, "editMessageReplyMarkup", UNCHANGED, **CARD, reply_markup=BUTTONS),
    do("an edit of nothing", 15, "editMessageText", BAD + "message to edit not found",
       chat_id="ANNA", message_id=999, text="б"),
    do("a deletion of nothing", 15, "deleteMessage", BAD + "message to delete not found",
       chat_id="ANNA", message_id=999),
    say("a reply to nothing", 15, BAD + "message to be replied not found",
        reply_parameters={"message_id": 999}),
    do("an edit of another's words", 16, "editMessageText", BAD + "message can't be edited",
       chat_id="ANNA", message_id="SAID", text="б"),
    do("an edit under a reply keyboard", 16, "editMessageText", BAD + "message can't be edited",
       chat_id="ANNA", message_id="KEYED", text="б"),
    do("a text of a file", 16, "editMessageText", BAD + "there is no text in the message to edit",
       chat_id="ANNA", message_id="FILE_MESSAGE", text="б"),
    do("a caption of a text", 16, "editMessageCaption",
       BAD + "there is no caption in the message to edit", **CARD, caption="б"),
    do("two days later", 17, "deleteMessage", BAD + "message can't be deleted for everyone",
       chat_id="ANNA", message_id="OLD"),
    do("another's words in a group", 17, "deleteMessage", BAD + "message can't be deleted",
       chat_id="GROUP", message_id="THEIRS"),
    do("a press nobody made", 18, "answerCallbackQuery", TOO_OLD, callback_query_id="1"),
    do("201 letters", 18, "answerCallbackQuery", BAD + "MESSAGE_TOO_LONG",
       callback_query_id="QUERY", text="Ж" * 201),
    do("a link to elsewhere", 18, "answerCallbackQuery", BAD + "URL_INVALID",
       callback_query_id="QUERY", url="https://wb.ru"),
    do("no such file", 19, "getFile", BAD + "invalid file_id", file_id="AgAC"),
    do("over 20 MiB", 19, "getFile", BAD + "file is too big", file_id="LARGE"),
    do("a photo that is not there", 19, "sendPhoto", BAD + "there is no photo in the request",
       chat_id="ANNA"),
    do("a made-up file id", 19, "sendPhoto", BAD + "wrong remote file identifier specified: Wrong"
       " string length", chat_id="ANNA", photo="AgAC"),
    do("a name for a file id", 19, "sendPhoto", BAD + "wrong remote file identifier specified:"
       " Wrong character in the string", chat_id="ANNA", photo="фото 1.jpg"),
    do("a document as a photo", 19, "sendPhoto", BAD + "can't use file of type document as photo",
       chat_id="ANNA", photo="FILE"),
    send("a text as a photo", 19, "photo", b"text", BAD + "IMAGE_PROCESS_FAILED"),
    send("a ribbon", 19, "photo", LONG_PICTURE, BAD + "PHOTO_INVALID_DIMENSIONS"),
    send("a poster", 19, "photo", POSTER, BAD + "PHOTO_INVALID_DIMENSIONS"),
    send("an empty file", 19, "document", b"", BAD + "file must be non-empty"),
    do("an address without https", 25, "setWebhook", BAD + "bad webhook: An HTTPS URL must be"
       " provided for webhook", url="http://bot.example.org/hook"),
    do("a port of its own", 25, "setWebhook", BAD + "bad webhook: Webhook can be set up only on"
       " ports 80, 88, 443 or 8443", url="https://bot.example.org:8080/hook"),
    do("a secret with a space", 25, "setWebhook", BAD + "secret token contains unallowed"
       " characters", url=HOOK, secret_token="а б"),  # noqa: S106 - made up
    do("a secret of 257", 25, "setWebhook", BAD + "secret token is too long", url=HOOK,
       secret_token="a" * 257),
    do("an album of one", 28, "sendMediaGroup", BAD + "too few messages to send as an album",
       chat_id="ANNA", media=pictures(1)),
    do("an album of eleven", 28, "sendMediaGroup", BAD + "too many messages to send as an album",
       chat_id="ANNA", media=pictures(11)),
    do("a mixed album", 28, "sendMediaGroup", BAD + "document can't be mixed with other media"
       " types", chat_id="ANNA", media=[*pictures(1), {"type": "document", "media": "FILE"}]),
    do("a contact without a number", 0, "sendContact", BAD + "phone number is empty",
       chat_id="ANNA", first_name="а", phone_number=""),
    do("a contact without a name", 0, "sendContact", BAD + "first name is empty",
       chat_id="ANNA", first_name="", phone_number="+7999"),
    do("a place off the globe", 0, "sendLocation", BAD + "wrong location specified",
       chat_id="ANNA", latitude=91, longitude=37),
    do("a place that is not there", 0, "sendLocation", BAD + "location is empty", chat_id="ANNA"),
    say("a reply to another chat", 0, BAD + "replies to another chat are not implemented in the"
        " sandbox", chat_id="GROUP", reply_parameters={"message_id": 1, "chat_id": 5}),
    say("a topic where there are none", 0, BAD + "message thread not found", chat_id="GROUP",
        message_thread_id=1),
    say("the general topic by its number", 0, BAD + "message thread not found", chat_id="FORUM",
        message_thread_id=1),
    do("a topic in a group", 0, "createForumTopic", BAD + "the chat is not a forum",
       chat_id="GROUP", name="а"),
    do("a topic of 129", 0, "createForumTopic", BAD + "TOPIC_TITLE_TOO_LONG", chat_id="FORUM",
       name="Ж" * 129),
    do("a forward of nothing", 0, "forwardMessage", BAD + "message to forward not found",
       chat_id="ANNA", from_chat_id="ANNA", message_id=999),
    do("a forward of what is protected", 0, "forwardMessage", BAD + "message can't be forwarded",
       chat_id="ANNA", from_chat_id="ANNA", message_id="PROTECTED"),
    do("a copy of a service message", 0, "copyMessage", BAD + "message can't be copied",
       chat_id="ANNA", from_chat_id="GROUP", message_id="SERVICE"),
    say("an effect in a group", 0, BAD + "can't use message effects in the chat", chat_id="GROUP",
        message_effect_id="5"),
    say("a whisper in private", 0, BAD + "ephemeral messages can be sent only in groups",
        **{EPHEMERAL: {"receiver_user_id": "ANNA"}}),
    say("a whisper to a stranger", 0, BAD + "PARTICIPANT_ID_INVALID", chat_id="GROUP",
        **{EPHEMERAL: {"receiver_user_id": "STRANGER"}}),
    do("32,769 rich characters", 0, "sendRichMessage", BAD + "rich message is too long",
       **RICH, **blocks(paragraph("Ж" * 32_769))),
    do("501 blocks", 0, "sendRichMessage", BAD + "rich message has too many blocks",
       **RICH, **blocks(*[paragraph()] * 501)),
    do("17 levels", 0, "sendRichMessage", BAD + "rich message is nested too deeply",
       **RICH, **blocks(nested(17))),
    do("51 pictures", 0, "sendRichMessage", BAD + "too many media", **RICH, **blocks(*shown(51))),
    do("21 columns", 0, "sendRichMessage", BAD + "too many table columns",
       **RICH, **blocks(table(21))),
    do("blocks and html", 0, "sendRichMessage", BAD + "exactly one of html, markdown or blocks must"
       " be used in rich message", **RICH, rich_message={"html": "а", "blocks": [paragraph()]}),
    do("a block of no kind", 0, "sendRichMessage", BAD + 'can\'t parse rich_message: Field "blocks"'
       ": Unsupported type specified", **RICH, **blocks({"type": "poem", "text": "а"})),
    do("a file without its id", 19, "getFile", BAD + "file_id not specified"),
    do("a name of 65", 0, "setMyName", BAD + "name is too long", name="Ж" * 65),
    do("an album of nothing", 28, "sendMediaGroup", BAD + "there are no messages to send",
       chat_id="ANNA", media=[]),
    do("101 commands", 0, "setMyCommands", BAD + "BOT_COMMANDS_TOO_MUCH",
       commands=[{"command": f"a{number}", "description": "а"} for number in range(101)]),
    do("a menu button in a group", 0, "setChatMenuButton", BAD + "chat must be private",
       chat_id="GROUP", menu_button={"type": "commands"}),
    do("a scope of admins in private", 0, "setMyCommands", BAD + "can't use"
       " BotCommandScopeChatAdministrators in private chats", commands=[],
       scope={"type": "chat_administrators", "chat_id": "ANNA"}),
    do("a scope of nobody", 0, "setMyCommands", BAD + "invalid user_id specified", commands=[],
       scope={"type": "chat_member", "chat_id": "GROUP", "user_id": 5}),
    do("forwards of nothing", 0, "forwardMessages", BAD + "message identifiers are not specified",
       chat_id="ANNA", from_chat_id="ANNA", message_ids=[]),
    do("forwards out of order", 0, "forwardMessages", BAD + "message identifiers must be in a"
       " strictly increasing order", chat_id="ANNA", from_chat_id="ANNA", message_ids=[3, 2]),
    do("forwards of what is gone", 0, "forwardMessages", BAD + "there are no messages to forward",
       chat_id="ANNA", from_chat_id="ANNA", message_ids=[998, 999]),
    do("deletions of nothing", 17, "deleteMessages", BAD + "message identifiers are not specified",
       chat_id="ANNA", message_ids=[]),
    say("a place asked for in a group", 13, BAD + "location can be requested in private chats"
        " only", chat_id="GROUP",
        reply_markup={"keyboard": [[{"text": "Место", "request_location": True}]]}),
    do("an edit with a reply keyboard", 13, "editMessageText", BAD + "inline keyboard expected",
       **CARD, text="б", reply_markup={"keyboard": [["Да"]]}),
    say("a row that is a button", 13, BAD + "can't parse reply keyboard markup JSON object:"
        " expected an Array of Array of buttons", reply_markup={"inline_keyboard": ["а"]}),
    say("a button that is a number", 13, BUTTON + "KeyboardButton must be an Object",
        reply_markup={"inline_keyboard": [[5]]}),
    say("a button without a text", 13, BUTTON + 'Can\'t find field "text"',
        reply_markup={"inline_keyboard": [[{"callback_data": "a"}]]}),
    say("a button with a blank text", 13, BUTTON + 'Field "text" must be a non-empty String',
        reply_markup={"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}),
    do("a member without an id", 0, "getChatMember", BAD + "invalid user_id specified",
       chat_id="GROUP", user_id=0),
    do("a member nobody knows", 0, "getChatMember", BAD + "user not found", chat_id="GROUP",
       user_id=5),
    do("leaving a person", 0, "leaveChat", BAD + "chat member status can't be changed in private"
       " chats", chat_id="ANNA"),
    do("administrators of a person", 0, "getChatAdministrators", BAD + "there are no"
       " administrators in the private chat", chat_id="ANNA"),
    do("a topic of no colour", 0, "createForumTopic", BAD + "invalid icon color specified",
       chat_id="FORUM", name="а", icon_color=5),
    do("a topic without a name", 0, "createForumTopic", BAD + "TOPIC_TITLE_EMPTY",
       chat_id="FORUM", name=" "),
    do("a rich button of no kind", 0, "sendRichMessage", BAD + "can't parse rich message:"
       ' Unsupported button type "poem"', **RICH,
       rich_message={"html": '<tg-button type="poem">а</tg-button>'}),
    do("a rich moment that is none", 0, "sendRichMessage", BAD + "can't parse rich message:"
       " Invalid time specified", **RICH,
       rich_message={"html": '<tg-time unix="а">а</tg-time>'}),
    do("a rich emoji that is none", 0, "sendRichMessage", BAD + "can't parse rich message:"
       " Invalid custom emoji identifier specified", **RICH,
       rich_message={"html": '<tg-emoji emoji-id="а">а</tg-emoji>'}),
    do("a command in Russian", 0, "setMyCommands", BAD + "BOT_COMMAND_INVALID",
       commands=[{"command": "новое", "description": "а"}]),
    do("a language of three letters", 0, "setMyCommands",
       BAD + "invalid language code specified", commands=[], language_code="rus"),
]  # fmt: skip

LEGAL: list[Row] = [
    do("the case of a method", 2, "GETME"),
    say("a number as text", 3, chat_id="ANNA", message_thread_id="0"),
    say("a channel by its name", 3, chat_id="@news"),
    say("a person who let the bot in", 4),
    say("a group where the bot is", 6, chat_id="GROUP"),
    say("a channel where the bot is an administrator", 8, chat_id="CHANNEL"),
    say("one letter", 9, text="а"),
    say("a number for a text", 9, text=5),
    say("a text inside spaces", 9, text="  а  "),
    say("4096 letters", 10, text="Ж" * 4096),
    say("4096 smiles", 10, text="👍" * 4096),
    say("4096 bold letters", 10, text=f"<b>{'Ж' * 4096}</b>", **HTML),
    say("4096 signs written as names", 10, text="&lt;" * 4096, **HTML),
    say("spaces after 4096 letters", 10, text="Ж" * 4096 + "  "),
    do("a caption of 1024", 11, "sendDocument", chat_id="ANNA", document="FILE",
       caption="Ж" * 1024),
    do("a caption of 1024 after parsing", 11, "sendDocument", chat_id="ANNA", document="FILE",
       caption=f"<b>{'Ж' * 1024}</b>", **HTML),
    say("a lone ampersand", 12, text="A & B", **HTML),
    say("an unknown name of a sign", 12, text="&nbsp;", **HTML),
    say("a sign without a semicolon", 12, text="&lt b", **HTML),
    say("unknown attributes", 12, text='<b id="x">а</b>', **HTML),
    say("a link to nowhere", 12, text="<a>а</a>", **HTML),
    say("a nameless end", 12, text="<b>а</>", **HTML),
    say("tags in tags", 12, text="<b>а<i>б</i></b>", **HTML),
    say("a tag in capitals", 12, text="<B>а</b>", **HTML),
    say("html that is not asked for", 12, text="<br>"),
    say("a mode in small letters", 12, text="<b>а</b>", parse_mode="html"),
    say("entities instead of tags", 12, entities=[{"type": "bold", "offset": 0, "length": 1}]),
    say("entities as text", 12, entities='[{"type": "bold", "offset": "0", "length": "1"}]'),
    say("64 bytes", 13, reply_markup=keys(callback_data="a" * 64)),
    say("32 Cyrillic letters", 13, reply_markup=keys(callback_data="Ж" * 32)),
    say("a keyboard as text", 13, reply_markup='{"inline_keyboard": [[{"text": "а", "url":'
        ' "wb.ru"}]]}'),
    say("an address without a scheme", 13, reply_markup=keys(url="wb.ru")),
    say("a link to the bot", 13, reply_markup=keys(url="https://t.me/journal_bot?start=case_5")),
    say("256 letters to copy", 13, reply_markup=keys(copy_text={"text": "Ж" * 256})),
    say("a red button", 13, reply_markup=keys(callback_data="a", style="danger")),
    say("a disabled button", 13, reply_markup=keys(disabled={})),
    say("100 buttons", 13,
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 100}),
    say("no buttons", 13, reply_markup={"inline_keyboard": []}),
    say("a number asked for in private", 13,
        reply_markup={"keyboard": [[{"text": "Номер", "request_contact": True}]]}),
    do("the same text without the keyboard", 14, "editMessageText", **CARD, text="Дело"),
    do("the same text in bold", 14, "editMessageText", **CARD, text="<b>Дело</b>", **HTML,
       reply_markup=BUTTONS),
    do("the keyboard alone", 14, "editMessageReplyMarkup", **CARD),
    say("a reply", 15, reply_parameters={"message_id": "SAID"}),
    say("a reply that may do without", 15,
        reply_parameters={"message_id": 999, "allow_sending_without_reply": True}),
    do("a caption of a file", 16, "editMessageCaption", chat_id="ANNA", message_id="FILE_MESSAGE",
       caption="б"),
    do("a fresh message", 17, "deleteMessage", **CARD),
    do("a person's message in private", 17, "deleteMessage", chat_id="ANNA", message_id="SAID"),
    do("a hundred deletions", 17, "deleteMessages", chat_id="ANNA",
       message_ids=list(range(900, 1000))),
    do("200 letters", 18, "answerCallbackQuery", callback_query_id="QUERY", text="Ж" * 200),
    do("an answer without words", 18, "answerCallbackQuery", callback_query_id="QUERY"),
    do("a link that opens the bot", 18, "answerCallbackQuery", callback_query_id="QUERY",
       url="https://t.me/journal_bot?start=case_5"),
    do("20 MiB", 19, "getFile", file_id="EXACT"),
    do("a photo that Telegram has", 19, "sendPhoto", chat_id="ANNA", photo="PICTURE"),
    send("a new photo", 19, "photo", PICTURE),
    send("a smaller poster", 19, "photo", SMALL_POSTER),
    send("any file", 19, "document", b"x"),
    send("a video", 19, "video", b"x"),
    send("a voice", 19, "voice", b"OggS"),
    send("a melody", 19, "audio", b"ID3"),
    send("a sticker", 19, "sticker", b"RIFF"),
    send("an animation", 19, "animation", b"GIF8"),
    do("a webhook at 8443", 25, "setWebhook", url="https://bot.example.org:8443/hook"),
    do("a webhook here", 25, "setWebhook", url="http://127.0.0.1:9/hook"),
    do("a secret of 256", 25, "setWebhook", url=HOOK, secret_token="a" * 256),
    do("a webhook taken away", 25, "setWebhook", url=""),
    do("an album of two", 28, "sendMediaGroup", chat_id="ANNA", media=pictures(2)),
    do("an album of ten", 28, "sendMediaGroup", chat_id="ANNA", media=pictures(10)),
    do("an album of documents", 28, "sendMediaGroup", chat_id="ANNA",
       media=[{"type": "document", "media": "FILE"}] * 2),
    say("a topic", 0, **TOPIC),
    do("a topic of 128", 0, "createForumTopic", chat_id="FORUM", name="Ж" * 128),
    do("a forward", 0, "forwardMessage", chat_id="GROUP", from_chat_id="ANNA", message_id="SAID"),
    do("a copy", 0, "copyMessage", chat_id="GROUP", from_chat_id="ANNA", message_id="SAID"),
    say("an effect in private", 0, message_effect_id="5"),
    say("a whisper", 0, chat_id="GROUP", **{EPHEMERAL: {"receiver_user_id": "ANNA"}}),
    do("a place", 0, "sendLocation", chat_id="ANNA", latitude=55.7, longitude="37.6"),
    do("a number", 0, "sendContact", chat_id="ANNA", phone_number="+7999", first_name="А"),
    do("32,768 rich characters", 0, "sendRichMessage", **RICH, **blocks(paragraph("Ж" * 32_768))),
    do("500 blocks", 0, "sendRichMessage", **RICH, **blocks(*[paragraph()] * 500)),
    do("16 levels", 0, "sendRichMessage", **RICH, **blocks(nested(16))),
    do("50 pictures", 0, "sendRichMessage", **RICH, **blocks(*shown(50))),
    do("20 columns", 0, "sendRichMessage", **RICH, **blocks(table(20))),
    do("rich html", 0, "sendRichMessage", **RICH, rich_message={"html": "<h1>Дело</h1><p>а"
       "<b>б</b></p><ul><li>1</li></ul><table><tr><td>1</td></tr></table>"}),
    do("a menu for one language", 0, "setMyCommands", language_code="ru",
       commands=[{"command": "new", "description": "Новое"}]),
    do("a menu for one member", 0, "setMyCommands",
       commands=[{"command": "new", "description": "Новое"}],
       scope={"type": "chat_member", "chat_id": "GROUP", "user_id": "ANNA"}),
]  # fmt: skip


def name_of(row: Row) -> str:
    return f"row {row[1]}: {row[0]}"


def test_there_are_sixty_calls_on_either_side_and_no_name_twice() -> None:
    for rows in (ILLEGAL, LEGAL):
        assert len(rows) >= 60
        assert len({name_of(row) for row in rows}) == len(rows)


@pytest.mark.parametrize("row", ILLEGAL, ids=name_of)
async def test_an_illegal_call_is_refused_in_telegrams_words(stage: Stage, row: Row) -> None:
    _, _, method, params, files, told = row
    with pytest.raises(Refused) as refused:
        await stage.call(method, params, files)
    assert str(refused.value) == told


@pytest.mark.parametrize("row", LEGAL, ids=name_of)
async def test_a_legal_call_is_done(stage: Stage, row: Row) -> None:
    _, _, method, params, files, _ = row
    assert await stage.call(method, params, files)
    await stage.world.close()
    stage.world.assert_nothing_refused()


async def test_what_is_refused_leaves_no_trace(stage: Stage) -> None:
    before = {number: dict(group.posts) for number, group in stage.world.groups.items()}
    for _, _, method, params, files, _ in ILLEGAL:
        with pytest.raises(Refused):
            await stage.call(method, params, files)
    after = {number: dict(group.posts) for number, group in stage.world.groups.items()}
    assert after == before


def test_every_row_of_telegrams_behaviours_has_a_test_that_names_it() -> None:
    named: set[int] = set()
    for path in Path(__file__).parent.glob("test_sandbox_*.py"):
        found = re.findall(
            r"^(?:async )?def test_row_(\d+)_", path.read_text("utf-8"), re.MULTILINE
        )
        named |= {int(number) for number in found}
    assert named == set(ROWS)
