import time
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from examples_recognition import EXAMPLES, RETURN, UUID
from hypothesis import given
from hypothesis import strategies as st

from cases import answers
from cases.fields import FORMS
from cases.kinds import Kind, Marketplace
from cases.pasting.recognition import Finding, Understood, recognise
from cases.pasting.summary import LONGEST

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
PIECES = [
    "wb ", "озон ", "артикул ", "заказ №", "140158860", "12 500 р", " до ", "пятницы", " за март ",
    "вчера ", "\u200b", "\u202e", "\n", " - ", "1:", UUID, "ab12" * 20, "eyJ", ".", ",", "«", "»",
    '"', "ё", "\ud800", "İ", "№", "|",
    "хочу вернуть товар ", "бренд ", "не сходятся ", "выплаты ", "🙂",
]  # fmt: skip
SECRETS = [
    f"1:{UUID}:" + "0a1b" * 30,
    f"1:{UUID}:1234567:" + "0a1b" * 30,
    "eyJhbGciOiJFUzI1NiJ9.eyJlbnQiOjEsImlkIjoiMDE5In0.abcDEF123456-_x",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
    "9f" * 40,
]


def understood(text: str, currency: str | None = "RUB") -> Understood:
    return recognise(text, NOW, MOSCOW, currency)


def found(text: str, currency: str | None = "RUB") -> dict[str, Any]:
    return {each.field: each.value for each in understood(text, currency).findings}


def _day(day: date) -> str:
    return f"{day:%d.%m}" if day.year == NOW.year else f"{day:%d.%m.%Y}"


def _short(value: Any) -> str:
    """A value in the short form of the examples."""
    if isinstance(value, list):
        return ",".join(
            each if isinstance(each, str) else f"{each['kind']}:{each['value']}" for each in value
        )
    if not isinstance(value, dict):
        return str(value).replace(" ", "_")
    if "minor" in value:
        return f"{value['minor']}{value['currency']}"
    if "first" in value:
        period = answers.period_of(value)
        return f"{_day(period.first)}-{_day(period.last)}"
    local = answers.moment_of(value).at.astimezone(MOSCOW)
    with_clock = value["has_time"] or (local.hour, local.minute) != (0, 0)
    return _day(local.date()) + (f"T{local:%H:%M}" if with_clock else "")


def in_short(text: str) -> str:
    seen = understood(text)
    parts = {"kind": seen.kind, "marketplace": seen.marketplace}
    named = {name: value.value for name, value in parts.items() if value}
    named |= {each.field: _short(each.value) for each in seen.findings if each.field != "summary"}
    return " ".join(sorted(f"{k}={v}" for k, v in named.items()) + ["secret"] * seen.secret)


def test_there_are_enough_examples() -> None:
    assert len({text for text, _ in EXAMPLES}) >= 150


@pytest.mark.parametrize(("text", "says"), EXAMPLES)
def test_a_text_says_this_and_nothing_else(text: str, says: str) -> None:
    parts = says.split()
    secret = [part for part in parts if part == "secret"]
    assert in_short(text) == " ".join(sorted(set(parts) - {"secret"}) + secret)


def test_a_finding_quotes_the_words_it_comes_from() -> None:
    seen = understood("wb 18123456 выплаты не сходятся 12500р до пятницы")
    assert (seen.kind_words, seen.marketplace_words) == ("выплаты не сходятся", "wb")
    assert [(each.field, each.words) for each in seen.findings] == [
        ("entities", "18123456"),
        ("risk_sum", "12500р"),
        ("category", "выплаты не сходятся"),
        ("topic", "выплаты не сходятся"),
        ("own_deadline", "до пятницы"),
        ("summary", "выплаты не сходятся"),
    ]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("wb 18123456 выплаты не сходятся 12500р до пятницы", "выплаты не сходятся"),
        ("Поставка WB-GI-92937123 застряла", None),
        ("Не принят возврат.\nАртикул 140158860", None),
        ("  Не  сходятся выплаты ", "Не сходятся выплаты"),
        ("артикул 140158860, заказ №5632423", ""),
        ("wb 18123456 12500р до пятницы", ""),
        ("🙂", ""),
        ("пароль: Qwerty123! не могу войти", "не могу войти"),
        ("Посмотри, что там у них", None),
    ],
)
def test_the_summary_is_the_text_itself(text: str, summary: str | None) -> None:
    assert found(text).get("summary", "") == (text if summary is None else summary)


def test_sums_that_are_no_answer_stay_in_the_summary() -> None:
    text = "не сошлась выплата на 100 р и на 200 р"
    assert found(text)["summary"] == text


def test_a_long_letter_gives_a_summary_that_the_form_can_keep() -> None:
    summary = found("Не сходятся выплаты за март. " * 130)["summary"]
    assert LONGEST - 40 < len(summary) <= LONGEST
    assert summary.endswith("…")


def test_without_a_currency_a_sum_must_name_its_own() -> None:
    assert found("удержали 12к", None).get("risk_sum") is None
    assert found("удержали 12500р", None)["risk_sum"] == {"minor": 1_250_000, "currency": "RUB"}
    assert found("удержали 12к", "BYN")["risk_sum"] == {"minor": 1_200_000, "currency": "BYN"}


def test_findings_are_fields_of_the_kind_they_are_found_for() -> None:
    for text, _ in EXAMPLES:
        seen = understood(text)
        names = {field.name for field in FORMS[seen.kind or "support_ticket"]}
        assert {each.field for each in seen.findings} <= names, text


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "frame", ["{}", "покупатель пишет {} вчера", "ключ:{}.", "({})\nне могу войти"]
)
def test_a_secret_is_in_no_finding(secret: str, frame: str) -> None:
    seen = understood(frame.format(secret))
    assert seen.secret
    assert not any(secret[-12:] in repr(each) for each in seen.findings)


@given(st.sampled_from(SECRETS), st.text(" абв.\u200b\n", max_size=5), st.text(" абв.", max_size=5))
def test_no_secret_comes_through_whatever_is_around(secret: str, before: str, after: str) -> None:
    seen = understood(f"{before} {secret} {after}")
    assert secret[-12:] not in repr(seen)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_is_understood_somehow(text: str) -> None:
    seen = understood(text)
    names = [each.field for each in seen.findings]
    assert len(names) == len(set(names))
    assert all(each.words for each in seen.findings)


INVISIBLE = "\u200b\u200e\u200f\u202a\u202c\u202e\u2060\ufeff\u00ad"
BLANKS = "\u00a0\u202f\u2009"


@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
def test_signs_that_nobody_sees_change_nothing(example: tuple[str, str], chance: Random) -> None:
    text, _ = example
    hostile = "".join(
        sign + (chance.choice(INVISIBLE) if chance.random() < 0.2 else "") for sign in text
    )
    assert in_short(hostile) == in_short(text)


@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
def test_blanks_that_do_not_break_are_blanks(example: tuple[str, str], chance: Random) -> None:
    text, _ = example
    hostile = "".join(chance.choice(BLANKS) if sign == " " else sign for sign in text)
    assert in_short(hostile) == in_short(text)


@pytest.mark.parametrize("noise", ["Спасибо за терпение. ", "🙂🔥 ", "Мы всё ждём и ждём\n"])
def test_a_letter_of_4000_signs_says_what_its_one_sentence_says(noise: str) -> None:
    told = "Не сходятся выплаты за март 2026, отчёт №51223344, разница 12 500,50 руб. "
    around = noise * (1950 // len(noise))
    letter = around + told + around
    assert 3900 < len(letter) < 4096
    assert in_short(letter) == in_short(told)


@given(st.text(st.characters(exclude_categories=["Nd", "Lu", "Ll", "Lo", "Lt", "Lm", "Nl", "No"])))
def test_a_text_without_letters_and_digits_says_nothing(text: str) -> None:
    assert understood(text) == Understood(None, None, ())


@given(
    st.sampled_from(["артикул", "Артикул WB:", "арт."]),
    st.integers(10**6, 10**10 - 1).map(str),
    st.sampled_from(["пропали фото", "не проходит модерацию"]),
)
def test_a_named_article_is_always_found(word: str, article: str, what: str) -> None:
    text = f"{what}, {word} {article}"
    assert found(text)["entities"] == [{"kind": "article", "value": article}]


@given(st.dates(date(2025, 1, 1), date(2026, 3, 3)), st.integers(10**6, 10**9).map(str))
def test_the_standard_phrase_is_read_whole(received: date, article: str) -> None:
    seen = understood(
        f'{RETURN}Юбка, бренд Zara, артикул {article}, товар получен {received:%d.%m.%Y}"'
    )
    assert seen.kind is Kind.CHAT_RETURN
    values = {each.field: each.value for each in seen.findings}
    assert values["goods"] == [{"kind": "article", "value": article}]
    assert answers.moment_of(values["received"]).at.astimezone(MOSCOW).date() == received


@pytest.mark.parametrize(
    "text",
    [
        "Не сходятся выплаты, артикул 140158860, 12 500 р. " * 80,
        "9" * 4000,
        "9 " * 2000,
        "а" * 4000,
        "а-1" * 1333,
        "1.2" * 1333,
        "не " * 1333,
        "заказ заказ " * 333,
        "«" * 4000,
        RETURN * 190,
        "\u202e\u200bЁ" * 1333,
        "12 500 " * 570,
        "www." * 1000,
        "a@" * 2000,
        "выплаты слово слово слово слово " * 125,
        "1:4019cd7d-" * 360,
        "01.03-" * 660,
        "🙂е\u0301" * 1300,
    ],
)
def test_a_paste_of_4000_signs_takes_less_than_50_ms(text: str) -> None:
    understood("не сходятся выплаты")  # compiles the patterns
    spent = []
    for _ in range(3):
        began = time.process_time()
        understood(text[:4000])
        spent.append(time.process_time() - began)
    assert min(spent) < 0.05


def test_a_marketplace_named_in_words_outweighs_a_form() -> None:
    assert understood("wb 48173252-0033-2").marketplace is Marketplace.WB
    assert understood("48173252-0033-2").marketplace is Marketplace.OZON


def test_the_same_words_are_understood_in_one_line_and_in_a_letter() -> None:
    assert (
        Finding("topic", "payouts_differ", "выплаты не сходятся")
        in understood("Добрый день!\nУ нас выплаты не сходятся.").findings
    )
