"""Bringing updates to a webhook: one at a time, again and again until it takes them."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp

from sandbox.bodies import answered_call
from sandbox.links import is_loopback
from sandbox.refusals import ConnectionLost, HtmlAnswer, Refused
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot
    from sandbox.world import World

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_FOREVER: Final = 86_400.0


class Courier:
    """What carries the updates of one bot to its webhook.

    It never leaves loopback: for any other address every try fails. `failure` is the moment (Unix
    seconds) and the words of the last try that failed.
    """

    def __init__(self, world: World, bot: Bot) -> None:
        self.secret = ""
        self.failure: tuple[int, str] | None = None
        self._world = world
        self._bot = bot
        self._task: asyncio.Task[None] | None = None

    async def starts(self, secret: str) -> None:
        """Carry from now on, with this secret in each request; empty for none."""
        await self.stops()
        self.secret = secret
        self._task = asyncio.create_task(self._carry())

    async def stops(self) -> None:
        """Carry no more, and forget what went wrong."""
        self.failure = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _carry(self) -> None:
        failures = 0
        async with aiohttp.ClientSession() as http:
            while True:
                update = await self._bot.queue.head()
                trouble = await self._trouble(http, update)
                tried = {"update": update["update_id"], "error": trouble}
                if trouble is None:
                    failures = 0
                    self._bot.queue.taken(update)
                    self._world.events.record("webhook", **tried)
                    continue
                failures += 1
                self.failure = (self._world.clock.timestamp(), trouble)
                delay = self._delay(failures)
                self._world.events.record("webhook", **tried, again_in=delay)
                await self._rest(delay)

    async def _trouble(self, http: aiohttp.ClientSession, update: Json) -> str | None:
        if not is_loopback(urlsplit(self._bot.webhook).hostname or ""):
            return "the sandbox speaks to loopback addresses only"
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        patience = aiohttp.ClientTimeout(total=self._world.rules.webhook_answer)
        try:
            sending = http.post(
                self._bot.webhook, json=update, headers=headers, allow_redirects=False,
                timeout=patience,
            )  # fmt: skip
            async with sending as answer:
                if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                await self._do(answer)
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError as error:
            return str(error) or type(error).__name__
        return None

    async def _do(self, answer: aiohttp.ClientResponse) -> None:
        # What comes of the call is told to nobody: the journal of calls has it.
        with contextlib.suppress(Refused, ConnectionLost, HtmlAnswer):
            params, files = await answered_call(answer)
            method = params.pop("method", None)
            if method:
                await self._world.call(self._bot.token, str(method), params, files)

    def _delay(self, failures: int) -> float:
        delays = self._world.rules.webhook_retry
        return delays[min(failures, len(delays)) - 1]

    async def _rest(self, delay: float) -> None:
        clock = self._world.clock
        until = clock.now() + timedelta(seconds=delay)
        while (left := (until - clock.now()).total_seconds()) > 0:
            # A clock that stands still goes on only when somebody moves it, which is an event.
            await self._world.events.bell.heard(_FOREVER if clock.is_frozen else left)
