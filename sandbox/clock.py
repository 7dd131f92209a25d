"""The sandbox's time: real time plus an offset, or a time that stands still until it is moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self


class Clock:
    """Tells the time of the world; moving it forward or back is one call.

    With `offset_file` the offset (seconds, decimal text) is written there at once and whenever the
    clock is moved, so that another process can live in the same time.
    """

    def __init__(self, *, offset_file: Path | None = None) -> None:
        self.listeners: list[Callable[[], None]] = []
        self._offset = timedelta()
        self._stopped_at: datetime | None = None
        self._offset_file = offset_file
        self._write()

    @classmethod
    def frozen(cls, at: datetime) -> Self:
        """A clock that shows `at` (aware) until it is moved."""
        clock = cls()
        clock._stopped_at = _aware(at)
        return clock

    @property
    def is_frozen(self) -> bool:
        """Whether the time stands still between two moves."""
        return self._stopped_at is not None

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self._stopped_at or datetime.now(UTC) + self._offset

    def timestamp(self) -> int:
        """The present moment in whole Unix seconds, as Telegram's `date` fields have it."""
        return int(self.now().timestamp())

    def moves(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Move the time by so much; negative values move it back."""
        self.goes_by(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def goes_to(self, moment: datetime) -> None:
        """Move the time to `moment` (aware)."""
        self.goes_by(_aware(moment) - self.now())

    def goes_by(self, step: timedelta) -> None:
        """Move the time by `step` and tell everyone who listens."""
        if self._stopped_at is None:
            self._offset += step
        else:
            self._stopped_at += step
        self._write()
        for listener in self.listeners:
            listener()

    def _write(self) -> None:
        if self._offset_file is None:
            return
        # A reader must never meet a half-written number.
        fresh = self._offset_file.with_name(self._offset_file.name + ".new")
        fresh.write_text(f"{self._offset.total_seconds():.6f}\n", encoding="ascii")
        fresh.replace(self._offset_file)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the sandbox's clock takes aware datetimes only")
    return moment.astimezone(UTC)
