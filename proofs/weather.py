"""The weather between the bot and Telegram: some of all calls are cut, refused, slow or garbled."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.faults import Faults

Fault = dict[str, Any]
DROPPED, LOST = "dropped", "answers lost"
SLOWEST = 1.5
"""Seconds: less than those after which the sender lets another message overtake."""

BAD: dict[str, tuple[float, Fault]] = {
    DROPPED: (0.03, {"drop": True}),
    "429": (0.03, {"code": 429, "description": "Too Many Requests: retry after 1",
                   "parameters": {"retry_after": 1}}),
    LOST: (0.02, {"lose_answer": True}),
    "slow": (0.02, {"delay": SLOWEST}),
    "html": (0.02, {"html_body": True}),
}  # fmt: skip
"""What may happen to a call, and to which share of all."""


@dataclass
class Weather:
    """Lays a fault on a call when its turn comes. `met` is how often each kind has struck."""

    random: Random
    met: Counter[str] = field(default_factory=Counter)

    def over(self, faults: Faults, method: str, chat: Any) -> None:
        """Draw what becomes of the call that is about to be done; mostly nothing."""
        drawn = self.random.random()
        for name, (share, fault) in BAD.items():
            drawn -= share
            if drawn < 0:
                self.met[name] += 1
                if name == LOST and method.startswith("send"):
                    self.met["messages taken without an answer"] += 1
                faults.lay(method=method, chat=chat, **self._drawn(fault))
                return

    @property
    def taken_unanswered(self) -> int:
        """How many messages Telegram took without the bot hearing of it."""
        return self.met["messages taken without an answer"]

    def _drawn(self, fault: Fault) -> Fault:
        slow = "delay" in fault
        return {**fault, "delay": self.random.uniform(0.2, SLOWEST)} if slow else fault
