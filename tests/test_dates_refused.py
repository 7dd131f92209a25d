from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.dates import (
    DateInFuture,
    DateInPast,
    DateTooOld,
    DateUnreadable,
    Moment,
    NoSuchDate,
    NoSuchTime,
    parse_future,
    parse_past,
    parse_period,
    parse_when,
)
from cases.refusals import Refusal

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)  # Saturday, 12:00 in Moscow
WORDS = [
    *("вчера", "завтра", "в", "с", "по", "до", "пн", "марта", "назад", "через", "час", "дней"),
    *("неделю", "прошлый", "месяц", "квартал", "вечером", "утра", "года", "числа", "мск"),
    *("31", "4", "04.03", "10:01", "2026", "99", "-", ".", ":", ",", "/"),
]


def local(day: int, month: int, year: int = 2026, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


def at(day: int, month: int, hour: int, minute: int = 0) -> Moment:
    return Moment(local(day, month, 2026, hour, minute).astimezone(UTC), has_time=True)


def on(day: int, month: int, year: int = 2026) -> Moment:
    return Moment(local(day, month, year).astimezone(UTC), has_time=False)


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [
        ("сегодня 14:30", at(14, 3, 14, 30)),
        ("14:30", at(14, 3, 14, 30)),
        ("14.30", at(14, 3, 14, 30)),
        ("14.03 12:01", at(14, 3, 12, 1)),
        ("завтра", on(15, 3)),
        ("через 2 часа", at(14, 3, 14)),
        ("20.03", on(20, 3)),  # a year ago less six days is not what anybody means
        ("20 апреля 10:00", at(20, 4, 10)),
        ("01.12.2026", on(1, 12)),
        ("04.03.2062", on(4, 3, 2062)),
    ],
)
def test_what_has_not_come_yet_has_not_happened(typed: str, ahead: Moment) -> None:
    with pytest.raises(DateInFuture) as refused:
        parse_past(typed, NOW, MOSCOW)
    assert refused.value.moment == ahead


@pytest.mark.parametrize(
    ("typed", "month", "day"),
    [
        ("31.02", 2, 31),
        ("31 февраля", 2, 31),
        ("29.02", 2, 29),  # 2026 is not a leap year
        ("29.02.2026 10:00", 2, 29),
        ("31.04", 4, 31),
        ("00.03", 3, 0),
        ("45.03", 3, 45),
        ("2026-02-30", 2, 30),
    ],
)
def test_a_day_that_the_month_lacks_is_named(typed: str, month: int, day: int) -> None:
    for parse in (parse_past, parse_future, parse_when, parse_period):
        with pytest.raises(NoSuchDate) as refused:
            parse(typed, NOW, MOSCOW)
        error = refused.value
        assert (error.text, error.month, error.day) == (typed, month, day)


@pytest.mark.parametrize("typed", ["25:99", "вчера в 25:00", "04.03 24:00", "в 30 часов"])
def test_a_time_that_no_clock_shows_is_named(typed: str) -> None:
    with pytest.raises(NoSuchTime) as refused:
        parse_past(typed, NOW, MOSCOW)
    assert refused.value.text == typed


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "🙂", "\u200b", "не знаю", "давно", "на днях", "12", "04", "март"),
        *("04.13", "31.13", "03.14", "15-20", "04.03 - 10.03", "вчера в обед", "4 мартобря"),
        *("04.03.123", "01.01.1020", "04.03.0000", "2026-13-04", "0000-00-00", "99.99.9999"),
        *("99999999999999 дней назад", "9999 лет назад", "через вчера", "назад", "через"),
        *("9999-99-99T99:99:99Z", "0001-01-01T00:00:00+14:00", "вчера вчера", "01.03 15.03"),
        *("у меня не сходятся выплаты " * 150, "1" * 4000, "вчера " * 700, "через " * 700),
        *("04.03." * 700, "\u0301" * 4000, "№" * 4000),
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(DateUnreadable) as refused:
        parse_past(typed, NOW, MOSCOW)
    assert refused.value.text == typed


@pytest.mark.parametrize("typed", ["13.03.2023", "04.03.2016", "5 лет назад", "4 марта 1926"])
def test_more_than_three_years_ago_is_a_wrong_year(typed: str) -> None:
    assert parse_past("15.03.2023", NOW, MOSCOW) == on(15, 3, 2023)
    with pytest.raises(DateTooOld) as refused:
        parse_past(typed, NOW, MOSCOW)
    assert refused.value.moment.at < NOW - timedelta(days=3 * 365)


@pytest.mark.parametrize("typed", ["11:00", "вчера", "10.03", "01.02", "04.03.2026", "час назад"])
def test_a_deadline_cannot_be_over(typed: str) -> None:
    with pytest.raises(DateInPast) as refused:
        parse_future(typed, NOW, MOSCOW)
    assert refused.value.moment.at < NOW


@example("через 1 10 минут")
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)))
@pytest.mark.parametrize("zone", [MOSCOW, ZoneInfo("America/New_York")])
def test_any_text_is_a_date_or_a_named_error(zone: ZoneInfo, text: str) -> None:
    for parse in (parse_past, parse_future, parse_when, parse_period):
        try:
            found = parse(text, NOW, zone)
        except Refusal:
            continue
        if isinstance(found, Moment):
            assert found.at.tzinfo is UTC
            assert (found.at >= NOW) if parse is parse_future else (found.at <= NOW)
        else:
            assert found.first <= found.last
