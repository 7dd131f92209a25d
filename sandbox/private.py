"""A private chat between a person and a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.counting import Counter
from sandbox.memberships import Status, member_card
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.authors import Author
    from sandbox.bots import Bot
    from sandbox.world import World


class PrivateChat(Chat):
    """Its id is the person's; `opened` once the person wrote or pressed Start."""

    def __init__(self, world: World, person: Author, bot: Bot, numbers: Counter) -> None:
        super().__init__(world, person.id, "private", numbers)
        self.person = person
        self.bot = bot
        self.opened = False
        self.blocked = False

    @property
    def card(self) -> Json:
        """The Telegram Chat object, with the person's names."""
        names = {name: value for name, value in self.person.card.items() if name in _NAMES}
        return {"id": self.id, "type": "private", **names}

    def sees(self, person_id: int) -> bool:
        """Only the person is here."""
        return person_id == self.person.id

    def turns(self, *, blocked: bool) -> None:
        """The person blocks the bot or lets it back; the bot gets my_chat_member."""
        if blocked == self.blocked:
            return
        self.blocked = blocked
        shut, open_ = Status.KICKED, Status.MEMBER
        old, new = (open_, shut) if blocked else (shut, open_)
        change = {
            "chat": self.card,
            "from": self.person.card,
            "date": self.world.clock.timestamp(),
            "old_chat_member": member_card(old, self.bot.card),
            "new_chat_member": member_card(new, self.bot.card),
        }
        self.bot.queue.put("my_chat_member", change)
        self.world.events.record("chat", chat=self.id, blocked=blocked)


_NAMES = frozenset({"first_name", "last_name", "username"})
