import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.fields import FORMS
from cases.kinds import Kind
from cases.lifecycles import (
    CLOSED_STATUSES,
    FIRST_STATUS,
    MOVES,
    IllegalMove,
    Move,
    Side,
    Status,
    Turn,
    find_move,
    is_closed,
    legal_moves,
    side_to_move,
)
from handlers.consent import INSTEAD
from texts import moves, words

TICKET, CHAT, RETURN = Kind.SUPPORT_TICKET, Kind.BUYER_CHAT, Kind.CHAT_RETURN
BEGINNINGS = {TICKET: {Status.SENT, Status.DRAFT}, CHAT: {Status.WAITING_US}, RETURN: {
    Status.REQUESTED, Status.AWAITING_BUYER_REQUEST,
}}  # fmt: skip
"""Where a case may begin: a ticket without a number is a draft; a buyer who has only asked in the
chat has not pressed «Вернуть товар» yet."""


def reachable(kind: Kind) -> set[Status]:
    """Every status that moves lead to from the beginnings."""
    seen: set[Status] = set()
    waiting = set(BEGINNINGS[kind])
    while waiting:
        status = waiting.pop()
        seen.add(status)
        waiting |= {move.leads(status) for move in legal_moves(kind, status)} - seen
    return seen


def named(kind: Kind) -> set[Status]:
    """Every status that the kind's moves speak of, except MERGED: it comes by no move."""
    moves = [move for move in MOVES if move.kind is kind]
    return {m.target for m in moves if m.target}.union(*(move.sources for move in moves)) - {
        Status.MERGED
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_status_of_a_kind_is_reachable(kind: Kind) -> None:
    assert named(kind) == reachable(kind)


def test_every_status_belongs_to_some_kind() -> None:
    assert set(Status) == set().union(*(reachable(kind) for kind in Kind), {Status.MERGED})


@pytest.mark.parametrize("kind", Kind)
def test_every_open_case_can_be_closed_some_way(kind: Kind) -> None:
    for status in reachable(kind) - CLOSED_STATUSES:
        ahead, seen = {status}, set[Status]()
        while ahead:
            here = ahead.pop()
            seen.add(here)
            ahead |= {move.leads(here) for move in legal_moves(kind, here)} - seen
        assert seen & CLOSED_STATUSES, status


@pytest.mark.parametrize("kind", Kind)
def test_a_registered_case_offers_a_move(kind: Kind) -> None:
    assert legal_moves(kind, FIRST_STATUS[kind])


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_move_has_a_label_that_fits_a_button(move: Move) -> None:
    assert 0 < len(moves.MOVES[move.name]) <= 20


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_move_asks_a_form_that_exists(move: Move) -> None:
    assert move.asks is None or move.asks in FORMS


def test_there_are_no_words_for_moves_that_do_not_exist() -> None:
    assert set(moves.MOVES) == {move.name for move in MOVES}
    assert set(moves.MOVE_DONE) <= set(moves.MOVES)
    assert not set(moves.NOTED) & set(moves.MOVES)


def test_moves_of_one_kind_have_different_names() -> None:
    assert len({(move.kind, move.name) for move in MOVES}) == len(MOVES)


@pytest.mark.parametrize("kind", Kind)
def test_two_buttons_of_one_card_never_read_the_same(kind: Kind) -> None:
    for status in reachable(kind):
        for paid in (True, False):
            labels = [moves.MOVES[move.name] for move in legal_moves(kind, status, paid=paid)]
            assert len(labels) == len(set(labels)), (status, labels)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_and_status_has_words(kind: Kind) -> None:
    assert words.KINDS[kind]
    assert words.KINDS_SHORT[kind]
    assert all(words.STATUSES[status] for status in reachable(kind))


def test_statuses_of_one_kind_read_differently() -> None:
    for kind in Kind:
        written = [words.STATUSES[status] for status in reachable(kind)]
        assert len(written) == len(set(written))


@pytest.mark.parametrize("status", Status)
def test_closed_are_the_closed_the_merged_and_the_cancelled(status: Status) -> None:
    assert is_closed(status) == (status.value in {"closed", "merged", "cancelled"})


@pytest.mark.parametrize("kind", Kind)
def test_nobody_moves_in_a_closed_case_and_somebody_in_an_open_one(kind: Kind) -> None:
    for status in reachable(kind):
        assert (side_to_move(kind, status) is Side.NOBODY) == is_closed(status)


@pytest.mark.parametrize(
    ("kind", "status", "side"),
    [
        (TICKET, Status.DRAFT, Side.OURS),
        (TICKET, Status.SENT, Side.THEIRS),
        (TICKET, Status.ANSWERED, Side.OURS),
        (TICKET, Status.WAITING_US, Side.OURS),
        (TICKET, Status.ESCALATED, Side.THEIRS),
        (CHAT, Status.WAITING_US, Side.OURS),
        (CHAT, Status.WAITING_BUYER, Side.THEIRS),
        (RETURN, Status.REQUESTED, Side.OURS),
        (RETURN, Status.AWAITING_BUYER_CONFIRM, Side.THEIRS),
        (RETURN, Status.APPROVED_PICKUP, Side.THEIRS),
        (RETURN, Status.DISPUTED, Side.THEIRS),
        (RETURN, Status.MONEY_CHECK, Side.OURS),
    ],
)
def test_whose_move_it_is(kind: Kind, status: Status, side: Side) -> None:
    assert side_to_move(kind, status) is side


@pytest.mark.parametrize(
    "move", [m for m in MOVES if m.target in CLOSED_STATUSES], ids=lambda m: m.name
)
def test_closing_asks_for_an_outcome_and_only_a_draft_is_simply_cancelled(move: Move) -> None:
    asked = {field.name for field in FORMS[move.asks]} if move.asks else set()
    assert asked & {"outcome", "chat_outcome"} or move.name == "cancel_draft"


@pytest.mark.parametrize("name", ["close", "close_return"])
def test_closing_asks_how_much_came_back(name: str) -> None:
    move = next(move for move in MOVES if move.name == name)
    assert move.asks
    assert "recovered" in {field.name for field in FORMS[move.asks]}


def test_a_buyers_message_reopens_a_closed_chat_with_a_new_turn() -> None:
    move = find_move(CHAT, Status.CLOSED, "buyer_wrote")
    assert (move.target, move.turn) == (Status.WAITING_US, Turn.STARTS)


def test_an_answer_ends_the_buyers_turn() -> None:
    assert find_move(CHAT, Status.WAITING_US, "we_answered").turn is Turn.ENDS


@pytest.mark.parametrize(
    "status",
    [Status.REQUESTED, Status.CHOOSING_WAY, Status.CONFIRM_PICKUP, Status.CONFIRM_NO_RETURN],
)
def test_a_return_may_be_refused_until_it_is_confirmed(status: Status) -> None:
    assert find_move(RETURN, status, "refuse").target is Status.REJECT_CONFIRM


@pytest.mark.parametrize("name", ["refuse"])
@pytest.mark.parametrize("status", [Status.APPROVED_PICKUP, Status.APPROVED_NO_RETURN])
def test_a_confirmed_return_is_not_refused_any_more(status: Status, name: str) -> None:
    with pytest.raises(IllegalMove):
        find_move(RETURN, status, name)


@pytest.mark.parametrize("name", ["confirm_pickup", "confirm_no_return"])
def test_confirming_a_return_asks_for_the_exact_sum(name: str) -> None:
    move = next(move for move in MOVES if move.name == name)
    assert all(field.is_required({}) for field in FORMS[str(move.asks)])


def test_refusing_takes_a_reason_and_a_second_press() -> None:
    refusing = find_move(RETURN, Status.REQUESTED, "refuse")
    assert refusing.asks == "refuse"
    confirming = find_move(RETURN, refusing.target, "confirm_refusal")
    assert (confirming.asks, confirming.target) == (None, Status.REJECTED)


def test_what_the_owner_must_allow_asks_nothing_more_and_has_a_way_back() -> None:
    """The request keeps no answers, and the owner's «Нет» has to lead somewhere."""
    asking = [move for move in MOVES if move.consent]
    assert [move.name for move in asking] == ["confirm_refusal"]
    assert all(move.asks is None and move.name in INSTEAD for move in asking)


def test_only_the_owner_revisits_a_refusal() -> None:
    assert [move.name for move in MOVES if move.owner_only] == ["revisit_refusal"]


def test_a_reopened_ticket_waits_for_the_support_again() -> None:
    assert find_move(TICKET, Status.CLOSED, "reopen").target is Status.REOPENED
    assert side_to_move(TICKET, Status.REOPENED) is Side.THEIRS


def test_a_merged_case_is_not_reopened() -> None:
    assert legal_moves(TICKET, Status.MERGED) == ()


@given(st.sampled_from(Kind), st.lists(st.integers(0, 99), max_size=40))
def test_any_walk_stays_within_the_kinds_statuses(kind: Kind, choices: list[int]) -> None:
    status = FIRST_STATUS[kind]
    for choice in choices:
        offered = legal_moves(kind, status)
        assert offered
        move = offered[choice % len(offered)]
        assert find_move(kind, status, move.name) is move
        assert status in move.sources
        status = move.leads(status)
        assert status in reachable(kind)


@given(st.sampled_from(Kind), st.sampled_from(Status), st.sampled_from(MOVES))
def test_a_move_is_legal_only_for_its_kind_and_from_its_statuses(
    kind: Kind, status: Status, move: Move
) -> None:
    # Two kinds may share a name: what is done is the same, where it leads is not.
    legal = [m for m in MOVES if (m.kind, m.name) == (kind, move.name) and status in m.sources]
    if legal:
        assert find_move(kind, status, move.name) is legal[0]
        return
    with pytest.raises(IllegalMove):
        find_move(kind, status, move.name)
