"""The one clock of the project: real time, or the time that the sandbox has turned it to."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Now:
    """Call it for the instant, aware UTC.

    With a `clock_file` the instant is moved by the seconds written in it, so that a person (or
    a test) may turn the clock of a running process. The file is read again at each call.
    """

    def __init__(self, clock_file: Path | None = None) -> None:
        self._clock_file = clock_file

    def __call__(self) -> datetime:
        """Return the instant."""
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    @property
    def can_be_turned(self) -> bool:
        """Whether somebody may turn this clock."""
        return self._clock_file is not None

    def _offset(self) -> float:
        if self._clock_file is None or not self._clock_file.exists():
            return 0.0
        return float(self._clock_file.read_text("ascii") or 0)
