"""How Telegram says no: an error code, a description and sometimes parameters."""

from __future__ import annotations

from sandbox.wire import Json


class Refused(Exception):
    """The Bot API refused a call.

    `parameters` is Telegram's ResponseParameters (`retry_after`, `migrate_to_chat_id`) or None.
    """

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(code, description, parameters)
        self.code = code
        self.description = description
        self.parameters = parameters

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    def answer(self) -> Json:
        """The body that goes over HTTP."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ConnectionLost(ConnectionError):
    """A fault cut the connection: before the call was done, or before its answer arrived."""


class HtmlAnswer(Exception):
    """A fault answers 502 with an HTML page, as a proxy in front of Telegram does."""

    page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


def bad_request(description: str, parameters: Json | None = None) -> Refused:
    """400: the call itself is wrong."""
    return Refused(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> Refused:
    """403: the bot may not write there."""
    return Refused(403, f"Forbidden: {description}")


def conflict(description: str) -> Refused:
    """409: somebody else takes the updates."""
    return Refused(409, f"Conflict: {description}")


def too_many_requests(seconds: int) -> Refused:
    """429: Telegram asks to wait so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
