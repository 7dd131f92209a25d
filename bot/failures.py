"""The failures: updates with which no handler could cope, or that are none, and what is told."""

import json
import logging
from typing import Any

from aiogram import types
from aiogram.methods import SendMessage
from pydantic import ValidationError

from handlers.speech import outgoing
from storage.queues import Outgoing, Waiting
from texts import team

log = logging.getLogger(__name__)

LONGEST_NUMBER = 18
"""Digits; the database keeps no whole number of 20."""


class Unreadable(ValueError):
    """An update has a number that nothing could keep: Telegram's have 52 bits."""


class UpdateFailed(Exception):
    """A handler could not cope with this update, or nobody can read it and none has begun."""

    def __init__(self, row: Waiting, error: Exception) -> None:
        super().__init__(row.update_id)
        self.row, self.error = row, error

    @property
    def incident(self) -> str:
        """The number under which it is told and kept."""
        return f"{self.row.update_id & 0xFFFF:04X}"

    def is_unreadable(self) -> bool:
        """Whether it is no update at all; the same error may as well come from a handler."""
        if isinstance(self.error, ValidationError):
            try:
                types.Update.model_validate(read(self.row))
            except ValidationError:
                return True
        return isinstance(self.error, Unreadable)


def _number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Unreadable
    return int(digits)


_READ = json.JSONDecoder(parse_int=_number).decode


def read(row: Waiting) -> dict[str, Any]:
    """Return the update as it came. Raises Unreadable."""
    return {"update_id": row.update_id, **_READ(row.payload)}


def tell(failed: UpdateFailed) -> None:
    """Write it into the log: ids only."""
    log.error(
        "an update failed",
        extra={
            "update": failed.row.update_id,
            "try": failed.row.tries + 1,
            "incident": failed.incident,
        },
        exc_info=failed.error,
    )


def apologies(row: Waiting, incident: str, owner_id: int) -> list[Outgoing]:
    """Tell the person, in private only, and the owner."""
    told = {owner_id: team.dead_letter(incident)}
    if row.chat_id > 0:
        told[row.chat_id] = team.our_fault(incident)
    return [
        outgoing(f"fault:{row.update_id}:{chat_id}", SendMessage(chat_id=chat_id, text=text))
        for chat_id, text in told.items()
    ]
