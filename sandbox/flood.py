"""Telegram's sending limits: per second in a chat and overall, per minute in a group."""

from __future__ import annotations

import math
from collections import defaultdict, deque

from sandbox.clock import Clock
from sandbox.refusals import too_many_requests
from sandbox.rules import Rules


class Flood:
    """Refuses what comes too fast with 429, by the world's clock; off until `on` is set."""

    def __init__(self, clock: Clock) -> None:
        self.on = False
        self._clock = clock
        self._sent: defaultdict[tuple[str, int], deque[float]] = defaultdict(deque)

    def passes(self, chat: int, rules: Rules) -> None:
        """Count one message to `chat`, or raise Refused 429 with the seconds to wait."""
        if not self.on:
            return
        now = self._clock.now().timestamp()
        windows = _windows(chat, rules)
        wait = max(self._wait(key, allowed, span, now) for key, allowed, span in windows)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for key, _, _ in windows:
            self._sent[key].append(now)

    def _wait(self, key: tuple[str, int], allowed: int, span: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[-allowed] + span - now if len(sent) >= allowed else 0.0


def _windows(chat: int, rules: Rules) -> list[tuple[tuple[str, int], int, float]]:
    windows = [
        (("chat", chat), rules.chat_each_second, 1.0),
        (("all", 0), rules.overall_each_second, 1.0),
    ]
    if chat < 0:
        windows.append((("group", chat), rules.group_each_minute, 60.0))
    return windows
