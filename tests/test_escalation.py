"""The escalation: what an answer missed, the five moves, and the text of each category."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, a_case, written

from cases.answers import Attachment
from cases.checking.checker import check
from cases.checking.findings import Audience
from cases.clocks import rungs, running_clocks
from cases.escalation import (
    POINTS,
    Step,
    escalated,
    is_exhausted,
    may_begin_anew,
    points,
    steps_left,
    steps_made,
    steps_of,
)
from cases.kinds import TOPICS, Category, Kind, Wanted
from cases.ladders import ClockKind
from cases.lifecycles import Status
from cases.roles import Role
from cases.rules import Rules
from texts import coaching
from texts.escalations import compose, phrase, point
from texts.words import CHOICES

MSK = ZoneInfo("Europe/Moscow")
NBSP = "\u00a0"
HEAD = "Диалог №18123456. Продолжаем здесь, новый не открываем."
FINANCE: dict[str, Any] = {
    "category": "finance",
    "topic": "payouts_differ",
    "wanted": "recalculation",
    "period": {"first": "2026-02-23", "last": "2026-03-01"},
    "report_sum": {"minor": 12500000, "currency": "RUB"},
    "our_sum": {"minor": 17320050, "currency": "RUB"},
    "entities": [{"kind": "report", "value": "51223344"}],
}
TICKETS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str], str]] = {
    "access": (
        {
            "category": "access", "topic": "section_hidden", "wanted": "access",
            "when": written(NOW), "rights_changed": "2 марта, менял владелец",
            "who_cannot": "менеджер Анна, роль «Контент», не видит раздел «Финансы»",
        },
        {"specialist": "access", "attached": [2]},
        ["меню менеджера", "роли в кабинете"],
        """
Просим вернуть доступ (тема «Не вижу раздел», 04.03.2026).

Пока не учтены:
1. вложение №1 (меню менеджера)
2. время случая: 04.03.2026, 12:00 МСК
3. кого касается: менеджер Анна, роль «Контент», не видит раздел «Финансы»
4. когда менялись права: 2 марта, менял владелец

Дополнительно прикладываем вложение №2 (роли в кабинете).

Просим подключить к диалогу специалиста по доступам и ролям.""",
    ),
    "finance": (
        FINANCE,
        {
            "specialist": "finance", "attached": [2, 3],
            "missed_else": "почему логистика удержана дважды?",
        },
        ["расчёт по строкам", "акт сверки", "выписка"],
        """
Просим пересчитать выплату за 23.02–01.03.2026 (тема «Не сходятся выплаты»).

Пока не учтены:
1. вложение №1 (расчёт по строкам)
2. расчёт: по отчёту 125 000 ₽, по нашим данным 173 200,50 ₽, разница 48 200,50 ₽
3. период 23.02–01.03.2026
4. отчёт 51223344

Остаётся вопрос: почему логистика удержана дважды?

Дополнительно прикладываем вложения №2 (акт сверки), №3 (выписка).

Просим подключить к диалогу специалиста по взаиморасчётам.""",
    ),
    "logistics": (
        {
            "category": "logistics", "topic": "return_not_accepted", "wanted": "explanation",
            "when": written(NOW),
            "entities": [
                {"kind": "supply", "value": "29871234"}, {"kind": "order", "value": "5632423"},
            ],
            "as_expected": "возврат принимают на складе за 3 дня, прошло 12.",
        },
        {"specialist": "logistics", "attached": [2]},
        ["фото маркировки", "упаковка"],
        """
Просим сообщить, где товар сейчас и на каком этапе он остановился (тема «Не принят возврат», 04.03.2026).

Пока не учтены:
1. вложение №1 (фото маркировки)
2. время случая: 04.03.2026, 12:00 МСК
3. поставка 29871234, заказ 5632423
4. как должно быть и как прошло: возврат принимают на складе за 3 дня, прошло 12

Дополнительно прикладываем вложение №2 (упаковка).

Просим подключить к диалогу специалиста по логистике.""",  # noqa: E501 - a text to be sent
    ),
    "content": (
        {
            "category": "content", "topic": "moderation_fails", "wanted": "correction",
            "when": written(NOW, has_time=False),
            "exact_error": "поле «Состав», недопустимый символ",
            "last_edit": "3 марта, добавили «хлопок 95 %»",
        },
        {"specialist": "маркировка состава"},
        ["поля карточки"],
        """
Просим исправить карточку или назвать поле, которое нам нужно поменять (тема «Не проходит модерацию», 04.03.2026).

Пока не учтены:
1. вложение №1 (поля карточки)
2. время случая: 04.03.2026
3. ошибка: поле «Состав», недопустимый символ
4. последняя правка: 3 марта, добавили «хлопок 95 %»

Просим подключить к диалогу специалиста по теме «маркировка состава».""",  # noqa: E501 - a text to be sent
    ),
    "tech": (
        {
            "category": "tech", "topic": "api_error", "wanted": "correction",
            "when": written(NOW), "endpoint": "POST /api/v3/orders, 12:00 МСК",
            "as_expected": "ответ 200, приходит 500",
        },
        {"specialist": "tech", "attached": [2]},
        ["ответ сервера", "журнал запросов"],
        """
Просим исправить ошибку и назвать срок (тема «Ошибка API», 04.03.2026).

Пока не учтены:
1. вложение №1 (ответ сервера)
2. время случая: 04.03.2026, 12:00 МСК
3. как должно быть и как прошло: ответ 200, приходит 500
4. где: POST /api/v3/orders, 12:00 МСК

Дополнительно прикладываем вложение №2 (журнал запросов).

Просим подключить к диалогу специалиста технической поддержки.""",
    ),
}  # fmt: skip
GIVEN = {
    "restated": "Просим пересчитать выплату", "missed": ["№1"], "specialist": "finance",
    "next_look": written(NOW + timedelta(days=3)),
}  # fmt: skip


def files(*captions: str) -> tuple[tuple[int, Attachment], ...]:
    return tuple(
        (n, Attachment(f"f{n}", f"u{n}", "photo", f"{n}.jpg", 10, caption))
        for n, caption in enumerate(captions, 1)
    )


def composed(category: str) -> str:
    """Compose as the coach does when everything that it offers is ticked."""
    ticket, given, captions, _ = TICKETS[category]
    before = [n for n in range(1, len(captions) + 1) if n not in given.get("attached", ())]
    ready = {"restated": phrase(ticket, MSK), "missed": list(points(ticket, before))}
    return compose({**ticket, **ready, **given}, "18123456", files(*captions), MSK)


@pytest.mark.parametrize("category", TICKETS)
def test_the_text_of_each_category_is_ready_to_be_sent(category: str) -> None:
    assert composed(category).replace(NBSP, " ") == f"{HEAD}\n{TICKETS[category][3]}"


@pytest.mark.parametrize("category", TICKETS)
def test_no_text_blames_or_says_nothing(category: str) -> None:
    assert check(composed(category), Audience.SUPPORT) == ()


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("wanted", Wanted)
def test_whatever_is_wanted_the_phrase_fits_the_question_and_blames_nobody(
    category: Category, wanted: Wanted
) -> None:
    for topic in (*TOPICS[category], "ш" * 200):
        for when in (FINANCE["period"], {"first": "2025-12-29", "last": "2026-01-04"}):
            ready = phrase(
                {"category": category, "topic": topic, "wanted": wanted, "period": when}, MSK
            )
            assert ready.startswith("Просим ")
            assert len(ready) <= 200
            assert check(ready, Audience.SUPPORT) == ()


def test_what_was_not_given_leaves_no_empty_line() -> None:
    assert compose({"restated": "Просим ответить"}, "7", (), MSK).splitlines() == [
        "Диалог №7. Продолжаем здесь, новый не открываем.", "", "Просим ответить.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "written_as"),
    [
        ("по маркировке", "специалиста по маркировке."),
        ("Специалиста по удержаниям.", "специалиста по удержаниям."),
        ("удержания", "специалиста по теме «удержания»."),
    ],
)
def test_a_typed_specialist_fits_into_the_sentence(typed: str, written_as: str) -> None:
    assert compose({"specialist": typed}, "7", (), MSK).endswith(written_as)


@pytest.mark.parametrize("code", POINTS)
def test_every_point_has_words_on_its_button_and_none_when_the_case_lost_it(code: str) -> None:
    assert CHOICES["missed"][code]
    assert point(code, {}, (), MSK) == ""


def test_the_card_says_that_the_dialog_is_exhausted_and_what_comes_next() -> None:
    told = coaching.progress({"steps_made": list(Step)})
    assert told == (
        "Эскалация: сделаны все 5 шагов, диалог исчерпан. Если ответа по сути не будет,"
        " начните новое обращение."
    )


def test_points_are_the_files_and_then_what_was_told() -> None:
    assert points(FINANCE, [1, 4]) == ("№1", "№4", "report_sum", "period", "entities")


def test_the_moves_add_up_over_escalations() -> None:
    bare = {"category": "access", "who_cannot": "Анна"}
    case = a_case(Kind.SUPPORT_TICKET, Status.ANSWERED, bare, number="18")
    first = escalated({**GIVEN, "missed": [], "specialist": None}, case, [], NOW, MSK)
    assert first["steps_made"] == ["same_dialog", "restated"]
    again = a_case(Kind.SUPPORT_TICKET, Status.ANSWERED, {**bare, **first}, number="18")
    second = escalated({**GIVEN, "to_attach": [{}]}, again, [3], NOW, MSK)
    assert is_exhausted(second)
    assert "to_attach" not in second
    assert second["attached"] == [3]


def test_nothing_is_left_to_attach_when_all_proofs_are_there() -> None:
    whole = a_case(Kind.SUPPORT_TICKET, Status.SENT, FINANCE, number="18")
    assert Step.ATTACHED in steps_of(GIVEN, whole)
    content = {"category": "content", "exact_error": "x", "last_edit": "x"}
    without = a_case(Kind.SUPPORT_TICKET, Status.SENT, content, number="18")
    assert Step.ATTACHED not in steps_of(GIVEN, without)
    with_file = a_case(Kind.SUPPORT_TICKET, Status.SENT, content, number="18", attachments=1)
    assert Step.ATTACHED in steps_of(GIVEN, with_file)


def test_a_look_without_an_hour_is_in_the_morning_of_its_day() -> None:
    case = a_case(Kind.SUPPORT_TICKET, Status.SENT, FINANCE, number="18")
    evening = NOW.replace(day=6, hour=20, minute=59)
    kept = escalated({**GIVEN, "next_look": written(evening, has_time=False)}, case, [], NOW, MSK)
    assert kept["next_look"] == written(NOW.replace(day=6, hour=7))


def escalated_case(look: timedelta = timedelta(days=3), **more: Any) -> Any:
    answers = {
        "next_look": written(NOW + look), "escalated_at": int(NOW.timestamp()),
        "steps_made": ["same_dialog", "restated", "missed"],
    }  # fmt: skip
    return a_case(Kind.SUPPORT_TICKET, Status.ESCALATED, answers, number="18123456", **more)


def the_clock(case: Any, kind: ClockKind) -> Any:
    return next(each for each in running_clocks(case, Rules()) if each.kind is kind)


def test_the_next_look_rings_at_its_time_and_then_daily_for_both() -> None:
    case = escalated_case()
    clock = the_clock(case, ClockKind.NEXT_LOOK)
    ladder = rungs(clock, case, Rules())
    told = [next(ladder) for _ in range(3)]
    assert [rung.at - NOW for rung in told] == [timedelta(days=d) for d in (3, 4, 5)]
    assert [Role.OWNER in rung.to for rung in told] == [False, True, True]


@pytest.mark.parametrize(("days", "speaks"), [(3, False), (14, False), (15, True)])
def test_staleness_keeps_quiet_until_a_look_that_is_not_too_far(days: int, *, speaks: bool) -> None:
    case = escalated_case(timedelta(days=days))
    stale = the_clock(case, ClockKind.STALE)
    assert bool(next(rungs(stale, case, Rules())).to) is speaks


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.SENT, Status.CLOSED])
def test_outside_an_escalation_nobody_is_to_look(status: Status) -> None:
    case = a_case(Kind.SUPPORT_TICKET, status, escalated_case().answers, number="1")
    assert ClockKind.NEXT_LOOK not in {clock.kind for clock in running_clocks(case, Rules())}


def test_the_card_counts_the_moves_and_names_what_is_left() -> None:
    assert coaching.card_lines(escalated_case(), MSK, NOW) == [
        "Эскалация: сделано 3 из 5, осталось приложить недостающее, попросить специалиста по теме.",
        f"Заглянуть в диалог сб{NBSP}07.03, 12:00{NBSP}МСК",
    ]


@given(st.sets(st.sampled_from(Step)))
def test_what_is_made_and_what_is_left_are_all_five(made: set[Step]) -> None:
    answers = {"steps_made": [step.value for step in made]}
    assert {*steps_made(answers), *steps_left(answers)} == set(Step)
    assert len(steps_made(answers)) + len(steps_left(answers)) == len(Step)


@pytest.mark.parametrize(
    ("made", "role", "may"),
    [
        (tuple(Step), Role.MANAGER, True),
        (tuple(Step)[:4], Role.MANAGER, False),
        (tuple(Step)[:1], Role.OWNER, True),
        ((), Role.OWNER, False),
    ],
)
def test_a_new_appeal_comes_after_five_moves_or_from_the_owner(
    made: tuple[Step, ...], role: Role, *, may: bool
) -> None:
    case = a_case(Kind.SUPPORT_TICKET, Status.ESCALATED, {"steps_made": list(made)}, number="1")
    assert may_begin_anew(case, role) is may
