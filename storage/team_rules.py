"""The team's rules: those of the environment, changed by what the owner has chosen in chat."""

from cases.choices import Choice, with_choices
from cases.rules import Rules
from storage.database import Database


class TeamRules:
    """The rules that hold now. They are read from the table once, and again after every choice."""

    def __init__(self, database: Database, first: Rules) -> None:
        self._database = database
        self._first = first
        self._read = False
        self.rules = first

    async def current(self) -> Rules:
        """Return the rules; after a choice, which may have been rolled back, they are read anew."""
        if not self._read:
            await self._reads()
            self._read = True
        return self.rules

    async def choose(self, choice: Choice, value: str) -> None:
        """Keep what the owner has chosen: it holds from now on, and for every later run."""
        values = {"name": choice, "value": value}
        await self._database.rows(_CHOOSE, values)
        await self._reads()
        self._read = False

    async def _reads(self) -> None:
        rows = await self._database.rows("SELECT name, value FROM choices")
        self.rules = with_choices(self._first, {row["name"]: row["value"] for row in rows})


_CHOOSE = """
    INSERT INTO choices (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = :value
"""
