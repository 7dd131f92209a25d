"""The rehearsal: what is written inside it is undone at its end, the transaction goes on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database


@asynccontextmanager
async def rehearsal(database: Database) -> AsyncIterator[None]:
    """Undo at the end whatever was written inside, however it ends. Stands in a transaction."""
    await database.rows("SAVEPOINT rehearsal")
    try:
        yield
    finally:
        await database.rows("ROLLBACK TO SAVEPOINT rehearsal")
        await database.rows("RELEASE SAVEPOINT rehearsal")
