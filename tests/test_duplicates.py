from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from examples_duplicates import TROUBLES, Pair, pairs, sketch
from hypothesis import given
from hypothesis import strategies as st

from cases.duplicates import (
    DIFFERENT,
    Likeness,
    Reason,
    Sketch,
    Verdict,
    compare,
    sketch_of,
)
from cases.kinds import Kind
from cases.wording import clauses_of, likeness

MOSCOW = ZoneInfo("Europe/Moscow")
PAIRS = pairs()
MUST_NOT = (
    "turned round",
    "same order, other problem",
    "other period",
    "other cabinet",
    "other goods",
    "other trouble",
)
NAMED = Sketch(1, "logistics", None, frozenset({"140158860"}), number_key="123")
TEXTS = st.text("абв юбка не с на FBS, .", max_size=40)


def called_similar(pair: Pair) -> bool:
    return compare(pair.new, pair.old) != DIFFERENT


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 200
    assert len([pair for pair in PAIRS if not pair.same]) >= 60
    assert {pair.why for pair in PAIRS if not pair.same} == set(MUST_NOT)


def test_precision_and_recall_on_the_labelled_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    hits = len([pair for pair in PAIRS if pair.same and called_similar(pair)])
    precision = hits / len([pair for pair in PAIRS if called_similar(pair)])
    recall = hits / len([pair for pair in PAIRS if pair.same])
    with capsys.disabled():
        print(f" precision {precision:.3f}, recall {recall:.3f} on {len(PAIRS)} pairs ", end="")  # noqa: T201 - the measure is to be seen
    assert precision >= 0.95
    assert recall >= 0.95


@pytest.mark.parametrize("why", [why for why in MUST_NOT if why != "other trouble"])
def test_what_must_not_match_never_does(why: str) -> None:
    assert [pair for pair in PAIRS if pair.why == why and called_similar(pair)] == []


@pytest.mark.parametrize("pair", PAIRS[::7])
def test_likeness_does_not_depend_on_who_was_first(pair: Pair) -> None:
    assert compare(pair.new, pair.old).verdict == compare(pair.old, pair.new).verdict


def test_the_same_number_is_the_same_case_whatever_else_differs() -> None:
    other = Sketch(1, "content", "moderation_fails", number_key="123")
    assert compare(NAMED, other) == Likeness(Verdict.SAME_NUMBER)


def test_nothing_matches_across_cabinets() -> None:
    assert compare(NAMED, replace(NAMED, cabinet_id=2)) == DIFFERENT


def test_a_shared_identifier_counts_only_with_the_same_category() -> None:
    assert compare(replace(NAMED, number_key=""), NAMED).reason is Reason.SHARED_IDENTIFIER
    assert compare(replace(NAMED, number_key="", category="finance"), NAMED) == DIFFERENT


def test_empty_keys_match_nothing() -> None:
    assert compare(Sketch(1), Sketch(1)) == DIFFERENT
    assert compare(Sketch(1, "finance"), Sketch(1, "finance")) == DIFFERENT
    told = sketch(TROUBLES[0], first=None, last=None)
    assert compare(told, sketch(TROUBLES[0])) == DIFFERENT


def test_without_a_category_a_shared_identifier_is_not_enough() -> None:
    unknown = replace(NAMED, category=None, number_key="")
    assert compare(unknown, unknown) == DIFFERENT


def test_finance_of_another_period_differs_though_the_order_is_shared() -> None:
    march = sketch(TROUBLES[0], entity_keys=frozenset({"1"}))
    may = replace(march, first=date(2026, 5, 1), last=date(2026, 5, 31))
    assert compare(march, may) == DIFFERENT
    assert compare(march, march).reason is Reason.SHARED_IDENTIFIER


def test_a_trouble_noticed_the_next_day_is_the_same() -> None:
    today = sketch(TROUBLES[6])
    later = replace(today, first=date(2026, 3, 5), last=date(2026, 3, 5))
    assert compare(today, later).reason is Reason.SAME_TOPIC
    much_later = replace(today, first=date(2026, 3, 6), last=date(2026, 3, 6))
    assert compare(today, much_later) == DIFFERENT


def test_alike_texts_of_two_ready_topics_need_more_words_in_common() -> None:
    one = sketch(TROUBLES[0])
    assert compare(one, replace(one, topic="corrections")).reason is Reason.ALIKE_TEXT
    assert compare(one, replace(sketch(TROUBLES[0], 2), topic="corrections")) == DIFFERENT


def test_a_sketch_is_drawn_from_the_answers_of_a_ticket() -> None:
    answers = {
        "category": "finance",
        "topic": "payouts_differ",
        "summary": "Не сходятся выплаты",
        "period": {"first": "2026-02-01", "last": "2026-02-28"},
        "entities": [{"kind": "report", "value": "№ 512-23"}],
    }
    drawn = sketch_of(Kind.SUPPORT_TICKET, 1, answers, "А-12 3", MOSCOW)
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    assert drawn == Sketch(
        1,
        "finance",
        "payouts_differ",
        frozenset({"51223"}),
        first,
        last,
        drawn.number_key,
        (("не_расход", "выплат"),),
    )
    assert drawn.number_key == sketch_of(Kind.SUPPORT_TICKET, 1, {}, "a123", MOSCOW).number_key


def test_a_moment_is_a_day_of_the_teams_zone() -> None:
    late = {"at": int(datetime(2026, 3, 4, 22, 30, tzinfo=UTC).timestamp()), "has_time": True}
    drawn = sketch_of(Kind.BUYER_CHAT, 1, {"appeared": late}, None, MOSCOW)
    assert drawn.first == drawn.last == date(2026, 3, 5)


def test_a_free_topic_is_compared_by_its_words() -> None:
    answers = {"category": "other", "topic": "Смена реквизитов", "summary": "Анкета висит"}
    drawn = sketch_of(Kind.SUPPORT_TICKET, 1, answers, None, MOSCOW)
    assert drawn.topic is None
    assert drawn.clauses == (("смен", "реквизит"), ("анкет", "застря"))


def test_many_buyers_ask_about_one_article_but_not_about_one_order() -> None:
    goods = [{"kind": "article", "value": "140158860"}, {"kind": "order", "value": "5632423"}]
    drawn = sketch_of(Kind.BUYER_CHAT, 1, {"goods": goods}, None, MOSCOW)
    assert drawn.entity_keys == frozenset({"5632423"})
    assert drawn.category == "buyer_chat"


@given(TEXTS, TEXTS)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    ours, theirs = clauses_of(one), clauses_of(other)
    assert 0 <= likeness(ours, theirs) <= 100
    assert likeness(ours, theirs) == pytest.approx(likeness(theirs, ours))


@given(st.text())
def test_any_text_has_clauses_without_blanks(text: str) -> None:
    for clause in clauses_of(text):
        assert clause
        assert all(stem and not stem.isspace() and " " not in stem for stem in clause)
