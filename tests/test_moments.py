"""A copied beginning is the one that was lived through, and nobody shares it."""

from datetime import UTC, datetime
from typing import Any

from moments import Copied
from rights_scene import KEPT
from stories import three_cases
from team import Team, make_team

from storage.database import Database

MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TABLES = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
SET = ("user_version", "foreign_keys", "secure_delete", "synchronous", "journal_mode", "page_size")


async def made(journal: Database) -> list[tuple[Any, ...]]:
    """The schema, and how the journal is set up."""
    rows = [tuple(row) for row in await journal.rows(TABLES)]
    rows += [(name, *(await journal.rows(f"PRAGMA {name}"))[0]) for name in SET]
    await journal.close()
    return rows


async def knows(team: Team) -> tuple[list[tuple[Any, ...]], list[Any], int]:
    """All that the journal keeps, all that stands in the chats, and the newest update."""
    members = (team.owner, team.anna, team.boris, team.stranger)
    chats = [each.person.chat.messages for each in members]
    return await team.database.holds(*KEPT), chats, team.world.updates.last_id


async def test_a_copied_journal_is_the_one_that_the_migrations_make() -> None:
    migrated = await made(await Database.open(":memory:"))
    assert len(migrated) > 50
    assert await made(await Copied.open(":memory:")) == migrated


async def test_a_copied_beginning_is_the_one_that_is_lived_through() -> None:
    async with make_team(MORNING) as team:
        await three_cases(team)
        lived = await knows(team)
        said = await team.anna.says("/status #2")
    async with make_team(MORNING) as team:
        await team.begins(three_cases)
        assert await knows(team) == lived
        assert await team.anna.says("/status #2") == said


async def test_what_one_team_does_after_a_beginning_no_other_has_done() -> None:
    begun = []
    for _ in range(2):
        async with make_team(MORNING) as team:
            await team.begins(three_cases)
            begun.append((await knows(team), team.clock.now()))
            team.clock.moves(days=1)
            await team.anna.does("/status #2", "Мы ответили")
    assert begun[0] == begun[1]


async def test_a_team_that_is_not_new_lives_through_its_story(team: Team) -> None:
    await team.stranger.starts()
    before = len(team.stranger.person.chat.messages)
    await team.begins(three_cases)
    assert len(team.stranger.person.chat.messages) == before > 0
    assert (await team.search.get(3)).id == 3
