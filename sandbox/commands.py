"""The bot's menu: its commands for each scope and language, and the menu button."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sandbox.reach import named_chat
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot

Key = tuple[str, int, int, str]

_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
_WIDE: Final = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
_NARROW: Final = frozenset({"chat", "chat_administrators", "chat_member"})
_MENUS: Final = frozenset({"commands", "default", "web_app"})


def set_my_commands(request: Request) -> bool:
    """setMyCommands: at most 100, each name 1-32 of a-z, 0-9 and _, each description 1-256."""
    given = request.parsed("commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[_key(request)] = [_command(one) for one in given]
    return True


def get_my_commands(request: Request) -> list[Json]:
    """getMyCommands: of exactly this scope and language."""
    return request.bot.commands.get(_key(request), [])


def delete_my_commands(request: Request) -> bool:
    """DeleteMyCommands."""
    request.bot.commands.pop(_key(request), None)
    return True


def set_chat_menu_button(request: Request) -> bool:
    """setChatMenuButton: for one private chat, or for all."""
    button = request.thing("menu_button", "can't parse menu button JSON object")
    button = button or {"type": "default"}
    if button.get("type") not in _MENUS:
        raise bad_request("MenuButton has unsupported type")
    request.bot.menu_buttons[_menu_chat(request)] = button
    return True


def get_chat_menu_button(request: Request) -> Json:
    """GetChatMenuButton."""
    buttons = request.bot.menu_buttons
    return buttons.get(_menu_chat(request)) or buttons.get(0) or {"type": "default"}


def menu_of(bot: Bot, user: Json, group: int | None, *, admin: bool) -> list[Json]:
    """The commands that a person sees: the narrowest scope wins, then their own language.

    `group` is None in the private chat; `admin`: whether the person administrates the group.
    """
    person, language = user["id"], user.get("language_code", "")
    if group is None:
        scopes = [("chat", person, 0), ("all_private_chats", 0, 0)]
    else:
        scopes = [("chat_member", group, person)]
        scopes += [("chat_administrators", group, 0)] if admin else []
        scopes += [("chat", group, 0)]
        scopes += [("all_chat_administrators", 0, 0)] if admin else []
        scopes += [("all_group_chats", 0, 0)]
    for scope in [*scopes, ("default", 0, 0)]:
        for spoken in (language, ""):
            if (*scope, spoken) in bot.commands:
                return bot.commands[*scope, spoken]
    return []


def _menu_chat(request: Request) -> int:
    if not request.text("chat_id"):
        return 0
    chat = named_chat(request)
    if chat.kind != "private":
        raise bad_request("chat must be private")
    return chat.id


def _key(request: Request) -> Key:
    scope = request.thing("scope", "can't parse BotCommandScope JSON object") or {}
    kind = scope.get("type", "default")
    language = language_of(request)
    if kind in _WIDE:
        return kind, 0, 0, language
    if kind not in _NARROW:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = request.world.find_chat(_number(scope.get("chat_id")), request.bot)
    if chat is None:
        raise bad_request("chat not found")
    if kind != "chat" and chat.kind == "private":
        raise bad_request(f"can't use BotCommandScope{_camel(kind)} in private chats")
    member = _number(scope.get("user_id"))
    if kind == "chat_member" and request.world.account(member) is None:
        raise bad_request("invalid user_id specified")
    return kind, chat.id, member, language


def language_of(request: Request) -> str:
    """The language of a menu or a description: two letters, or none for everyone else."""
    language = request.text("language_code")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _camel(name: str) -> str:
    return name.title().replace("_", "")


def _number(value: Any) -> int:
    return int(value) if value is not None and str(value).lstrip("-").isdecimal() else 0


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command", "")).removeprefix("/")
    told = str(given.get("description", "")).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(told) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    shown = {"is_ephemeral": True} if given.get("is_ephemeral") else {}
    return {"command": name, "description": told, **shown}
