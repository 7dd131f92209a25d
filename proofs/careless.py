"""The zygote of lives without one safeguard: a proof that does not notice would prove nothing.

`python -m proofs.careless NAME`: a name of `WITHOUT`. Where they have to die to be noticed stands
beside each.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

from bot.receiver import GetRawUpdates, Receiver
from proofs import zygote
from storage.queues import Inbox, Outbox


def confirms_first() -> None:
    """Confirm what Telegram has sent before it is kept: lost by a death right behind that."""
    keep: Any = Receiver._keep  # noqa: SLF001 - the safeguard

    async def confirms_and_keeps(self: Any, updates: list[Any]) -> None:
        after = updates[-1].update_id + 1
        await self._bot(GetRawUpdates(offset=after, timeout=0, limit=1))
        await keep(self, updates)

    Receiver._keep = confirms_and_keeps  # type: ignore[method-assign]  # noqa: SLF001 - see above


def marks_nothing() -> None:
    """Say without noting it first: said twice, unmarked, by a death between saying and noting."""

    async def forgets(*_: object) -> None:
        """Leave the row as it is."""

    Outbox.sending = forgets  # type: ignore[assignment, method-assign]  # see above


def logs_what_came() -> None:
    """Write into the log what people have typed."""
    store: Any = Inbox.store

    async def tells_and_stores(self: Any, updates: list[Any], now: object) -> None:
        logging.getLogger("careless").warning("stored %s", [each.payload for each in updates])
        await store(self, updates, now)

    Inbox.store = tells_and_stores  # type: ignore[assignment, method-assign]  # see above


WITHOUT: dict[str, Callable[[], None]] = {
    "inbox": confirms_first,
    "mark": marks_nothing,
    "silence": logs_what_came,
}


if __name__ == "__main__":
    WITHOUT[sys.argv[1]]()
    zygote.main()
