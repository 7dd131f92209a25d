"""The shares: where one chat floods the inbox, the others still get their part of each batch."""

from collections import Counter

from storage.database import Row

SHARES = 5
"""One chat has at most a fifth of a batch where others wait too."""


def flooded(rows: list[Row], limit: int) -> bool:
    """Whether more waits than a batch holds, and one chat has more than its share of this one."""
    chats = Counter(row["chat_id"] for row in rows)
    return len(rows) == limit and max(chats.values()) > _share(limit)


def shared(now: int | None, limit: int) -> dict[str, int | None]:
    """Return the values of TAKE_FAIRLY."""
    return {"now": now, "limit": limit, "share": _share(limit)}


def _share(limit: int) -> int:
    return max(1, limit // SHARES)


TAKE_FAIRLY = """
    SELECT seq, update_id, chat_id, payload, tries FROM inbox
    WHERE seq IN (
        SELECT seq FROM (
            SELECT seq, ROW_NUMBER() OVER lane AS turn, MAX(not_before) OVER lane AS waits_till
            FROM inbox WHERE state = 'pending'
            WINDOW lane AS (PARTITION BY chat_id ORDER BY seq)
        ) AS lanes
        WHERE turn <= :share AND waits_till <= :now
        ORDER BY seq LIMIT :limit
    )
    ORDER BY seq
"""
