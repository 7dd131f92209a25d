"""The ready replies: what people answer with again and again, their own and the team's."""

from cases.replies import ReadyReply
from storage.database import Database, Row
from storage.history import By
from storage.instants import stored


class Replies:
    """Ready replies. Every method that changes something must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int) -> tuple[ReadyReply, ...]:
        """Return a person's own replies, then the team's, each by title."""
        rows = await self._database.rows(_OF_PERSON, {"person": person_id})
        return tuple(_reply(row) for row in rows)

    async def get(self, reply_id: int) -> ReadyReply | None:
        """Return one reply, or None."""
        row = await self._database.row("SELECT * FROM replies WHERE id = :id", {"id": reply_id})
        return _reply(row) if row else None

    async def add(self, title: str, text: str, by: By, *, for_team: bool) -> ReadyReply:
        """Keep a new reply: the team's, or the person's own."""
        assert by.person is not None  # noqa: S101 - replies are written by people
        values = _changed(title, text, by)
        row = await self._database.row(
            _ADD, {**values, "person": None if for_team else by.person.id}
        )
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        return _reply(row)

    async def change(self, reply_id: int, title: str, text: str, by: By) -> ReadyReply | None:
        """Give a reply another title and text; None when it is gone."""
        row = await self._database.row(_CHANGE, {**_changed(title, text, by), "id": reply_id})
        return _reply(row) if row else None

    async def remove(self, reply_id: int) -> None:
        """Forget a reply."""
        await self._database.rows("DELETE FROM replies WHERE id = :id", {"id": reply_id})


def _changed(title: str, text: str, by: By) -> dict[str, object]:
    person = by.person.id if by.person else None
    return {"title": title, "body": text, "by": person, "at": stored(by.now)}


def _reply(row: Row) -> ReadyReply:
    return ReadyReply(row["id"], row["title"], row["body"], row["person_id"])


_OF_PERSON = """
    SELECT * FROM replies WHERE person_id = :person OR person_id IS NULL
    ORDER BY person_id IS NULL, title, id
"""
_ADD = """
    INSERT INTO replies (person_id, title, body, changed_by, changed_at)
    VALUES (:person, :title, :body, :by, :at)
    RETURNING *
"""
_CHANGE = """
    UPDATE replies SET title = :title, body = :body, changed_by = :by, changed_at = :at
    WHERE id = :id
    RETURNING *
"""
