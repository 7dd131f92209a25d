"""A team that talks to the whole bot in one process: people, a group, a clock to be turned."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from aiohttp import ClientPayloadError
from moments import Copied, Moment

from bot.app import App, assemble, make_dispatcher
from bot.lines import Lines
from bot.now import Now
from bot.settings import Settings
from cases.health import Vitals
from cases.kinds import Currency, Marketplace
from cases.roles import Role
from sandbox.clock import Clock
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.request import Upload
from sandbox.world import World
from storage.conversations import Conversations
from storage.tables import Tables

TOKEN = "42:TEST"  # noqa: S105 - the sandbox's own
FOR_EVER = 10_000
BEHIND = {
    "Добавить файлы", "Доказательства", "Похожее обращение", "Текст обращения", "Новый диалог",
    "Текст эскалации", "Связать", "Связи", "Объединить",
    "Отложить", "Статус площадки", "Обещали", "Завести возврат", "Проверить ответ",
    "Метки", "Передать",
}  # fmt: skip
"""The buttons of a card that stand behind «Ещё»."""


@cache
def conversations() -> Conversations:
    """One for the session, as the dispatcher is: module-level routers attach once a process."""
    return Conversations()


@cache
def dispatcher() -> Dispatcher:
    return make_dispatcher(conversations())


class WorldSession(BaseSession):
    """aiogram's session, with the sandbox's world at the other end instead of a socket."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: Any = None) -> Any:  # noqa: ARG002, ASYNC109 - aiogram's signature
        parameters = method.model_dump(exclude_none=True, warnings=False)
        files = {
            name: Upload(given.filename or name, b"".join([c async for c in given.read(bot)]))
            for name, given in parameters.items()
            if isinstance(given, InputFile)
        }
        plain = {name: value for name, value in parameters.items() if name not in files}
        try:
            result = await self.world.call(bot.token, method.__api_method__, plain, files)
        except Refused as refused:
            answer: dict[str, Any] = {
                "ok": False, "error_code": refused.code, "description": refused.description,
            }  # fmt: skip
            if refused.parameters:
                answer["parameters"] = refused.parameters
            return self.check_response(bot, method, refused.code, json.dumps(answer)).result
        text = json.dumps({"ok": True, "result": result})
        return self.check_response(bot, method, 200, text).result

    async def close(self) -> None:
        pass

    async def stream_content(self, url: str, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Download a file, half of it and then the rest; a fault laid on `file` cuts between."""
        file = self.world.files.at(url.partition(f"/file/bot{TOKEN}/")[2])
        assert file is not None
        half = len(file.content) // 2
        yield file.content[:half]
        if self.world.faults.take("file", None):
            raise ClientPayloadError(f"the connection was cut: {url}")
        yield file.content[half:]


def roomy_disk(now: Now, vitals: Vitals) -> Vitals:
    """A disk with room on it and with last night's backup, whatever the machine of the test has."""
    return replace(vitals, free=10**12, backed_up_at=now())


class SandboxNow(Now):
    """The sandbox's clock as the bot's clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def __call__(self) -> datetime:
        return self.clock.now()


class Member:
    """A person of the story. Each deed returns what the bot answered in that chat."""

    def __init__(self, team: Team, person: Person) -> None:
        self._team, self.person = team, person

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def sees(self) -> str:
        """The bot's newest message as it reads now."""
        return self.person.chat.last_text

    @property
    def saw(self) -> str:
        """The newest few messages together: an answer may be more than one."""
        return "\n\n".join(str(m.get("text", "")) for m in self.person.chat.messages[-4:])

    @property
    def buttons(self) -> list[str]:
        return self.person.chat.buttons()

    async def starts(self, payload: str = "") -> str:
        await self.person.starts(payload)
        return await self._answer()

    async def says(self, text: str, **more: Any) -> str:
        await self.person.says(text, **more)
        return await self._answer(more.get("where"))

    async def presses(self, label: str, **more: Any) -> str:
        await self._reveals(label)
        await self.person.presses(label, **more)
        return await self._answer(more.get("where"))

    async def does(self, *deeds: str) -> str:
        """Answer several questions: a visible button is pressed, anything else is typed."""
        for deed in deeds:
            await self._reveals(deed)
            if deed in self.buttons:
                await self.presses(deed)
            else:
                await self.says(deed)
        return self.sees

    async def _reveals(self, label: str) -> None:
        """Press «Ещё» first for what stands behind it."""
        if label in BEHIND and label not in self.buttons and "Ещё" in self.buttons:
            await self.person.presses("Ещё")
            await self._team.settles()

    async def _answer(self, where: Group | None = None) -> str:
        await self._team.settles()
        return where.last_text if where else self.person.chat.last_text


class Team:
    """Everything a story needs."""

    def __init__(self, app: App, world: World, database: Copied, stage: Stage) -> None:
        self.app, self.world, self.clock, self.database = app, world, world.clock, database
        tables: Tables = app.worker.services["tables"]
        self.journal, self.search, self.history = tables.journal, tables.search, tables.history
        self.attachments, self.people = tables.attachments, tables.people
        self.cabinets, self.lists, self.finding = tables.cabinets, tables.lists, tables.finding
        self.owner = self.member("Ольга", "olga")
        self.anna = self.member("Анна", "anna")
        self.boris = self.member("Борис", "boris")
        self.stranger = self.member("Чужой", "stranger")
        self.group = world.group("Команда")
        self.bot = world.bot_under_test
        self.folder = app.shelf.root.parent
        self._stage, self._new = stage, self._so_far()

    def member(self, name: str, username: str) -> Member:
        return Member(self, self.world.person(name, username=username))

    async def hire(self) -> None:
        """Take everybody into the team and give it a cabinet."""
        await self.begins(_hired)

    async def begins(self, story: Story) -> None:
        """Let the story have been lived through: once in a process it is, by another such team.

        What it knows by then is copied, all but files that were taken to the disk; the bot is as
        after a new start. A team that is not new any more, whose journal is a file or whose time is
        the real one lives through it.
        """
        if self._stage.at is None or self._so_far() != self._new:
            await story(self)
            return
        moment = await _moment(self._stage, story)
        conversations().use(self.database)
        await self.database.becomes(moment.pages)
        self._meets(moment.knows())

    def _meets(self, world: World) -> None:
        """Live in that world from now on: the same one, later on."""
        self.world, self.clock, self.bot = world, world.clock, world.bot_under_test
        for member in (self.owner, self.anna, self.boris, self.stranger):
            member.person = world.people[member.id]
        self.group = world.groups[self.group.id]
        session, now = self.app.bot.session, self.app.now
        assert isinstance(session, WorldSession)
        assert isinstance(now, SandboxNow)
        session.world, now.clock = world, world.clock

    def _so_far(self) -> tuple[object, ...]:
        """Return what tells whether anything has happened yet."""
        world, laid = self.world, self.world.faults.laid
        accounts = len(world.people), len(world.bots), len(world.groups), len(world.channels)
        written = self.database._connection.total_changes
        return world.events.last, accounts, written, self.clock.now(), len(laid), world.flood.on

    async def binds_group(self) -> Group:
        """Put the bot into the team's group and bind it."""
        for member in (self.owner, self.anna, self.boris):
            self.group.adds(member.person)
        self.group.adds(self.bot)
        await self.settles()
        await self.owner.presses("Подключить группу")
        return self.group

    async def settles(self) -> None:
        """Let the bot do all it has to do."""
        for _ in range(FOR_EVER):
            received = await self.app.receiver.receive(0)
            handled = await self.app.worker.handle_waiting()
            await self.app.sender.say_all()
            if not received and not handled:
                return

    async def collects(self) -> None:
        """Let the bot take the files that are due to its disk, and tell what became of them."""
        while await self.app.collector.collect():
            pass
        await self.settles()

    async def waits(self, **time: float) -> None:
        """Turn the clock and let the bot notice."""
        self.clock.moves(**time)
        await self.app.clock.tick()
        await self.settles()


Story = Callable[[Team], Awaitable[object]]


@dataclass(frozen=True)
class Stage:
    """When a team begins, and with which settings; no time where it has to live by itself."""

    at: datetime | None
    given: tuple[tuple[str, Any], ...]


_moments: dict[tuple[Stage, Story], Moment] = {}


async def _moment(stage: Stage, story: Story) -> Moment:
    """Return the end of a story on that stage."""
    if (stage, story) not in _moments:
        async with make_team(stage.at, **dict(stage.given)) as team:
            await story(team)
            _moments[stage, story] = await Moment.of(team.database, team.world)
    return _moments[stage, story]


async def _hired(team: Team) -> None:
    async with team.database.transaction():
        await team.people.join(team.owner.id, "Ольга", "olga", Role.OWNER, team.clock.now())
        for member in (team.anna, team.boris):
            name = member.person.first_name
            await team.people.join(member.id, name, None, Role.MANAGER, team.clock.now())
        await team.cabinets.add(Marketplace.WB, "ИП Иванов", Currency.RUB)
    for member in (team.owner, team.anna, team.boris):
        await member.starts()


@cache
def lines_to(url: str) -> Lines:
    """Return the line that nobody speaks over: the certificates are read once."""
    return Lines(url, ())


@asynccontextmanager
async def make_team(
    at: datetime | None, folder: Path | None = None, journal: Path | None = None, **given: Any
) -> AsyncIterator[Team]:
    """Make a team at this instant, or at the real time, which goes on by itself; with settings.

    Its journal lies in memory, in the folder together with its files, or as a file of its own.
    """
    clock = Clock.frozen(at=at) if at else Clock()
    world = World(clock)
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    temporary = TemporaryDirectory(prefix="journal-")
    settings = Settings(
        _env_file=None, bot_token=TOKEN, owner_id=0, telegram_limits=False,
        data_dir=folder or temporary.name, **given,
    )  # fmt: skip
    kept = journal or (settings.database_path if folder else ":memory:")
    database = await Copied.open(kept)
    conversations().use(database)
    bot = Bot(TOKEN, session=WorldSession(world))
    lines, now = lines_to(settings.telegram_api_url), SandboxNow(clock)
    app = assemble(bot, dispatcher(), database, settings, lines, now, "journal_bot")
    copied = at if kept == ":memory:" else None
    team = Team(app, world, database, Stage(copied, tuple(sorted(given.items()))))
    app.clock.disk = partial(roomy_disk, now)
    app.worker.services["disk"] = app.clock.disk
    app.worker.services["owner_id"] = team.owner.id
    app.worker.owner_id = team.owner.id
    app.clock.distress.owner_id = team.owner.id
    try:
        yield team
    finally:
        await app.sender.finish()
        await database.close()
        temporary.cleanup()
