"""The lifecycles in the whole bot against a plain model: steps, random walks, forged buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from lifecycle_model import (
    BEGINNINGS,
    ENDED,
    OURS,
    OWNERS,
    STEPS,
    UNDECIDED,
    Model,
    Step,
    reached,
)
from rights_scene import Scene
from team import Member, Team, make_team

from cases.kinds import Kind
from cases.lifecycles import MOVES, Status, Turn, side_to_move
from cases.roles import Place
from handlers.presses import MovePress
from storage.columns import NewCase
from storage.history import By

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LIMIT = timedelta(days=10)
NUMBER = "18123456"
ANSWERS: dict[str, tuple[str, ...]] = {
    "send": (NUMBER,),
    "escalate": ("Просим ответить", *["Пропустить"] * 4, "Завтра в 10:00"),
    "close": ("Решено", "Нисколько", "Пропустить"),
    "money_matches": ("Решено", "Пропустить"),
    "close_return": ("Решено", "Нисколько", "Пропустить"),
    "close_chat": ("Спам",),
    "buyer_wrote": ("Только что",),
    "buyer_requested": ("Только что",),
    "reopen_return": ("Только что",),
    "answered_earlier": ("5 минут назад",),
    "confirm_pickup": ("1 186",),
    "confirm_no_return": ("1 186",),
    "refuse": ("Следы носки",),
    "money_differs": ("1 000",),
}
"""What is answered to the questions that a step asks."""
NEVER_SENT = {"draft", "cancelled"}
EDGES = [(kind, step) for kind, steps in STEPS.items() for step in steps]


def test_the_table_is_the_model() -> None:
    turns = {Turn.STARTS: "+", Turn.ENDS: "-", Turn.CLOSES: "-"}
    table = {
        (move.kind.value, status.value, move.name, move.leads(status).value,
         turns.get(move.turn, ""), move.waiting, move.paid)
        for move in MOVES
        for status in move.sources
    }  # fmt: skip
    model = {(k, s.source, s.button, s.target, s.turn, s.waiting, s.paid) for k, s in EDGES}
    again = {("support_ticket", "cancelled", "reopen")}  # a draft that was never sent is one again
    assert {row for row in table if row[:3] not in again} == {
        row for row in model if row[:3] not in again
    }
    assert {m.name for m in MOVES if m.owner_only} == OWNERS


@pytest.mark.parametrize("kind", STEPS)
def test_every_status_of_the_model_is_reached_and_none_besides(kind: str) -> None:
    named = {status for step in STEPS[kind] for status in (step.source, step.target)}
    assert named == reached(kind)
    for status in named - ENDED:
        side = side_to_move(Kind(kind), Status(status))
        assert (side == "ours") == (status in OURS[kind]), status


class Stage:
    """A team with one case, which its plain model follows."""

    def __init__(self, team: Team) -> None:
        self.team, self.scene, self.model = team, Scene(team), Model("", "")
        self.id = 0
        self.version = 1
        self.number: str | None = None

    async def begins(self, model: Model) -> None:
        """Register a case as the model says that it stands."""
        self.model = model
        owner = await self.team.people.by_telegram(self.team.owner.id)
        anna = await self.team.people.by_telegram(self.team.anna.id)
        assert anna is not None
        self.number = NUMBER if model.sent else None
        answers: dict[str, Any] = {"summary": "шов", "category": "content"}
        if model.kind == "chat_return":
            answers["price"] = {"minor": 118600, "currency": "RUB"}
        if model.paid:
            answers["confirmed_sum"] = answers["price"]
        new = NewCase(
            Kind(model.kind), Status(model.status), 1, answers, self.number,
            assignee_id=anna.id, waiting_since=model.since,
        )  # fmt: skip
        by = By(owner, Place.PRIVATE, self.team.clock.now())
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, by)
            if model.ended:
                await self.team.database.rows(
                    "UPDATE cases SET closed_at = :at, side = 'nobody' WHERE id = :id",
                    {"at": int(self.team.clock.now().timestamp()), "id": case.id},
                )
        self.id, self.version = case.id, case.version

    async def makes(self, step: Step) -> None:
        """Press the button of a step and answer what it asks."""
        member = self.team.owner if step.button in OWNERS else self.team.anna
        now = self.team.clock.now()
        await self.presses(member, step.button, self.version)
        await member.does(*ANSWERS.get(step.button, ()))
        self.model = self.model.after(step, now)
        self.version += 1
        self.number = NUMBER if step.button == "send" else self.number

    async def presses(self, member: Member, button: str, version: int) -> None:
        press = MovePress(move=button, case=self.id, version=version)
        self.scene.forges(member, None, press.pack())
        await self.team.settles()

    async def is_refused(self, member: Member, button: str, version: int) -> None:
        """Press a button that may not work, and see that nothing has."""
        before = await self._all()
        await self.presses(member, button, version)
        assert await self._all() == before, (button, version)

    async def _all(self) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for table in ("cases", "history", "clocks", "consents", "conversations", "entries"):
            rows = await self.team.database.rows(f"SELECT * FROM {table}")  # noqa: S608 - ours
            found += [(table, *row) for row in rows]
        return found

    async def agrees(self) -> None:
        """Whether the case, its clocks, its history and its card are what the model says."""
        case, model = await self.team.search.get(self.id), self.model
        assert (case.status, case.version, case.number) == (
            model.status, self.version, self.number,
        )  # fmt: skip
        assert case.waiting_since == model.since
        assert (case.closed_at is not None) == model.ended
        assert {move.name for move in case.moves} == set(model.legal)
        lines = await self.team.history.of(self.id)
        assert len([line for line in lines if line.what != "owner_allowed"]) == model.lines
        rows = await self.team.database.rows(
            "SELECT kind, started_at, due_at FROM clocks WHERE case_id = :id", {"id": self.id}
        )
        clocks = {row["kind"]: row for row in rows}
        if model.ended:
            assert not clocks
        waits = model.since is not None and model.status in OURS[model.kind]
        assert ("reply" in clocks) == (waits and not model.ended)
        if "reply" in clocks:
            assert model.since is not None
            assert clocks["reply"]["due_at"] == int((model.since + LIMIT).timestamp())
            assert case.due_at == model.since + LIMIT
        if model.kind == "chat_return" and not model.ended:
            card = await self.team.anna.says(f"/status #{self.id}")
            assert card.count("По инструкции WB") == 1


async def stage_of(team: Team) -> Stage:
    await team.hire()
    boris = await team.people.by_telegram(team.boris.id)
    assert boris is not None
    async with team.database.transaction():
        await team.people.remove(boris, team.clock.now())
    await team.stranger.starts()
    return Stage(team)


def standing(kind: str, step: Step, now: datetime) -> Model:
    """A case from which the step can be made."""
    may_wait = step.source in (UNDECIDED if kind == "chat_return" else {"waiting_us"})
    waits = kind != "support_ticket" and may_wait and step.waiting is not False
    since = now - timedelta(hours=3) if waits else None
    sent, paid = step.source not in NEVER_SENT, bool(step.paid)
    return Model(kind, step.source, since, sent=sent, paid=paid)


@pytest.mark.parametrize("kind", STEPS)
async def test_every_step_of_the_model_is_made_by_its_button(team: Team, kind: str) -> None:
    stage = await stage_of(team)
    for step in STEPS[kind]:
        await stage.begins(standing(kind, step, team.clock.now()))
        if step.button == "answered_earlier":
            await _answered_an_hour_ago(stage)
        await stage.agrees()
        team.clock.moves(hours=1)
        await stage.makes(step)
        await stage.agrees()
        last = [e for e in await team.history.of(stage.id) if e.what != "owner_allowed"][-1]
        assert (last.what, last.old, last.new) == (step.button, step.source, step.target)
        await _frees_the_number(stage)


async def _answered_an_hour_ago(stage: Stage) -> None:
    at = int((stage.team.clock.now() - timedelta(hours=1)).timestamp())
    async with stage.team.database.transaction():
        await stage.team.database.rows(
            "UPDATE cases SET answered_at = :at, turn_since = :at - 3600 WHERE id = :id",
            {"at": at, "id": stage.id},
        )


async def _frees_the_number(stage: Stage) -> None:
    """Let the next case of this test have the number."""
    async with stage.team.database.transaction():
        await stage.team.database.rows(
            "UPDATE cases SET number = NULL, number_key = NULL WHERE id = :id", {"id": stage.id}
        )


class Walk(RuleBasedStateMachine):
    """People press what is legal and what is not, in any order, and the clock goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        team = self.run(self.stack.enter_async_context(make_team(START)))
        self.stage: Stage = self.run(stage_of(team))

    def run(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(deed)

    @initialize(kind=st.sampled_from(sorted(STEPS)), first=st.integers(0, 1))
    def begins(self, kind: str, first: int) -> None:
        beginnings = BEGINNINGS[kind]
        status = beginnings[first % len(beginnings)]
        since = None if kind == "support_ticket" else START - timedelta(hours=3)
        self.run(self.stage.begins(Model(kind, status, since, sent=status not in NEVER_SENT)))

    @rule(choice=st.integers(0, 99))
    def makes_a_legal_step(self, choice: int) -> None:
        legal = self.stage.model.legal
        step = legal[sorted(legal)[choice % len(legal)]]
        self.stage.team.clock.moves(hours=1)
        self.run(self.stage.makes(step))

    @rule(move=st.sampled_from(sorted({move.name for move in MOVES})))
    def forges_a_button_that_is_not_there(self, move: str) -> None:
        if move not in self.stage.model.legal:
            self.run(self.stage.is_refused(self.stage.team.anna, move, self.stage.version))

    @rule(choice=st.integers(0, 99), back=st.integers(1, 3))
    def presses_a_button_of_an_old_card(self, choice: int, back: int) -> None:
        legal = sorted(self.stage.model.legal)
        old = self.stage.version - back if back < self.stage.version else self.stage.version + back
        anna, button = self.stage.team.anna, legal[choice % len(legal)]
        self.run(self.stage.is_refused(anna, button, old))

    @rule(choice=st.integers(0, 99), stranger=st.booleans())
    def somebody_else_presses(self, choice: int, stranger: bool) -> None:
        legal = sorted(self.stage.model.legal)
        team = self.stage.team
        who = team.stranger if stranger else team.boris
        button = legal[choice % len(legal)]
        self.run(self.stage.is_refused(who, button, self.stage.version))

    @rule(step=st.sampled_from(sorted(OWNERS)))
    def a_manager_presses_what_is_the_owners(self, step: str) -> None:
        self.run(self.stage.is_refused(self.stage.team.anna, step, self.stage.version))

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.run(self.stage.team.waits(hours=hours))

    @invariant()
    def the_case_is_what_the_model_says(self) -> None:
        if self.stage.model.kind:
            self.run(self.stage.agrees())

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


# Every step talks to the whole bot, so the walks are few, and a failed one is not made shorter.
Walk.TestCase.settings = settings(
    deadline=None, max_examples=8, stateful_step_count=15, derandomize=True, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


class TestWalk(Walk.TestCase):
    """Random walks, the same in every run."""


def test_a_case_that_is_opened_again_does_not_hear_of_its_old_deadline() -> None:
    async def story() -> None:
        async with make_team(START) as team:
            stage = await stage_of(team)
            await stage.begins(Model("buyer_chat", "waiting_us", START))
            await stage.makes(stage.model.legal["close_chat"])
            await team.waits(days=9, hours=23)
            heard = len(team.anna.person.chat.messages)
            await stage.makes(stage.model.legal["buyer_wrote"])
            said = len(team.anna.person.chat.messages)
            assert said >= heard
            await team.waits(hours=2)  # the old deadline passes
            news = [m["text"] for m in team.anna.person.chat.messages[said:]]
            assert not any("истекает" in each or "просрочен" in each for each in news)
            await stage.agrees()

    asyncio.run(story())
