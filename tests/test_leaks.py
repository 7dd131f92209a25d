"""Whoever tries whatever wherever: no canary reaches a chat that may not see it."""

from typing import Any

import pytest
from team import Team

from handlers import desk
from proofs.eyes import Eyes, Sort
from proofs.leaks import run
from storage import people

DEEDS = 800
TRIED = ("forges", "asks", "removes", "invites", "demotes", "unbinds", "says", "presses", "waits")


async def test_no_canary_reaches_a_chat_that_may_not_see_it() -> None:
    snoops = await run(DEEDS, 57)
    assert snoops.troubles.none, snoops.troubles
    assert all(snoops.counts[each] for each in TRIED)
    assert snoops.eyes.seen > 100


async def test_a_gate_that_asks_nobody_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def anything(*_: Any) -> bool:
        return True

    monkeypatch.setattr(desk, "may", anything)
    monkeypatch.setattr(desk, "require", anything)
    assert (await run(300, 3)).troubles.leaked


async def test_a_member_who_was_removed_only_in_name_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "_MEMBER", people._MEMBER.replace("AND removed_at IS NULL", ""))
    assert (await run(300, 3)).troubles.leaked


async def test_each_canary_has_its_own_eyes(team: Team) -> None:
    await team.hire()
    group = await team.binds_group()
    eyes = Eyes(team.database)
    await eyes.look()
    anna, boris = team.anna.id, team.boris.id
    case, number = eyes.canary(Sort.CASE), eyes.canary(Sort.NUMBER)
    own, typed = eyes.canary(Sort.OWN, anna), eyes.canary(Sort.TYPED, anna)
    text = f"{case}, {number}; {own}.{typed}"
    assert await eyes.hidden(text, anna) == []
    assert set(await eyes.hidden(text, boris)) == {own, typed}
    assert set(await eyes.hidden(text, group.id)) == {case, own, typed}
    for foreign in (team.stranger.id, -5):
        assert set(await eyes.hidden(text, foreign)) == {case, number, own, typed}
    async with team.database.transaction():
        await team.database.rows("UPDATE chat_groups SET bound_at = NULL")
        await team.database.rows("UPDATE people SET removed_at = 1 WHERE name = 'Борис'")
    await eyes.look()
    for chat in (boris, group.id):
        assert set(await eyes.hidden(text, chat)) == {case, number, own, typed}


async def test_what_was_typed_is_the_teams_when_it_is_in_a_case(team: Team) -> None:
    await team.hire()
    eyes = Eyes(team.database)
    await eyes.look()
    typed = eyes.canary(Sort.TYPED, team.anna.id)
    await team.anna.does("/new", "Чат с покупателем", f"Шов {typed}", "Только что")
    assert await eyes.hidden(typed, team.boris.id) == [typed]
    await team.anna.does("К итогу", "Сохранить")
    assert await eyes.hidden(typed, team.boris.id) == []
