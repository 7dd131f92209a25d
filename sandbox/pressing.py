"""How a person finds a button by its words and presses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sandbox.authors import Author
from sandbox.chats import Chat, Post, key_of
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.keyboards import keys
from sandbox.queries import Query
from sandbox.views import pressable
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot

PHONE: Final = "+79990000000"
HOME: Final[Json] = {"latitude": 55.755826, "longitude": 37.6173}


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
        inaccessible: bool = False,
    ) -> Json | None:
        """Press the button called exactly `text`, or else one that contains it.

        The newest message that has one is meant; a key of the reply keyboard says its text. `on`
        is the message to look at; `press` finds the button by its callback data instead; `twice`
        sends the press a second time under a new update id and a new query id; `inaccessible`
        hides the message from the bot, as Telegram does when it is gone or old. Returns the
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
        message = _inaccessible(post) if inaccessible else post.body
        press = button["callback_data"]
        queries = [self._asks(post, message, press) for _ in range(2 if twice else 1)]
        return queries[0]

    def is_answered(self, told: Json, **press: object) -> None:
        """Show the answer to a press: a toast, or with `show_alert` a window, or a link opens."""
        self.answers.append(told)
        shown = {"text": told["text"], "alert": told["show_alert"], "url": told.get("url")}
        self.world.events.record("answer", person=self.id, **shown, **press)

    def _inline(
        self, chat: Chat, text: str, press: str | None, on: Json | None
    ) -> tuple[Post, Json] | None:
        key = key_of(on) if on else None
        for fits in _ways(text, press, _key_texts(chat)):
            for post, button in pressable(chat, self.id, key):
                if fits(button) and "disabled" not in button:
                    return post, button
        return None

    async def _key(self, chat: Chat, text: str, where: Group | None) -> Json:
        labels = _key_texts(chat)
        chosen = [one for one in labels if one == text] or [one for one in labels if text in one]
        if not text or not chosen:
            shown = [button["text"] for _, button in pressable(chat, self.id)] + labels
            raise LookupError(f"no button «{text}»; there are: {', '.join(shown) or 'none'}")
        key = next(one for one in keys(chat.keyboard) if one["text"] == chosen[0])
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None
        return self.writes(self._said_by(key), where)

    def _said_by(self, key: Json) -> Json:
        """What a key of the reply keyboard sends: its text, one's own number, or one's place."""
        if key.get("request_contact"):
            return {"contact": self.own_contact()}
        if key.get("request_location"):
            return {"location": dict(HOME)}
        return spoken(key["text"]).fields("text", "entities")

    def own_contact(self, phone: str = PHONE) -> Json:
        """The Contact object of this person."""
        return {"phone_number": phone, "first_name": self.first_name, "user_id": self.id}

    def _asks(self, post: Post, message: Json, press: str) -> Json:
        bot = self._presser_of(post)
        chat: int = post.body["chat"]["id"]
        query = Query(self, bot, chat, post.key, self.world.clock.now())
        body = self.world.queries.ask(query, message, press)
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


def _inaccessible(post: Post) -> Json:
    return {"chat": post.body["chat"], "message_id": post.body["message_id"], "date": 0}
