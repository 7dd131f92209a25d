"""The undoing: which deeds can be taken back, and for how long."""

from datetime import datetime, timedelta

from cases.lifecycles import MOVES, Status

WITHIN = timedelta(minutes=2)
"""So long after a deed its person can take it back."""
UNDONE = "undone:"
"""How a line of history begins that tells what was taken back."""
_FINAL = frozenset({Status.MERGED})
_MOVES = frozenset(move.name for move in MOVES if move.target not in _FINAL)
UNDOABLE = _MOVES | {"taken", "handed_over", "promised", "promise_kept"}
"""The deeds that change nothing but the case's own row: that row can be put back as it was."""


def in_time(done_at: datetime, now: datetime) -> bool:
    """Whether a deed of that instant can still be taken back."""
    return now - done_at <= WITHIN
