"""Which addresses Telegram takes for links, and what it says of the others."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg:(?://)?user\?id=(\d+)")
_DEEP = re.compile(r"(?:https?://)?t\.me/\w+\?(start|startgroup)=([^&]*)(?:&.*)?")
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


def deep_link(address: str) -> tuple[str, str]:
    """The word and the payload of `t.me/bot?start=…` or `?startgroup=…`; ValueError for others."""
    found = _DEEP.fullmatch(address.strip())
    if found is None:
        raise ValueError(f"{address} is no deep link")
    return found[1], found[2]


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
