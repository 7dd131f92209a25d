from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.dates import DateInFuture, Moment, parse_future, parse_past

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)  # Saturday, 12:00 in Moscow


def local(day: int, month: int, year: int = 2026, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


def at(day: int, month: int, hour: int, minute: int = 0) -> Moment:
    return Moment(local(day, month, 2026, hour, minute).astimezone(UTC), has_time=True)


def on(day: int, month: int, year: int = 2026) -> Moment:
    return Moment(local(day, month, year).astimezone(UTC), has_time=False)


def by(day: int, month: int) -> Moment:
    return Moment(local(day, month, 2026, 23, 59).astimezone(UTC), has_time=False)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("сейчас", Moment(NOW, has_time=True)),
        ("Только что!", Moment(NOW, has_time=True)),
        ("сегодня", on(14, 3)),
        ("сегодня 11:30", at(14, 3, 11, 30)),
        ("сегодня, 11:30", at(14, 3, 11, 30)),
        ("сегодня в 10.03", at(14, 3, 10, 3)),
        ("сегодня утром", on(14, 3)),
        ("11:15", at(14, 3, 11, 15)),
        ("в 10", at(14, 3, 10)),
        ("10 утра", at(14, 3, 10)),
        ("в 10.30", at(14, 3, 10, 30)),
        ("12 ночи", at(14, 3, 0)),
        ("вчера", on(13, 3)),
        ("ВЧЕРА.", on(13, 3)),
        ("вчера в 18:20", at(13, 3, 18, 20)),
        ("вчера 18.20", at(13, 3, 18, 20)),
        ("вчера в 18-20", at(13, 3, 18, 20)),
        ("вчера вечером", on(13, 3)),
        ("вчера вечером в 8", at(13, 3, 20)),
        ("вчера в 2 часа дня", at(13, 3, 14)),
        ("вчера в 11 дня", at(13, 3, 11)),
        ("вчера в 14 ч 30 мин", at(13, 3, 14, 30)),
        ("14:30 вчера", at(13, 3, 14, 30)),
        ("позавчера", on(12, 3)),
        ("04.03", on(4, 3)),
        ("04.03 10:01", at(4, 3, 10, 1)),
        ("04.03, в 10:01", at(4, 3, 10, 1)),
        ("04.03 10.30", at(4, 3, 10, 30)),
        ("04.03 в 10.01", at(4, 3, 10, 1)),
        ("4 марта 10.01", at(4, 3, 10, 1)),
        ("04.03.2026 10:01", at(4, 3, 10, 1)),
        ("04.03.2026 г. 10:01:59", at(4, 3, 10, 1)),
        ("10:01 04.03.2026", at(4, 3, 10, 1)),
        ("ср 04.03, 10:01 МСК", at(4, 3, 10, 1)),  # as the bot writes it
        ("4 марта (ср) 10:01 (мск)", at(4, 3, 10, 1)),
        ("в среду 4 марта в 10:01 по Москве", at(4, 3, 10, 1)),
        ("4.3.26", on(4, 3)),
        ("4/03/26", on(4, 3)),
        ("04-03-2026", on(4, 3)),
        ("4 марта", on(4, 3)),
        ("с 4 марта", on(4, 3)),
        ("4-го марта", on(4, 3)),
        ("4 мар.", on(4, 3)),
        ("4.марта", on(4, 3)),
        ("4 марта 26 г.", on(4, 3)),
        ("4 марта в 10", at(4, 3, 10)),
        ("4 марта 2026 года в 10 утра", at(4, 3, 10)),
        ("4 числа", on(4, 3)),
        ("20 числа", on(20, 2)),
        ("31 числа", on(31, 1)),
        ("01.12", on(1, 12, 2025)),
        ("14.03", on(14, 3)),
        ("3 дня назад", on(11, 3)),
        ("три дня тому назад", on(11, 3)),
        ("3 дня назад в 10:00", at(11, 3, 10)),
        ("2 часа назад", at(14, 3, 10)),
        ("час назад", at(14, 3, 11)),
        ("полчаса назад", at(14, 3, 11, 30)),
        ("полтора часа назад", at(14, 3, 10, 30)),
        ("15 мин назад", at(14, 3, 11, 45)),
        ("неделю назад", on(7, 3)),
        ("две недели назад", on(28, 2)),
        ("месяц назад", on(14, 2)),
        ("в пн", on(9, 3)),
        ("в понедельник", on(9, 3)),
        ("в прошлую пятницу", on(13, 3)),
        ("пт 18:00", at(13, 3, 18)),
        ("сб", on(7, 3)),  # today is Saturday, and today is called «сегодня»
        ("2026-03-04", on(4, 3)),
        ("2026-03-04 10:01", at(4, 3, 10, 1)),
        ("2026-03-04T10:01:33.5", at(4, 3, 10, 1)),
        ("2026-03-04T07:01:00Z", at(4, 3, 10, 1)),
        ("2026-03-04 10:01+03:00", at(4, 3, 10, 1)),
        ("❗️04.03 10:01", at(4, 3, 10, 1)),
        ("\u200f04\u200b.03\u00a010:01", at(4, 3, 10, 1)),
        ("٠٤.٠٣", on(4, 3)),
        ("０４．０３ １０：０１", at(4, 3, 10, 1)),
        ("cегодня", on(14, 3)),  # a Latin c
        ("вчepa", on(13, 3)),
    ],
)
def test_the_past_is_read(typed: str, moment: Moment) -> None:
    assert parse_past(typed, NOW, MOSCOW) == moment


@pytest.mark.parametrize(
    ("typed", "utc"),
    [  # DOMAIN.md, Deadlines 6: when the message appeared
        ("04.03.2026 10:01", datetime(2026, 3, 4, 7, 1, tzinfo=UTC)),
        ("2026-03-04T22:30:00Z", datetime(2026, 3, 4, 22, 30, tzinfo=UTC)),
        ("05.03.2026 01:30", datetime(2026, 3, 4, 22, 30, tzinfo=UTC)),
        ("25.02.2028 10:00", datetime(2028, 2, 25, 7, 0, tzinfo=UTC)),
        ("28.12.2026 23:59", datetime(2026, 12, 28, 20, 59, tzinfo=UTC)),
    ],
)
def test_moscow_time_becomes_utc(typed: str, utc: datetime) -> None:
    found = parse_past(typed, utc + timedelta(days=4), MOSCOW)
    assert found == Moment(utc, has_time=True)
    assert found.at.tzinfo is UTC


def test_today_is_the_zones_today() -> None:
    late = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)  # 01:30 of the 15th in Moscow
    assert parse_past("сегодня", late, MOSCOW) == on(15, 3)
    assert parse_past("вчера", late, MOSCOW) == on(14, 3)
    assert parse_past("2 часа назад", late, MOSCOW) == at(14, 3, 23, 30)


def test_a_date_without_a_year_is_last_years_when_it_is_far_ahead() -> None:
    assert parse_past("13.05", NOW - timedelta(days=1), MOSCOW) == on(13, 5, 2025)
    with pytest.raises(DateInFuture):
        parse_past("12.05", NOW - timedelta(days=1), MOSCOW)


def test_the_leap_day_is_a_day() -> None:
    leap = datetime(2028, 3, 1, 9, 0, tzinfo=UTC)
    assert parse_past("29.02", leap, MOSCOW) == on(29, 2, 2028)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("сегодня", by(14, 3)),
        ("завтра", by(15, 3)),
        ("завтра 18:00", at(15, 3, 18)),
        ("завтра в 9 утра", at(15, 3, 9)),
        ("завтра до 18:00", at(15, 3, 18)),
        ("послезавтра", by(16, 3)),
        ("18:00", at(14, 3, 18)),
        ("до 18:00", at(14, 3, 18)),
        ("к 18", at(14, 3, 18)),
        ("пятница", by(20, 3)),
        ("до пятницы", by(20, 3)),
        ("в пн 10:00", at(16, 3, 10)),
        ("сб", by(21, 3)),
        ("20.03", by(20, 3)),
        ("до 20.03", by(20, 3)),
        ("20.03 12:00", at(20, 3, 12)),
        ("20 марта к 12", at(20, 3, 12)),
        ("20 числа", by(20, 3)),
        ("10 числа", by(10, 4)),
        ("через 3 дня", by(17, 3)),
        ("через 2 дня в 12:00", at(16, 3, 12)),
        ("через 2 часа", at(14, 3, 14)),
        ("через полчаса", at(14, 3, 12, 30)),
        ("через неделю", by(21, 3)),
        ("01.12", by(1, 12)),
    ],
)
def test_a_deadline_is_read(typed: str, moment: Moment) -> None:
    assert parse_future(typed, NOW, MOSCOW) == moment


def test_a_deadline_without_a_year_may_be_in_the_next_one() -> None:
    december = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
    assert parse_future("10.01", december, MOSCOW).at == local(10, 1, 2027, 23, 59)


@given(
    st.integers(int(local(1, 4, 2023).timestamp()) // 60, int(NOW.timestamp()) // 60),
    st.sampled_from(
        [
            "%d.%m.%Y %H:%M",
            "%d.%m.%y в %H:%M",
            "%Y-%m-%dT%H:%M",
            "%H:%M %d/%m/%Y",
            "%d-%m-%Y в %H.%M",
        ]
    ),
)
def test_a_written_moment_is_read_back(minutes: int, form: str) -> None:
    expected = datetime.fromtimestamp(minutes * 60, UTC)
    typed = expected.astimezone(MOSCOW).strftime(form)
    assert parse_past(typed, NOW, MOSCOW) == Moment(expected, has_time=True)


@given(st.dates(date(2025, 5, 14), date(2026, 3, 14)))
def test_a_date_without_a_year_is_the_latest_such_date(day: date) -> None:
    assert parse_past(f"{day:%d.%m}", NOW, MOSCOW) == on(day.day, day.month, day.year)
