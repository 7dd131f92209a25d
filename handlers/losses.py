"""Losses: who is told, and how often, that a file of a case did not get to the disk."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cases.case import Person
from cases.files import CaseFile, FileState
from handlers.keyboards import button, markup
from handlers.presses import FilesPress
from handlers.speech import outgoing, say
from storage.facts import Facts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import attachments as words

DISK = "disk"


@dataclass(frozen=True)
class Losses:
    """What goes to the outbox about files; each loss is told once, in one message a case."""

    tables: Tables
    facts: Facts

    async def told(self, now: datetime) -> list[Outgoing]:
        """Return what is to be said about files that were given up. Stands in a transaction."""
        untold = await self.tables.attachments.take_untold()
        owner = await self.tables.people.owner() if untold else None
        said = []
        for (case_id, sender_id), files in groupby(sorted(untold, key=_sender), _sender):
            to = await self.tables.people.get(sender_id) or owner
            if to is not None:
                said.append(_lost(case_id, tuple(files), to, owner, now))
        return said

    async def disk_refuses(self, now: datetime) -> list[Outgoing]:
        """Tell the owner, once until it works again, that no file can be written."""
        owner = await self.tables.people.owner()
        if owner is None or not await self.facts.changed(DISK, "refuses"):
            return []
        message = say(owner.telegram_id, words.DISK_REFUSES)
        key = f"disk:{int(now.timestamp())}"
        return [outgoing(key, message, Priority.PING)]

    async def disk_works(self) -> None:
        """A file was written: the next refusal is news again."""
        await self.facts.changed(DISK, "works")


def _sender(file: CaseFile) -> tuple[int, int]:
    return file.case_id, file.added_by or 0


def _lost(
    case_id: int, files: tuple[CaseFile, ...], to: Person, owner: Person | None, now: datetime
) -> Outgoing:
    again = any(file.state is FileState.FAILED for file in files)
    rows = [[button(words.AGAIN, FilesPress(what="retry", case=case_id))]] if again else []
    message = say(to.telegram_id, words.lost(case_id, files), markup(rows))
    key = f"files:{case_id}:{files[0].number}:{to.id}:{int(now.timestamp())}"
    return outgoing(key, message, fallback=owner)
