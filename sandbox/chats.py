"""A chat and its transcript: numbered messages, replaced when edited, gone when deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from sandbox.wire import Account, Json, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Post:
    """One message as it stands now.

    `author` is who really wrote it (0: nobody, a service message of Telegram's), also when `body`
    hides that behind a sender_chat. `keyboard` is a reply keyboard that came with it. `changed` is
    the number of the event that made it what it is.
    """

    body: Json
    author: int
    by_bot: bool
    changed: int
    keyboard: Json | None = None
    service: bool = False

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        number: int = self.body["message_id"]
        return number

    @property
    def wording(self) -> str:
        """Its text or caption."""
        return str(self.body.get("text") or self.body.get("caption") or "")


class Chat:
    """What private chats and groups share: an id, a type and a transcript."""

    def __init__(self, world: World, chat_id: int, kind: str, numbers: count[int]) -> None:
        self.world = world
        self.id = chat_id
        self.kind = kind
        self.posts: dict[int, Post] = {}
        self.keyboard: Json | None = None
        self._numbers = numbers

    @property
    def card(self) -> Json:
        """The Telegram Chat object."""
        return {"id": self.id, "type": self.kind}

    def sees(self, person_id: int) -> bool:
        """Whether that person is in the chat."""
        raise NotImplementedError

    def publish(
        self,
        content: Json,
        *,
        author: Account,
        by_bot: bool = False,
        sender: Json | None = None,
        reply_to: Post | None = None,
        keyboard: Json | None = None,
        service: bool = False,
    ) -> Post:
        """Write a message; `sender` replaces the author's own card on it (anonymous admins)."""
        number = next(self._numbers)
        quoted = reply_to and {**reply_to.body, "reply_to_message": None}
        head = {"message_id": number, **(sender or {"from": author.card}), "chat": self.card}
        head["date"] = self.world.clock.timestamp()
        if quoted:
            head["reply_to_message"] = without_nulls(**quoted)
        body = {**head, **content}
        seq = self._tell("message", body, by_bot)
        post = Post(body, author.id, by_bot, seq, keyboard, service)
        self.posts[number] = post
        return post

    def rewrite(self, post: Post, body: Json, *, edited: bool = True) -> Post:
        """Put `body` in the place of what the message was."""
        if edited:
            body = {**body, "edit_date": self.world.clock.timestamp()}
        seq = self._tell("edit", body, post.by_bot)
        fresh = replace(post, body=body, changed=seq)
        self.posts[post.message_id] = fresh
        return fresh

    def erase(self, message_id: int) -> None:
        """Delete a message for everyone."""
        del self.posts[message_id]
        self.world.events.record("delete", chat=self.id, message_id=message_id)

    def newest_first(self) -> Iterator[Post]:
        """The messages that are left, the newest first."""
        return reversed(self.posts.values())

    def take_keyboard(self, markup: Json | None) -> None:
        """What a message does to the input field: shows a keyboard, or takes it away."""
        if markup is None:
            return
        self.keyboard = markup if "keyboard" in markup else None

    def _tell(self, kind: str, body: Json, by_bot: bool) -> int:
        where = {"chat": self.id, "message_id": body["message_id"]}
        return self.world.events.record(kind, **where, by_bot=by_bot, message=body)
