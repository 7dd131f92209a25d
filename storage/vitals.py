"""The vitals: what the journal itself tells of the bot's health, in one query."""

from datetime import datetime, timedelta

from cases.health import Vitals
from storage.database import Database, Row
from storage.instants import loaded, stored

LATELY = timedelta(days=7)
"""So long an update that was put aside is a matter of health; it is kept for ever."""


def asked(now: datetime) -> dict[str, int | None]:
    """Return the parameters of `VITALS`."""
    return {"now": stored(now), "lately": stored(now - LATELY)}


def vitals_of(row: Row) -> Vitals:
    """Read the row of `VITALS`. What the disk tells is not in it."""
    return Vitals(
        ticked_at=loaded(row["ticked_at"]),
        polled_at=loaded(row["polled_at"]),
        unsaid_since=loaded(row["unsaid_since"]),
        unhandled_since=loaded(row["unhandled_since"]),
        dead=row["dead"],
        begun_at=loaded(row["begun_at"]),
    )


class Signs:
    """The signs of life that the journal keeps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, now: datetime) -> Vitals:
        """Return how the bot is, without what the disk tells."""
        row = await self._database.row(VITALS, asked(now))
        assert row is not None  # noqa: S101 - a query without FROM has one row
        return vitals_of(row)


VITALS = """
    SELECT
        (SELECT at FROM loops WHERE name = 'clock') AS ticked_at,
        (SELECT at FROM loops WHERE name = 'receiver') AS polled_at,
        (SELECT MIN(CASE WHEN tries = 0 THEN not_before ELSE created_at END) FROM outbox
            WHERE state = 'pending' AND (tries > 0 OR not_before <= :now)) AS unsaid_since,
        (SELECT received_at FROM inbox WHERE state = 'pending' ORDER BY seq LIMIT 1)
            AS unhandled_since,
        (SELECT COUNT(*) FROM inbox WHERE state = 'dead' AND received_at > :lately) AS dead,
        (SELECT MIN(joined_at) FROM people) AS begun_at
"""
"""A word that was never tried waits from when it was to be said, one that failed from when it
was made: neither the night nor the pause between two tries hides that it is late."""
