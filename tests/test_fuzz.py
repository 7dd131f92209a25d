"""Whatever comes as an update: nothing fails, nothing is refused, and nobody waits for it."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from rights_scene import Scene
from shipped_buttons import SHIPPED
from stories import CHAT, RETURN, SAVED, TICKET
from team import Member, Team, make_team

from bot import receiver, worker
from handlers import keyboards, otherwise
from proofs import fuzz
from proofs.mutations import EXOTIC, JUNK, mutated
from storage.lists import Lists
from texts.team import BUTTON_IS_PAST, STRANGER

SEEDS, UPDATES = (57, 58), 10_000
"""Twenty thousand in all."""
WITHIN = 5
"""Seconds by which what cannot be handled may delay what can."""


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_fails_and_nothing_is_refused_whatever_comes(seed: int) -> None:
    """As `python -m proofs.fuzz 20000 --seed 57` has it."""
    sent, wrong = fuzz.run_shard((UPDATES, seed))
    assert not wrong, wrong[:5]
    assert sent["ids restarted"] > UPDATES / 1000
    assert sent["message"] > UPDATES / 5
    assert sent["callback_query"] > UPDATES / 5
    assert 0 < sent["dead letters"] < UPDATES / 4
    assert {kind for each in EXOTIC for kind in each} <= {*sent, "callback_query"}


async def test_a_handler_that_breaks_at_something_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(*_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(otherwise.team, "not_understood", breaks)
    assert any("ZeroDivisionError" in each for each in (await fuzz.run(200, 57))[1])


def test_a_mutation_changes_a_copy_and_nothing_that_the_next_is_made_of() -> None:
    """Else the junk would grow, up to lists that hold themselves."""
    draw, made_of = fuzz.Random(57), copy.deepcopy((EXOTIC, JUNK))
    for _ in range(3000):
        mutated(draw.choice(EXOTIC), EXOTIC, [1], draw)
    assert made_of == (EXOTIC, JUNK)


def test_the_shards_are_summed_up_and_what_is_wrong_in_one_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run_shard(shard: tuple[int, int]) -> tuple[Counter[str], list[str]]:
        size, seed = shard
        return Counter(message=size), ["seed 58: broken"] if seed == 58 else []

    monkeypatch.setattr(fuzz, "run_shard", run_shard)
    monkeypatch.setattr(fuzz, "shared_out", lambda parts, attempt, _: map(attempt, parts))
    sent, wrong = fuzz.run_all(25_000, 57, 2)
    assert (sent["message"], wrong) == (25_000, ["seed 58: broken"])


# What is odd, one by one ------------------------------------------------------------------------


def sends(team: Team, member: Member, **more: Any) -> None:
    """Send a message as Telegram would, with something in it as it would not."""
    message = {
        "message_id": 500, "date": 1_772_614_800, "from": member.person.card,
        "chat": {"id": member.id, "type": "private", "first_name": "Имя"}, **more,
    }  # fmt: skip
    number = team.world.updates.last_id + 10_000
    team.world.updates.deliver({"update_id": number, "message": message})


async def test_half_a_pair_of_surrogates_is_a_question_mark(journal: Team) -> None:
    sends(journal, journal.anna, text="/find \ud83d шов")
    await journal.settles()
    assert not await journal.database.rows("SELECT * FROM inbox WHERE state <> 'done'")
    assert "#2" in journal.anna.sees


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
async def test_a_number_that_nothing_can_keep_is_a_dead_letter(team: Team, number: int) -> None:
    await team.hire()
    sends(team, team.anna, text="/list", chat={"id": number, "type": "private"})
    sends(team, team.anna, text="/list", migrate_to_chat_id=number)
    await team.anna.says("/help")
    assert "/cancel" in team.anna.sees
    (row,) = await team.database.rows("SELECT state, tries FROM inbox WHERE state <> 'done'")
    assert (row["state"], row["tries"]) == ("dead", 0)


@pytest.mark.parametrize(
    "press", ["c:card:99999999999999999999", "s:9999999999999", "v1:close:9999999999999999:1"]
)
async def test_a_forged_number_is_a_button_of_yesterday(journal: Team, press: str) -> None:
    Scene(journal).forges(journal.anna, None, press)
    await journal.settles()
    assert not await journal.database.rows("SELECT * FROM inbox WHERE state <> 'done'")
    assert journal.anna.person.alerts == [BUTTON_IS_PAST]
    await journal.stranger.starts()
    Scene(journal).forges(journal.stranger, None, press)
    await journal.settles()
    assert journal.stranger.person.alerts == [STRANGER]


async def test_a_press_that_stands_under_no_message_is_a_button_of_yesterday(
    journal: Team,
) -> None:
    owner = journal.owner
    journal.world.calls.clear()
    for number, press in enumerate(SHIPPED):
        query = {"id": str(number), "from": owner.person.card, "chat_instance": "1", "data": press}
        journal.world.updates.put("callback_query", query)
        await journal.settles()
    assert not await journal.database.rows("SELECT * FROM inbox WHERE state <> 'done'")
    told = [call for call in journal.world.calls if call.method == "answerCallbackQuery"]
    assert [call.params["text"] for call in told[-len(SHIPPED) :]] == [BUTTON_IS_PAST] * len(
        SHIPPED
    )


@pytest.mark.parametrize("how_many", [3, 30])
async def test_an_answer_that_cannot_be_kept_is_blamed_on_its_update(
    team: Team, monkeypatch: pytest.MonkeyPatch, how_many: int
) -> None:
    await team.hire()
    monkeypatch.setattr(worker, "as_json", _surrogates_for(worker.as_json, "Открытых нет"))
    for number in range(how_many):
        await team.anna.person.says("/list" if number == 1 else "/help")
    for _ in range(worker.TRIES):
        await team.waits(seconds=10)
    (row,) = await team.database.rows("SELECT state FROM inbox WHERE state <> 'done'")
    assert row["state"] == "dead"
    texts = [str(each.get("text")) for each in team.anna.person.chat.messages]
    assert sum("/cancel" in each for each in texts) == how_many - 1


def _surrogates_for(pack: Any, what: str) -> Any:
    return lambda method: pack(method).replace(what, "\ud83d")


# What cannot be handled -------------------------------------------------------------------------


@pytest.mark.parametrize("alone", [True, False])
async def test_poison_delays_what_is_good_by_seconds(
    monkeypatch: pytest.MonkeyPatch, *, alone: bool
) -> None:
    assert not await _delayed_by_poison(monkeypatch, alone=alone)


async def test_poison_that_would_be_tried_over_and_overby_this_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr(worker.Worker, "_is_poisoned", never)
    assert await _delayed_by_poison(monkeypatch, alone=True)


async def _delayed_by_poison(monkeypatch: pytest.MonkeyPatch, *, alone: bool) -> list[str]:
    """Send fifty that fail, all of one person's or each of another's, among fifty good ones.

    Returns the good ones that still wait after the seconds they may.
    """

    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    async with make_team(fuzz.BEGINS) as team:
        await team.hire()
        people = [team.anna, *((team.boris, team.owner, team.stranger) if not alone else ())]
        monkeypatch.setattr(Lists, "page", fails)
        for number in range(50):
            who = people[number % len(people)]
            await who.person.says("/list")
            await who.person.says("/help")
        for _ in range(WITHIN):
            await team.settles()
            team.clock.moves(seconds=1)
        await team.settles()
        waiting = await team.database.rows("SELECT payload FROM inbox WHERE state = 'pending'")
        return [row["payload"] for row in waiting if "/help" in row["payload"]]


# What comes again -------------------------------------------------------------------------------


async def _story(*, again: bool) -> tuple[list[tuple[Any, ...]], int]:
    """Register three cases; with `again`, let every update come one to three times, in disorder."""
    async with make_team(fuzz.BEGINS) as team:
        await team.hire()
        draw = fuzz.Random(57)
        sent: list[int] = []
        for member, deeds in ((team.anna, TICKET), (team.anna, SAVED), (team.boris, RETURN)):
            for deed in deeds:
                await member.does(deed)
                sent = [*sent, team.world.updates.last_id][-20:]
                for each in draw.sample(sent, min(len(sent), draw.randrange(3))) if again else ():
                    team.world.updates.deliver_again(each)
                await team.settles()
        kept: list[tuple[Any, ...]] = []
        for table in ("cases", "history", "entries", "clocks", "attachments"):
            kept += [tuple(row) for row in await team.database.rows(f"SELECT * FROM {table}")]  # noqa: S608 - ours
        return kept, len(team.world.calls)


async def test_the_same_updates_once_or_several_times_make_the_same_journal() -> None:
    assert await _story(again=True) == await _story(again=False)


def _presses() -> Iterator[type[CallbackData]]:
    waiting = CallbackData.__subclasses__()
    while waiting:
        press = waiting.pop()
        waiting += press.__subclasses__()
        if press.__module__.startswith("handlers."):
            yield press


def test_every_sort_of_button_is_among_those_that_are_replayed() -> None:
    assert keyboards.button  # imported for its classes
    shapes = {(each.split(":")[0], each.count(":")) for each in SHIPPED}
    now = {(press.__prefix__, len(press.model_fields)) for press in _presses()}
    assert len(now) > 25
    assert now <= shapes, "add a line to tests/shipped_buttons.py"


@pytest.mark.parametrize("who", ["owner", "anna", "stranger"])
async def test_every_button_that_was_ever_sent_is_answered(journal: Team, who: str) -> None:
    member: Member = getattr(journal, who)
    await member.does(*CHAT[:2]) if who != "stranger" else await member.starts()
    for press in SHIPPED:
        before = len(member.person.answers)
        Scene(journal).forges(member, None, press)
        await journal.settles()
        assert len(member.person.answers) == before + 1, press
        assert not await journal.database.rows("SELECT * FROM inbox WHERE state <> 'done'"), press
    assert not [c for c in journal.world.calls if not c.ok and not fuzz.is_made_up(c.description)]


def test_what_the_receiver_keeps_can_be_written_down() -> None:
    kept = receiver._stored({"update_id": 1, "message": {"text": "\ud83d", "chat": {"id": 2**70}}})
    assert kept.chat_id == 0
    assert kept.payload.encode()
