"""An account of a person: who they are, and how what they write reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat, Post, key_of
from sandbox.groups import Group
from sandbox.private import PrivateChat
from sandbox.wire import ANONYMOUS_ADMIN, CHANNEL_BOT, Json, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World


class Author:
    """One person's account; `last_act` is the number of the event of the last thing they did.

    `hides_forwards`: what is forwarded from this person names them without a link.
    """

    def __init__(self, world: World, person_id: int, name: str, username: str | None) -> None:
        self.world = world
        self.id = person_id
        self.first_name = name
        self.username = username
        self.deactivated = False
        self.hides_forwards = False
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
        as_channel: Group | None = None,
        topic: int = 0,
    ) -> Json:
        """Put a message with these fields into a chat and tell the bots that hear it.

        `anonymously` as an administrator behind the group's name; `as_channel` in the name of a
        channel of one's own; `topic` in a topic of a forum.
        """
        chat = self.room(where)
        replied = chat.posts[key_of(reply_to)] if reply_to else None
        if replied and not topic:
            topic = replied.body.get("message_thread_id", 0)
        if topic and not (where and where.forum and topic in where.forum.topics):
            raise ValueError(f"there is no topic {topic} to write to")
        sender = self._disguise(where, as_channel, anonymously=anonymously)
        post = chat.publish(content, author=self, sender=sender, reply_to=replied, topic=topic)
        self.acted()
        self.world.tells(chat, "message", post)
        return post.body

    def _disguise(
        self, where: Group | None, channel: Group | None, *, anonymously: bool
    ) -> Json | None:
        if channel:
            if not channel.is_admin(self.id):
                raise ValueError("only an administrator of a channel can write in its name")
            return {"from": CHANNEL_BOT, "sender_chat": channel.card}
        if not anonymously:
            return None
        if where is None or not where.is_admin(self.id):
            raise ValueError("only an administrator of a group can write anonymously")
        return {"from": ANONYMOUS_ADMIN, "sender_chat": where.card}

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
        closed = where.migrated_to or where.deleted or where.kind == "channel"
        if closed or not where.has(self.id) or self.id in where.silenced:
            raise ValueError(f"{self.first_name} cannot write to {where.title}")
        return where

    def own(self, message: Json) -> tuple[Chat, Post]:
        """One's own message and its chat; ValueError for anything else."""
        chat = self.world.chat_of(message, self.id)
        post = chat.posts[key_of(message)]
        if post.author != self.id or post.service:
            raise ValueError("only one's own messages can be changed")
        return chat, post
