"""Which addresses Telegram takes for links, and what it says of the others."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg:(?://)?user\?id=(\d+)")
_INTERNAL = frozenset({"tg", "ton", "tonsite"})


class WrongLinkError(ValueError):
    """Not a link; the text is the reason as Telegram words it."""


def checked_link(address: str) -> str:
    """The address with its scheme, as Telegram keeps it; WrongLinkError says why it is none."""
    address = address.strip()
    scheme, separator, _ = address.partition(":")
    if separator and scheme.lower() in _INTERNAL:
        return address
    if "://" not in address:
        address = f"http://{address}"
    return _web_address(address)


def mentioned_user(address: str) -> int | None:
    """The user id of a `tg://user?id=…` link, else None."""
    found = _USER.fullmatch(address.strip())
    return int(found[1]) if found else None


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        wrong_port = parts.port == 0
    except ValueError as error:
        raise WrongLinkError("Wrong HTTP URL") from error
    if parts.scheme not in ("http", "https"):
        raise WrongLinkError("Unsupported URL protocol")
    if not host:
        raise WrongLinkError("URL host is empty")
    if wrong_port or "." not in host or any(char.isspace() for char in parts.netloc):
        raise WrongLinkError("Wrong HTTP URL")
    return address if parts.path or parts.query or parts.fragment else f"{address}/"
