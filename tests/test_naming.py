"""A case in few words, as lists, digests, reviews and reminders name it."""

from typing import Any

import pytest
from samples import ANNA, NOW, a_case, a_chat

from cases.digests import make_digest
from cases.kinds import Kind
from cases.ladders import Clock, ClockKind
from cases.reviews import make_review
from cases.rules import DAY, Rules
from texts import digests, lists, naming, picking, reminders, reviews
from texts.formats import NBSP

RULES = Rules()
GOODS = [{"kind": "article", "value": "140158860"}]


@pytest.mark.parametrize(
    ("kind", "number", "answers", "brief"),
    [
        (Kind.BUYER_CHAT, "77", {"buyer": "Тимур", "goods": GOODS},
         "чат, Тимур, артикул 140158860"),
        (Kind.BUYER_CHAT, "77", {"goods": GOODS}, "чат, артикул 140158860, № 77"),
        (Kind.BUYER_CHAT, "77", {"buyer": "Ия"}, "чат, Ия, № 77"),
        (Kind.BUYER_CHAT, None, {}, "чат"),
        (Kind.CHAT_RETURN, None, {"buyer": "Тимур Канарейкин", "goods": GOODS},
         "возврат, Тимур К., артикул 140158860"),
        (Kind.CHAT_RETURN, None, {"buyer": "  Аделаида-Константиния "}, "возврат, Аделаида-Конс…"),
        (Kind.CHAT_RETURN, None, {"buyer": "<b>"}, "возврат, &lt;b&gt;"),
        (Kind.SUPPORT_TICKET, "18123456", {"topic_words": "Не сходятся выплаты"},
         "Не сходятся выплаты, № 18123456"),
        (Kind.SUPPORT_TICKET, None, {"topic_words": "Не сходятся выплаты"}, "Не сходятся выплаты"),
        (Kind.SUPPORT_TICKET, "000000012345678901", {}, "обращение, № …12345678901"),
    ],
)  # fmt: skip
def test_a_line_of_a_list_tells_cases_apart_that_are_alike(
    kind: Kind, number: str | None, answers: dict[str, Any], brief: str
) -> None:
    case = a_case(kind, number=number, answers=answers | {"summary": "секрет"})
    assert naming.in_brief(case).replace(NBSP, " ") == brief


LONG = " Непомерно" * 20


@pytest.mark.parametrize("kind", Kind)
def test_a_line_of_a_list_is_short_whatever_was_typed(kind: Kind) -> None:
    answers = {"buyer": LONG, "topic_words": LONG, "goods": GOODS}
    for number in (None, "1" * 64):
        for without in ("buyer", "topic_words", "goods", ""):
            known = {name: told for name, told in answers.items() if name != without}
            assert len(naming.in_brief(a_case(kind, number=number, answers=known))) <= 45


def test_two_buyers_of_one_article_are_told_apart_in_private_and_not_in_a_group() -> None:
    cases = tuple(
        a_chat(NOW - 11 * DAY, id=n, answers={"buyer": buyer, "goods": GOODS})
        for n, buyer in enumerate(("Тимур", "Ия"), 1)
    )
    content = make_digest(cases, RULES, NOW)
    review = make_review(cases, (), NOW - 7 * DAY, RULES, NOW)
    clock = Clock(1, ClockKind.REPLY, NOW - 11 * DAY, NOW - DAY)
    for shown in (
        digests.digest(content, RULES, NOW),
        reviews.review(review, RULES, NOW),
        lists.page(cases, 0, 2, RULES, NOW),
        picking.question("Взять", cases, []),
        "".join(reminders.ping_line(case, clock, ANNA, RULES, NOW) for case in cases),
    ):
        assert "Тимур, артикул 140158860" in shown
        assert "Ия, артикул 140158860" in shown
    in_group = reviews.group_review(review, RULES, NOW, "journal_bot")
    assert in_group.count("артикул 140158860") == 2
    assert "Тимур" not in in_group
