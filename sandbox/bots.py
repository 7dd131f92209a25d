"""The bot under test as Telegram knows it: its account, its updates, its commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sandbox.couriers import Courier
from sandbox.updates import UpdateQueue
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.world import World

TOKEN: Final = re.compile(r"(\d{1,20}):[A-Za-z0-9_-]+")


class Bot:
    """One bot account.

    `privacy` is the mode that BotFather sets; on, as by default. While `webhook`, an address, is
    not empty, getUpdates is refused.
    """

    def __init__(self, world: World, token: str, username: str, name: str) -> None:
        found = TOKEN.fullmatch(token)
        if found is None:
            raise ValueError("a token looks like 42:TEST")
        self.id = int(found[1])
        self.token = token
        self.username = username
        self.name = name
        self.privacy = True
        self.webhook = ""
        self.webhook_connections = 0
        self.queue = UpdateQueue(world)
        self.courier = Courier(world, self)
        self.commands: dict[tuple[str, int, int, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.about: dict[tuple[str, str], str] = {}

    @property
    def card(self) -> Json:
        """The Telegram User object."""
        names = {"first_name": self.name, "username": self.username}
        return {"id": self.id, "is_bot": True, **names}

    @property
    def profile(self) -> Json:
        """The User object as getMe answers it."""
        return {
            **self.card,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
        }
