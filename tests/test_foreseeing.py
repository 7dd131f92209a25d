"""What is foreseen to be asked shares a hop, and is never older than what was written."""

from collections.abc import AsyncIterator

import pytest
from moments import Copied
from team import Team

from storage.database import Database, Statement
from texts.team import STRANGER

ASKED = "SELECT value FROM facts WHERE name = :name"
KEPT = "INSERT INTO facts (name, value) VALUES (:name, :value)"
CHANGED = "UPDATE facts SET value = :value WHERE name = :name RETURNING value"
NAME = {"name": "sky"}


class Counted(Copied):
    """A database that counts its hops."""

    hops = 0

    def _run(self, last: Statement):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as the parent
        self.hops += 1
        return super()._run(last)


@pytest.fixture
async def database() -> AsyncIterator[Counted]:
    opened = await Counted.open(":memory:")
    async with opened.transaction():
        await opened.rows(KEPT, {**NAME, "value": "blue"})
    opened.hops = 0
    yield opened
    await opened.close()


async def value(database: Database) -> str:
    return str((await database.rows(ASKED, NAME))[0]["value"])


async def test_what_was_foreseen_needs_no_hop_of_its_own(database: Counted) -> None:
    async with database.transaction():
        database.foresee(ASKED, NAME)
        database.foresee(ASKED, {"name": "nothing"})
        assert await value(database) == "blue"
        assert await database.rows(ASKED, {"name": "nothing"}) == []
        assert await value(database) == "blue"
        assert database.hops == 1


async def test_it_goes_over_with_whatever_is_asked_first(database: Counted) -> None:
    async with database.transaction():
        database.foresee(ASKED, NAME)
        await database.rows("SELECT 1")
        assert await value(database) == "blue"
        assert database.hops == 1


async def test_a_write_with_rows_makes_void_what_was_foreseen(database: Counted) -> None:
    async with database.transaction():
        database.foresee(ASKED, NAME)
        assert await value(database) == "blue"
        await database.rows(CHANGED, {**NAME, "value": "grey"})
        assert await value(database) == "grey"


@pytest.mark.parametrize("read_before", [True, False])
async def test_a_write_that_waits_for_the_next_hop_does_too(
    database: Counted, read_before: bool
) -> None:
    async with database.transaction():
        database.foresee(ASKED, NAME)
        if read_before:
            assert await value(database) == "blue"
        await database.run_many(
            CHANGED.removesuffix(" RETURNING value"), [{**NAME, "value": "red"}]
        )
        assert await value(database) == "red"


async def test_what_is_foreseen_after_a_write_sees_it(database: Counted) -> None:
    async with database.transaction():
        await database.run_many(KEPT, [{"name": "sea", "value": "green"}])
        database.foresee(ASKED, {"name": "sea"})
        rows = await database.rows(ASKED, {"name": "sea"})
        assert [row["value"] for row in rows] == ["green"]


async def test_the_next_transaction_knows_nothing_of_it(database: Counted) -> None:
    async with database.transaction():
        database.foresee(ASKED, NAME)
        assert await value(database) == "blue"
    async with database.transaction():
        await database.rows(CHANGED, {**NAME, "value": "grey"})
    async with database.transaction():
        assert await value(database) == "grey"


async def test_outside_a_transaction_nothing_is_foreseen(database: Counted) -> None:
    database.foresee(ASKED, NAME)
    assert await value(database) == "blue"
    assert database.hops == 1


async def test_somebody_removed_in_a_batch_is_a_stranger_in_the_same_batch(team: Team) -> None:
    await team.hire()
    await team.owner.does("/team", "Убрать: Анна")
    await team.owner.person.presses("Да, убрать")
    await team.anna.person.says("/list")
    await team.settles()
    assert team.anna.sees == STRANGER


async def test_a_number_that_somebody_asks_for_is_foreseen(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.hire()
    asked: list[object] = []
    foresee = team.database.foresee
    monkeypatch.setattr(
        team.database, "foresee", lambda sql, values: (asked.append(values), foresee(sql, values))
    )
    assert "В журнале нет" in await team.anna.says("/status № 18-123-456")
    assert {"key": "18123456", "limit": 10} in asked
