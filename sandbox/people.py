"""A person who talks to the bot: says, presses, edits, forwards, blocks, and hears the answers."""

from __future__ import annotations

import asyncio
from typing import Final

from sandbox.attachments import Attaching
from sandbox.chats import Post
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.pressing import Pressing
from sandbox.rules import TEXT_CODE_POINTS
from sandbox.views import ChatView, seen
from sandbox.wire import Json

PATIENCE: Final = 5.0


class Person(Attaching, Pressing):
    """One person.

    `where` is a group; None is the private chat with the bot, which writing opens. Messages are
    given and returned as Telegram Message objects.
    """

    @property
    def chat(self) -> ChatView:
        """The private chat as the person sees it."""
        return ChatView(self.private)

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.private.blocked

    async def starts(self, payload: str = "") -> Json:
        """Press Start, or follow a link with a payload: `/start payload`."""
        return await self.says(f"/start {payload}".strip())

    async def says(
        self,
        text: str,
        *,
        where: Group | None = None,
        reply_to: Json | None = None,
        anonymously: bool = False,
    ) -> Json:
        """Write a text; `anonymously` as a group admin who hides behind the group's name."""
        said = spoken(text)
        if not 0 < len(said.text) <= TEXT_CODE_POINTS:
            raise ValueError("no client sends an empty text, or one over 4096 characters")
        content = said.fields("text", "entities")
        return self.writes(content, where, reply_to, anonymously=anonymously)

    async def edits(self, message: Json, text: str) -> Json:
        """Change the text (or caption) of one's own message."""
        chat, post = self.own(message)
        names = ("text", "entities") if "text" in post.body else ("caption", "caption_entities")
        kept = {name: value for name, value in post.body.items() if name not in names}
        fresh = chat.rewrite(post, {**kept, **spoken(text).fields(*names)})
        self.acted()
        self.world.tells(chat, "edited_message", fresh)
        return fresh.body

    def deletes(self, message: Json) -> None:
        """Delete a message for everyone; bots are not told.

        In a group only one's own, or anyone's as an administrator.
        """
        chat = self.world.chat_of(message, self.id)
        if isinstance(chat, Group) and not chat.is_admin(self.id):
            self.own(message)
        chat.erase(message["message_id"])
        self.acted()

    async def forwards(
        self, message: Json, *, where: Group | None = None, hidden: bool = False
    ) -> Json:
        """Forward a message; `hidden` as from someone whose account must not be linked."""
        origin: Json = {"type": "user", "sender_user": message["from"], "date": message["date"]}
        if hidden:
            name = message["from"]["first_name"]
            origin = {"type": "hidden_user", "sender_user_name": name, "date": message["date"]}
        copied = {name: value for name, value in message.items() if name not in _ENVELOPE}
        return self.writes({"forward_origin": origin, **copied}, where)

    def blocks(self) -> None:
        """Block the bot."""
        self.private.turns(blocked=True)

    def unblocks(self) -> None:
        """Let the bot back."""
        self.private.turns(blocked=False)

    def deactivates(self) -> None:
        """Delete the account."""
        self.deactivated = True

    async def hears(
        self,
        text: str,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - part of the sentence a test reads
        where: Group | None = None,
    ) -> Json:
        """Wait for a message of the bot, new or edited, that has `text`.

        It must have come after the last thing this person did, in `where`, or else in any chat
        where the person is. After `timeout` real seconds: AssertionError with the transcript.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while (found := self._heard(text, where)) is None:
            left = deadline - asyncio.get_running_loop().time()
            if not await self.world.events.bell.heard(left):
                raise AssertionError(self._missed(text, where))
        return seen(found)

    def _heard(self, text: str, where: Group | None) -> Post | None:
        for event in self.world.events.newest_first(self.last_act):
            if event["type"] in ("message", "edit") and event["by_bot"]:
                chat = self.world.visible_chat(event["chat"], self.id)
                meant = chat is not None and (where is None or chat is where)
                post = chat.posts.get(event["message_id"]) if chat and meant else None
                if post is not None and text in post.wording:
                    return post
        return None

    def _missed(self, text: str, where: Group | None) -> str:
        view = where.view if where else self.chat
        return f"{self.first_name} did not hear «{text}»:\n{view.transcript}"


_ENVELOPE = frozenset({"message_id", "from", "sender_chat", "chat", "date", "edit_date"}) | {
    "edited",
    "reply_to_message",
    "reply_markup",
    "media_group_id",
    "forward_origin",
}
