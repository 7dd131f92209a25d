"""A chat and its transcript: numbered messages, replaced when edited, gone when deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sandbox.counting import Counter
from sandbox.wire import Account, Json, plain_text, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World

#: For `Chat.publish`: the message opens a topic of its own.
NEW_TOPIC: Final = -1


@dataclass(frozen=True, slots=True)
class Post:
    """One message as it stands now.

    `author` is who really wrote it (0: nobody, a service message of Telegram's), also when `body`
    hides that behind a sender_chat. `keyboard` is a reply keyboard that came with it. `changed` is
    the number of the event that made it what it is. `receiver` is the only person who sees it, 0
    when everyone in the chat does.
    """

    body: Json
    author: int
    by_bot: bool
    changed: int
    keyboard: Json | None = None
    service: bool = False
    receiver: int = 0

    @property
    def key(self) -> int:
        """Its number in the chat's transcript; below zero for an ephemeral message."""
        return key_of(self.body)

    @property
    def wording(self) -> str:
        """Its text or caption, or the plain text of a rich message."""
        body = self.body
        rich = plain_text(body["rich_message"]["blocks"]) if "rich_message" in body else ""
        return str(body.get("text") or body.get("caption") or rich)

    def seen_by(self, person_id: int) -> bool:
        """Whether this person sees it: an ephemeral message has one reader."""
        return self.receiver in (0, person_id)


def key_of(message: Json) -> int:
    """Where a message stands in its transcript: ephemeral ones all have message_id 0."""
    number: int = message["message_id"]
    return number or -int(message.get("ephemeral_message_id", 0))


class Chat:
    """What private chats and groups share: an id, a type and a transcript."""

    #: What the updates about its messages are called.
    update_kinds: Mapping[str, str] = {"message": "message", "edited_message": "edited_message"}

    def __init__(self, world: World, chat_id: int, kind: str, numbers: Counter) -> None:
        self.world = world
        self.id = chat_id
        self.kind = kind
        self.posts: dict[int, Post] = {}
        self.keyboard: Json | None = None
        self._numbers = numbers
        self._ephemeral_numbers = Counter(1)

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
        topic: int = 0,
        receiver: Json | None = None,
    ) -> Post:
        """Write a message; `sender` replaces the author's own card on it (anonymous admins).

        `topic` is the thread it belongs to. `receiver` is the User card of the only person who
        sees it.
        """
        number = 0 if receiver else next(self._numbers)
        head = {"message_id": number, **(sender or {"from": author.card}), "chat": self.card}
        head["date"] = self.world.clock.timestamp()
        if topic:
            head |= {"message_thread_id": number if topic == NEW_TOPIC else topic}
            head["is_topic_message"] = True
            # What is not a reply is shown as one to the message that opened the topic.
            reply_to = reply_to or self.posts.get(topic)
        if receiver:
            head["receiver_user"] = receiver
            head["ephemeral_message_id"] = next(self._ephemeral_numbers)
        if reply_to:
            head["reply_to_message"] = without_nulls(**{**reply_to.body, "reply_to_message": None})
        body = {**head, **content}
        seen_by = receiver["id"] if receiver else 0
        seq = self._tell("message", body, by_bot, seen_by)
        post = Post(body, author.id, by_bot, seq, keyboard, service, seen_by)
        self.posts[key_of(body)] = post
        return post

    def rewrite(self, post: Post, body: Json, *, edited: bool = True) -> Post:
        """Put `body` in the place of what the message was."""
        if edited:
            body = {**body, "edit_date": self.world.clock.timestamp()}
        seq = self._tell("edit", body, post.by_bot, post.receiver)
        fresh = replace(post, body=body, changed=seq)
        self.posts[post.key] = fresh
        return fresh

    def erase(self, key: int) -> None:
        """Delete a message for everyone."""
        del self.posts[key]
        self.world.events.record("delete", chat=self.id, message_id=key)

    def newest_first(self) -> Iterator[Post]:
        """The messages that are left, the newest first."""
        return reversed(self.posts.values())

    def take_keyboard(self, markup: Json | None) -> None:
        """What a message does to the input field: shows a keyboard, or takes it away."""
        if markup is None:
            return
        self.keyboard = markup if "keyboard" in markup else None

    def _tell(self, kind: str, body: Json, by_bot: bool, receiver: int) -> int:
        where = {"chat": self.id, "message_id": key_of(body)}
        only = {"receiver": receiver} if receiver else {}
        return self.world.events.record(kind, **where, **only, by_bot=by_bot, message=body)
