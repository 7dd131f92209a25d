"""A channel: posts without an author, and the group where they are discussed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sandbox.chats import Post
from sandbox.counting import Counter
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.wire import TELEGRAM, Account, Json, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World

_KINDS: Final = {"message": "channel_post", "edited_message": "edited_channel_post"}


class Channel(Group):
    """A channel; only its administrators write, and nobody hears who comes and goes.

    `discussed_in` is the group that gets every post as a message of Telegram's own account.
    """

    update_kinds: Mapping[str, str] = _KINDS

    def __init__(self, world: World, chat_id: int, title: str, username: str | None) -> None:
        super().__init__(world, chat_id, title, Counter(1))
        self.kind = "channel"
        self.username = username
        self.discussed_in: Group | None = None

    @property
    def card(self) -> Json:
        """The Telegram Chat object."""
        return {**super().card, **without_nulls(username=self.username)}

    def posts_text(self, text: str, *, signature: str | None = None) -> Json:
        """Write a post as the owner does; `signature` is shown if the channel has them."""
        owner = self.creator()
        if owner is None:
            raise ValueError("a channel without an owner says nothing")
        signed = without_nulls(author_signature=signature)
        content = spoken(text).fields("text", "entities") | signed
        post = self.publish(content, author=owner, sender={"sender_chat": self.card})
        self.world.tells(self, "message", post)
        self.discuss(post)
        return post.body

    def edits_post(self, post: Json, text: str) -> Json:
        """Change the text of a post."""
        old = self.posts[post["message_id"]]
        fresh = self.rewrite(old, {**old.body, **spoken(text).fields("text", "entities")})
        self.world.tells(self, "edited_message", fresh)
        return fresh.body

    def discuss(self, post: Post) -> None:
        """Hand a post to the linked group, as Telegram does by itself."""
        group = self.discussed_in
        if group is None:
            return
        content = {name: value for name, value in post.body.items() if name not in _ENVELOPE}
        origin = {
            "type": "channel",
            "chat": self.card,
            "message_id": post.body["message_id"],
            "date": post.body["date"],
        }
        given = {"forward_origin": origin, "is_automatic_forward": True, **content}
        sender = {"from": TELEGRAM, "sender_chat": self.card}
        copy = group.publish(given, author=_TELEGRAM, sender=sender)
        self.world.tells(group, "message", copy)

    def announce(self, content: Json, doer: Account) -> Post | None:  # noqa: ARG002 - a channel's joins are silent
        """Who comes and goes is not written in a channel."""
        return None


class _Telegram:
    id: int = TELEGRAM["id"]
    card: Json = TELEGRAM


_TELEGRAM: Final = _Telegram()
_ENVELOPE: Final = frozenset({"message_id", "sender_chat", "chat", "date", "reply_markup"})
