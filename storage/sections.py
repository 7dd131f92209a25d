"""The sections: where in the cabinet each category is written about, as the team knows."""

from cases.kinds import Category, Marketplace
from storage.database import Database


class Sections:
    """What the owner has filled in; nothing is known of the rest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, marketplace: Marketplace) -> dict[Category, str]:
        """Return the names of the sections by category."""
        sql = "SELECT category, name FROM sections WHERE marketplace = :marketplace"
        rows = await self._database.rows(sql, {"marketplace": marketplace})
        return {Category(row["category"]): row["name"] for row in rows}

    async def keep(self, marketplace: Marketplace, category: Category, name: str) -> None:
        """Keep the name of a section, in place of the one before."""
        values = {"marketplace": marketplace, "category": category, "name": name}
        await self._database.rows(_KEEP, values)


_KEEP = """
    INSERT INTO sections (marketplace, category, name) VALUES (:marketplace, :category, :name)
    ON CONFLICT (marketplace, category) DO UPDATE SET name = :name
"""
