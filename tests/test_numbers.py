import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.numbers import NumberEmpty, NumberTooLong, clean_number, number_key

SEPARATORS = ["-", " ", "№", "#", ".", "/", "—", "\u00a0", "\u200b", "\u200f", "\u2011", "_"]
ALPHABET = "0123456789abzABZабвёйАБВЯ"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("18123456", "18123456"),
        ("№ 123-456", "123-456"),
        (" #123", "123"),
        ("№№ 5", "5"),
        ("номер 55/7", "55/7"),
        ("Номер: АБ-12", "АБ-12"),
        ("обращение №18123456", "18123456"),
        ("Номер обращения 18 123 456", "18 123 456"),
        ("диалог 77", "77"),
        ("\u200f123\u200b", "123"),
        ("\u00a0123\u00a0\u00a04", "123 4"),
        ("«123»", "123"),
        ("номера1", "номера1"),  # a longer word is not the word «номер»
        ("WB\u2011123", "WB\u2011123"),
    ],
)
def test_a_number_is_kept_as_typed_without_what_announces_it(typed: str, cleaned: str) -> None:
    assert clean_number(typed) == cleaned


@pytest.mark.parametrize("typed", ["", "   ", "№", "номер", "—", "🙂", "\u200b", "№ - номер:"])
def test_what_has_neither_letter_nor_digit_is_no_number(typed: str) -> None:
    with pytest.raises(NumberEmpty):
        clean_number(typed)


def test_a_text_is_too_long_to_be_a_number() -> None:
    assert clean_number("1" * 64) == "1" * 64
    with pytest.raises(NumberTooLong) as refused:
        clean_number("1" * 65)
    assert refused.value.limit == 64


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("123-456", "№ 123 456"),
        ("АВЕКМНОРСТХУ", "ABEKMHOPCTXY"),
        ("авекмнорстху", "ABEKMHOPCTXY"),
        ("WB-1", "wb 1"),
        ("１２３", "123"),
        ("٣٤", "34"),
        ("Ёлка-1", "елка1"),
        ("a/b.c_d", "abcd"),
    ],
)
def test_numbers_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert number_key(one) == number_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("123", "124"), ("123", "1234"), ("Я1", "R1")])
def test_different_numbers_have_different_keys(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("typed", ["", " - ", "№#", "🙂"])
def test_the_key_of_nothing_is_empty(typed: str) -> None:
    assert number_key(typed) == ""


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert number_key(number_key(text)) == number_key(text)


@given(st.lists(st.tuples(st.sampled_from(ALPHABET), st.sampled_from(["", *SEPARATORS]))))
def test_separators_do_not_make_another_number(pieces: list[tuple[str, str]]) -> None:
    plain = "".join(sign for sign, _ in pieces)
    assert number_key("".join(map("".join, pieces))) == number_key(plain)


@given(st.text())
def test_any_text_is_a_number_or_a_named_error(text: str) -> None:
    try:
        number = clean_number(text)
    except (NumberEmpty, NumberTooLong):
        return
    assert number_key(number)
    assert number == number.strip()
    assert len(number) <= 64


@pytest.mark.parametrize("words", ["нет", "не знаю", "пока нет", "номера нет", "абв"])
def test_words_are_no_number(words: str) -> None:
    with pytest.raises(NumberEmpty):
        clean_number(words)
