"""Faults laid on purpose: refusals, delays, cut connections, answers that never arrive."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass

from sandbox.refusals import ConnectionLost, HtmlAnswer, Refused
from sandbox.wire import Json


@dataclass
class Fault:
    """One laid fault.

    `method` None: any method except getUpdates, whose fault is laid by name. `chat` None: any
    chat. `times` None: until `Faults.clear`. `delay` is in real seconds and comes first; a fault
    with nothing but a delay lets the call through. `drop` cuts the connection before anything is
    done; `lose_answer` does the call and then cuts; `html_body` answers 502 with a page.
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

    def strikes(self, method: str, chat: object) -> bool:
        """Whether this fault is meant for that call."""
        if self.method is None and method == "getUpdates":
            return False
        meant = self.method is None or self.method.lower() == method.lower()
        return meant and (self.chat is None or str(self.chat) == str(chat))

    async def before(self) -> None:
        """What happens before the call is done; raises what the caller gets instead of it."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.drop:
            raise ConnectionLost("the connection was dropped before the call was done")
        if self.html_body:
            raise HtmlAnswer
        if self.code is not None:
            raise Refused(self.code, self.description, self.parameters)

    def after(self) -> None:
        """What happens once the call is done."""
        if self.lose_answer:
            raise ConnectionLost("the call was done, its answer was lost")


class Faults:
    """The faults that wait for their call, the oldest first."""

    def __init__(self) -> None:
        self.laid: list[Fault] = []

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
    ) -> Fault:
        """Lay a fault on the next `times` matching calls; see `Fault` for the columns."""
        told = description or f"Sandbox fault {code}"
        kinds = (drop, lose_answer, html_body)
        fault = Fault(method, chat, times, code, told, parameters, delay, *kinds)
        self.laid.append(fault)
        return fault

    def clear(self) -> None:
        """Take every fault away."""
        self.laid.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault for this call, spent by one."""
        fault = next((one for one in self.laid if one.strikes(method, chat)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.laid.remove(fault)
        return fault

    def as_json(self) -> list[Json]:
        """What is laid now, for the chat page."""
        return [asdict(fault) for fault in self.laid]
