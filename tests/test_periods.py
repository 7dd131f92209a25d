from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.dates import (
    DateInFuture,
    DateTooOld,
    Moment,
    Period,
    PeriodReversed,
    parse_period,
    parse_when,
)

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)  # Saturday, 12:00 in Moscow


def march(day: int, hour: int, minute: int, *, has_time: bool) -> Moment:
    return Moment(datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW), has_time)


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("01.03–15.03", period("2026-03-01", "2026-03-15")),
        ("01.03 - 15.03", period("2026-03-01", "2026-03-15")),
        ("01.03—15.03", period("2026-03-01", "2026-03-15")),
        ("01.03\u221215.03", period("2026-03-01", "2026-03-15")),
        ("1–15.03", period("2026-03-01", "2026-03-15")),
        ("1-15 марта", period("2026-03-01", "2026-03-15")),
        ("1-12 марта", period("2026-03-01", "2026-03-12")),
        ("с 1 по 15 марта", period("2026-03-01", "2026-03-15")),
        ("с 28 февраля по 5 марта", period("2026-02-28", "2026-03-05")),
        ("с 1 марта до 15.03", period("2026-03-01", "2026-03-15")),
        ("с 01.03.2026 г. по 15.03.2026 г.", period("2026-03-01", "2026-03-15")),
        ("01.03.2026 - 15.03.2026", period("2026-03-01", "2026-03-15")),
        ("2026-03-01 - 2026-03-15", period("2026-03-01", "2026-03-15")),
        ("01-03-2026 - 15-03-2026", period("2026-03-01", "2026-03-15")),
        ("10.03-20.03", period("2026-03-10", "2026-03-20")),  # may end ahead
        ("25.12–05.01", period("2025-12-25", "2026-01-05")),
        ("25.12 – 05.01.2026", period("2025-12-25", "2026-01-05")),
        ("25.12.2025-05.01", period("2025-12-25", "2026-01-05")),
        ("01.02-15.02.2025", period("2025-02-01", "2025-02-15")),
        ("с 1 марта по сегодня", period("2026-03-01", "2026-03-14")),
        ("вчера - сегодня", period("2026-03-13", "2026-03-14")),
        ("март", period("2026-03-01", "2026-03-31")),
        ("за март", period("2026-03-01", "2026-03-31")),
        ("Февраль 2024 г.", period("2024-02-01", "2024-02-29")),
        ("март 2026", period("2026-03-01", "2026-03-31")),
        ("декабрь", period("2025-12-01", "2025-12-31")),
        ("январь–февраль 2026", period("2026-01-01", "2026-02-28")),
        ("02.2026", period("2026-02-01", "2026-02-28")),
        ("1 квартал", period("2026-01-01", "2026-03-31")),
        ("4-й квартал 2025", period("2025-10-01", "2025-12-31")),
        ("за прошлую неделю", period("2026-03-02", "2026-03-08")),
        ("на этой неделе", period("2026-03-09", "2026-03-15")),
        ("прошлый месяц", period("2026-02-01", "2026-02-28")),
        ("этот месяц", period("2026-03-01", "2026-03-31")),
        ("в прошлом году", period("2025-01-01", "2025-12-31")),
    ],
)
def test_a_period_is_read(typed: str, found: Period) -> None:
    assert parse_when(typed, NOW, MOSCOW) == found
    assert parse_period(typed, NOW, MOSCOW) == found


@pytest.mark.parametrize(
    ("typed", "moment", "day"),
    [
        ("вчера", march(13, 0, 0, has_time=False), "2026-03-13"),
        (
            "04.03 10:01",
            march(4, 10, 1, has_time=True),
            "2026-03-04",
        ),
        (
            "04.03 00:30",
            march(4, 0, 30, has_time=True),
            "2026-03-04",
        ),
        (
            "01-03-2026",
            march(1, 0, 0, has_time=False),
            "2026-03-01",
        ),
        (
            "за вчера",
            march(13, 0, 0, has_time=False),
            "2026-03-13",
        ),
    ],
)
def test_a_single_date_is_a_moment_or_a_period_of_one_day(
    typed: str, moment: Moment, day: str
) -> None:
    assert parse_when(typed, NOW, MOSCOW) == moment
    assert parse_period(typed, NOW, MOSCOW) == period(day, day)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("15.03-01.03", "2026-03-15", "2026-03-01"),
        ("28-5 марта", "2026-03-28", "2026-03-05"),
        ("15.03.2026 - 01.03.2026", "2026-03-15", "2026-03-01"),
        ("сегодня - вчера", "2026-03-14", "2026-03-13"),
    ],
)
def test_a_reversed_period_is_refused(typed: str, first: str, last: str) -> None:
    with pytest.raises(PeriodReversed) as refused:
        parse_period(typed, NOW, MOSCOW)
    assert (refused.value.first, refused.value.last) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize("typed", ["20.03-25.03", "апрель", "01.05.2026 - 02.05.2026", "завтра"])
def test_a_period_cannot_begin_ahead(typed: str) -> None:
    with pytest.raises(DateInFuture):
        parse_period(typed, NOW, MOSCOW)


def test_a_period_cannot_be_too_old() -> None:
    with pytest.raises(DateTooOld):
        parse_period("01.03.2020-05.03.2020", NOW, MOSCOW)


@given(st.dates(date(2023, 4, 1), date(2026, 3, 14)), st.integers(0, 400))
def test_a_written_period_is_read_back(first: date, days: int) -> None:
    last = first + timedelta(days)
    for gap in ("-", " – ", " по "):
        typed = f"{first:%d.%m.%Y}{gap}{last:%d.%m.%Y}"
        assert parse_when(typed, NOW, MOSCOW) == Period(first, last)
