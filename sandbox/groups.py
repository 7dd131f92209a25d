"""A group: who is in it, what that changes for the bot, and how it becomes a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.chats import Chat, Post
from sandbox.counting import Counter
from sandbox.memberships import ADMINS, PRESENT, Status, member_card
from sandbox.views import ChatView
from sandbox.wire import Account, Json

if TYPE_CHECKING:
    from sandbox.bots import Bot
    from sandbox.forums import Forum
    from sandbox.people import Person
    from sandbox.world import World


class Group(Chat):
    """A basic group or a supergroup; the first person added is its creator."""

    def __init__(self, world: World, chat_id: int, title: str, numbers: Counter) -> None:
        kind = "supergroup" if chat_id < -(10**12) else "group"
        super().__init__(world, chat_id, kind, numbers)
        self.title = title
        self.statuses: dict[int, Status] = {}
        self.accounts: dict[int, Person | Bot] = {}
        self.silenced: set[int] = set()
        self.migrated_to: Group | None = None
        self.deleted = False
        self.last_bot = 0
        self.forum: Forum | None = None

    @property
    def card(self) -> Json:
        """The Telegram Chat object."""
        card = {"id": self.id, "type": self.kind, "title": self.title}
        return {**card, "is_forum": True} if self.forum else card

    @property
    def view(self) -> ChatView:
        """The group as its members see it."""
        return ChatView(self)

    @property
    def messages(self) -> list[Json]:
        """The Message objects, oldest first."""
        return self.view.messages

    @property
    def last_text(self) -> str:
        """The text of the newest message."""
        return self.view.last_text

    def buttons(self, message: Json | None = None) -> list[str]:
        """The texts of the inline buttons of one message; by default the newest."""
        return self.view.buttons(message)

    def status(self, account_id: int) -> Status:
        """What this account is here; LEFT for a stranger."""
        return self.statuses.get(account_id, Status.LEFT)

    def has(self, account_id: int) -> bool:
        """Whether this account is in the group."""
        return self.status(account_id) in PRESENT

    def is_admin(self, account_id: int) -> bool:
        """Whether this account is an administrator or the creator."""
        return self.status(account_id) in ADMINS

    def sees(self, person_id: int) -> bool:
        """Members see the group."""
        return self.has(person_id)

    def adds(self, member: Person | Bot, *, admin: bool = False, by: Person | None = None) -> None:
        """Bring someone in, or change whether they are an administrator.

        The bot hears of it as Telegram tells: my_chat_member for itself, then the service message.
        `by` is who does it; by default the creator, and in an empty group whoever comes.
        """
        was_here = self.has(member.id)
        status = Status.ADMINISTRATOR if admin else Status.MEMBER
        if not member.card["is_bot"] and Status.CREATOR not in self.statuses.values():
            status = Status.CREATOR
        doer = by or self.creator() or member
        self._becomes(member, status, doer)
        if not was_here:
            self.announce({"new_chat_members": [member.card]}, doer)

    def removes(self, member: Person | Bot, *, by: Person | None = None) -> None:
        """Take someone out: a bot is kicked; a person has left, and may be added again."""
        if not self.has(member.id):
            return
        doer = by or self.creator() or member
        self._becomes(member, Status.KICKED if member.card["is_bot"] else Status.LEFT, doer)
        self.announce({"left_chat_member": member.card}, doer)

    def loses(self, bot: Bot) -> None:
        """The bot leaves by itself."""
        self._becomes(bot, Status.LEFT, bot)
        self.announce({"left_chat_member": bot.card}, bot)

    def silences(self, member: Person | Bot, *, silent: bool = True) -> None:
        """Take away the right to write here, or give it back; ValueError for administrators."""
        if self.is_admin(member.id):
            raise ValueError("an administrator cannot be restricted")
        (self.silenced.add if silent else self.silenced.discard)(member.id)
        status = Status.RESTRICTED if silent else Status.MEMBER
        self._becomes(member, status, self.creator() or member)

    def disbands(self) -> None:
        """Delete the group for everyone."""
        self.deleted = True
        self.world.events.record("chat", chat=self.id)

    def becomes_supergroup(self) -> Group:
        """Upgrade a basic group; the supergroup that replaces it is returned.

        Calls to the old id are refused with the new one from now on.
        """
        if self.kind == "supergroup" or self.migrated_to:
            raise ValueError("only a basic group can become a supergroup, and only once")
        fresh = self.world.group(self.title)
        fresh.statuses, fresh.accounts = dict(self.statuses), dict(self.accounts)
        fresh.last_bot = self.last_bot
        doer = self.creator() or next(iter(self.accounts.values()))
        self.announce({"migrate_to_chat_id": fresh.id}, doer)
        self.migrated_to = fresh
        fresh.announce({"migrate_from_chat_id": self.id}, doer)
        return fresh

    def discuss(self, post: Post) -> None:
        """Hand a post to the group linked to a channel; a group has none."""

    def announce(self, content: Json, doer: Account) -> Post | None:
        """Write a service message; every bot of the group hears it."""
        by_bot = bool(doer.card["is_bot"])
        post = self.publish(content, author=doer, by_bot=by_bot, service=True)
        self.world.tells(self, "message", post)
        return post

    def _becomes(self, member: Person | Bot, status: Status, doer: Account) -> None:
        old = self.status(member.id)
        if old is status:
            return
        self.statuses[member.id] = status
        self.accounts[member.id] = member
        change = {
            "chat": self.card,
            "from": doer.card,
            "date": self.world.clock.timestamp(),
            "old_chat_member": member_card(old, member.card),
            "new_chat_member": member_card(status, member.card),
        }
        self.world.events.record("chat", chat=self.id, member=member.id, status=status.value)
        self.world.tells_membership(self, member.id, change)

    def creator(self) -> Person | Bot | None:
        """Whoever owns the group."""
        found = (one for one, status in self.statuses.items() if status is Status.CREATOR)
        return next((self.accounts[one] for one in found), None)
