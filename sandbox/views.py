"""A chat as a person sees it: messages, buttons, and a transcript to read in a failed test."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.chats import Chat, Post, key_of
from sandbox.keyboards import inline_buttons, keys
from sandbox.rich_buttons import as_pressed, rich_buttons
from sandbox.wire import Json


class ChatView:
    """What is on the screen now: edits are applied, deleted messages are gone.

    Ephemeral messages are on the screen of their only reader.
    """

    def __init__(self, chat: Chat, person_id: int = 0) -> None:
        self._chat = chat
        self._person_id = person_id

    @property
    def _posts(self) -> list[Post]:
        return [one for one in self._chat.posts.values() if one.seen_by(self._person_id)]

    @property
    def messages(self) -> list[Json]:
        """The Message objects, oldest first; a reply keyboard is shown as reply_markup."""
        return [seen(post) for post in self._posts]

    @property
    def last_text(self) -> str:
        """The text or caption of the newest message; empty in an empty chat."""
        posts = self._chat.newest_first()
        newest = next((one for one in posts if one.seen_by(self._person_id)), None)
        return newest.wording if newest else ""

    def buttons(self, message: Json | None = None) -> list[str]:
        """The texts of the buttons in and under one message as it is now, by default the newest."""
        posts = self._posts
        post = self._chat.posts.get(key_of(message)) if message else next(reversed(posts), None)
        return [one["text"] for one in _buttons(post)] if post else []

    @property
    def keyboard(self) -> list[str]:
        """The texts of the reply keyboard under the input field."""
        return [one["text"] for one in keys(self._chat.keyboard)]

    @property
    def transcript(self) -> str:
        """The chat as lines: who, what, [buttons]."""
        return "\n".join(_line(post) for post in self._posts)


def seen(post: Post) -> Json:
    """The Message object as a person's client has it."""
    shown = {} if post.keyboard is None else {"reply_markup": post.keyboard}
    return {**post.body, "message_id": post.key, **shown, "edited": "edit_date" in post.body}


def pressable(chat: Chat, person_id: int, key: int | None = None) -> Iterator[tuple[Post, Json]]:
    """Every button on a person's screen with its message, the newest message first."""
    for post in chat.newest_first():
        if key in (None, post.key) and post.seen_by(person_id):
            for button in _buttons(post):
                yield post, button


def _buttons(post: Post) -> Iterator[Json]:
    """The buttons inside a rich message, then those of the keyboard under it."""
    rich = post.body.get("rich_message", {})
    yield from map(as_pressed, rich_buttons(rich.get("blocks", [])))
    yield from inline_buttons(post.body.get("reply_markup"))


def _line(post: Post) -> str:
    sender = post.body.get("sender_chat") or post.body.get("from") or {}
    who = sender.get("first_name") or sender.get("title") or "Telegram"
    what = post.wording or ", ".join(name for name in post.body if name not in _ENVELOPE)
    shown = " ".join(f"[{one['text']}]" for one in _buttons(post))
    return f"{post.key:>4} {who}: {what} {shown}".rstrip()


_ENVELOPE = frozenset(
    {"message_id", "from", "sender_chat", "chat", "date", "edit_date", "reply_markup"}
)
