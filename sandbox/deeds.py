"""What people do over HTTP: each deed takes the JSON body of its POST under `/sandbox/`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sandbox.forums import Forum
from sandbox.groups import Group
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.world import World


class Deeds:
    """What can be done to the world: each takes the JSON body of its POST."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def say(self, body: Mapping[str, Any]) -> Json:
        """{person, chat?, text, reply_to?, topic?}: a person writes; reply_to is a message id."""
        person = person_named(self._world, body)
        replied = {"message_id": int(body["reply_to"])} if body.get("reply_to") else None
        where = where_named(self._world, body)
        topic = int(body.get("topic") or 0)
        return await person.says(str(body["text"]), where=where, reply_to=replied, topic=topic)

    async def start(self, body: Mapping[str, Any]) -> Json:
        """{person, payload?}: Start is pressed."""
        return await person_named(self._world, body).starts(str(body.get("payload") or ""))

    async def follow(self, body: Mapping[str, Any]) -> Json:
        """{person, link, chat?}: a deep link is followed; the chat is where startgroup leads."""
        where = where_named(self._world, body)
        return await person_named(self._world, body).follows(str(body["link"]), where=where)

    async def press(self, body: Mapping[str, Any]) -> Json | None:
        """{person, chat?, message_id?, data|text, twice?}: a button is pressed."""
        person = person_named(self._world, body)
        return await person.presses(
            str(body.get("text") or ""),
            where=where_named(self._world, body),
            on=_message(body) if body.get("message_id") else None,
            press=body.get("data"),
            twice=bool(body.get("twice")),
        )

    async def edit(self, body: Mapping[str, Any]) -> Json:
        """{person, chat, message_id, text}: a person changes their message."""
        return await person_named(self._world, body).edits(_message(body), str(body["text"]))

    async def delete(self, body: Mapping[str, Any]) -> None:
        """{person, chat, message_id}: a person deletes a message."""
        person_named(self._world, body).deletes(_message(body))

    async def sticker(self, body: Mapping[str, Any]) -> Json:
        """{person, chat?, topic?}: a person sends a sticker."""
        where, topic = where_named(self._world, body), int(body.get("topic") or 0)
        return await person_named(self._world, body).sends_sticker(where=where, topic=topic)

    async def topic(self, body: Mapping[str, Any]) -> Json:
        """{person, chat, name}: an administrator opens a topic, the first makes it a forum."""
        group, person = self._world.groups[int(body["chat"])], person_named(self._world, body)
        if group.kind != "supergroup" or not group.is_admin(person.id):
            raise ValueError("only an administrator of a supergroup opens topics")
        group.forum = group.forum or Forum(group)
        return {"message_thread_id": group.forum.opens(str(body["name"]), person)}

    async def block(self, body: Mapping[str, Any]) -> None:
        """{person, blocked}: a person blocks the bot or lets it back."""
        person_named(self._world, body).private.turns(blocked=bool(body["blocked"]))

    async def member(self, body: Mapping[str, Any]) -> None:
        """{chat, person: id or "bot", present, admin?}: someone comes or goes."""
        group = self._world.groups[int(body["chat"])]
        bot = self._world.bot_under_test
        who = bot if body["person"] == "bot" else person_named(self._world, body)
        if body["present"]:
            group.adds(who, admin=bool(body.get("admin")))
        else:
            group.removes(who)

    async def migrate(self, body: Mapping[str, Any]) -> Json:
        """{chat}: a basic group becomes a supergroup, whose Chat object is answered."""
        return self._world.groups[int(body["chat"])].becomes_supergroup().card

    async def clock(self, body: Mapping[str, Any]) -> Json:
        """{seconds} or {to: ISO, aware}: the time is moved."""
        if "to" in body:
            self._world.clock.goes_to(datetime.fromisoformat(str(body["to"])))
        else:
            self._world.clock.moves(seconds=float(body["seconds"]))
        return {"now": self._world.clock.now().isoformat()}

    async def faults(self, body: Mapping[str, Any]) -> list[Json]:
        """The columns of `Faults.lay`; what is laid now is answered."""
        try:
            self._world.faults.lay(**body)
        except TypeError as error:
            raise ValueError(str(error)) from error
        return self._world.faults.as_json()

    async def limits(self, body: Mapping[str, Any]) -> None:
        """{on}: the flood limits are switched."""
        self._world.flood.on = bool(body["on"])


#: The names of the deeds, which are the ends of their addresses.
DEEDS: Final = tuple(name for name in vars(Deeds) if not name.startswith("_"))


def person_named(world: World, body: Mapping[str, Any]) -> Person:
    """The person of a body; KeyError for a stranger."""
    return world.people[int(body["person"])]


def where_named(world: World, body: Mapping[str, Any]) -> Group | None:
    """The group of a body; None for a private chat."""
    number = int(body.get("chat") or 0)
    return world.groups[number] if number < 0 else None


def _message(body: Mapping[str, Any]) -> Json:
    chat = int(body.get("chat") or body["person"])
    return {"message_id": int(body["message_id"]), "chat": {"id": chat}}
