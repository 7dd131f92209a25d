"""One call of the Bot API on its way through the sandbox: who asks, what for, with which files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.refusals import bad_request
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot
    from sandbox.world import World

_NO = frozenset({"", "false", "False", "0", "no", "n"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """The call with its arguments, which are strings over HTTP and plain values in-process."""

    world: World
    bot: Bot
    method: str
    arguments: Json
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string; what is absent is empty."""
        value = self.arguments.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is absent or no number is the default, as in Telegram."""
        try:
            return int(self.arguments.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A yes or no."""
        value = self.arguments.get(name, False)
        return value not in _NO if isinstance(value, str) else bool(value)

    def parsed(self, name: str, complaint: str) -> Any:
        """A JSON value, parsed; None when absent; Refused with `complaint` when it is no JSON."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(complaint) from error

    def thing(self, name: str, complaint: str) -> Json | None:
        """A JSON object, or None when absent."""
        value = self.parsed(name, complaint)
        if value is not None and not isinstance(value, dict):
            raise bad_request(complaint)
        return value
