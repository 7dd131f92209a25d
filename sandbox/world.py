"""The world of one test or demo: a clock, bots, people, groups, and the Bot API as a function."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from sandbox.bots import Bot
from sandbox.calls import Call, CallJournal
from sandbox.channels import Channel
from sandbox.chats import Chat, Post, key_of
from sandbox.clock import Clock
from sandbox.counting import Counter
from sandbox.dispatch import call
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.flood import Flood
from sandbox.forums import Forum
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.privacy import hears
from sandbox.private import PrivateChat
from sandbox.queries import Queries
from sandbox.request import Upload
from sandbox.rules import Rules
from sandbox.updates import UpdateQueue
from sandbox.wire import Json

#: Above 2**31, as the ids of new accounts are; odd steps, so that nobody counts on neighbours.
_FIRST_PERSON, _STEP = 7_000_000_019, 1_013
_FIRST_GROUP, _FIRST_SUPERGROUP = -4_000_000_007, -1_002_000_000_011


class World:
    """Everything that Telegram would know. Not safe for threads: one event loop."""

    def __init__(self, clock: Clock | None = None, rules: Rules | None = None) -> None:
        self.clock = clock or Clock()
        self.rules = rules or Rules()
        self.events = Events()
        self.journal = CallJournal()
        self.faults = Faults(self.clock)
        self.flood = Flood(self.clock)
        self.files = Files()
        self.queries = Queries()
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.channels: dict[int, Channel] = {}
        self._private: dict[tuple[int, int], PrivateChat] = {}
        self._numbers = Counter(1)
        self._albums = Counter(13_500_000_000_000_001)
        self._person_ids = Counter(_FIRST_PERSON, _STEP)
        self._group_ids = Counter(_FIRST_GROUP, -_STEP)
        self._supergroup_ids = Counter(_FIRST_SUPERGROUP, -_STEP)
        self.clock.listeners.append(self._clock_moved)

    def bot(self, token: str, username: str, name: str) -> Bot:
        """A bot account; the first one is the bot that people talk to."""
        bot = Bot(self, token, username, name)
        self.bots[token] = bot
        return bot

    def person(
        self,
        name: str,
        *,
        username: str | None = None,
        id: int | None = None,  # noqa: A002 - Telegram's own name for it
    ) -> Person:
        """A person; ids are given out in order, the same in every run, above 2**31."""
        person = Person(self, id or next(self._person_ids), name, username)
        self.people[person.id] = person
        return person

    def group(self, title: str, *, basic: bool = False, forum: bool = False) -> Group:
        """An empty group: a supergroup, a `basic` one, or a supergroup with topics (`forum`)."""
        numbers = self._numbers if basic else Counter(1)
        ids = self._group_ids if basic else self._supergroup_ids
        group = Group(self, next(ids), title, numbers)
        group.forum = Forum(group) if forum else None
        self.groups[group.id] = group
        return group

    def channel(self, title: str, *, username: str | None = None) -> Channel:
        """An empty channel; the first person added owns it."""
        channel = Channel(self, next(self._supergroup_ids), title, username)
        self.channels[channel.id] = channel
        return channel

    @property
    def bot_under_test(self) -> Bot:
        """The first bot."""
        return next(iter(self.bots.values()))

    @property
    def updates(self) -> UpdateQueue:
        """The update queue of the first bot."""
        return self.bot_under_test.queue

    @property
    def calls(self) -> list[Call]:
        """The journal of calls, the oldest first; getUpdates only when refused."""
        return self.journal.calls

    @property
    def refusals(self) -> list[Call]:
        """The calls that were refused."""
        return self.journal.refusals

    def expects_refusal(self, text: str) -> AbstractContextManager[list[Call]]:
        """Within this context a refusal whose description has `text` must come."""
        return self.journal.expects_refusal(text)

    def assert_nothing_refused(self) -> None:
        """Raise AssertionError that lists the refusals nobody announced or laid."""
        self.journal.assert_nothing_refused()

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload | bytes] | None = None,
    ) -> Any:
        """One call of the Bot API; the result as JSON would have it.

        Raises Refused, and under faults ConnectionLost or HtmlAnswer.
        """
        return await call(self, token, method, params or {}, files or {})

    def next_album(self) -> str:
        """A media_group_id that no album has had."""
        return str(next(self._albums))

    def account(self, number: int) -> Person | Bot | None:
        """The person or bot with this id."""
        bots = (bot for bot in self.bots.values() if bot.id == number)
        return self.people.get(number) or next(bots, None)

    def private_chat(self, person_id: int, bot: Bot) -> PrivateChat:
        """The chat between a person and a bot, opened or not; KeyError for a stranger."""
        key = (bot.id, person_id)
        if key not in self._private:
            person = self.people[person_id]
            self._private[key] = PrivateChat(self, person, bot, self._numbers)
        return self._private[key]

    def find_chat(self, chat_id: int, bot: Bot) -> Chat | None:
        """The chat that `bot` calls by this id."""
        if chat_id in self.people:
            return self.private_chat(chat_id, bot)
        return self.groups.get(chat_id) or self.channels.get(chat_id)

    def find_channel(self, username: str) -> Channel | None:
        """The channel that is called @username."""
        return next((one for one in self.channels.values() if one.username == username), None)

    def visible_chat(self, chat_id: int, person_id: int) -> Chat | None:
        """The chat with this id if the person is in it."""
        chat = self.find_chat(chat_id, self.bot_under_test)
        return chat if chat is not None and chat.sees(person_id) else None

    def chat_of(self, message: Json, person_id: int) -> Chat:
        """The chat of a Message that the person sees; LookupError otherwise."""
        chat = self.visible_chat(message["chat"]["id"], person_id)
        if chat is None or key_of(message) not in chat.posts:
            raise LookupError(f"no message {key_of(message)} there")
        return chat

    def tells(self, chat: Chat, kind: str, post: Post) -> None:
        """Give the bots that hear it an update about a message."""
        for bot in self.bots.values():
            if isinstance(chat, PrivateChat):
                heard = chat.bot is bot
            else:
                heard = isinstance(chat, Group) and hears(bot, chat, post)
            if heard:
                bot.queue.put(chat.update_kinds[kind], post.body)

    def tells_membership(self, group: Group, member_id: int, change: Json) -> None:
        """Give my_chat_member to the bot concerned, chat_member to the bots that administrate."""
        for bot in self.bots.values():
            if bot.id == member_id:
                bot.queue.put("my_chat_member", change)
            elif group.is_admin(bot.id):
                bot.queue.put("chat_member", change)

    async def close(self) -> None:
        """Stop what still speaks to webhooks."""
        for bot in self.bots.values():
            await bot.courier.stops()

    def _clock_moved(self) -> None:
        self.events.record("clock", now=self.clock.now().isoformat())
