"""The shares: where one chat floods a queue, the others still get their part of each batch."""

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


LANES = """
    WITH RECURSIVE lanes (chat_id) AS (
        SELECT MIN(chat_id) FROM {table} WHERE state = 'pending'
        UNION ALL
        SELECT (
            SELECT MIN(chat_id) FROM {table}
            WHERE state = 'pending' AND chat_id > lanes.chat_id
        )
        FROM lanes WHERE lanes.chat_id IS NOT NULL
    )
"""
"""The chats with something pending: an index is asked for the next one, whatever waits in each."""

TAKE_FAIRLY = f"""
    {LANES.format(table="inbox")}
    SELECT seq, update_id, chat_id, payload, tries FROM inbox
    WHERE seq IN (
        SELECT own.seq FROM lanes JOIN inbox AS own ON own.seq IN (
            SELECT seq FROM inbox WHERE state = 'pending' AND chat_id = lanes.chat_id
            ORDER BY seq LIMIT :share
        )
        WHERE NOT EXISTS (
            SELECT 1 FROM inbox AS earlier
            WHERE earlier.state = 'pending' AND earlier.chat_id = own.chat_id
                AND earlier.seq <= own.seq AND earlier.not_before > :now
        )
        ORDER BY own.seq LIMIT :limit
    )
    ORDER BY seq
"""  # noqa: S608 - the name of a table of ours

NEXT_OF_EACH = f"""
    {LANES.format(table="outbox")}
    SELECT id, key, chat_id, method, body, tries, again, expires_at, fallback_chat_id,
        EXISTS (
            SELECT 1 FROM outbox AS later
            WHERE later.state = 'pending' AND later.chat_id = outbox.chat_id
                AND later.id <> outbox.id
        ) AS more
    FROM outbox WHERE not_before <= :now AND id IN (
        SELECT (
            SELECT id FROM outbox WHERE state = 'pending' AND chat_id = lanes.chat_id
            ORDER BY priority, id LIMIT 1
        )
        FROM lanes
        UNION ALL
        SELECT id FROM outbox WHERE state = 'pending' AND chat_id IS NULL
    )
    ORDER BY priority, id LIMIT :limit
"""  # noqa: S608 - the name of a table of ours
"""What each chat hears next, and whether it has more to hear; presses belong to no chat."""
