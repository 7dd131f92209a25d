"""The clock's jobs end with the bot and are not called failures."""

import asyncio
import logging

import pytest
from team import Team

from bot import clock


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
        scheduler = team.app.clock.start()
        async with asyncio.timeout(5):
            await begun.wait()
            scheduler.shutdown(wait=False)
            await ended.wait()
        await asyncio.sleep(0)
    assert [r.getMessage() for r in caplog.records if "CancelledError" in r.getMessage()] == []
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
