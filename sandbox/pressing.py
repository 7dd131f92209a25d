"""How a person finds a button by its words and presses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sandbox.authors import Author
from sandbox.chats import Chat, Post
from sandbox.groups import Group
from sandbox.keyboards import keys
from sandbox.queries import Query
from sandbox.views import pressable
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot


class Pressing(Author):
    """The part of a person that presses buttons and gets answers to that."""

    @property
    def alerts(self) -> list[str]:
        """The texts of the answers to this person's presses, oldest first; empty ones left out."""
        return [one["text"] for one in self.answers if one["text"]]

    async def presses(
        self,
        text: str = "",
        *,
        where: Group | None = None,
        on: Json | None = None,
        press: str | None = None,
        twice: bool = False,
    ) -> Json | None:
        """Press the button called exactly `text`, or else one that contains it.

        The newest message that has one is meant; a key of the reply keyboard says its text. `on`
        is the message to look at; `press` finds the button by its callback data instead; `twice`
        sends the press a second time under a new update id and a new query id. Returns the
        CallbackQuery or the Message, None for a button that tells the bot nothing (a link).
        LookupError names the buttons that are there.
        """
        chat = self.world.chat_of(on, self.id) if on else (where or self.private)
        found = self._inline(chat, text, press, on)
        if found is None:
            return await self._key(chat, text, where)
        post, button = found
        self.room(chat if isinstance(chat, Group) else None)
        if "callback_data" not in button:
            return None
        queries = [self._asks(post, button["callback_data"]) for _ in range(2 if twice else 1)]
        return queries[0]

    def is_answered(self, text: str, *, alert: bool, **press: object) -> None:
        """Show the answer to a press: a toast, or with `alert` a window."""
        self.answers.append({"text": text, "show_alert": alert})
        self.world.events.record("answer", person=self.id, text=text, alert=alert, **press)

    def _inline(
        self, chat: Chat, text: str, press: str | None, on: Json | None
    ) -> tuple[Post, Json] | None:
        number = on["message_id"] if on else None
        for fits in _ways(text, press, _key_texts(chat)):
            found = ((p, b) for p, b in pressable(chat, number) if fits(b) and "disabled" not in b)
            for post, button in found:
                return post, button
        return None

    async def _key(self, chat: Chat, text: str, where: Group | None) -> Json:
        labels = _key_texts(chat)
        chosen = [one for one in labels if one == text] or [one for one in labels if text in one]
        if not text or not chosen:
            shown = [button["text"] for _, button in pressable(chat)] + labels
            raise LookupError(f"no button «{text}»; there are: {', '.join(shown) or 'none'}")
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None
        return self.writes({"text": chosen[0]}, where)

    def _asks(self, post: Post, press: str) -> Json:
        bot = self._presser_of(post)
        query = Query(self, bot, post.message_id, self.world.clock.now())
        body = self.world.queries.ask(query, post, press)
        self.acted()
        bot.queue.put("callback_query", body)
        return body

    def _presser_of(self, post: Post) -> Bot:
        return next(bot for bot in self.world.bots.values() if bot.id == post.author)


def _ways(text: str, press: str | None, labels: list[str]) -> Iterator[Callable[[Json], bool]]:
    if press is not None:
        yield lambda button: button.get("callback_data") == press
        return
    yield lambda button: bool(button["text"] == text)
    # A key called exactly so comes before an inline button that only contains the words.
    if text and text not in labels:
        yield lambda button: text in button["text"]


def _key_texts(chat: Chat) -> list[str]:
    return [one["text"] for one in keys(chat.keyboard)]
