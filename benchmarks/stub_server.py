"""The stub of Telegram for the load: long polling and sendMessage, so cheap that it is never slow.

Nothing is checked here; for what Telegram would refuse there is `sandbox/`.
"""

import asyncio
import json
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_OFFSET = re.compile(rb"\boffset=(\d+)")
_CHAT = re.compile(rb"\bchat_id\"?[=:] ?(-?\d+)")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
LONGEST_POLL = 25.0


@dataclass
class Line:
    """One bot's line to Telegram: what waits for it and what it has said."""

    token: str
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    said_at: dict[int, float] = field(default_factory=dict)
    asked_at: dict[int, float] = field(default_factory=dict)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    _poller: asyncio.Future[None] | None = None
    _next: int = 1
    _messages: int = 0

    def asks(self, person: int, text: str) -> None:
        """Let a person write a command."""
        user = {"id": person, "is_bot": False, "first_name": f"Анна {person}"}
        message = {
            "message_id": self._next,
            "from": user,
            "chat": {"id": person, "type": "private", "first_name": user["first_name"]},
            "date": int(time.time()),
            "text": text,
            "entities": [{"offset": 0, "length": text.index(" "), "type": "bot_command"}],
        }
        self.waiting.append({"update_id": self._next, "message": message})
        self._next += 1
        self.asked_at[person] = time.perf_counter()
        self.said_at.pop(person, None)
        self.answered.clear()
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def forget(self) -> None:
        """Begin a new slice."""
        self.asked_at.clear()
        self.said_at.clear()

    async def call(self, method: bytes, body: bytes) -> Any:
        """Do a call."""
        if method == b"getUpdates":
            return await self._poll(_number(_OFFSET, body))
        if method == b"getMe":
            return {"id": 42, "is_bot": True, "first_name": "Bot", "username": "journal_bot"}
        if method == b"sendMessage":
            return self._said(_number(_CHAT, body))
        return True

    def _said(self, person: int) -> dict[str, Any]:
        self.said_at[person] = time.perf_counter()
        if len(self.said_at) >= len(self.asked_at):
            self.answered.set()
        self._messages += 1
        chat = {"id": person, "type": "private", "first_name": "Анна"}
        return {"message_id": self._messages, "date": 1, "chat": chat, "text": "…"}

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        self.polled.set()
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting:
            self._poller = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._poller], timeout=LONGEST_POLL)
        return [self.waiting[n] for n in range(min(100, len(self.waiting)))]


class _Http(asyncio.Protocol):
    """Just enough HTTP/1.1 for aiohttp's client: one request after the other on a connection."""

    def __init__(self, lines: dict[bytes, Line]) -> None:
        self._lines, self._read = lines, b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        if len(rest) >= size:
            self._read = rest[size:]
            task = asyncio.create_task(self._answer(head, rest[:size]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, head: bytes, body: bytes) -> None:
        _, token, method = head.split(b" ", 2)[1].split(b"?", 1)[0].split(b"/")
        result = await self._lines[token.removeprefix(b"bot")].call(method, body)
        said = json.dumps({"ok": True, "result": result}).encode()
        self._transport.write(ANSWER % len(said) + said)


async def serve(*lines: Line) -> tuple[asyncio.Server, str]:
    """Serve the bots on a free loopback port; the server and its address."""
    known = {line.token.encode(): line for line in lines}
    server = await asyncio.get_running_loop().create_server(lambda: _Http(known), "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _number(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    return int(found[1]) if found else 0
