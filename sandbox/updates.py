"""The updates that wait for a bot: numbered, filtered when created, kept until confirmed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Final

from sandbox.bell import Bell
from sandbox.known import update_kinds
from sandbox.refusals import Refused, conflict
from sandbox.rules import CALLBACK_LIVES, UPDATE_LIVES
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.world import World

FIRST_ID: Final = 700_000_001
REMEMBERED: Final = 1_000
_FOREVER: Final = 86_400.0
#: Not sent unless a bot asks for them by name.
_ON_DEMAND: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LIVES: Final[dict[str, timedelta]] = {"callback_query": CALLBACK_LIVES}
_OVERTAKEN: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    update: Json
    expires: float


class UpdateQueue:
    """The queue of one bot, with getUpdates' rules."""

    def __init__(self, world: World) -> None:
        self.allowed: frozenset[str] = update_kinds() - _ON_DEMAND
        self.chosen: list[str] | None = None
        self._world = world
        self._next_id = FIRST_ID
        self._made_at = 0.0
        # The same under a frozen clock; in two demos with one journal the ids must differ.
        self._chance = Random(world.clock.timestamp())  # noqa: S311 - no secret
        self._waiting: deque[_Waiting] = deque()
        self._again: list[Json] = []
        self._remembered: deque[Json] = deque(maxlen=REMEMBERED)
        self._poller: asyncio.Future[None] | None = None
        self._pollers_change = Bell()
        self._arrivals = Bell()
        self._conflict_at = float("-inf")
        self._asked: tuple[int, float] = (0, float("-inf"))

    def put(self, kind: str, body: Json) -> int | None:
        """Add an update and wake the poller; None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        now = self._world.clock.now().timestamp()
        self._restart_after_a_pause(now)
        number = self._next_id
        update: Json = {"update_id": number, kind: body}
        self._next_id += 1
        lives = _LIVES.get(kind, UPDATE_LIVES).total_seconds()
        # A message lives from its own date, which may lie before its update.
        since = body.get("edit_date") or body.get("date") or now
        self._waiting.append(_Waiting(update, since + lives))
        self._remembered.append(update)
        self._wake()
        return number

    def _restart_after_a_pause(self, now: float) -> None:
        pause, last, self._made_at = self._world.rules.ids_restart_after, self._made_at, now
        if pause is not None and last and now - last >= pause.total_seconds():
            self.restarts_at(self._chance.randrange(1, self._next_id))

    def deliver_again(self, update_id: int) -> None:
        """Send an update once more with the same id, confirmed or not; LookupError if unknown."""
        update = next((one for one in self._remembered if one["update_id"] == update_id), None)
        if update is None:
            raise LookupError(f"no update {update_id} was made lately")
        self._again.append(update)
        self._wake()

    def deliver(self, update: Json) -> None:
        """Send an update just as it is given, once, whatever it holds."""
        self._again.append(update)
        self._wake()

    def restarts_at(self, update_id: int) -> None:
        """Number the next update so, maybe lower, as after a week without updates.

        What still waits is forgotten: after a week it would have expired.
        """
        self._waiting.clear()
        self._next_id = update_id

    def allow(self, kinds: Sequence[str]) -> None:
        """Remember allowed_updates; an empty list is the default set, unknown names are ignored."""
        self.chosen = list(kinds) or None
        self.allowed = update_kinds() & set(kinds) if kinds else update_kinds() - _ON_DEMAND

    @property
    def pending(self) -> int:
        """How many updates wait."""
        now = self._world.clock.now().timestamp()
        return sum(1 for one in self._waiting if one.expires > now) + len(self._again)

    @property
    def waiting(self) -> list[Json]:
        """The updates that wait, the oldest first."""
        return [one.update for one in self._waiting]

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits now."""
        return self._poller is not None

    async def comes_to(self, *, polled: bool, within: float = 10.0) -> None:
        """Wait until a getUpdates waits, or until none does; TimeoutError after `within` s."""
        async with asyncio.timeout(within):
            while self.polled is not polled:
                await self._pollers_change.heard(within)

    @property
    def last_id(self) -> int:
        """The id of the newest update made."""
        return self._next_id - 1

    def forget(self) -> None:
        """Drop everything that waits (drop_pending_updates)."""
        self._waiting.clear()
        self._again.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's own parameter
        """Answer getUpdates; Refused 409 if another getUpdates comes while this one waits."""
        self.send_off(_OVERTAKEN)
        limit, timeout = self._held_back(offset, limit, timeout)
        self._confirm(offset)
        return self._first(limit) or await self._wait(limit, timeout)

    async def head(self) -> Json:
        """The update whose turn it is, for a webhook; waits until there is one."""
        while True:
            for update in [*self._again, *self._alive()]:
                return update
            await self._arrivals.heard(_FOREVER)

    def taken(self, update: Json) -> None:
        """A webhook has taken this update."""
        if any(one is update for one in self._again):
            self._again = [one for one in self._again if one is not update]
        else:
            self._waiting = deque(one for one in self._waiting if one.update is not update)

    def send_off(self, reason: str) -> None:
        """Refuse the getUpdates that waits now."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(conflict(reason))

    def _held_back(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        if not self._world.rules.hasty_polling_waits:
            return limit, timeout
        now = asyncio.get_running_loop().time()
        (last, at), self._asked = self._asked, (offset, now)
        hasty = last == offset
        timeout = max(timeout, 3.0) if hasty and now < at + 3.0 else timeout
        return (1 if hasty and now < at + 0.5 else limit), timeout

    def _confirm(self, offset: int) -> None:
        # An offset far ahead of the newest id says nothing: the ids have restarted since.
        if 0 < offset <= self._next_id + 10:
            while self._waiting and self._waiting[0].update["update_id"] < offset:
                self._waiting.popleft()
        elif offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()

    def _first(self, limit: int) -> list[Json]:
        again, self._again = self._again[:limit], self._again[limit:]
        return again + list(islice(self._alive(), limit - len(again)))

    def _alive(self) -> Iterator[Json]:
        now = self._world.clock.now().timestamp()
        return (one.update for one in self._waiting if one.expires > now)

    async def _wait(self, limit: int, within: float) -> list[Json]:
        if within <= 0:
            return []
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._pollers_change.ring()
        try:
            async with asyncio.timeout(within):
                await poller
        except TimeoutError:
            return []
        except Refused:
            await self._pause_conflict()
            raise
        finally:
            if self._poller is poller:
                self._poller = None
                self._pollers_change.ring()
        return self._first(limit)

    async def _pause_conflict(self) -> None:
        # At most one 409 at once in three seconds; the others come three seconds late.
        now = asyncio.get_running_loop().time()
        pause = self._world.rules.conflict_pause
        if now < self._conflict_at + pause:
            await asyncio.sleep(pause)
        else:
            self._conflict_at = now

    def _wake(self) -> None:
        self._arrivals.ring()
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
