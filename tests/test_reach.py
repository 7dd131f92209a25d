"""Somebody blocks the bot and comes back; and the owner sets the time of the digest."""

import pytest
from stories import CHAT, TICKET
from team import Team
from test_snoozing import heard

from cases.choices import Choice, with_choices
from cases.rules import Rules


async def test_the_owner_is_told_once_that_somebody_cannot_be_written_to(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    team.anna.person.blocks()
    await team.settles()
    assert "Не могу писать в личку: Анна" in team.owner.sees
    await team.waits(days=5, hours=1)
    await team.waits(days=3)
    assert len(heard(team.owner, "Не могу писать в личку")) == 1
    assert heard(team.owner, "Не смог доставить")


async def test_who_is_lost_without_a_word_is_noticed_at_the_first_refusal(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    team.anna.person.blocks()
    async with team.database.transaction():  # the update about it never came
        await team.database.rows("UPDATE people SET unreachable_since = NULL")
        await team.database.rows("DELETE FROM inbox")
    await team.waits(days=3, hours=1)
    assert len(heard(team.owner, "Не могу писать в личку: Анна")) == 1


@pytest.mark.parametrize("writes", [True, False], ids=["writes", "unblocks"])
async def test_who_comes_back_gets_what_was_missed_as_one_message(
    team: Team, *, writes: bool
) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    team.anna.person.blocks()
    await team.waits(days=3, hours=1)
    since = len(team.anna.person.chat.messages)
    team.anna.person.unblocks()
    if writes:
        await team.anna.says("/list")
    await team.settles()
    await team.waits(minutes=1)
    missed = heard(team.anna, "Снова могу писать вам", since)
    assert len(missed) == 1
    assert "#1 " in missed[0]
    assert "#1" in team.anna.buttons
    assert "Снова на связи: Анна" in team.owner.sees
    await team.waits(days=3)
    assert len(heard(team.anna, "без движения", since)) == 1
    assert len(heard(team.anna, "Снова могу писать", since)) == 1


async def test_who_comes_back_in_the_night_is_told_in_the_morning(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    team.anna.person.blocks()
    await team.settles()
    await team.waits(days=3, hours=11)  # 23:00
    team.anna.person.unblocks()
    await team.settles()
    await team.waits(minutes=1)
    assert not heard(team.anna, "Снова могу")
    await team.waits(hours=10)
    assert len(heard(team.anna, "Снова могу")) == 1


async def test_what_somebody_out_of_reach_does_not_see_comes_to_the_owner_only_once(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Чат с покупателем", "Разошёлся шов", "сегодня 10:01", "К итогу", "Сохранить"
    )
    team.anna.person.blocks()
    await team.waits(days=5)
    await team.waits(hours=4)
    assert len(heard(team.owner, "истекает")) == 1


async def test_the_owner_sets_the_time_of_the_digest(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    assert "Утренняя сводка: каждый день в 09:00" in await team.owner.says("/settings")
    await team.owner.does("Утренняя сводка", "Другое время", "11:30")
    assert "Сейчас: каждый день в 11:30" in team.owner.sees
    await team.waits(minutes=1)
    before = len(heard(team.anna, "Добр"))
    await team.waits(hours=21)  # 5.03, 09:02
    assert len(heard(team.anna, "Добр")) == before
    await team.waits(hours=2, minutes=29)
    assert len(heard(team.anna, "Добр")) == before + 1
    await team.owner.does("/settings", "Утренняя сводка", "10:00")
    await team.waits(minutes=5)
    assert len(heard(team.anna, "Добр")) == before + 1
    await team.waits(hours=22, minutes=30)
    assert len(heard(team.anna, "Добр")) == before + 2


async def test_what_is_no_time_is_answered_with_what_would_be(team: Team) -> None:
    await team.hire()
    await team.owner.does("/settings", "Утренняя сводка", "Другое время")
    assert "Не разобрал время «утром»: напишите время, например, «9:30»." in (
        await team.owner.says("утром")
    )


def test_choices_change_the_rules_and_unknown_ones_do_not() -> None:
    chosen = {Choice.DIGEST_AT: "08:15", Choice.CLIMB_AFTER: "never", "of_tomorrow": "1"}
    rules = with_choices(Rules(), chosen)
    assert (f"{rules.digest_at:%H:%M}", rules.climb_after) == ("08:15", None)
    assert with_choices(Rules(), {}) == Rules()


async def test_a_choice_that_was_rolled_back_does_not_hold(team: Team) -> None:
    await team.hire()
    tables = team.app.worker.services["tables"]

    async def fails() -> None:
        async with team.database.transaction():
            await tables.team_rules.choose(Choice.CLIMB_AFTER, "never")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    assert "через 2" in await team.owner.says("/settings")
