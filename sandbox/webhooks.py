"""The methods about webhooks: where updates are brought to instead of being fetched."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from sandbox.links import is_loopback
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.wire import Json, without_nulls

_PORTS: Final = frozenset({80, 88, 443, 8443})
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_LENGTH: Final = 256
_USUAL_CONNECTIONS: Final = 40
_MOST_CONNECTIONS: Final = 100


async def set_webhook(request: Request) -> bool:
    """setWebhook: an empty url takes it away; a poller that waits is sent off."""
    address, secret = request.text("url"), request.text("secret_token")
    if not address:
        return await delete_webhook(request)
    if len(secret) > _SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _check_address(address)
    bot = request.bot
    choose_updates(request)
    if request.flag("drop_pending_updates"):
        bot.queue.forget()
    bot.webhook = address
    wanted = request.integer("max_connections") or _USUAL_CONNECTIONS
    bot.webhook_connections = min(max(wanted, 1), _MOST_CONNECTIONS)
    bot.queue.send_off("terminated by setWebhook request")
    await bot.courier.starts(secret)
    return True


async def delete_webhook(request: Request) -> bool:
    """deleteWebhook: what waits is kept for getUpdates, unless told otherwise."""
    request.bot.webhook = ""
    await request.bot.courier.stops()
    if request.flag("drop_pending_updates"):
        request.bot.queue.forget()
    return True


def get_webhook_info(request: Request) -> Json:
    """getWebhookInfo: with how many updates wait and what went wrong last."""
    bot = request.bot
    queue, failure = bot.queue, bot.courier.failure
    when, what = failure or (None, None)
    connections = bot.webhook_connections if bot.webhook else None
    return {
        "url": bot.webhook,
        "has_custom_certificate": False,
        "pending_update_count": queue.pending,
        **without_nulls(last_error_date=when, last_error_message=what),
        **without_nulls(max_connections=connections, allowed_updates=queue.chosen),
    }


def choose_updates(request: Request) -> None:
    """Remember allowed_updates if the call has them."""
    kinds = request.parsed("allowed_updates", "can't parse allowed updates JSON object")
    if kinds is None:
        return
    if not isinstance(kinds, list):
        raise bad_request("expected an Array of String as allowed updates")
    request.bot.queue.allow([str(kind) for kind in kinds])


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _bad("invalid webhook URL specified") from error
    if not host:
        raise _bad("invalid webhook URL specified")
    if is_loopback(host):  # as a local Bot API server lets it
        return
    if parts.scheme != "https":
        raise _bad("An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise _bad("Webhook can be set up only on ports 80, 88, 443 or 8443")


def _bad(reason: str) -> Exception:
    return bad_request(f"bad webhook: {reason}")
