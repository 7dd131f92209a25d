"""What a bot hears in a group: everything, or in privacy mode only what is meant for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Post
from sandbox.entities import commands

if TYPE_CHECKING:
    from sandbox.bots import Bot
    from sandbox.groups import Group


def hears(bot: Bot, group: Group, post: Post) -> bool:
    """Whether Telegram gives this message of a group to the bot (official FAQ, privacy mode)."""
    if not group.has(bot.id):
        return False
    if group.kind == "channel":
        return post.author != bot.id
    if post.service or not bot.privacy or group.is_admin(bot.id):
        return True
    return _replies_to(bot, post) or _commands(bot, group, post)


def _replies_to(bot: Bot, post: Post) -> bool:
    replied = post.body.get("reply_to_message", {})
    return bool(replied.get("from", {}).get("id") == bot.id)


def _commands(bot: Bot, group: Group, post: Post) -> bool:
    # A bare command goes to the bot that spoke last, an addressed one to its addressee.
    addressed = {name.lower() for _, name in commands(post.body)}
    if bot.username.lower() in addressed:
        return True
    return "" in addressed and group.last_bot == bot.id
