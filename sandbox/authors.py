"""An account of a person: who they are, and how what they write reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat, Post
from sandbox.groups import Group
from sandbox.private import PrivateChat
from sandbox.wire import ANONYMOUS_ADMIN, Json, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World


class Author:
    """One person's account; `last_act` is the number of the event of the last thing they did."""

    def __init__(self, world: World, person_id: int, name: str, username: str | None) -> None:
        self.world = world
        self.id = person_id
        self.first_name = name
        self.username = username
        self.deactivated = False
        self.answers: list[Json] = []
        self.last_act = 0

    @property
    def card(self) -> Json:
        """The Telegram User object."""
        head = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return head | without_nulls(username=self.username) | {"language_code": "ru"}

    @property
    def private(self) -> PrivateChat:
        """The private chat with the world's first bot."""
        return self.world.private_chat(self.id, self.world.bot_under_test)

    def writes(
        self,
        content: Json,
        where: Group | None = None,
        reply_to: Json | None = None,
        *,
        anonymously: bool = False,
    ) -> Json:
        """Put a message with these fields into a chat and tell the bots that hear it."""
        chat = self.room(where)
        if anonymously and not (where and where.is_admin(self.id)):
            raise ValueError("only an administrator of a group can write anonymously")
        replied = chat.posts[reply_to["message_id"]] if reply_to else None
        sender = {"from": ANONYMOUS_ADMIN, "sender_chat": chat.card} if anonymously else None
        post = chat.publish(content, author=self, sender=sender, reply_to=replied)
        self.acted()
        self.world.tells(chat, "message", post)
        return post.body

    def acted(self) -> None:
        """What the bot says from now on answers what was just done."""
        self.last_act = self.world.events.last

    def room(self, where: Group | None) -> Chat:
        """The chat to act in, opened; ValueError where a real client has no input field."""
        if where is None:
            if self.private.blocked:
                raise ValueError("unblock the bot first")
            self.private.opened = True
            return self.private
        if not where.has(self.id) or where.migrated_to or where.deleted:
            raise ValueError(f"{self.first_name} cannot write to {where.title}")
        return where

    def own(self, message: Json) -> tuple[Chat, Post]:
        """One's own message and its chat; ValueError for anything else."""
        chat = self.world.chat_of(message, self.id)
        post = chat.posts[message["message_id"]]
        if post.author != self.id or post.service:
            raise ValueError("only one's own messages can be changed")
        return chat, post
