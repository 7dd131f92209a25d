"""The lines to Telegram: directly or through proxies, with fail-over between them."""

from itertools import cycle

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiohttp import ClientConnectorError
from python_socks import ProxyError

NEVER_LEFT: tuple[type[Exception], ...] = (ProxyError, ClientConnectorError)
"""The connection was not made, so nothing was said. A refused proxy raises a class of its own."""
OUT_OF_REACH: tuple[type[Exception], ...] = (TelegramAPIError, OSError, *NEVER_LEFT)
"""Whatever stands between us and Telegram."""


class Lines:
    """The session's way out; `next` goes on to the following proxy when one fails."""

    def __init__(self, api_url: str, proxies: tuple[str, ...]) -> None:
        self._proxies = cycle(proxies) if proxies else None
        first = next(self._proxies) if self._proxies else None
        api = TelegramAPIServer.from_base(api_url)
        self.session = AiohttpSession(proxy=first, api=api)

    def next(self) -> None:
        """Use the next proxy from now on; without proxies nothing changes."""
        if self._proxies is not None:
            self.session.proxy = next(self._proxies)
