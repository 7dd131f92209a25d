"""The facts: a few values the bot remembers between its runs, to notice when they change."""

from storage.database import Database

RICH_REFUSED = "rich_refused_at"
"""When the server last refused a rich message, ISO."""
BACK_AT = "back_at"
"""When the bot was last back after a silence, ISO."""


class Facts:
    """Named texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, name: str) -> str | None:
        """Return what is remembered under this name, None when nothing is."""
        row = await self._database.row("SELECT value FROM facts WHERE name = :name", {"name": name})
        return row["value"] if row else None

    async def changed(self, name: str, value: str) -> bool:
        """Whether the value differs from the one remembered under this name; keeps the new one."""
        values = {"name": name, "value": value}
        return await self._database.row(_REMEMBER, values) is not None


_REMEMBER = """
    INSERT INTO facts (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = :value WHERE facts.value <> :value
    RETURNING name
"""
