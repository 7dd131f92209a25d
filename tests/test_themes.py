from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from examples_themes import MIXED, ONE_THEME
from hypothesis import given
from hypothesis import strategies as st

from cases.kinds import Category
from cases.pasting.themes import Theme, split

NOW = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def themes(text: str) -> tuple[Theme, ...]:
    return split(text, NOW, MOSCOW)


def test_there_are_enough_examples() -> None:
    assert len(set(ONE_THEME)) >= 40
    assert len(set(MIXED)) >= 40


def test_a_text_of_one_theme_is_hardly_ever_split() -> None:
    assert len([text for text in ONE_THEME if len(themes(text)) > 1]) <= len(ONE_THEME) // 20


def test_mixed_texts_are_split_into_their_themes() -> None:
    missed = {
        text: found
        for text, categories in MIXED
        if " ".join(found := [each.category.value for each in themes(text)]) != categories
    }
    assert len(missed) <= len(MIXED) // 5, missed


def test_each_theme_takes_its_part_of_the_text() -> None:
    found = themes("Добрый день! Выплаты не сходятся. Разница 500 р. Ещё слетели фото у юбки.")
    assert found == (
        Theme(
            Category.FINANCE,
            "Добрый день! Выплаты не сходятся. Разница 500 р.",
            "payouts_differ",
        ),
        Theme(Category.CONTENT, "Ещё слетели фото у юбки.", "features_vanished"),
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Проверьте удержания за январь и за февраль",
         {1: "Проверьте удержания за январь", 2: "Проверьте удержания за февраль"}),
        ("За январь и февраль не сошлись выплаты, просим перерасчёт",
         {1: "За январь не сошлись выплаты, просим перерасчёт",
          2: "За февраль не сошлись выплаты, просим перерасчёт"}),
        ("Выплаты не сходятся за январь и за март",
         {1: "Выплаты не сходятся за январь", 3: "Выплаты не сходятся за март"}),
        ("Не сходятся выплаты за декабрь 2025, январь и февраль",
         {12: "Не сходятся выплаты за декабрь 2025", 1: "Не сходятся выплаты за январь",
          2: "Не сходятся выплаты за февраль"}),
        ("Не сходятся выплаты. За январь недоплата 100 р, за февраль недоплата 200 р",
         {1: "Не сходятся выплаты. За январь недоплата 100 р",
          2: "Не сходятся выплаты. за февраль недоплата 200 р"}),
    ],
)  # fmt: skip
def test_each_half_of_two_finance_periods_names_exactly_one(
    text: str, parts: dict[int, str]
) -> None:
    found = {each.period.first.month: each.text for each in themes(text) if each.period}
    assert found == parts


def test_a_period_inside_another_is_one_appeal() -> None:
    assert len(themes("Не сходятся выплаты за март, особенно с 02.03 по 08.03")) == 1


def test_two_periods_of_logistics_are_one_appeal() -> None:
    assert len(themes("Поставки зависли: с 01.03 по 03.03 и с 10.03 по 12.03")) == 1


@pytest.mark.parametrize("text", ["", "привет", "wb 18123456", "\u200b", "🙂" * 50])
def test_a_text_about_nothing_has_no_theme(text: str) -> None:
    assert themes(text) == ()


@given(st.lists(st.sampled_from([*ONE_THEME[::4], ". ", ", ", "\n", "и ещё "]), max_size=12))
def test_whatever_is_put_together_no_category_comes_twice_unless_by_period(
    parts: list[str],
) -> None:
    found = themes("".join(parts))
    assert len({(each.category, each.period) for each in found}) == len(found)
