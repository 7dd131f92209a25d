"""The topics: the list that the form offers for each category, as the owner has edited it."""

from dataclasses import dataclass

from cases.kinds import TOPICS, Category
from storage.database import Database, Row


@dataclass(frozen=True)
class Topic:
    """A topic to offer. `ready` is the stable key of a built-in one, None for an added one.

    `name` is what the owner calls it, None for a built-in one under its own words. `id` is that
    of its row, 0 when a built-in one was never touched.
    """

    category: Category
    id: int = 0
    ready: str | None = None
    name: str | None = None
    hidden: bool = False

    @property
    def key(self) -> str:
        """What a button carries: the built-in key, or «t» with the row's id."""
        return self.ready or f"t{self.id}"


class Topics:
    """Built-in topics under their keys, and those that the owner has added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, category: Category) -> tuple[Topic, ...]:
        """Return every topic of a category, hidden ones too: the built-in first, then the added."""
        sql = "SELECT * FROM topics WHERE category = :category ORDER BY id"
        rows = [_topic(row) for row in await self._database.rows(sql, {"category": category})]
        touched = {each.ready: each for each in rows if each.ready}
        built_in = [touched.get(key) or Topic(category, ready=key) for key in TOPICS[category]]
        return (*built_in, *(each for each in rows if each.ready is None))

    async def find(self, category: Category, key: str) -> Topic | None:
        """Return one topic by what its button carries."""
        return next((each for each in await self.of(category) if each.key == key), None)

    async def renamed(self) -> dict[str, str]:
        """Return the built-in topics that have another name, by their keys."""
        rows = await self._database.rows(_RENAMED)
        return {row["ready"]: row["name"] for row in rows}

    async def add(self, category: Category, name: str) -> None:
        """Add a topic of the team's own."""
        values = {"category": category, "ready": None, "name": name, "hidden": 0}
        await self._database.rows(_KEEP, values)

    async def change(self, topic: Topic) -> None:
        """Keep another name of a topic, or that it is hidden or offered again."""
        values = {"id": topic.id, "name": topic.name, "hidden": int(topic.hidden)}
        if topic.id:
            sql = "UPDATE topics SET name = :name, hidden = :hidden WHERE id = :id"
            await self._database.rows(sql, values)
            return
        kept = {"category": topic.category, "ready": topic.ready}
        await self._database.rows(_KEEP, {**kept, "name": topic.name, "hidden": values["hidden"]})


def _topic(row: Row) -> Topic:
    return Topic(
        Category(row["category"]), row["id"], row["ready"], row["name"], bool(row["hidden"])
    )


_RENAMED = "SELECT ready, name FROM topics WHERE ready IS NOT NULL AND name IS NOT NULL"
_KEEP = """
    INSERT INTO topics (category, ready, name, hidden) VALUES (:category, :ready, :name, :hidden)
"""
