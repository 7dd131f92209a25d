"""The demo: the bot runs against the sandbox, without a token and without the internet."""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from cases.case import Person as Member
from cases.kinds import Currency, Kind, Marketplace
from cases.lifecycles import FIRST_STATUS, find_move
from cases.money import Money
from cases.roles import Place, Role
from cases.rules import Rules
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.world import World
from storage.database import Database
from storage.journal import By, Journal, NewCase
from storage.people import Cabinets, Groups, People
from texts import examples, operator

TOKEN = "42:DEMO"  # noqa: S105 - the sandbox's own
ROOT = Path(__file__).parent.parent


async def demo(arguments: argparse.Namespace) -> int:
    """Serve the chat page and run the bot beside it until it is interrupted."""
    with contextlib.ExitStack() as stack:
        data = arguments.data
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        elif arguments.reset:
            shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True, exist_ok=True)
        return await _serve(data.resolve(), arguments.port)


async def _serve(data: Path, port: int) -> int:
    world = make_world(data)
    server = await _server(world, port)
    child = None
    try:
        await fill_journal(data, world)
        child = await start_bot(data, server.url, world)
        sys.stdout.write(operator.demo_ready(server.url) + "\n")
        sys.stdout.flush()
        await _until_stopped(child)
    finally:
        if child is not None and child.returncode is None:
            child.terminate()
            await child.wait()
        await server.close()
    return 0


def make_world(data: Path) -> World:
    """Return the people, the bot and the group; the clock is turned through a file."""
    world = World(Clock(offset_file=data / "clock"))
    bot = world.bot(token=TOKEN, username="journal_bot", name=examples.BOT_NAME)
    group = world.group(examples.GROUP)
    names = {
        examples.OWNER: "olga", examples.ANNA: "anna",
        examples.BORIS: "boris", examples.STRANGER: "prohozhy",
    }  # fmt: skip
    people = [world.person(name, username=username) for name, username in names.items()]
    for person in people[:3]:
        group.adds(person)
    group.adds(bot)
    # A journal that is kept remembers the update ids of its last demo.
    world.updates.restarts_at(int(world.clock.now().timestamp()))
    return world


async def start_bot(data: Path, url: str, world: World) -> asyncio.subprocess.Process:
    """Start `python -m bot run`, with no settings but those of the demo."""
    owner = _person(world, examples.OWNER)
    environment = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "OWNER_ID": str(owner.id),
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data}/journal.db",
        "TELEGRAM_API_URL": url,
        "CLOCK_FILE": str(data / "clock"),
        "LOG_LEVEL": "WARNING",
        "QUIET_HOURS": "off",  # whoever tries the demo at night wants to see the reminders
        "PYTHONPATH": str(ROOT),
    }
    # Not in the project's folder, where a `.env` with the real token may lie.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=data, env=environment
    )


async def fill_journal(data: Path, world: World) -> None:
    """Put the team and the example cases into a new journal; an old one stays as it is."""
    database = await Database.open(data / "journal.db")
    try:
        async with database.transaction():
            if not await Cabinets(database).all():
                await _fill(database, world)
    finally:
        await database.close()
    for name in (examples.OWNER, examples.ANNA, examples.BORIS):
        await _person(world, name).starts()


async def _fill(database: Database, world: World) -> None:
    now = world.clock.now()
    team = await _hire(database, world, now)
    cabinets = [
        await Cabinets(database).add(Marketplace(marketplace), name, Currency(currency))
        for marketplace, name, currency in examples.CABINETS
    ]
    group = next(iter(world.groups.values()))
    await Groups(database).bind(group.id, group.title, team[examples.OWNER], now)
    journal = Journal(database, Rules())
    for example in examples.CASES:
        await _register(journal, example, cabinets[example.cabinet].id, team, now)


async def _hire(database: Database, world: World, now: datetime) -> dict[str, Member]:
    roles = {
        examples.OWNER: Role.OWNER, examples.ANNA: Role.MANAGER, examples.BORIS: Role.MANAGER,
    }  # fmt: skip
    people = People(database)
    team = {}
    for name, role in roles.items():
        person = _person(world, name)
        team[name] = await people.join(person.id, name, person.username, role, now)
    return team


async def _register(
    journal: Journal,
    example: examples.Example,
    cabinet: int,
    team: dict[str, Member],
    now: datetime,
) -> None:
    kind, began = Kind(example.kind), now - example.age
    appeared = {"at": int(began.timestamp()), "has_time": True}
    when = "when" if kind is Kind.SUPPORT_TICKET else "appeared"
    assignee = team[example.assignee]
    case = await journal.register(
        NewCase(
            kind=kind,
            status=FIRST_STATUS[kind],
            cabinet_id=cabinet,
            answers={**example.answers, when: appeared},
            number=example.number,
            assignee_id=assignee.id,
            risk=Money(*example.risk) if example.risk else None,
            waiting_since=None if kind is Kind.SUPPORT_TICKET else began,
        ),
        By(assignee, Place.PRIVATE, began),
    )
    for name in example.moves:
        move = find_move(case.kind, case.status, name)
        by = By(assignee, Place.PRIVATE, now)
        case = await journal.change(case, by, name, status=move.target, moved_at=now)


def _person(world: World, name: str) -> Person:
    return next(person for person in world.people.values() if person.first_name == name)


async def _server(world: World, port: int) -> Server:
    try:
        return await serve(world, port=port)
    except OSError:  # somebody uses this port: any other will do
        return await serve(world, port=0)


async def _until_stopped(child: asyncio.subprocess.Process) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    waiting = [asyncio.create_task(stopped.wait()), asyncio.create_task(child.wait())]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
