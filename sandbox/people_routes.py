"""The people's side over HTTP: JSON for a chat page, and for tests in other processes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.chats import Chat
from sandbox.deeds import DEEDS, Deeds, person_named, where_named
from sandbox.files import picture_type
from sandbox.groups import Group
from sandbox.views import ChatView
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.world import World

Does = Callable[[Mapping[str, Any]], Awaitable[Any]]
LONGEST_WAIT = 25.0


def add_people_routes(app: web.Application, world: World) -> None:
    """Add everything under `/sandbox/`."""
    side = PeopleSide(world)
    app.router.add_get("/sandbox/state", side.state)
    app.router.add_get("/sandbox/chats/{chat}/messages", side.messages)
    app.router.add_get("/sandbox/events", side.events)
    app.router.add_get("/sandbox/calls", side.calls)
    app.router.add_get("/sandbox/file/{file_id}", side.file)
    app.router.add_delete("/sandbox/faults", side.clear_faults)
    app.router.add_post("/sandbox/upload", side.upload)
    deeds = Deeds(world)
    for name in DEEDS:
        app.router.add_post(f"/sandbox/{name}", _posted(getattr(deeds, name)))


class PeopleSide:
    """What can be read of the world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def state(self, _request: web.Request) -> web.Response:
        """Who and what there is, and the time."""
        world = self._world
        bot = world.bot_under_test
        commands = bot.commands.get(("default", 0, 0, ""), [])
        shown = {"id": bot.id, "username": bot.username, "name": bot.name, "commands": commands}
        people = [_person(one) for one in world.people.values()]
        private = [_private(one) for one in world.people.values()]
        groups = [_group(one) for one in world.groups.values()]
        body = {"now": world.clock.now().isoformat(), "bot": shown, "people": people}
        weather = {"faults": world.faults.as_json(), "limits": world.flood.on}
        more = {"frozen": world.clock.is_frozen, "seq": world.events.last}
        return _json({**body, "chats": private + groups, **weather, **more})

    async def messages(self, request: web.Request) -> web.Response:
        """A chat as one person sees it."""
        try:
            chat = _visible(self._world, request.match_info["chat"], request.query["person"])
        except (LookupError, ValueError) as error:
            return _complaint(error)
        return _json(ChatView(chat, int(request.query["person"])).messages)

    async def events(self, request: web.Request) -> web.Response:
        """What happened after a number: a long poll."""
        after = int(request.query.get("after", "0"))
        events = await self._world.events.wait(after, LONGEST_WAIT)
        return _json({"seq": self._world.events.last, "events": events})

    async def calls(self, request: web.Request) -> web.Response:
        """The journal of calls after a number."""
        after = int(request.query.get("after", "0"))
        return _json([one.as_json() for one in self._world.calls if one.number > after])

    async def file(self, request: web.Request) -> web.Response:
        """The content of a file by its id; pictures are shown, the rest is downloaded."""
        file = self._world.files.find(request.match_info["file_id"])
        if file is None:
            return _json({"error": "no such file"}, 404)
        # Only pictures: a page that someone sent must not run as a page of ours.
        shown = picture_type(file.content) or "application/octet-stream"
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=shown, headers=headers)

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """Take every fault away."""
        self._world.faults.clear()
        return _json({"ok": True})

    async def upload(self, request: web.Request) -> web.Response:
        """Photos or documents from a person: multipart with `file`, several of which are an album.

        Beside it {person, chat?, topic?, kind: "photo" or "document", caption?, album?}. The
        message is answered, or a list of them.
        """
        form = await request.post()
        files = [one for one in form.getall("file", []) if isinstance(one, web.FileField)]
        if not files:
            return _complaint(ValueError("no file"))
        words = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            sent = await _uploaded(self._world, words, files)
            return _json(sent if len(sent) > 1 else sent[0])
        except (LookupError, ValueError) as error:
            return _complaint(error)


def _posted(deed: Does) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            body = await request.json()
            if not isinstance(body, dict):
                return _complaint(ValueError("expected a JSON object"))
            return _json(await deed(body))
        except (LookupError, ValueError, TypeError) as error:
            return _complaint(error)

    return answer


async def _uploaded(
    world: World, words: Mapping[str, str], files: Sequence[web.FileField]
) -> list[Json]:
    """Write all messages before anybody else has a turn: the bot hears of a whole album."""
    album = words.get("album") or (world.next_album() if len(files) > 1 else None)
    captions = [words.get("caption", ""), *[""] * (len(files) - 1)]
    each = zip(files, captions, strict=True)
    return [await _sent(world, {**words, "caption": c}, file, album) for file, c in each]


async def _sent(
    world: World, words: Mapping[str, str], file: web.FileField, album: str | None
) -> Json:
    person, where = person_named(world, words), where_named(world, words)
    topic = int(words.get("topic") or 0)
    said: Any = {"where": where, "topic": topic, "album": album, "caption": words["caption"]}
    if words.get("kind") == "photo":
        return await person.sends_photo(file.file.read(), **said)
    return await person.sends_document(file.filename, file.file.read(), **said)


def _visible(world: World, chat_id: str, person_id: str) -> Chat:
    chat = world.visible_chat(int(chat_id), int(person_id))
    if chat is None:
        raise LookupError(f"no chat {chat_id} for {person_id}")
    return chat


def _person(one: Person) -> Json:
    names = {"id": one.id, "first_name": one.first_name, "username": one.username}
    return {**names, "blocked": one.blocked}


def _private(one: Person) -> Json:
    title = one.private.bot.name
    shown = {"id": one.id, "type": "private", "title": title, "members": [one.id]}
    return {**shown, "person": one.id, "opened": one.private.opened}


def _group(one: Group) -> Json:
    members = [number for number in one.statuses if one.has(number)]
    shown = {"id": one.id, "type": one.kind, "title": one.title, "members": members}
    topics = one.forum and [
        {"id": number, "name": topic.name, "closed": topic.closed}
        for number, topic in one.forum.topics.items()
    ]
    moved = one.migrated_to and one.migrated_to.id
    return {**shown, "person": None, "migrated_to": moved, "topics": topics}


def _json(body: Any, status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json")


def _complaint(error: Exception) -> web.Response:
    return _json({"error": str(error) or type(error).__name__}, 400)
