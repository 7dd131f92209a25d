"""The topics of a forum: opened, closed, renamed, and why a bot may not write in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sandbox.chats import NEW_TOPIC, Post
from sandbox.refusals import bad_request
from sandbox.wire import Account, Json, without_nulls

if TYPE_CHECKING:
    from sandbox.groups import Group

FIRST_COLOUR: Final = 7322096
TOPIC_NAME_CODE_POINTS: Final = 128


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as it is now."""

    name: str
    colour: int = FIRST_COLOUR
    closed: bool = False


class Forum:
    """The topics of a supergroup, by the number of the message that opened them.

    The general topic is not among them: what stands there has no message_thread_id.
    """

    def __init__(self, group: Group) -> None:
        self._group = group
        self.topics: dict[int, Topic] = {}

    def opens(self, name: str, doer: Account, colour: int = FIRST_COLOUR) -> int:
        """Open a topic; its number is the message_thread_id of everything in it."""
        looks = {"name": name, "icon_color": colour}
        post = self._writes({"forum_topic_created": looks}, doer, NEW_TOPIC)
        self.topics[post.key] = Topic(name, colour)
        return post.key

    def renames(self, number: int, name: str, doer: Account) -> None:
        """Call a topic something else."""
        self.topics[number] = replace(self.topics[number], name=name)
        self._writes({"forum_topic_edited": without_nulls(name=name)}, doer, number)

    def closes(self, number: int, doer: Account, *, closed: bool = True) -> None:
        """Let only administrators write in a topic, or everyone again."""
        self.topics[number] = replace(self.topics[number], closed=closed)
        told = "forum_topic_closed" if closed else "forum_topic_reopened"
        self._writes({told: {}}, doer, number)

    def removes(self, number: int) -> None:
        """Delete a topic with everything in it."""
        del self.topics[number]
        self._group.world.events.record("chat", chat=self._group.id, topic=number)
        posts = self._group.posts.values()
        for key in [one.key for one in posts if one.body.get("message_thread_id") == number]:
            self._group.erase(key)

    def topic(self, number: int) -> Topic:
        """The topic with this number; Refused when there is none."""
        if number not in self.topics:
            raise bad_request("message thread not found")
        return self.topics[number]

    def _writes(self, content: Json, doer: Account, topic: int) -> Post:
        by_bot = bool(doer.card["is_bot"])
        post = self._group.publish(content, author=doer, by_bot=by_bot, service=True, topic=topic)
        self._group.world.events.record("chat", chat=self._group.id, topic=post.key)
        self._group.world.tells(self._group, "message", post)
        return post
