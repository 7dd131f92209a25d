"""The moment that a text names in passing: which one is offered as the time of an entry."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.pasting.inside import moment_inside

MSK = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("вчера 18:20 вышлите фото", "03.03 18:20"),
        ("Вчера в 18:20: «вышлите фото»", "03.03 18:20"),
        ("вчера ответили, просят фото", "03.03 00:00"),
        ("03.03 Здравствуйте, проверили карточку", "03.03 00:00"),
        ("Здравствуйте! Ответ от 02.03.2026 10:15, проверили", "02.03 10:15"),
        ("сегодня 10:00 написала, а вчера 12:00 звонила", "04.03 10:00"),
    ],
)
def test_a_time_that_the_text_begins_with_or_the_only_one_is_found(text: str, local: str) -> None:
    found = moment_inside(text, NOW, MSK)
    assert found is not None
    assert found.at.astimezone(MSK).strftime("%d.%m %H:%M") == local
    assert found.has_time is not local.endswith("00:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "вышлите фото",
        "просят фото, товар получен 01.03",  # what it is about, not when it was written
        "звонила 02.03 10:00 и 03.03 12:00",
        "до завтра 18:00 ответим",
        "завтра 10:00 отправим",
        "31.02 10:00 вышлите фото",
    ],
)
def test_no_moment_is_guessed(text: str) -> None:
    assert moment_inside(text, NOW, MSK) is None


@given(st.text(max_size=60))
def test_whatever_the_text_holds_it_is_of_the_past(text: str) -> None:
    found = moment_inside(text, NOW, MSK)
    assert found is None or found.at <= NOW
