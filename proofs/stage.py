"""The stage of the kill tests: a team with a cabinet, and a folder, before the bot's first life."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Self

from cases.kinds import Currency, Marketplace
from cases.roles import Role
from proofs.lives import TOKEN, DeadlyWorld
from proofs.managers import Manager
from sandbox.clock import Clock
from sandbox.people import Person
from storage.cabinets import Cabinets
from storage.database import Database
from storage.people import People

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
NAMES = ("Анна", "Борис", "Вера")


@dataclass(frozen=True)
class Stage:
    """Who and what is there. `others` are members of the team who register nothing."""

    data: Path
    world: DeadlyWorld
    owner: Person
    managers: list[Manager]
    others: list[Person]

    @classmethod
    async def set_up(cls, folder: Path, others: tuple[str, ...] = ()) -> Self:
        """Make everything in an empty folder; the bot is not there yet."""
        data = folder / "data"
        data.mkdir()
        clock = Clock(offset_file=data / "clock")
        clock.goes_to(BEGINS)
        world = DeadlyWorld(clock)
        world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
        owner, numbers = world.person("Ольга"), count(1)
        managers = [Manager(world.person(name), numbers) for name in NAMES]
        stage = cls(data, world, owner, managers, [world.person(name) for name in others])
        await stage._hire()
        return stage

    async def _hire(self) -> None:
        database = await Database.open(self.data / "journal.db")
        hired = [*(each.person for each in self.managers), *self.others]
        people = {self.owner: Role.OWNER} | dict.fromkeys(hired, Role.MANAGER)
        try:
            async with database.transaction():
                for person, role in people.items():
                    name, now = person.first_name, self.world.clock.now()
                    await People(database).join(person.id, name, None, role, now)
                await Cabinets(database).add(Marketplace.WB, "ИП Иванов", Currency.RUB)
        finally:
            await database.close()
        for person in people:
            await person.starts()
