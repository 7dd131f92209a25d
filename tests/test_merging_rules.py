"""The rules of merging: who may become one with whom, and that nothing ever becomes later."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, OZON, a_case, written

from cases.case import Case
from cases.clocks import nearest_wall, running_clocks
from cases.kinds import Kind, Priority
from cases.lifecycles import CLOSED_STATUSES, MOVES, UNDECIDED, Side, Status
from cases.merging import Doubt, Hindrance, Merger, doubts, hindrance, stage, taken_over
from cases.money import Money
from cases.rules import Rules
from texts import merging as words

RULES = Rules()
OF_KIND = {
    kind: sorted({s for move in MOVES if move.kind is kind for s in move.sources} - CLOSED_STATUSES)
    for kind in Kind
}
MONEY = st.none() | st.builds(Money, st.integers(0, 10**7), st.sampled_from(["RUB", "BYN"]))
DAYS = st.integers(0, 40).map(lambda days: NOW - timedelta(days=days))


@st.composite
def cases_of(draw: st.DrawFn, kind: Kind, number: int) -> Case:
    """An open case as it may stand, with its clocks."""
    status = draw(st.sampled_from(OF_KIND[kind]))
    answers: dict[str, object] = {"priority": draw(st.sampled_from(Priority)).value}
    if kind is Kind.SUPPORT_TICKET and draw(st.booleans()):
        answers["own_deadline"] = written(NOW + timedelta(days=draw(st.integers(1, 30))))
    if kind is not Kind.SUPPORT_TICKET and draw(st.booleans()):
        answers |= {
            "promised": "замена", "promised_at": written(NOW),
            "promised_until": written(NOW + timedelta(days=draw(st.integers(1, 30)))),
        }  # fmt: skip
    may_wait = status is Status.WAITING_US if kind is Kind.BUYER_CHAT else status in UNDECIDED
    waits = kind is not Kind.SUPPORT_TICKET and may_wait and draw(st.booleans())
    since = draw(DAYS) if waits or (kind is Kind.BUYER_CHAT and may_wait) else None
    return a_case(
        kind, status, answers, id=number, waiting_since=since, turn_since=since,
        moved_at=draw(DAYS), risk=draw(MONEY), assignee=draw(st.sampled_from([None, ANNA, OLGA])),
    )  # fmt: skip


@st.composite
def mergers(draw: st.DrawFn) -> Merger:
    kind = draw(st.sampled_from(Kind))
    return Merger(draw(cases_of(kind, 58)), draw(cases_of(kind, 57)))


@given(mergers())
def test_no_deadline_becomes_later_and_no_sum_larger_than_both(merger: Merger) -> None:
    assume(hindrance(merger) is None)
    gone, kept = merger.gone, merger.kept
    new = taken_over(merger)
    will = replace(kept, **{n: v for n, v in new.items() if n != "assignee_id"})
    walls = [nearest_wall(running_clocks(each, RULES)) for each in (gone, kept)]
    nearest = min(filter(None, walls), default=None)
    assert nearest_wall(running_clocks(will, RULES)) == nearest
    waits = [each.waiting_since for each in (gone, kept) if each.waiting_since]
    assert will.waiting_since == min(waits, default=None)
    assert will.side is Side.OURS or will.waiting_since is None
    urgency = list(Priority).index
    assert urgency(will.priority) == min(urgency(gone.priority), urgency(kept.priority))
    assert will.risk in {gone.risk, kept.risk}
    if gone.risk and kept.risk and gone.risk.currency == kept.risk.currency:
        assert will.risk is not None
        assert will.risk.minor == max(gone.risk.minor, kept.risk.minor)
    assert will.moved_at <= kept.moved_at
    assert will.status is kept.status
    assert (kept.assignee is None and gone.assignee is not None) == ("assignee_id" in new)


@given(mergers())
def test_of_two_open_cases_of_a_kind_one_way_is_legal_or_the_reason_is_named(
    merger: Merger,
) -> None:
    reasons = {hindrance(merger), hindrance(merger.reversed)}
    if None not in reasons:
        assert reasons & {
            Hindrance.TWO_PROMISES, Hindrance.BOTH_DECIDED, Hindrance.BUYER_WAITS,
        }  # fmt: skip


@pytest.mark.parametrize("why", Hindrance)
def test_every_hindrance_has_words_and_happens(why: Hindrance) -> None:
    chat = a_case(Kind.BUYER_CHAT, Status.WAITING_US, waiting_since=NOW)
    promised = {"promised": "x", "promised_until": written(NOW), "promised_at": written(NOW)}
    made = {
        Hindrance.SAME: (chat, chat),
        Hindrance.KIND: (chat, a_case(Kind.CHAT_RETURN, id=58)),
        Hindrance.CABINET: (chat, replace(chat, id=58, cabinet=OZON)),
        Hindrance.CLOSED: (chat, replace(chat, id=58, status=Status.CLOSED)),
        Hindrance.BOTH_DECIDED: tuple(
            a_case(Kind.CHAT_RETURN, Status.REJECTED, id=number) for number in (57, 58)
        ),
        Hindrance.OTHER_WAY: (chat, a_case(Kind.BUYER_CHAT, Status.WAITING_BUYER, id=58)),
        Hindrance.BUYER_WAITS: (
            a_case(Kind.CHAT_RETURN, Status.REQUESTED, waiting_since=NOW),
            a_case(Kind.CHAT_RETURN, Status.APPROVED_PICKUP, id=58),
        ),
        Hindrance.TWO_PROMISES: tuple(replace(chat, id=n, answers=promised) for n in (57, 58)),
    }[why]
    merger = Merger(*made)
    assert hindrance(merger) is why
    told = words.refused(merger, why, other_way=False)
    assert "#57" in told or "#58" in told or "об" in told.lower()


@pytest.mark.parametrize("kind", Kind)
def test_every_open_status_stands_somewhere(kind: Kind) -> None:
    stages = {status: stage(a_case(kind, status)) for status in OF_KIND[kind]}
    assert len(set(stages.values())) > 1


def test_two_buyers_and_two_numbers_are_doubted() -> None:
    one = a_case(answers={"buyer": "Тимур"}, number="1")
    other = a_case(answers={"buyer": "Анна"}, number="2", id=58)
    assert doubts(Merger(one, other)) == (Doubt.TWO_BUYERS, Doubt.TWO_NUMBERS)
    same = a_case(answers={"buyer": "тимур "}, id=58)
    assert doubts(Merger(one, same)) == ()
    assert set(words.DOUBTS) == set(Doubt)
