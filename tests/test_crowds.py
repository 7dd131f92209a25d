"""Of people who save one number or press one button at once, one wins and the others are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import pytest
from team import make_team

from cases.lifecycles import MOVES, Status
from handlers import moves
from proofs import races
from proofs.rush import crowd, put_aside
from storage.search import Search

ROUNDS = 6
FEW = 4


async def test_one_of_many_wins_and_everybody_is_told() -> None:
    outcomes = await races.run(ROUNDS, 57)
    assert not outcomes.wrong, outcomes.wrong[:5]
    assert outcomes.counts["cases of one number"] == ROUNDS
    assert outcomes.counts["others told who was first"] == ROUNDS * (races.PRESSERS - 1)
    assert outcomes.counts["results like a serial one"] == ROUNDS


async def _finds_nothing(*_: Any) -> None:
    return None


async def test_a_number_that_only_the_database_guards_is_saved_once_but_nobody_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Search, "find_in_cabinet", _finds_nothing)
    async with _few(monkeypatch) as tried:
        await tried.save_at_once()
        assert [each.partition(":")[0] for each in tried.outcomes.wrong] == ["answers"]
        assert len(await put_aside(tried.team)) == FEW - 1


async def test_a_number_that_nothing_guards_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "find_in_cabinet", _finds_nothing)
    async with _few(monkeypatch) as tried:
        await tried.team.database.rows("DROP INDEX cases_number")
        await tried.save_at_once()
        assert f"cases of one number: {FEW}, not 1" in tried.outcomes.wrong


async def test_a_press_that_asks_for_no_version_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def makes_it_all_the_same(callback: Any, case: Any, move: str, desk: Any) -> Any:
        shown = await moves.apply_move(case, moves.find_allowed(case, move, desk), {}, desk)
        return [callback.answer(), moves.show(callback, shown.text, shown.keyboard)]

    monkeypatch.setattr(moves, "show_after_race", makes_it_all_the_same)
    repeated = next(move for move in MOVES if move.name == "no_row_yet")
    async with _few(monkeypatch) as tried:
        await tried.press_at_once(repeated, Status.MONEY_CHECK)
        assert any(each.startswith("winners of no_row_yet") for each in tried.outcomes.wrong)


@asynccontextmanager
async def _few(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[races.Races]:
    monkeypatch.setattr(races, "SAVERS", FEW)
    monkeypatch.setattr(races, "PRESSERS", FEW)
    async with make_team(races.BEGINS) as team:
        people = await crowd(team, [f"Имя{n:02}" for n in range(2 * FEW)])
        yield races.Races(team, people, Random(57))  # noqa: S311 - an order, not a secret
