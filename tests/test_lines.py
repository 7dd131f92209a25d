"""The way to Telegram: through proxies of this machine to the sandbox, and on to the next one."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import GetMe
from aiohttp_socks import ProxyError
from team import Team

from bot import receiver
from bot.lines import Lines
from bot.receiver import reach
from sandbox.server import Server, serve
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - the sandbox's own
SOCKS_OK = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"


class Proxy:
    """A proxy that speaks SOCKS5 and HTTP CONNECT, and counts whom it let through."""

    def __init__(self) -> None:
        self.passed = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        host, port = await (_socks(reader, writer) if first == b"\x05" else _connect(reader))
        there, back = await asyncio.open_connection(host, port)
        self.passed += 1
        writer.write(SOCKS_OK if first == b"\x05" else b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    await reader.readexactly((await reader.readexactly(1))[0])
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    length = 4 if kind == 1 else (await reader.readexactly(1))[0]
    address = await reader.readexactly(length)
    (port,) = struct.unpack("!H", await reader.readexactly(2))
    return ".".join(map(str, address)) if kind == 1 else address.decode(), port


async def _connect(reader: asyncio.StreamReader) -> tuple[str, int]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    host, _, port = head.split()[1].partition(":")
    return host, int(port)


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await source.read(65536):
            into.write(some)
            await into.drain()
    into.close()


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[Proxy, str]]:
    """Open a proxy and give its host with the port."""
    opened = Proxy()
    server = await asyncio.start_server(opened, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()
        yield opened, f"{host}:{port}"
    finally:
        server.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    world = World()
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    server = await serve(world)
    yield server
    await server.close()


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_telegram_is_reached_through_a_proxy(server: Server, scheme: str) -> None:
    async with proxy() as (way, address):
        lines = Lines(server.url, (f"{scheme}://{address}",))
        async with Bot(TOKEN, session=lines.session).context() as bot:
            assert (await bot.me()).username == "journal_bot"
        assert way.passed == 1


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_a_proxy_that_is_down_is_passed_over(
    server: Server, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "PAUSE_AFTER_ERROR", 0)
    async with proxy() as (_, gone):
        pass
    async with proxy() as (way, address):
        lines = Lines(server.url, (f"{scheme}://{gone}", f"{scheme}://{address}"))
        async with Bot(TOKEN, session=lines.session).context() as bot:
            assert (await reach(bot, lines)).username == "journal_bot"
        assert way.passed == 1


async def test_a_page_of_a_gateway_in_place_of_an_answer_is_waited_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiver, "PAUSE_AFTER_ERROR", 0)
    world = World()
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    world.faults.lay(method="getMe", html_body=True)
    server = await serve(world)
    lines = Lines(server.url, ())
    async with Bot(TOKEN, session=lines.session).context() as bot:
        assert (await reach(bot, lines)).username == "journal_bot"
    await server.close()


@pytest.mark.parametrize(
    "error",
    [
        ClientDecodeError("not JSON", ValueError(), "<html>"),
        TelegramNetworkError(GetMe(), "gone"),
        ProxyError("no"),
        OSError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_nothing_that_stands_between_us_and_telegram_ends_the_polling(
    team: Team, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(receiver, "PAUSE_AFTER_ERROR", 0)
    polls = iter([error, error, asyncio.CancelledError()])

    async def fails(_: int) -> int:
        raise next(polls)

    monkeypatch.setattr(team.app.receiver, "receive", fails)
    with pytest.raises(asyncio.CancelledError):
        await team.app.receiver.run()
    assert next(polls, None) is None
