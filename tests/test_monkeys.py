"""People who do everything at random find nothing unhandled, refused or leaked."""

import pytest
from team import Team

from handlers import status
from proofs.monkeys import CANARY, Monkeys, run

DEEDS = 500


@pytest.mark.parametrize("seed", [57, 58])
async def test_nothing_goes_wrong_whatever_people_do(seed: int) -> None:
    monkeys = await run(DEEDS, seed)
    assert monkeys.troubles.none, monkeys.troubles
    assert all(monkeys.counts[each] for each in ("says", "presses", "registers", "waits"))


async def test_a_handler_that_breaks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(status.lists, "nothing_found", breaks)
    assert (await run(300, 57)).troubles.unhandled


async def test_a_word_from_private_in_a_group_is_noticed(team: Team) -> None:
    monkeys = Monkeys(team, None)  # type: ignore[arg-type]  # nothing is left to chance here
    await monkeys.prepare()
    await team.world.call(
        team.bot.token, "sendMessage", {"chat_id": team.group.id, "text": f"Тимур, {CANARY}"}
    )
    monkeys.look()
    assert monkeys.troubles.leaked


async def test_a_refused_call_is_noticed(team: Team) -> None:
    monkeys = Monkeys(team, None)  # type: ignore[arg-type]  # nothing is left to chance here
    with (
        team.world.expects_refusal("message text is empty"),
        pytest.raises(Exception, match="empty"),
    ):
        await team.world.call(team.bot.token, "sendMessage", {"chat_id": team.anna.id, "text": ""})
    monkeys.look()
    assert monkeys.troubles.refused
