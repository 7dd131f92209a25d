"""The wiring: what is made of what, and how the five loops live and end together."""

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.base import StorageKey
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat

from bot.backups import gone_by, make_backup, make_nightly_backup
from bot.beginning import check_beginning, mark_beginning
from bot.bells import Bell
from bot.clock import ClockLoop
from bot.collector import Collector
from bot.copies import CopyMaker
from bot.coping import Coping
from bot.distress import Distress
from bot.eraser import Eraser
from bot.health import with_disk
from bot.ledger import Ledger
from bot.limits import Limits
from bot.lines import Lines
from bot.now import Now
from bot.packs import Packs
from bot.receiver import Receiver, reach
from bot.sender import Sender
from bot.settings import Settings
from bot.shelf import Shelf
from bot.worker import Worker
from handlers.access import Access
from handlers.filters import ask_in_place
from handlers.losses import Losses
from handlers.reminders import Alarms
from handlers.routers import in_a_row
from handlers.speech import as_json
from storage.conversations import Conversations
from storage.database import Database
from storage.facts import Facts
from storage.queues import Inbox, Outbox, Outgoing
from storage.tables import Tables
from texts import team

_STATUS = re.compile(r'"text": "/status ([^"\\\\]{1,64})"')


@dataclass(frozen=True)
class App:
    """The bot with its loops, ready to run."""

    bot: Bot
    database: Database
    outbox: Outbox
    facts: Facts
    now: Now
    receiver: Receiver
    worker: Worker
    sender: Sender
    clock: ClockLoop
    collector: Collector
    shelf: Shelf

    async def run(self) -> None:
        """Run the five loops until one fails or is cancelled; nothing is left half done."""
        try:
            await self.begin()
            with self.clock.ticking():
                await _together(
                    self.receiver.run(), self.worker.run(), self.sender.run(), self.collector.run()
                )
        finally:
            await self.sender.finish()

    async def begin(self) -> None:
        """Take up what was left and what was written meanwhile; only then say what came due."""
        self.shelf.sweep()
        await self.sender.recover()
        await self.receiver.catch_up()
        await self.clock.wake()

    async def introduce(self, owner_id: int) -> None:
        """Know the owner, and tell Telegram the menus that have changed since the last run."""
        now = self.now()
        async with self.database.transaction():
            await self.clock.people.keep_one_owner(owner_id)
            for name, menu in _menus(owner_id).items():
                body = as_json(menu)
                if await self.facts.changed(f"menu:{name}", body):
                    key = f"menu:{name}:{int(now.timestamp())}"
                    word = Outgoing(key, None, menu.__api_method__, body)
                    await self.outbox.put([word], now)


def make_dispatcher(conversations: Conversations) -> Dispatcher:
    """Return the dispatcher with the handlers of every router."""
    dispatcher = Dispatcher(storage=conversations)
    dispatcher.update.outer_middleware(Access())
    row = in_a_row()
    ask_in_place(row)
    dispatcher.include_router(row)
    return dispatcher


def services(tables: Tables, facts: Facts, owner_id: int, username: str) -> dict[str, Any]:
    """Return what handlers may ask for by name; `now` comes with each update."""
    return {
        "tables": tables,
        "people": tables.people,
        "groups": tables.groups,
        "facts": facts,
        "owner_id": owner_id,
        "bot_username": username,
    }


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """Open the journal and the line to Telegram, and close both at the end."""
    now = Now(settings.clock_file)
    check_beginning(settings)
    database = await Database.open(
        settings.database_path,
        before_migration=lambda: make_backup(settings, now(), thins_out=False),
    )
    mark_beginning(settings)
    lines = Lines(settings.telegram_api_url, settings.telegram_proxy)
    bot = Bot(settings.token, session=lines.session)
    try:
        me = await reach(bot, lines)
        dispatcher = make_dispatcher(Conversations(database))
        yield assemble(bot, dispatcher, database, settings, lines, now, me.username or "")
    finally:
        await bot.session.close()
        await database.close()


def assemble(
    bot: Bot,
    dispatcher: Dispatcher,
    database: Database,
    settings: Settings,
    lines: Lines,
    now: Now,
    username: str,
) -> App:
    """Put the loops together."""
    stored, to_say = Bell(), Bell()
    inbox, outbox, facts = Inbox(database), Outbox(database), Facts(database)
    tables = Tables.of(database, settings.rules)
    disk = partial(with_disk, settings)
    known = services(tables, facts, settings.owner_id, username)
    known |= {
        "disk": disk, "copies": partial(gone_by, settings), "backup_key": settings.backup_key,
    }  # fmt: skip
    alarms = Alarms(tables, facts, username)
    known |= {"alarms": alarms, "database": database}
    limits = Limits(on=settings.telegram_limits)
    coping = Coping(outbox, tables.groups, tables.people, tables.clocks, lines, limits, facts)
    shelf = Shelf(settings.data_dir)
    sender = Sender(
        bot,
        database,
        outbox,
        coping,
        to_say,
        now,
        limits,
        Packs(shelf, CopyMaker(settings, shelf, now)),
    )
    worker = Worker(
        bot, dispatcher, database, inbox, outbox, known, stored, to_say, now, settings.owner_id,
        sender.transaction, partial(_foresee, tables, dispatcher, bot.id),
    )  # fmt: skip
    receiver = Receiver(bot, database, inbox, worker, stored, now, lines)
    return App(
        bot=bot,
        database=database,
        outbox=outbox,
        facts=facts,
        now=now,
        receiver=receiver,
        worker=worker,
        sender=sender,
        clock=ClockLoop(
            database, alarms, tables.clocks, tables.people, inbox, outbox, to_say, now,
            partial(make_nightly_backup, settings), lambda: receiver.polled_at, disk,
            Eraser(
                database, alarms, shelf, Ledger(settings.data_dir), settings.database_path, now
            ),
            Distress(bot, settings.owner_id, now),
        ),
        collector=Collector(
            bot, database, tables.attachments, Losses(tables, facts), outbox, shelf, to_say, now
        ),
        shelf=shelf,
    )  # fmt: skip


def _foresee(
    tables: Tables, dispatcher: Dispatcher, bot_id: int, person_id: int, payload: str
) -> None:
    """Every update asks first who it is from, and whether they are in the middle of a form.

    What is asked most of all is a number.
    """
    tables.people.foresee(person_id)
    if asked := _STATUS.search(payload):
        tables.search.foresee_number(asked[1])
    conversations = dispatcher.fsm.storage
    assert isinstance(conversations, Conversations)  # noqa: S101 - make_dispatcher puts it there
    conversations.foresee_state(StorageKey(bot_id, person_id, person_id))


async def _together(*loops: Coroutine[Any, Any, None]) -> None:
    """Run the loops side by side; the first that fails ends them all with its own error."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _menus(owner_id: int) -> dict[str, SetMyCommands]:
    everybody, owner = team.COMMANDS, team.COMMANDS | team.OWNER_COMMANDS
    return {
        "everybody": SetMyCommands(commands=_commands(everybody)),
        "owner": SetMyCommands(
            commands=_commands(owner), scope=BotCommandScopeChat(chat_id=owner_id)
        ),
        "groups": SetMyCommands(
            commands=_commands(team.GROUP_COMMANDS), scope=BotCommandScopeAllGroupChats()
        ),
    }


def _commands(table: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=text) for name, text in table.items()]
