"""Instants as the database keeps them: whole seconds since the epoch, UTC."""

from datetime import UTC, datetime
from typing import overload


@overload
def stored(at: datetime) -> int: ...
@overload
def stored(at: None) -> None: ...
def stored(at: datetime | None) -> int | None:
    """Return the seconds of an aware instant; None stays None."""
    return None if at is None else int(at.timestamp())


@overload
def loaded(at: int) -> datetime: ...
@overload
def loaded(at: None) -> None: ...
def loaded(at: int | None) -> datetime | None:
    """Return the aware UTC instant of stored seconds; None stays None."""
    return None if at is None else datetime.fromtimestamp(at, UTC)
