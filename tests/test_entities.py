import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.entities import (
    EntitiesUnreadable,
    Entity,
    EntityKind,
    entity_key,
    parse_entities,
)

ARTICLE, ORDER, POSTING, SUPPLY, SHIPMENT, REPORT, SRID, OTHER = EntityKind
WORDS = ["артикул", " ", ":", "140158860", "-", "0001", "srid", "№", ".", "_", "http://", "a", "1"]


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("140158860", OTHER, "140158860"),
        ("артикул 140158860", ARTICLE, "140158860"),
        ("Артикул WB: 140158860.", ARTICLE, "140158860"),
        ("арт.140158860", ARTICLE, "140158860"),
        ("арт 140 158 860", ARTICLE, "140158860"),
        ("артикул: «140158860»", ARTICLE, "140158860"),
        ("apтикул 140158860", ARTICLE, "140158860"),  # Latin look-alikes
        ("SKU160249683", ARTICLE, "160249683"),
        ("nmID: 140158860", ARTICLE, "140158860"),
        ("nm_id=123456", ARTICLE, "123456"),
        ("артикул продавца: SKIRT-01", ARTICLE, "SKIRT-01"),
        ("https://www.wildberries.ru/catalog/140158860/detail.aspx?a=1", ARTICLE, "140158860"),
        ("смотри m.ozon.ru/product/yubka-midi-160249683/?from=1", ARTICLE, "160249683"),
        ("заказ №5632423", ORDER, "5632423"),
        ("сборочное задание 5632423", ORDER, "5632423"),
        ("16965409-0014", ORDER, "16965409-0014"),
        ("165918930_629fbc924b984618a44354475ca58675", ORDER, None),
        ("48173252-0033-2", POSTING, "48173252-0033-2"),
        ("0132112277-0101-1", POSTING, "0132112277-0101-1"),
        ("заказ 12345678-0001-1", POSTING, "12345678-0001-1"),
        ("отправление 999", POSTING, "999"),
        ("WB-GI-92937123", SUPPLY, "WB-GI-92937123"),
        ("WВ-GI-92937123", SUPPLY, "WВ-GI-92937123"),  # a Cyrillic В
        ("поставка 26596368", SUPPLY, "26596368"),
        ("WB-TRBX-123", SHIPMENT, "WB-TRBX-123"),
        ("отгрузка 12", SHIPMENT, "12"),
        ("отчёт 12", REPORT, "12"),
        ("по отчету №345678", REPORT, "345678"),
        ("v5o_7143225816503318733.0.0", SRID, None),
        ("SRID:v5o_7143225816503318733.0.0", SRID, "v5o_7143225816503318733.0.0"),
        ("11.rf9ef11fce1684117b0nhj96222982382.3.0", SRID, None),
        ("2fb52cd9e25e52538a5f05994e688ae5", SRID, None),
        ("0f1c3999172603062979867564654dac5b702849", SRID, None),
        ("1234567673554519872.0.0", SRID, None),
        ("34343462218572569531", OTHER, None),
        ("1:4019cd7d-cca8-4e90-8b11-f78afbea42e3", OTHER, None),
        ("fe3e9337-e9f9-423c-8930-946a8ebef80", OTHER, None),
        ("S9993700024", OTHER, None),
        ("\u200e1401\u200b58860", OTHER, "140158860"),
    ],
)
def test_an_identifier_gets_its_kind(typed: str, kind: EntityKind, value: str | None) -> None:
    assert parse_entities(typed) == (Entity(kind, value or typed),)


def test_a_line_with_everything_keeps_its_order() -> None:
    typed = (
        "артикул 140158860, заказ 12345678-0001-1; поставка WB-GI-92937123, "
        "srid v5o_7143225816503318733.0.0"
    )
    assert parse_entities(typed) == (
        Entity(ARTICLE, "140158860"),
        Entity(POSTING, "12345678-0001-1"),
        Entity(SUPPLY, "WB-GI-92937123"),
        Entity(SRID, "v5o_7143225816503318733.0.0"),
    )


def test_bare_digits_are_of_the_kind_that_was_asked() -> None:
    assert parse_entities("140158860", ARTICLE) == (Entity(ARTICLE, "140158860"),)
    assert parse_entities("заказ 140158860", ARTICLE) == (Entity(ORDER, "140158860"),)


def test_one_word_announces_several() -> None:
    found = parse_entities("артикулы: 1234567 и 7654321")
    assert found == (Entity(ARTICLE, "1234567"), Entity(ARTICLE, "7654321"))


def test_the_same_identifier_is_taken_once() -> None:
    assert parse_entities("v5O_714.0.0, V5o_714.0.0") == (Entity(SRID, "v5O_714.0.0"),)


@pytest.mark.parametrize(
    "typed",
    [
        "артикул 140158860, размер 42, 2 шт",
        "артикул 140158860 от 04.03.2026",
        "04.03 в 10:01 артикул 140158860",
    ],
)
def test_sizes_counts_and_dates_are_not_identifiers_beside_one(typed: str) -> None:
    assert parse_entities(typed) == (Entity(ARTICLE, "140158860"),)


def test_a_short_figure_alone_is_kept() -> None:
    assert parse_entities("42", ARTICLE) == (Entity(ARTICLE, "42"),)


@pytest.mark.parametrize("typed", ["", "нет", "🙂", "артикул", "юбка красная", "\u200b"])
def test_without_a_digit_there_is_nothing(typed: str) -> None:
    with pytest.raises(EntitiesUnreadable) as refused:
        parse_entities(typed)
    assert refused.value.text == typed


def test_a_reply_signature_is_never_taken() -> None:
    secret = "1:4019cd7d-cca8-4e90-8b11-f78afbea42e3:" + "ab" * 50
    assert parse_entities(f"{secret} 140158860") == (Entity(OTHER, "140158860"),)
    with pytest.raises(EntitiesUnreadable):
        parse_entities(secret)


def test_keys_forget_case_separators_and_alphabets() -> None:
    assert entity_key("WВ-GI-92 937 123") == entity_key("wb-gi-92937123") != ""
    assert entity_key(" -№ ") == ""


@given(
    st.lists(
        st.tuples(
            st.sampled_from([("артикул", ARTICLE), ("отчёт", REPORT), ("поставка", SUPPLY)]),
            st.integers(10**5, 10**10).map(str),
        ),
        min_size=1,
        unique=True,
    ),
    st.sampled_from([", ", "; ", "\n", "  "]),
)
def test_written_entities_are_read_back(
    pairs: list[tuple[tuple[str, EntityKind], str]], between: str
) -> None:
    typed = between.join(f"{word} {value}" for (word, _), value in pairs)
    assert parse_entities(typed) == tuple(Entity(kind, value) for (_, kind), value in pairs)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_holds_entities_or_a_named_error(text: str) -> None:
    try:
        found = parse_entities(text)
    except EntitiesUnreadable:
        return
    keys = [(each.kind, entity_key(each.value)) for each in found]
    assert len(set(keys)) == len(keys) > 0
    assert all(key for _, key in keys)
