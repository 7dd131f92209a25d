"""While one person floods the bot, the others are answered, and nothing grows without end."""

from pathlib import Path

import pytest
from team import Team

from bot.worker import BATCH
from proofs import load
from storage import shares

FLOOD = 400


async def _answered_in_one_batch(team: Team) -> list[int]:
    """Whose answers stand in the outbox when one batch has been handled amid a flood."""
    await team.hire()
    for _ in range(FLOOD):
        await team.anna.person.says("/list")
    for member in (team.boris, team.owner):
        await member.person.says("/list")
    while await team.app.receiver.receive(0):
        pass
    assert await team.app.worker.handle_waiting() <= BATCH
    rows = await team.database.rows("SELECT chat_id FROM outbox WHERE key LIKE 'ans:%'")
    asked = {team.boris.id, team.owner.id}
    last = await team.database.rows(
        "SELECT chat_id FROM inbox WHERE state = 'pending' AND chat_id <> :anna",
        {"anna": team.anna.id},
    )
    return [] if last else sorted(asked & {row["chat_id"] for row in rows})


async def test_a_flood_delays_others_by_no_more_than_a_batch(team: Team) -> None:
    assert len(await _answered_in_one_batch(team)) == 2


async def test_without_shares_they_would_wait_for_the_flood(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "SHARES", 1)
    assert not await _answered_in_one_batch(team)


@pytest.mark.timeout(600)
async def test_everybody_is_answered_under_load_and_nothing_grows_without_end(
    tmp_path: Path,
) -> None:
    found = await load.run(4, FLOOD, tmp_path)
    assert found.unanswered == 0
    assert len(found.waits) == 4 * load.A_SECOND
    assert found.flooded == FLOOD
    assert max(found.log) < 64
    assert max(found.memory) < 2 * found.memory[0]
