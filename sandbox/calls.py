"""The journal of calls: what the bot asked of Telegram, and what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sandbox.wire import Json

KEPT: Final = 100_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API; `code`, `description` and `parameters` are None when it was done.

    `expected`: the test announced this refusal, or laid it as a fault. `result` is what the bot
    got, or None when it was refused.
    """

    number: int
    at: datetime
    method: str
    params: Json
    result: Any = None
    code: int | None = None
    description: str | None = None
    expected: bool = False
    parameters: Json | None = None

    @property
    def ok(self) -> bool:
        """Whether the call was done."""
        return self.code is None

    def as_json(self) -> Json:
        """The call for the chat page: parameters as they came."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "method": self.method,
            "params": self.params,
            "ok": self.ok,
            "code": self.code,
            "description": self.description,
            "parameters": self.parameters,
        }


class CallJournal:
    """Keeps the calls; getUpdates is kept only when it was refused, or it would drown the rest."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refusals: list[Call] = []
        self._count = 0
        self._expected: list[tuple[str, list[Call]]] = []

    def next_number(self) -> int:
        """The number of the call about to be written."""
        self._count += 1
        return self._count

    def write(self, call: Call) -> None:
        """Keep a call that was done."""
        self.calls.append(call)
        if len(self.calls) > 2 * KEPT:
            del self.calls[:KEPT]

    def write_refusal(self, call: Call) -> None:
        """Keep a call that was refused."""
        self.write(call)
        self.refusals.append(call)
        for text, met in self._expected:
            if text in (call.description or ""):
                met.append(call)

    def is_expected(self, description: str) -> bool:
        """Whether a test announced a refusal with such words."""
        return any(text in description for text, _ in self._expected)

    @contextmanager
    def expects_refusal(self, text: str) -> Iterator[list[Call]]:
        """Announce a refusal whose description has `text`; AssertionError if none comes."""
        met: list[Call] = []
        expectation = (text, met)
        self._expected.append(expectation)
        try:
            yield met
        finally:
            self._expected = [one for one in self._expected if one is not expectation]
        if not met:
            raise AssertionError(f"no call was refused with «{text}»")

    def assert_nothing_refused(self) -> None:
        """Raise AssertionError that lists every refusal nobody expected."""
        unexpected = [call for call in self.refusals if not call.expected]
        if unexpected:
            lines = (f"  {call.method}: {call.description} {call.params}" for call in unexpected)
            raise AssertionError("Telegram refused:\n" + "\n".join(lines))
