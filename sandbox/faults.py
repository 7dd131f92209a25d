"""Faults laid on purpose: refusals, delays, cut connections, answers that never arrive."""

from __future__ import annotations

import asyncio
import math
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sandbox.clock import Clock
from sandbox.refusals import ConnectionLost, HtmlAnswer, Refused, too_many_requests
from sandbox.wire import Json

TOO_MANY: Final = 429


@dataclass
class Fault:
    """One laid fault.

    `method` None: any method except getUpdates, whose fault is laid by name. `chat` None: any
    chat. `times` None: until `Faults.clear`, or until the moment `until` of the world's clock; a
    429 with such an end tells the seconds that are left of it. `delay` is in real seconds and
    comes first; a fault with nothing but a delay lets the call through. `drop` cuts the connection
    before anything is done; `lose_answer` does the call and then cuts; `html_body` answers 502 with
    a page.
    """

    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    code: int | None = None
    description: str = ""
    parameters: Json | None = None
    delay: float = 0.0
    drop: bool = False
    lose_answer: bool = False
    html_body: bool = False
    until: datetime | None = None

    def strikes(self, method: str, chat: object) -> bool:
        """Whether this fault is meant for that call."""
        if self.method is None and method == "getUpdates":
            return False
        meant = self.method is None or self.method.lower() == method.lower()
        return meant and (self.chat is None or str(self.chat) == str(chat))

    async def before(self, now: datetime) -> None:
        """What happens before the call is done; raises what the caller gets instead of it."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.drop:
            raise ConnectionLost("the connection was dropped before the call was done")
        if self.html_body:
            raise HtmlAnswer
        if self.until is not None and self.code == TOO_MANY:
            raise too_many_requests(max(1, math.ceil((self.until - now).total_seconds())))
        if self.code is not None:
            raise Refused(self.code, self.description, self.parameters)

    def after(self) -> None:
        """What happens once the call is done."""
        if self.lose_answer:
            raise ConnectionLost("the call was done, its answer was lost")


class Faults:
    """The faults that wait for their call, the oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._laid: list[Fault] = []

    @property
    def laid(self) -> list[Fault]:
        """What is laid now; those whose time is over are gone."""
        now = self._clock.now()
        self._laid = [one for one in self._laid if one.until is None or one.until > now]
        return self._laid

    def lay(
        self,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
        code: int | None = None,
        description: str = "",
        parameters: Json | None = None,
        delay: float = 0.0,
        drop: bool = False,
        lose_answer: bool = False,
        html_body: bool = False,
        seconds: float | None = None,
    ) -> Fault:
        """Lay a fault on the next `times` matching calls; see `Fault` for the columns.

        `seconds` is how long it lasts, by the world's clock.
        """
        until = None if seconds is None else self._clock.now() + timedelta(seconds=seconds)
        told = description or f"Sandbox fault {code}"
        kinds = (drop, lose_answer, html_body)
        fault = Fault(method, chat, times, code, told, parameters, delay, *kinds, until)
        self._laid.append(fault)
        return fault

    def clear(self) -> None:
        """Take every fault away."""
        self._laid.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault for this call, spent by one."""
        fault = next((one for one in self.laid if one.strikes(method, chat)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._laid.remove(fault)
        return fault

    def as_json(self) -> list[Json]:
        """What is laid now, for the chat page."""
        ends = [fault.until and fault.until.isoformat() for fault in self.laid]
        return [asdict(one) | {"until": end} for one, end in zip(self.laid, ends, strict=True)]
