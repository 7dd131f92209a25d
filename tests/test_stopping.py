"""The bot ends in order: jobs cut off are no failures, what was not said is not said again."""

import asyncio
import logging
import sqlite3
from typing import Any

import pytest
from team import Team

from bot import clock
from handlers.speech import outgoing, say
from storage import database
from storage.database import COMMIT, Row, Statement
from texts.team import AGAIN


async def test_a_job_that_the_end_of_the_bot_cuts_off_is_no_error(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def drags_on(_: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(clock.ClockLoop, "catch_up", drags_on)
    with caplog.at_level(logging.WARNING):
        async with asyncio.timeout(5):
            with team.app.clock.ticking():
                await begun.wait()
            await ended.wait()
        await asyncio.sleep(0)
    assert [r.getMessage() for r in caplog.records if "CancelledError" in r.getMessage()] == []
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def _puts(team: Team, text: str) -> None:
    async with team.database.transaction():
        await team.app.outbox.put([outgoing("k", say(team.anna.id, text))], team.clock.now())


async def _next_life_says(team: Team) -> list[str]:
    """What Anna hears after the bot has ended and begun again."""
    before = len(team.anna.person.chat.messages)
    await team.app.sender.finish()
    await team.app.sender.recover()
    await team.app.sender.say_all()
    return [each["text"] for each in team.anna.person.chat.messages[before:]]


async def test_what_a_stop_in_the_middle_of_the_commit_left_unsaid_is_not_said_as_a_repetition(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.hire()
    await _puts(team, "слово")
    loop, in_order = asyncio.get_running_loop(), database._in_order
    step = asyncio.create_task(team.app.sender.step())

    def stopped_meanwhile(connection: sqlite3.Connection, statements: list[Statement]) -> list[Row]:
        if statements[-1].sql == COMMIT:  # we are in the connection's thread
            loop.call_soon_threadsafe(step.cancel)
        return in_order(connection, statements)

    monkeypatch.setattr(database, "_in_order", stopped_meanwhile)
    with pytest.raises(asyncio.CancelledError):
        await step
    monkeypatch.undo()
    (kept,) = await team.database.rows("SELECT state FROM outbox WHERE key = 'k'")
    assert kept["state"] == "sending"  # the commit was not stopped
    assert await _next_life_says(team) == ["слово"]


@pytest.mark.parametrize(("held", "heard"), [("limits", "слово"), ("bot", f"слово\n\n{AGAIN}")])
async def test_what_is_held_back_until_the_end_is_said_as_a_repetition_only_if_it_was_begun(
    team: Team, monkeypatch: pytest.MonkeyPatch, held: str, heard: str
) -> None:
    await team.hire()
    await _puts(team, "слово")
    sender, waits = team.app.sender, asyncio.Event()

    async def for_ever(*_: Any, **__: Any) -> None:
        waits.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.sender.FAREWELL", 0)
    with monkeypatch.context() as patch:
        patch.setattr(*((sender.limits, "take") if held == "limits" else (sender, "bot")), for_ever)
        await sender.step()
        await waits.wait()
        await sender.finish()
    assert await _next_life_says(team) == [heard]
