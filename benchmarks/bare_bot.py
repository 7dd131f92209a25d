"""The bare bot: the least an aiogram bot can do for `/status`: one look-up, one answer.

One aiosqlite connection, no inbox, no outbox, no rights, no conversation. `bare_bot.py journal url
token [tasks]`: with `tasks` updates are handled side by side, otherwise one after the other.
"""

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

LOOK_UP = "SELECT id, kind, status, number, due_at FROM cases WHERE number_key = :key LIMIT 1"


async def show_case(
    message: Message, command: CommandObject, journal: aiosqlite.Connection
) -> None:
    found = list(await journal.execute_fetchall(LOOK_UP, {"key": command.args or ""}))
    text = "#{} {} {}: {}, {}".format(*found[0]) if found else "нет такого"
    await message.answer(text)


async def main(path: str, url: str, token: str, tasks: bool) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    dispatcher = Dispatcher()
    dispatcher.message.register(show_case, Command("status"))
    async with aiosqlite.connect(path) as journal:
        await dispatcher.start_polling(
            Bot(token, session=session), handle_as_tasks=tasks, journal=journal
        )


def _run(path: str, url: str, token: str, *more: str) -> None:
    running = main(path, url, token, "tasks" in more)
    try:
        import uvloop  # noqa: PLC0415 - as aiogram's own run_polling does it
    except ImportError:
        asyncio.run(running)
    else:
        uvloop.run(running)


if __name__ == "__main__":
    _run(*sys.argv[1:])
