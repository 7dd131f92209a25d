"""The cabinets: the seller accounts of the team."""

from cases.case import Cabinet
from cases.kinds import Currency, Marketplace
from storage.database import Database
from storage.rows import cabinet_of


class Cabinets:
    """The seller accounts of the team."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Cabinet, ...]:
        """Return every cabinet, the oldest first."""
        rows = await self._database.rows("SELECT * FROM cabinets ORDER BY id")
        return tuple(cabinet_of(row) for row in rows)

    async def get(self, cabinet_id: int) -> Cabinet | None:
        """Return one cabinet, or None."""
        row = await self._database.row("SELECT * FROM cabinets WHERE id = :id", {"id": cabinet_id})
        return cabinet_of(row) if row else None

    async def add(self, marketplace: Marketplace, name: str, currency: Currency) -> Cabinet:
        """Add a cabinet."""
        values = {"marketplace": marketplace, "name": name, "currency": currency}
        row = await self._database.row(_ADD_CABINET, values)
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        return cabinet_of(row)

    async def rename(self, cabinet_id: int, name: str) -> None:
        """Give the cabinet another name."""
        sql = "UPDATE cabinets SET name = :name WHERE id = :id"
        await self._database.rows(sql, {"name": name, "id": cabinet_id})

    async def switch_chats(self, cabinet_id: int) -> None:
        """Keep that the chats with buyers were switched off, or on again."""
        sql = "UPDATE cabinets SET chats_off = 1 - chats_off WHERE id = :id"
        await self._database.rows(sql, {"id": cabinet_id})


_ADD_CABINET = """
    INSERT INTO cabinets (marketplace, name, currency) VALUES (:marketplace, :name, :currency)
    RETURNING *
"""
