from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OZON, a_case, a_chat
from stories import CHAT
from team import Team

from cases.case import Case
from cases.choices import Choice
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.money import Money
from cases.reviews import Review, latest_review, make_review, next_review, review_due
from cases.rules import DAY, HOUR, QuietHours, Rules, Weekly
from handlers.settings import PARTS
from texts.formats import NBSP
from texts.reviews import LINES, group_review, named, review

RULES = Rules()
MONDAY = datetime(2026, 3, 16, 7, 0, tzinfo=UTC)  # 10:00 in Moscow
LAST = MONDAY - 7 * DAY
WHISPER = "Тимур просил молчать"


def ticket(number_: int, silent: timedelta, **more: object) -> Case:
    more = {"status": Status.SENT, **more}
    return a_case(Kind.SUPPORT_TICKET, id=number_, moved_at=MONDAY - silent, **more)


def chat(number: int, late: timedelta, **more: object) -> Case:
    return a_chat(MONDAY - 10 * DAY - late, id=number, **more)


def closed(number: int, back: Money | None = None, **more: object) -> Case:
    return ticket(number, DAY, status=Status.CLOSED, recovered=back, closed_at=MONDAY - DAY, **more)


def reviewed(*cases: Case, done: tuple[Case, ...] = ()) -> Review:
    return make_review(cases, done, LAST, RULES, MONDAY)


def ids(cases: tuple[Case, ...]) -> list[int]:
    return [case.id for case in cases]


def test_every_tail_stands_in_one_group_the_worst_and_the_dearest_first() -> None:
    content = reviewed(
        chat(1, HOUR), chat(2, 2 * DAY, assignee=None), chat(3, -DAY),
        chat(4, -5 * DAY, assignee=None),
        ticket(5, 4 * DAY), ticket(6, 9 * DAY, risk=Money(100, "RUB")), ticket(7, HOUR),
        ticket(8, 9 * DAY, risk=Money(900, "RUB")), ticket(9, 20 * DAY, status=Status.DRAFT),
    )  # fmt: skip
    assert ids(content.overdue) == [2, 1]
    assert ids(content.escalate) == [8, 6, 5]
    assert ids(content.stale) == [9]
    assert ids(content.nobodys) == [4]
    assert content.nobodys_above == 1
    assert content.silent is not None
    assert content.silent.id == 8


def test_whoever_was_removed_leads_nothing() -> None:
    gone = replace(ANNA, removed_at=NOW)
    assert ids(reviewed(chat(1, -DAY, assignee=gone), chat(2, -DAY)).nobodys) == [1]


def test_the_message_tells_ages_counts_and_sums_of_each_currency_apart() -> None:
    text = review(
        reviewed(
            chat(57, 5 * HOUR, risk=Money(118_600, "RUB")),
            chat(58, HOUR, cabinet=OZON, risk=Money(2753, "BYN")),
            ticket(63, 4 * DAY, risk=Money(50_000, "RUB")),
            done=(closed(41, Money(1_250_000, "RUB")), closed(42, Money(700, "BYN")), closed(43)),
        ),
        RULES, MONDAY,
    )  # fmt: skip
    assert text.startswith(f"Разбор хвостов. Понедельник, 16{NBSP}марта\nВисит 3, под риском")
    assert f"Висит 3, под риском 1{NBSP}686{NBSP}₽ и 27,53{NBSP}BYN." in text
    assert f"🔴 Просрочено: 2 · 1{NBSP}186{NBSP}₽ и 27,53{NBSP}BYN" in text
    assert f"#57 чат — на 5{NBSP}ч, 1{NBSP}186{NBSP}₽, Анна" in text
    assert f"Пора эскалировать: 1 · 500{NBSP}₽\n#63 обращение — 4{NBSP}дня" in text
    assert f"Закрыто с пн{NBSP}09.03, 10:00: 3, вернули 12{NBSP}500{NBSP}₽ и 7{NBSP}BYN" in text
    assert f"Дольше всех молчит поддержка: #63 обращение, 4{NBSP}дня" in text


def test_a_week_without_tails_says_so() -> None:
    text = review(reviewed(), RULES, MONDAY)
    assert "Хвостов нет. Всего открыто 0." in text
    assert "ничего не закрыли" in text


def test_the_group_sees_no_words_of_people_and_no_buyer() -> None:
    told = {
        "summary": WHISPER, "topic": WHISPER, "category": "other", "buyer": WHISPER,
        "goods": [{"kind": "article", "value": "140158860"}], "outcome": "solved",
    }  # fmt: skip
    content = reviewed(
        chat(1, HOUR, answers=told), ticket(2, 9 * DAY, answers=told, number=WHISPER),
        chat(3, -DAY, answers=told, assignee=None), done=(closed(4, answers=told),),
    )  # fmt: skip
    text = group_review(content, RULES, MONDAY, "journal_bot")
    assert WHISPER not in text
    assert '<a href="https://t.me/journal_bot?start=case_1">#1</a> чат, артикул 140158860' in text
    assert WHISPER in review(content, RULES, MONDAY)


some_cases = st.lists(
    st.tuples(
        st.integers(0, 2), st.timedeltas(timedelta(0), 400 * DAY), st.booleans(),
        st.none() | st.integers(1, 10**12),
    ),
    max_size=40,
)  # fmt: skip


@given(some_cases)
def test_a_review_of_any_cases_fits_one_message_and_names_a_tail_once(
    drawn: list[tuple[int, timedelta, bool, int | None]],
) -> None:
    cases = []
    for number, (what, age, led, minor) in enumerate(drawn, 1):
        answers = {"topic": "Ж" * 200, "category": "other"}
        more = {
            "assignee": ANNA if led else None, "answers": answers,
            "risk": minor and Money(minor, "RUB"),
        }  # fmt: skip
        cases.append(chat(number, age, **more) if what else ticket(number, age, **more))
    content = reviewed(*cases, done=tuple(closed(n) for n in range(100, 110)))
    assert len(ids(content.tails)) == len(set(ids(content.tails)))
    assert len(review(content, RULES, MONDAY)) <= 4096
    assert len(named(content)) <= 5 * LINES + 1


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-16T09:59:59+03:00", "2026-03-09"),
        ("2026-03-16T10:00:00+03:00", "2026-03-16"),
        ("2026-03-16T23:30:00+03:00", None),
        ("2026-03-18T03:00:00+03:00", None),
        ("2026-03-18T09:00:00+03:00", "2026-03-16"),
    ],
)
def test_a_late_review_waits_for_the_morning(now: str, due: str | None) -> None:
    utc = datetime.fromisoformat(now).astimezone(UTC)
    assert review_due(RULES, utc) == (due and date.fromisoformat(due))


def test_a_review_that_is_set_into_quiet_hours_comes_at_its_hour() -> None:
    early = Rules(review_at=Weekly(0, time(7)), quiet=QuietHours(time(23), time(8)))
    assert review_due(early, datetime(2026, 3, 16, 4, 0, 20, tzinfo=UTC)) == date(2026, 3, 16)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_the_latest_review_is_at_most_a_week_old(now: datetime, day: int, at: time) -> None:
    rules = Rules(review_at=Weekly(day, at))
    latest = latest_review(rules, now)
    assert latest <= now < latest + 7 * DAY
    assert latest.astimezone(rules.zone).weekday() == day
    assert next_review(rules, now) == latest + 7 * DAY


def test_the_next_review_moves_with_summer_time() -> None:
    berlin = Rules(zone=ZoneInfo("Europe/Berlin"))
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert latest_review(berlin, friday).hour == 9
    assert next_review(berlin, friday).hour == 8


@given(st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_weekly_hour_is_read_as_it_is_written(day: int, at: time) -> None:
    assert Weekly.read(str(Weekly(day, at))) == Weekly(day, at)


@pytest.mark.parametrize("written", ["", "10:00", "mon", "пн 10:00", "mon 25:00", "mon 10:00+03"])
def test_what_is_no_weekly_hour_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Weekly.read(written)


def test_the_buttons_offer_every_day_and_then_the_hours_of_the_chosen_one() -> None:
    parts, rules = PARTS[Choice.REVIEW_AT], Rules(review_at=Weekly(4, time(16, 30)))
    values = parts.of(rules)
    assert len(values) == 7
    assert {"mon 1630", "sun 1630", "fri 1630"} <= set(values)
    hours = parts.values("wed 1630", rules)
    assert {"wed 0900", "wed 1630"} <= set(hours)
    assert list(hours) == sorted(set(hours))


def reviews_of(messages: list[dict[str, object]]) -> list[str]:
    return [str(m["text"]) for m in messages if str(m.get("text", "")).startswith("Разбор")]


async def test_on_monday_the_owner_and_the_group_get_it_once(team: Team) -> None:
    await team.hire()
    group = await team.binds_group()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    await team.waits(days=4, hours=22)  # Monday, 10:01
    (told,) = reviews_of(team.owner.person.chat.messages)
    assert "Хвостов нет" in told
    await team.waits(days=7)
    told = reviews_of(team.owner.person.chat.messages)[-1]
    assert "🔴 Просрочено: 1" in told
    assert "Тимур" not in reviews_of(group.messages)[-1]
    assert len(reviews_of(group.messages)) == 2
    assert not reviews_of(team.anna.person.chat.messages)
    await team.waits(hours=3)
    assert len(reviews_of(team.owner.person.chat.messages)) == 2


async def test_its_lines_open_the_cards(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    await team.waits(days=11, hours=22)
    (shown,) = [m for m in team.owner.person.chat.messages if "Разбор" in str(m.get("text"))]
    assert shown["reply_markup"]["inline_keyboard"][0][0]["text"] == "#1"


async def test_after_weeks_of_silence_one_review_comes_in_the_morning(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await team.waits(days=25, hours=14)  # 02:01
    assert not reviews_of(team.owner.person.chat.messages)
    await team.waits(hours=7)
    assert len(reviews_of(team.owner.person.chat.messages)) == 1


async def test_a_late_one_stands_above_the_digest_of_the_same_moment(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    await team.waits(days=8, hours=22)
    assert str(team.owner.person.chat.messages[-3]["text"]).startswith("Разбор хвостов")
    assert "Добр" in team.owner.sees


async def test_the_owner_sets_its_day_and_hour_in_chat(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    assert f"Разбор хвостов: каждую неделю, пн{NBSP}10:00" in await team.owner.says("/settings")
    await team.owner.presses("Разбор хвостов")
    assert team.owner.buttons == [
        "Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье",
        "← Назад",
    ]  # fmt: skip
    assert "четверг. Во сколько?" in await team.owner.presses("Четверг")
    assert f"пн{NBSP}10:00" in await team.owner.presses("← Назад")  # nothing is kept yet
    await team.owner.does("Четверг", "18:00")
    assert f"Сейчас: каждую неделю, чт{NBSP}18:00" in team.owner.sees
    await team.waits(days=1, hours=5)
    assert not reviews_of(team.owner.person.chat.messages)
    await team.waits(hours=1)
    assert len(reviews_of(team.owner.person.chat.messages)) == 1


async def test_a_new_hour_makes_up_for_nothing_that_is_past(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await team.owner.says("/settings")
    await team.owner.does("Разбор хвостов", "Вторник", "10:00")
    await team.waits(minutes=1)
    assert not reviews_of(team.owner.person.chat.messages)


async def test_an_hour_of_today_that_is_past_is_made_up_for(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await team.owner.says("/settings")
    await team.owner.does("Разбор хвостов", "Среда", "10:00")
    await team.waits(minutes=1)
    assert len(reviews_of(team.owner.person.chat.messages)) == 1
    await team.owner.does("Среда", "12:00")
    await team.waits(minutes=1)
    assert len(reviews_of(team.owner.person.chat.messages)) == 1


async def test_the_digest_comes_at_the_hour_that_is_set_in_chat(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=1)
    heard = len(team.anna.person.chat.messages)
    await team.owner.says("/settings")
    await team.owner.does("Утренняя сводка", "13:00")
    assert "Сейчас: каждый день в 13:00" in team.owner.sees
    await team.waits(minutes=58)  # 12:59
    assert len(team.anna.person.chat.messages) == heard
    await team.waits(minutes=1)
    assert "Добр" in team.anna.sees
    await team.owner.does("07:00")
    heard = len(team.anna.person.chat.messages)
    await team.waits(minutes=1)
    assert len(team.anna.person.chat.messages) == heard
