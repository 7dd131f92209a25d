"""Who is who on the page of the demo follows the journal."""

from pathlib import Path

from bot.demo import make_world
from bot.demo.journal import fill_journal, person_called
from bot.demo.tour import Tour
from cases.roles import Role
from storage.database import Database
from storage.people import People
from texts import examples


async def test_a_stranger_who_has_joined_is_called_a_manager(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    stranger = person_called(world, examples.STRANGER)
    guide = Tour(world, tmp_path / "journal.db", tmp_path / "tour.json")
    database = await Database.open(tmp_path / "journal.db")
    try:
        await fill_journal(database, world)
        assert guide.roles()[stranger.id] == "не в команде"
        assert guide.roles()[person_called(world, examples.OWNER).id] == "владелец"
        async with database.transaction():
            now = world.clock.now()
            await People(database).join(stranger.id, "Прохожий", None, Role.MANAGER, now)
        assert guide.roles()[stranger.id] == "менеджер"
    finally:
        await database.close()
