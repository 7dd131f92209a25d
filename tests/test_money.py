import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.money import (
    LARGEST,
    Money,
    SeveralSums,
    SumNegative,
    SumTooLarge,
    SumUnreadable,
    parse_sum,
)
from cases.refusals import Refusal

WORDS = ["12", " ", "500", "р", ".", ",", "-", "тыс", "BYN", "и", "коп", "к", "млн", "'", "7"]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("12 500", 1_250_000),
        ("12500р", 1_250_000),
        ("1186 р", 118_600),
        ("1 186 ₽", 118_600),
        ("1186p", 118_600),  # a Latin p
        ("12 500,00 руб.", 1_250_000),
        ("руб. 500", 50_000),
        ("1186 рублей", 118_600),
        ("1186,5", 118_650),
        ("0,5", 50),
        ("0", 0),
        ("ноль", 0),
        ("12,5к", 1_250_000),
        ("12 тыс", 1_200_000),
        ("12 т.р.", 1_200_000),
        ("1,186 тыс", 118_600),
        ("12 тыс. 500 руб.", 1_250_000),
        ("1,5 млн", 150_000_000),
        ("1.186,50", 118_650),
        ("1,186.50", 118_650),
        ("12.500.000", 1_250_000_000),
        ("1'186", 118_600),
        ("12\u00a0500", 1_250_000),
        ("12\u2009500\u202f₽", 1_250_000),
        ("1\u200b186", 118_600),
        ("12\n500", 1_250_000),
        ("１２５００", 1_250_000),
        ("500 р 50 коп", 50_050),
        ("50 копеек", 50),
        ("примерно 12 500", 1_250_000),
        ("~12500", 1_250_000),
        ("сумма: 1186 р.", 118_600),
        ("1186 (1 186 р)", 118_600),  # the same sum twice is one sum
        ("💰 500", 50_000),
        ("12 345 678,90 ₽", 1_234_567_890),
    ],
)
def test_a_sum_is_read_to_the_kopeck(typed: str, minor: int) -> None:
    assert parse_sum(typed, "RUB") == Money(minor, "RUB")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("27,53 BYN", Money(2753, "BYN")),
        ("BYN 27,53", Money(2753, "BYN")),
        ("27,53 byn", Money(2753, "BYN")),
        ("27.53 бел. руб", Money(2753, "BYN")),
        ("27.53 бел.руб.", Money(2753, "BYN")),
        ("27,53 белорусских рублей", Money(2753, "BYN")),
        ("27,53 Br", Money(2753, "BYN")),
        ("27 б.р.", Money(2700, "BYN")),
        ("27 рос. руб.", Money(2700, "RUB")),
        ("27 RUB", Money(2700, "RUB")),
    ],
)
@pytest.mark.parametrize("default", ["RUB", "BYN"])
def test_a_written_currency_beats_the_default(typed: str, expected: Money, default: str) -> None:
    assert parse_sum(typed, default) == expected


def test_the_default_currency_is_the_cabinets() -> None:
    assert parse_sum("27,53", "BYN") == Money(2753, "BYN")
    assert parse_sum("27,53", "RUB") == Money(2753, "RUB")


@pytest.mark.parametrize(
    "typed", ["не знаю", "Не знаю!", "хз", "-", "—", "?", "нет данных", "неизвестно", "нe знаю"]
)
def test_unknown_is_not_zero(typed: str) -> None:
    assert parse_sum(typed, "RUB") is None


@pytest.mark.parametrize(
    ("typed", "sums"),
    [
        ("12 500 и 1 186", (Money(1_250_000, "RUB"), Money(118_600, "RUB"))),
        ("12 500, 1 186", (Money(1_250_000, "RUB"), Money(118_600, "RUB"))),
        ("12 500 1 186", (Money(1_250_000, "RUB"), Money(118_600, "RUB"))),
        ("1186 500", (Money(118_600, "RUB"), Money(50_000, "RUB"))),
        ("12500-13000 р", (Money(1_250_000, "RUB"), Money(1_300_000, "RUB"))),
        ("12 500 и 1 186 BYN", (Money(1_250_000, "BYN"), Money(118_600, "BYN"))),
        ("500 р и 27,53 BYN", (Money(50_000, "RUB"), Money(2753, "BYN"))),
    ],
)
def test_several_sums_are_offered_not_guessed(typed: str, sums: tuple[Money, ...]) -> None:
    with pytest.raises(SeveralSums) as refused:
        parse_sum(typed, "RUB")
    assert refused.value.sums == sums


@pytest.mark.parametrize(
    "typed",
    [
        *("", "🙂", "рублей", "сколько-то", "заказ 500", "v5o_714", "$500", "500 usd", "500€"),
        *("0.005", "12,345", "12.500", "1,18655555 тыс", "1.5.2026", "5 р р", "1186 рубашек"),
        *("500 тенге", "0," + "0" * 30 + "1", "5" * 4000, "12 " * 1500),
    ],
)
def test_what_is_not_clearly_a_sum_is_refused(typed: str) -> None:
    with pytest.raises(SumUnreadable) as refused:
        parse_sum(typed, "RUB")
    assert refused.value.text == typed


@pytest.mark.parametrize("typed", ["-500", "\u2212500", "– 1 186 р", "минус 500"])
def test_a_sum_below_zero_is_refused(typed: str) -> None:
    with pytest.raises(SumNegative):
        parse_sum(typed, "RUB")


@pytest.mark.parametrize("typed", ["1000000000,01", "9999 млн", "9" * 30, "9" * 400 + ",11"])
def test_a_sum_beyond_belief_is_refused(typed: str) -> None:
    assert parse_sum("1000000000", "RUB") == Money(LARGEST, "RUB")
    with pytest.raises(SumTooLarge):
        parse_sum(typed, "RUB")


@given(
    st.integers(0, LARGEST),
    st.sampled_from(["RUB", "BYN"]),
    st.sampled_from([" ", "\u00a0", "\u202f", "'", ""]),
    st.sampled_from([".", ","]),
)
def test_a_written_sum_is_read_back(minor: int, currency: str, gap: str, point: str) -> None:
    whole = f"{minor // 100:,}".replace(",", gap)
    typed = f"{whole}{point}{minor % 100:02d} {currency}"
    assert parse_sum(typed, "RUB") == Money(minor, currency)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_is_a_sum_or_a_named_error(text: str) -> None:
    try:
        found = parse_sum(text, "BYN")
    except Refusal:
        return
    assert found is None or 0 <= found.minor <= LARGEST
