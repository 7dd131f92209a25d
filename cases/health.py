"""The health: what tells whether the bot keeps up, and from when on it is a trouble."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Vitals:
    """How the bot is. All instants are aware, UTC; None means never, or nothing of the kind.

    `ticked_at` is the clock's last sign of life, `polled_at` Telegram's last good answer,
    `unsaid_since` and `unhandled_since` when the oldest message began to wait, `dead` how many
    updates were put aside in the last week, `free` the bytes left on the disk of the data folder,
    `backed_up_at` the newest backup, `begun_at` the beginning of the journal.
    """

    ticked_at: datetime | None = None
    polled_at: datetime | None = None
    unsaid_since: datetime | None = None
    unhandled_since: datetime | None = None
    dead: int = 0
    free: int = 0
    backed_up_at: datetime | None = None
    begun_at: datetime | None = None


class Trouble(StrEnum):
    """What may be wrong, the worst first."""

    CLOCK = "clock"
    TELEGRAM = "telegram"
    SPACE = "space"
    UNHANDLED = "unhandled"
    UNSAID = "unsaid"
    BACKUP = "backup"
    DEAD = "dead"


LATEST = {
    Trouble.CLOCK: timedelta(minutes=3),
    Trouble.TELEGRAM: timedelta(minutes=5),
    Trouble.UNHANDLED: timedelta(minutes=5),
    Trouble.UNSAID: timedelta(minutes=10),
    Trouble.BACKUP: timedelta(hours=30),
}
"""How old each sign may become; a backup is made every night, and one may come late."""

LITTLE = 500_000_000
"""Bytes: files already wait when 100 MB are left, so the owner hears of it before."""

FATAL = frozenset(Trouble) - {Trouble.BACKUP, Trouble.DEAD}
"""With one of these the bot does not do its work; with the others it does."""

OWNERS = frozenset({Trouble.SPACE, Trouble.BACKUP})
"""What the owner is told by the bot itself: it can still speak, and only a person can mend it."""


def troubles(vitals: Vitals, now: datetime) -> tuple[Trouble, ...]:
    """Return what is wrong at `now`, the worst first; nothing when all is well."""
    since = {
        Trouble.CLOCK: _sign(vitals.ticked_at),
        Trouble.TELEGRAM: _sign(vitals.polled_at),
        Trouble.UNHANDLED: vitals.unhandled_since or now,
        Trouble.UNSAID: vitals.unsaid_since or now,
        Trouble.BACKUP: _sign(vitals.backed_up_at or vitals.begun_at or now),
    }
    found = {each for each, at in since.items() if now - at > LATEST[each]}
    if vitals.free < LITTLE:
        found.add(Trouble.SPACE)
    if vitals.dead:
        found.add(Trouble.DEAD)
    return tuple(each for each in Trouble if each in found)


def _sign(at: datetime | None) -> datetime:
    """A sign of life that never came is older than any other."""
    return at or _NEVER


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
