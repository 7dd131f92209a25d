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


def test_two_finance_periods_are_two_appeals_of_the_same_text() -> None:
    text = "Проверьте удержания за январь и за февраль"
    january, february = themes(text)
    assert january.text == february.text == text
    assert january.period is not None
    assert february.period is not None
    assert (january.period.first.month, february.period.first.month) == (1, 2)


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
