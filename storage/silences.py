"""The silences' table: when the bot was not there, kept for each person until they hear of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Person
from cases.silences import Silence
from storage.database import Database
from storage.instants import loaded, stored


@dataclass(frozen=True)
class Untold:
    """What one person has not heard yet, the oldest first. `tell_at` is when they may at last."""

    silences: tuple[Silence, ...]
    tell_at: datetime


class Silences:
    """What is to be told of the time in which the bot was not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, silence: Silence, people: Iterable[Person]) -> None:
        """Keep a silence that is over until each of these people has heard of it."""
        since, until = stored(silence.since), stored(silence.until)
        values = ({"person": each.id, "since": since, "until": until} for each in people)
        await self._database.run_many(_KEEP, values)

    async def untold(self) -> dict[int, Untold]:
        """Return what people have not heard yet, by the person's id."""
        found: dict[int, Untold] = {}
        for row in await self._database.rows(_UNTOLD):
            silence = Silence(loaded(row["since"]), loaded(row["until"]))
            earlier = found.get(row["person_id"])
            before = earlier.silences if earlier else ()
            found[row["person_id"]] = Untold((*before, silence), loaded(row["tell_at"]))
        return found

    async def put_off(self, person: Person, tell_at: datetime) -> None:
        """Tell a person later."""
        values = {"person": person.id, "at": stored(tell_at)}
        await self._database.rows(_PUT_OFF, values)

    async def told(self, person_id: int) -> None:
        """Forget what a person has heard, or need not hear."""
        sql = "DELETE FROM silences WHERE person_id = :person"
        await self._database.rows(sql, {"person": person_id})


_KEEP = """
    INSERT INTO silences (person_id, since, until, tell_at)
    VALUES (:person, :since, :until, :until)
    ON CONFLICT (person_id, until) DO NOTHING
"""
_UNTOLD = "SELECT person_id, since, until, tell_at FROM silences ORDER BY person_id, until"
_PUT_OFF = "UPDATE silences SET tell_at = :at WHERE person_id = :person"
