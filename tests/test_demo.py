"""The demo as a process: where it is, what it keeps, how it starts over and how it ends."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
from asyncio.subprocess import PIPE, Process
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from demo_stage import PATIENCE, demo_running, started

from texts import operator

ANSWER = "we_answered"
ANSWERED = "SELECT COUNT(*) FROM history WHERE what = 'we_answered'"


async def asks(url: str, **body: Any) -> Any:
    """Ask the sandbox; a body makes it a deed."""
    sent = Request(url, data=json.dumps(body).encode() if body else None)  # noqa: S310 - loopback
    sent.add_header("Content-Type", "application/json")
    return json.load(await asyncio.to_thread(urlopen, sent))


async def now_at(url: str) -> datetime:
    """The sandbox's time."""
    return datetime.fromisoformat((await asks(f"{url}/sandbox/state"))["now"])


async def owner_sees(url: str, *, button: bool) -> list[dict[str, Any]]:
    """The owner's chat, once its newest ping has (or has lost) the button «Мы ответили»."""
    owner = (await asks(f"{url}/page/extras.json"))["open"]
    async with asyncio.timeout(PATIENCE):
        while True:
            seen = (await asks(f"{url}/sandbox/state"))["seq"]
            told = await asks(f"{url}/sandbox/chats/{owner}/messages?person={owner}")
            if any(ANSWER in json.dumps(message) for message in told) is button:
                return [message for message in told if ANSWER in json.dumps(message)]
            await asks(f"{url}/sandbox/events?after={seen}")


async def owner_answers(url: str) -> None:
    """The owner presses «Мы ответили» under the ping she got at the start, and it goes."""
    ping = (await owner_sees(url, button=True))[0]
    owner, keys = ping["chat"]["id"], ping["reply_markup"]["inline_keyboard"]
    said = next(key["callback_data"] for row in keys for key in row if ANSWER in json.dumps(key))
    where = {"person": owner, "chat": owner, "message_id": ping["message_id"]}
    await asks(f"{url}/sandbox/press", **where, data=said)
    await owner_sees(url, button=False)


def counted(journal: Path, sql: str) -> int:
    """What the journal counts."""
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as opened:
        found: int = opened.execute(sql).fetchone()[0]
        return found


async def test_a_folder_is_kept_through_three_lives_shared_with_nobody_and_reset_on_demand(
    tmp_path: Path,
) -> None:
    """One story for five promises: a life of the demo costs two processes that import aiogram."""
    folder, kept = tmp_path / "демо", tmp_path / "демо" / "journal.db"
    data = ("--data", str(folder))
    async with demo_running(*data) as (url, process):
        began = await now_at(url)
        await owner_answers(url)
        assert counted(kept, ANSWERED) == 1
        await asks(f"{url}/sandbox/clock", seconds=777600)
        turned = await now_at(url)
        process.terminate()
        assert await process.wait() == 0
    async with demo_running(*data, stderr=PIPE, process_group=0) as (url, process):
        assert await now_at(url) >= turned
        assert counted(kept, ANSWERED) == 1
        await is_left_alone_by_a_second(url, folder)
        await ends_quietly_at_ctrl_c(process)
    async with demo_running(*data, "--reset") as (url, process):
        assert abs(await now_at(url) - began) < timedelta(days=2)  # midnight may have passed
        assert counted(kept, ANSWERED) == 0
        await ends_with_an_error_when_its_bot_ends(process)


async def is_left_alone_by_a_second(url: str, folder: Path) -> None:
    before = (folder / "clock").read_text("ascii")
    async with asyncio.timeout(PATIENCE):
        second = await started("--data", str(folder), "--reset", stderr=PIPE)
        _, told = await second.communicate()
    assert (second.returncode, told.decode().strip()) == (1, operator.DEMO_RUNS)
    assert (folder / "clock").read_text("ascii") == before
    assert (await asks(f"{url}/sandbox/state"))["bot"]["username"] == "journal_bot"


async def ends_quietly_at_ctrl_c(process: Process) -> None:
    begun = children_of(process)
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")
    assert not any(map(os.path.exists, begun))


async def ends_with_an_error_when_its_bot_ends(process: Process) -> None:
    [bot] = children_of(process)
    os.kill(int(bot.name), signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 1


async def test_without_a_folder_nothing_is_left_and_a_busy_port_is_no_obstacle() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        async with demo_running("--port", port) as (url, process):
            assert not url.endswith(f":{port}")
            offered = await asks(f"{url}/page/extras.json")
            steps = await asks(f"{url}{offered['tour']['from']}")
            assert [step["done"] for step in steps] == [False] * 8
            process.terminate()
            assert await process.wait() == 0


def files_in(folder: Path) -> list[str]:
    """The names of what lies there."""
    return [one.name for one in folder.iterdir()]


def children_of(process: Process) -> list[Path]:
    """The places in /proc of the processes that the demo has started."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [Path("/proc") / number for number in told.read_text("ascii").split()]


@pytest.mark.parametrize("more", [(), ("--reset",)], ids=["kept", "reset"])
async def test_a_folder_with_other_files_is_not_touched(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "journal.db").write_bytes(b"a journal of a real team")
    async with asyncio.timeout(PATIENCE):
        process = await started("--data", str(tmp_path), *more, stderr=PIPE)
        _, told = await process.communicate()
    assert (process.returncode, told.decode().strip()) == (1, operator.not_a_demo(tmp_path))
    assert files_in(tmp_path) == ["journal.db"]
