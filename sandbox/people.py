"""A person who talks to the bot: says, presses, edits, forwards, blocks, and hears the answers."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from sandbox.attachments import Attaching
from sandbox.chats import Post, key_of
from sandbox.commands import menu_of
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.links import deep_link
from sandbox.origins import content_of, origin_of
from sandbox.pressing import Pressing
from sandbox.rules import TEXT_CODE_POINTS
from sandbox.views import ChatView, seen
from sandbox.wire import Json

PATIENCE: Final = 5.0
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Person(Attaching, Pressing):
    """One person.

    `where` is a group; None is the private chat with the bot, which writing opens. Messages are
    given and returned as Telegram Message objects.
    """

    @property
    def chat(self) -> ChatView:
        """The private chat as the person sees it."""
        return ChatView(self.private, self.id)

    def sees(self, where: Group) -> ChatView:
        """A group as this person sees it, with what only they see."""
        return ChatView(where, self.id)

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.private.blocked

    async def starts(self, payload: str = "") -> Json:
        """Press Start, or follow a link with a payload: `/start payload`."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError("a payload has at most 64 of A-Z, a-z, 0-9, _ and -")
        return await self.says(f"/start {payload}".strip())

    async def follows(self, link: str, *, where: Group | None = None) -> Json:
        """Follow a deep link: `?start=…` in private; `?startgroup=…` brings the bot to `where`."""
        name, payload = deep_link(link)
        bot = self.world.bot_under_test
        if f"/{bot.username.lower()}?" not in link.lower():
            raise ValueError(f"{link} does not lead to @{bot.username}")
        if name == "start":
            return await self.starts(payload)
        if where is None:
            raise ValueError("choose the group to bring the bot into")
        where.adds(bot, admin="admin=" in link, by=self)
        return await self.says(f"/start@{bot.username} {payload}".strip(), where=where)

    def menu(self, where: Group | None = None) -> list[str]:
        """The commands that the bot shows this person in a chat, in their language."""
        admin = where is not None and where.is_admin(self.id)
        group = where.id if where else None
        shown = menu_of(self.world.bot_under_test, self.card, group, admin=admin)
        return [one["command"] for one in shown]

    async def says(
        self,
        text: str,
        *,
        where: Group | None = None,
        reply_to: Json | None = None,
        anonymously: bool = False,
        as_channel: Group | None = None,
        topic: int = 0,
    ) -> Json:
        """Write a text; `anonymously` as a group admin who hides behind the group's name.

        `as_channel` in the name of a channel of one's own; `topic` in a topic of a forum.
        """
        said = spoken(text)
        if not 0 < len(said.text) <= TEXT_CODE_POINTS:
            raise ValueError("no client sends an empty text, or one over 4096 characters")
        content = said.fields("text", "entities")
        return self.writes(
            content,
            where,
            reply_to,
            anonymously=anonymously,
            as_channel=as_channel,
            topic=topic,
        )

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
        chat.erase(key_of(message))
        self.acted()

    async def forwards(
        self, message: Json, *, where: Group | None = None, hidden: bool = False
    ) -> Json:
        """Forward a message; `hidden` as from someone whose account must not be linked."""
        if message.get("has_protected_content"):
            raise ValueError("no client forwards what is protected")
        origin = origin_of(message, self.world, hidden=hidden)
        return self.writes({"forward_origin": origin, **content_of(message)}, where)

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
                if post and post.seen_by(self.id) and text in post.wording:
                    return post
        return None

    def _missed(self, text: str, where: Group | None) -> str:
        view = self.sees(where) if where else self.chat
        return f"{self.first_name} did not hear «{text}»:\n{view.transcript}"
