"""The demo: the bot runs against the sandbox, without a token and without the internet."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from filelock import Timeout

from bot.demo.extras import Extras
from bot.demo.folder import NotADemo, folder_for
from bot.demo.journal import fill_journal, open_chats, person_called
from bot.demo.process import BotProcess
from bot.demo.tour import Tour
from cases.rules import Rules
from sandbox.clock import Clock
from sandbox.server import Server, serve
from sandbox.world import World
from storage.database import Database
from texts import examples, operator

TOKEN = "42:DEMO"  # noqa: S105 - the sandbox's own
MORNING = time(10, 1)
"""When the day of the demo begins, in the team's zone: reminders are not sent in the night."""


async def demo(arguments: argparse.Namespace) -> int:
    """Serve the chat page and run the bot beside it until it is interrupted."""
    stopped = _told_to_stop()
    try:
        with folder_for(arguments.data, reset=arguments.reset) as data:
            return await _serve(data, arguments.port, stopped)
    except Timeout:
        sys.stderr.write(operator.DEMO_RUNS + "\n")
    except NotADemo:
        sys.stderr.write(operator.not_a_demo(arguments.data) + "\n")
    return 1


async def _serve(data: Path, port: int, stopped: asyncio.Event) -> int:
    world = make_world(data)
    await _prepare(data, world)
    owner = person_called(world, examples.OWNER).id
    bot = BotProcess(world, data)
    guide = Tour(world, data / "journal.db", data / "tour.json")
    extras = Extras(guide, bot, owner)
    server = await _server(world, port, extras.add)
    try:
        bot.settings = settings(data, server.url, owner)
        await _first(bot.starts(), stopped.wait())
        if not stopped.is_set() and bot.runs:
            sys.stdout.write(operator.demo_ready(server.url) + "\n")
            sys.stdout.flush()
            await _first(bot.ends(), stopped.wait())
    finally:
        await bot.stops()
        await server.close()
    return 0 if stopped.is_set() else 1  # a bot that ends by itself has said why


def make_world(data: Path) -> World:
    """Return the people, the bot and the group; the clock is turned through a file.

    A journal that is kept goes on where its clock stood; a new one begins this morning.
    """
    file = data / "clock"
    turned = float(file.read_text("ascii")) if file.exists() else None
    clock = Clock(offset_file=file)
    if turned is None:
        clock.goes_to(_morning(clock.now()))
    else:
        clock.goes_by(timedelta(seconds=turned))
    world = World(clock)
    bot = world.bot(token=TOKEN, username="journal_bot", name=examples.BOT_NAME)
    group = world.group(examples.GROUP, basic=True)
    people = [world.person(name, username=username) for name, username in examples.PEOPLE]
    for person in people[:3]:
        group.adds(person)
    group.adds(bot)
    # A journal that is kept remembers the update ids of its last demo.
    world.updates.restarts_at(int(datetime.now(Rules().zone).timestamp()))
    return world


def settings(data: Path, url: str, owner_id: int) -> dict[str, str]:
    """Return all that the bot of the demo is told."""
    return {
        "BOT_TOKEN": TOKEN,
        "OWNER_ID": str(owner_id),
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data}/journal.db",
        "TELEGRAM_API_URL": url,
        "CLOCK_FILE": str(data / "clock"),
        "LOG_LEVEL": "WARNING",
    }


async def _prepare(data: Path, world: World) -> None:
    database = await Database.open(data / "journal.db")
    try:
        await fill_journal(database, world)
    finally:
        await database.close()
    await open_chats(world, TOKEN)


def _morning(now: datetime) -> datetime:
    zone = Rules().zone
    return datetime.combine(now.astimezone(zone).date(), MORNING, zone)


async def _server(world: World, port: int, extras: Callable[[web.Application], None]) -> Server:
    try:
        return await serve(world, port=port, extras=extras)
    except OSError:  # somebody uses this port: any other will do
        return await serve(world, port=0, extras=extras)


def _told_to_stop() -> asyncio.Event:
    """Return what Ctrl+C, a closed terminal and `kill` set."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


async def _first(*works: Coroutine[Any, Any, Any]) -> None:
    """Wait for whichever is done first; its error is raised, the others are given up."""
    tasks = [asyncio.create_task(work) for work in works]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for task in done:
        task.result()
