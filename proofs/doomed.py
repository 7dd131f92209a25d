"""The zygote of the crash points: its lives run the same sources, with points to die at in them.

A life is told `new N`, to die at the first point at which none has died before, when it is met the
Nth time; or `any N`, to die at the point that it meets after N others; or nothing, to live. What it
dies at is written into `TOLD`. A message with `BREAKS` breaks in the handlers, as a fault of ours
would: nothing else is changed.
"""

import json
from pathlib import Path
from typing import Any

from aiogram import Dispatcher

from proofs import points

TOLD = Path("..") / "deaths"
"""Seen from the data folder, in which the lives run."""
BREAKS = "это сломает обработчик"
_feed = Dispatcher.feed_raw_update


class OurFault(Exception):
    """A handler could not cope."""


async def _feed_or_break(self: Dispatcher, bot: Any, update: dict[str, Any], **known: Any) -> Any:
    if BREAKS in json.dumps(update, ensure_ascii=False):
        raise OurFault
    return await _feed(self, bot, update, **known)


def begins(told: str) -> None:
    """Doom the life that begins."""
    how, _, number = told.partition(" ")
    if how:
        spared = frozenset(TOLD.read_text("utf-8").splitlines()) if TOLD.exists() else frozenset()
        nth, after = (int(number), None) if how == "new" else (1, int(number))
        points.DOOM.append(points.Doom(spared, TOLD, nth, after))


def main() -> None:
    points.put_points()
    from proofs import zygote  # noqa: PLC0415 - it loads the modules, which must have their points

    Dispatcher.feed_raw_update = _feed_or_break  # type: ignore[method-assign]  # see above
    zygote.main(begins)


if __name__ == "__main__":
    main()
