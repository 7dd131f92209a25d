"""The lines to Telegram: directly or through proxies, with fail-over between them."""

import json
from functools import partial
from itertools import cycle
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from aiohttp import ClientConnectorError, JsonPayload
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.said import Call

NEVER_LEFT: tuple[type[Exception], ...] = (
    ProxyError, ProxyConnectionError, ProxyTimeoutError, ClientConnectorError,
)  # fmt: skip
"""The connection was not made, so nothing was said. A proxy that is down, slow or unwilling raises
three classes that have nothing in common, neither with each other nor with aiohttp's own."""
NO_ANSWER: tuple[type[Exception], ...] = (TelegramNetworkError, ClientDecodeError, *NEVER_LEFT)
"""Nothing came back that Telegram itself would say; a gateway in front of it answers with a page of
HTML, which is no TelegramAPIError."""
OUT_OF_REACH: tuple[type[Exception], ...] = (TelegramAPIError, OSError, *NO_ANSWER)
"""Whatever stands between us and Telegram."""


class Session(AiohttpSession):
    """aiogram's session, which sends what the outbox holds as the JSON that it is."""

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        """Return the body of the request; a form costs three times as much to make."""
        if isinstance(method, Call) and not brings_a_file(method):
            return JsonPayload(method.model_extra, dumps=partial(json.dumps, ensure_ascii=False))
        return super().build_form_data(bot, method)


def brings_a_file(method: Call) -> bool:
    """Whether something is uploaded: only a form can carry it."""
    return isinstance((method.model_extra or {}).get("document"), InputFile)


class Lines:
    """The session's way out; `next` goes on to the following proxy when one fails."""

    def __init__(self, api_url: str, proxies: tuple[str, ...]) -> None:
        self._proxies = cycle(proxies) if proxies else None
        first = next(self._proxies) if self._proxies else None
        api = TelegramAPIServer.from_base(api_url)
        self.session = Session(proxy=first, api=api)

    def next(self) -> None:
        """Use the next proxy from now on; without proxies nothing changes."""
        if self._proxies is not None:
            self.session.proxy = next(self._proxies)
