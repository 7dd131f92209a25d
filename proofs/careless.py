"""The zygote of lives without one safeguard: a proof that does not notice would prove nothing.

`python -m proofs.careless NAME [points]`: a name of `WITHOUT`, and whether the lives have points to
die at. Where they have to die to be noticed stands beside each.
"""

import sys
from collections.abc import Callable
from typing import Any

from proofs import doomed


def confirms_first() -> None:
    """Confirm what Telegram has sent before it is kept: lost by a death right behind that."""
    from bot.receiver import GetRawUpdates, Receiver  # noqa: PLC0415 - it may have its points by now

    keep: Any = Receiver._keep  # noqa: SLF001 - the safeguard

    async def confirms_and_keeps(self: Any, updates: list[Any]) -> None:
        after = updates[-1].update_id + 1
        await self._bot(GetRawUpdates(offset=after, timeout=0, limit=1))
        await keep(self, updates)

    Receiver._keep = confirms_and_keeps  # type: ignore[method-assign]  # noqa: SLF001 - see above


def marks_nothing() -> None:
    """Say without noting it first: said twice, unmarked, by a death between saying and noting."""
    from storage.queues import Outbox  # noqa: PLC0415 - the same

    async def forgets(*_: object) -> None:
        """Leave the row as it is."""

    Outbox.sending = forgets  # type: ignore[assignment, method-assign]  # see above


WITHOUT: dict[str, Callable[[], None]] = {"inbox": confirms_first, "mark": marks_nothing}


def main() -> None:
    name, *points = sys.argv[1:]
    if points:
        doomed.main(WITHOUT[name])
        return
    from proofs import zygote  # noqa: PLC0415 - it loads the modules, which must not be there yet

    WITHOUT[name]()
    zygote.main()


if __name__ == "__main__":
    main()
