"""The table of a return's moves against a plain model of it, walked and attacked at random."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycle_model import reached
from samples import NOW, OZON, a_case, written
from team import Team

from cases.case import Case
from cases.clocks import nearest_wall, running_clocks
from cases.kinds import GoodsKind, Kind, Proof
from cases.ladders import ClockKind
from cases.lifecycles import CLOSED_STATUSES, LIKELY, MOVES, Status, legal_moves
from cases.returns import Hint, hints
from cases.roles import Place
from cases.rules import Rules
from cases.watching import WATCHES, Asked
from handlers.moves import changes
from handlers.offers import offers
from handlers.presses import MovePress
from sandbox.queries import Query
from storage.columns import NewCase
from storage.history import By
from texts import cards, returns, watching

RULES = Rules()
OPEN = reached("chat_return") - {"closed"}
GIVEN: dict[str | None, dict[str, Any]] = {
    "confirm_money": {"confirmed_sum": {"minor": 118600, "currency": "RUB"}},
    "money_differs": {"received_sum": {"minor": 100000, "currency": "RUB"}},
    "buyer_wrote": {"appeared": written(NOW)},
    "close": {"outcome": "solved", "recovered": {"minor": 0, "currency": "RUB"}},
    "close_matched": {"outcome": "solved", "recovered": {"minor": 0, "currency": "RUB"}},
    "refuse": {"refusal": "Следы носки"},
    "answered_earlier": {"answered": written(NOW)},
}
PROMISED = {
    "promised": "замена", "promised_until": written(NOW), "promised_at": written(NOW),
}  # fmt: skip


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_step_shows_its_rule_by_name_and_only_on_wildberries(status: str) -> None:
    case = a_case(Kind.CHAT_RETURN, Status(status))
    assert cards.card(case, RULES, NOW).count("По инструкции WB") == 1
    assert "WB" not in cards.card(replace(case, cabinet=OZON), RULES, NOW)


def test_a_rule_belongs_to_a_step_and_a_hint_has_words() -> None:
    assert {status.value for status in returns.RULES} == OPEN
    assert set(returns.HINTS) == set(Hint)


@pytest.mark.parametrize("status", WATCHES)
def test_what_is_watched_has_a_question_and_buttons_for_the_answer(status: Status) -> None:
    case = a_case(Kind.CHAT_RETURN, status)
    clock = next(c for c in running_clocks(case, RULES) if c.kind == WATCHES[status].asked)
    assert watching.ping(case, clock, NOW + timedelta(days=9)).count("?") == 1
    assert any(move.name in LIKELY[Kind.CHAT_RETURN] for move in case.moves)
    assert nearest_wall((clock,)) is None


@pytest.mark.parametrize("kind", [None, *GoodsKind])
@pytest.mark.parametrize("proof", [None, *Proof])
@pytest.mark.parametrize("days", [None, 0, 13, 14, 40])
def test_hints_follow_the_goods_the_proof_and_the_days(
    kind: GoodsKind | None, proof: Proof | None, days: int | None
) -> None:
    received = written(NOW - timedelta(days=days)) if days is not None else None
    answers = {"goods_kind": kind, "proof": proof, "received": received}
    case = a_case(Kind.CHAT_RETURN, Status.REQUESTED, answers)
    if kind not in {None, GoodsKind.OTHER}:
        wanted = Hint.NO_RETURN_FIRST if proof is Proof.YES else Hint.ASK_FOR_PROOF
        assert hints(case, NOW) == (wanted,)
    else:
        assert hints(case, NOW) == ((Hint.CHECK_FIRST,) if days in {0, 13} else ())
    without = a_case(Kind.CHAT_RETURN, Status.REQUESTED)
    assert case.moves == without.moves


@given(
    st.sampled_from([Status.REQUESTED, Status.AWAITING_BUYER_REQUEST]),
    st.lists(st.integers(0, 99), max_size=60),
    st.booleans(),
)
def test_any_walk_keeps_the_promises_of_the_table(
    status: Status, choices: list[int], promises: bool
) -> None:
    case = a_case(Kind.CHAT_RETURN, status, PROMISED if promises else {}, waiting_since=NOW)
    waiting, now = True, NOW
    for choice in choices:
        now += timedelta(hours=1)
        assert case.moves, "a dead end"
        move = case.moves[choice % len(case.moves)]
        new = changes(case, move, dict(GIVEN.get(move.asks, {})), now)
        waiting = {"starts": True, "ends": False, "closes": False}.get(move.turn, waiting)
        case = replace(case, **{k: v for k, v in new.items() if k != "assignee_id"})
        _check(case, waiting=waiting)


WATCHED = {ClockKind(asked) for asked in Asked}


def _check(case: Case, *, waiting: bool) -> None:
    assert (case.waiting_since is not None) == waiting
    assert (case.closed_at is not None) == (case.status in CLOSED_STATUSES)
    kinds = [clock.kind for clock in running_clocks(case, RULES)]
    assert len(kinds) == len(set(kinds))
    if case.closed:
        assert not kinds
        assert not case.answers.keys() & PROMISED.keys()
        assert [each.text for each in offers(case)] == [cards.VIEWS["write"]]
    else:
        assert (ClockKind.PROMISE in kinds) == ("promised_until" in case.answers)
        assert (case.status in WATCHES) == bool(WATCHED & set(kinds))


@pytest.mark.parametrize("waiting", [True, False])
async def test_no_forged_button_makes_an_illegal_move(team: Team, *, waiting: bool) -> None:
    await team.hire()
    since = team.clock.now() if waiting else None
    anna = await team.people.by_telegram(team.anna.id)
    by = By(anna, Place.PRIVATE, team.clock.now())
    async with team.database.transaction():
        for status in Status:
            new = NewCase(Kind.CHAT_RETURN, status, 1, {"summary": "шов"}, waiting_since=since)
            await team.journal.register(new, by)
    post = next(p for p in team.anna.person.private.posts.values() if p.author == team.bot.id)
    for case_id, status in enumerate(Status, 1):
        legal = {m.name for m in legal_moves(Kind.CHAT_RETURN, status, waiting=waiting, paid=False)}
        legal -= {m.name for m in MOVES if m.owner_only}
        for name in {m.name for m in MOVES} - legal:
            press = MovePress(move=name, case=case_id, version=1).pack()
            asked = Query(
                team.anna.person, team.bot, team.anna.id, post.key, team.clock.now()
            )  # fmt: skip
            body = team.world.queries.ask(asked, post.body, press)
            team.bot.queue.put("callback_query", body)
    await team.settles()
    for case_id, status in enumerate(Status, 1):
        case = await team.search.get(case_id)
        assert (case.status, case.version) == (status, 1)
        assert len(await team.history.of(case_id)) == 1
    assert not await team.database.rows("SELECT 1 FROM consents")
