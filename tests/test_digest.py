from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, OZON, a_case, a_chat
from stories import CHAT
from team import Member, Team

from cases.case import Case
from cases.clocks import running_clocks
from cases.digests import digest_put_off, is_stale, make_digest, next_digest
from cases.kinds import Kind
from cases.listening import Unseen
from cases.money import Money
from cases.roles import Role
from cases.rules import DAY, HOUR, QuietHours, Rules
from handlers.pings import Ping, in_lines
from texts.digests import DIGEST_LINES, Waited, digest
from texts.formats import NBSP, until
from texts.reminders import ping_line
from texts.rich_digests import rich_digest

RULES = Rules()
MORNING = datetime(2026, 3, 13, 6, 0, tzinfo=UTC)  # Friday, 09:00 in Moscow
ENDLESS = timedelta(days=400)


def chat(number: int, due: datetime, rub: int | None = None) -> Case:
    risk = None if rub is None else Money(rub * 100, "RUB")
    return a_chat(due - 10 * DAY, id=number, risk=risk)


def ticket(number: int, moved: datetime, **more: object) -> Case:
    return a_case(Kind.SUPPORT_TICKET, id=number, moved_at=moved, **more)


def ids(cases: tuple[Case, ...]) -> list[int]:
    return [case.id for case in cases]


def test_cases_stand_in_groups_by_urgency_and_in_them_by_deadline() -> None:
    content = make_digest(
        (
            chat(1, MORNING + 5 * DAY), chat(2, MORNING - HOUR), chat(3, MORNING + 30 * HOUR),
            chat(4, MORNING - 2 * DAY), chat(5, MORNING + HOUR),
            ticket(6, MORNING - 4 * DAY), ticket(7, MORNING - HOUR), ticket(8, MORNING - 9 * DAY),
        ),
        RULES,
        MORNING,
    )  # fmt: skip
    assert ids(content.overdue) == [4, 2]
    assert ids(content.soon) == [5, 3]
    assert ids(content.stale) == [8, 6]
    assert content.next_due is not None
    assert content.next_due.id == 5
    assert len(content.open) == 8


def test_of_two_with_one_deadline_the_dearer_comes_first() -> None:
    content = make_digest(
        (chat(1, MORNING), chat(2, MORNING, rub=500), chat(3, MORNING, rub=900)), RULES, MORNING
    )
    assert ids(content.overdue) == [3, 2, 1]


def test_of_as_many_days_late_the_dearer_comes_first() -> None:
    cases = (chat(1, MORNING - 5 * HOUR, rub=100), chat(2, MORNING - HOUR, rub=900))
    assert ids(make_digest(cases, RULES, MORNING).overdue) == [2, 1]


def answered(number: int, late: timedelta, at: datetime, **more: object) -> Case:
    return a_case(id=number, turn_since=at - 10 * DAY - late, answered_at=at, **more)


def test_the_lateness_of_yesterday_is_told() -> None:
    yesterday = MORNING - 20 * HOUR  # 13:00
    content = make_digest(
        (
            chat(1, yesterday), chat(2, MORNING - 2 * HOUR), chat(3, yesterday - DAY),
            answered(4, 3 * HOUR, yesterday), answered(5, -HOUR, yesterday),
            answered(6, HOUR, MORNING - HOUR),
        ),
        RULES, MORNING,
        (answered(7, 5 * HOUR, yesterday, closed_at=yesterday),),
    )  # fmt: skip
    assert ids(content.yesterday.passed) == [1]
    assert [(c.id, by) for c, by in content.yesterday.answered] == [(7, 5 * HOUR), (4, 3 * HOUR)]
    text = digest(content, RULES, MORNING)
    assert "Вчера прошёл срок, ответа ещё нет: #1" in text
    assert f"Вчера ответили позже срока: #7 на 5{NBSP}ч, #4 на 3{NBSP}ч" in text


def test_a_calm_morning_tells_of_a_late_yesterday_too() -> None:
    content = make_digest((answered(4, HOUR, MORNING - 20 * HOUR),), RULES, MORNING)
    text = digest(content, RULES, MORNING)
    assert "Горящего нет" in text
    assert "Вчера ответили позже срока: #4" in text


def test_of_a_yesterday_in_time_nothing_is_said() -> None:
    assert "Вчера" not in digest(make_digest((), RULES, MORNING), RULES, MORNING)


def test_soon_is_today_and_tomorrow_in_the_teams_zone() -> None:
    midnight = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)  # Sunday begins in Moscow
    cases = (chat(1, midnight - timedelta(seconds=1)), chat(2, midnight))
    assert ids(make_digest(cases, RULES, MORNING).soon) == [1]


def test_a_deadline_of_this_very_second_is_overdue() -> None:
    content = make_digest((chat(1, MORNING),), RULES, MORNING)
    assert (ids(content.overdue), ids(content.soon)) == ([1], [])


def test_a_stale_ticket_with_a_burning_deadline_is_named_once() -> None:
    both = ticket(1, MORNING - 9 * DAY, due_at=MORNING - HOUR)
    content = make_digest((both,), RULES, MORNING)
    assert (ids(content.overdue), ids(content.stale)) == ([1], [])


def test_staleness_begins_at_the_threshold_itself() -> None:
    case = ticket(1, NOW)
    assert not is_stale(case, RULES, NOW + 3 * DAY - timedelta(seconds=1))
    assert is_stale(case, RULES, NOW + 3 * DAY)
    assert not is_stale(a_chat(moved_at=NOW), RULES, NOW + ENDLESS)


deadlines = st.none() | st.timedeltas(-20 * DAY, 20 * DAY).map(lambda off: MORNING + off)
some_cases = st.lists(
    st.builds(
        lambda kind, due, age, rub: a_case(
            kind, due_at=due, moved_at=MORNING - age, risk=rub and Money(rub, "RUB")
        ),
        st.sampled_from(Kind), deadlines, st.timedeltas(timedelta(0), 20 * DAY),
        st.none() | st.integers(1, 10**9),
    ),
    max_size=12,
).map(lambda cases: tuple(_numbered(cases)))  # fmt: skip


def _numbered(cases: list[Case]) -> list[Case]:
    return [
        a_case(c.kind, id=n, due_at=c.due_at, moved_at=c.moved_at, risk=c.risk)
        for n, c in enumerate(cases, 1)
    ]


@given(some_cases)
def test_every_case_stands_in_one_group_at_most(cases: tuple[Case, ...]) -> None:
    content = make_digest(cases, RULES, MORNING)
    named = ids(content.overdue + content.soon + content.stale)
    assert len(named) == len(set(named))
    burning = {c.id for c in cases if c.due_at and c.due_at <= MORNING}
    assert burning == set(ids(content.overdue))


@given(some_cases)
def test_a_digest_of_any_cases_fits_one_message(cases: tuple[Case, ...]) -> None:
    text = digest(make_digest(cases, RULES, MORNING), RULES, MORNING)
    assert text.startswith(f"Доброе утро. Пятница, 13{NBSP}марта")
    assert len(text) <= 4096


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        ("03:59", "Пятница, 13"), ("04:00", "Доброе утро. Пятница, 13"),
        ("11:59", "Доброе утро. Пятница"), ("12:00", "Добрый день. Пятница"),
        ("17:59", "Добрый день. Пятница"), ("18:00", "Добрый вечер. Пятница"),
        ("23:59", "Добрый вечер. Пятница"),
    ],
)  # fmt: skip
def test_the_greeting_is_that_of_the_hour_at_which_it_is_read(at: str, begins: str) -> None:
    now = datetime.fromisoformat(f"2026-03-13T{at}+03:00").astimezone(UTC)
    content = make_digest((), RULES, now)
    assert digest(content, RULES, now).startswith(begins)
    long = make_digest(tuple(chat(n, now - n * HOUR) for n in range(1, 9)), RULES, now)
    assert (rich_digest(long, RULES, now) or "").startswith(f"<h3>{begins}")


def test_the_greeting_is_by_the_clock_of_the_teams_zone() -> None:
    far = Rules(zone=ZoneInfo("Asia/Vladivostok"))
    assert digest(make_digest((), far, MORNING), far, MORNING).startswith("Добрый день. Пятница")


def test_sums_of_two_currencies_are_never_added() -> None:
    cases = (
        chat(1, MORNING - HOUR, rub=1000),
        a_chat(MORNING - 11 * DAY, id=2, cabinet=OZON, risk=Money(2753, "BYN")),
    )
    text = digest(make_digest(cases, RULES, MORNING), RULES, MORNING)
    assert f"🔴 Просрочено: 2 · 1{NBSP}000{NBSP}₽ и 27,53{NBSP}BYN" in text


def test_a_long_group_is_cut_and_says_how_many_more_there_are() -> None:
    cases = tuple(chat(n, MORNING - n * HOUR) for n in range(1, DIGEST_LINES + 4))
    text = digest(make_digest(cases, RULES, MORNING), RULES, MORNING)
    assert f"🔴 Просрочено: {DIGEST_LINES + 3}" in text
    assert "ещё 3: /list" in text
    assert "#1 " not in text


def test_a_deadline_at_midnight_is_that_of_the_day_that_ends_with_it() -> None:
    midnight = MORNING - 9 * HOUR  # of Thursday to Friday
    assert until(midnight, RULES.zone, MORNING) == f"до чт{NBSP}12.03 включительно"
    assert until(midnight - HOUR, RULES.zone, MORNING) == f"до чт{NBSP}12.03, 23:00"
    friday = make_digest((chat(1, midnight),), RULES, MORNING)
    assert "Вчера прошёл срок, ответа ещё нет: #1" in digest(friday, RULES, MORNING)
    saturday = make_digest((chat(1, midnight),), RULES, MORNING + DAY)
    assert "Вчера прошёл срок" not in digest(saturday, RULES, MORNING + DAY)


def test_whoever_does_not_lead_a_case_reads_who_does() -> None:
    led = replace(chat(1, MORNING + DAY), assignee=ANNA)
    nobodys = replace(led, assignee=None)
    clock = running_clocks(led, RULES)[0]
    lines = [ping_line(case, clock, OLGA, RULES, MORNING) for case in (led, nobodys)]
    assert [line.rpartition(", ")[2] for line in lines] == ["Анна", "никто не ведёт"]
    assert ping_line(led, clock, ANNA, RULES, MORNING).endswith("09:00")


def test_what_a_ping_has_told_is_not_written_twice() -> None:
    cases = (chat(1, MORNING - HOUR), chat(2, MORNING - 2 * HOUR))
    content = make_digest(cases, RULES, MORNING)
    text = digest(content, RULES, MORNING, Waited(("🔴 #1 строка",), frozenset({1})))
    assert text.count("#1 ") == 1
    assert "🔴 Просрочено: 2" in text
    assert "уже названо выше: 1" in text


def test_what_nobody_saw_is_said_once_for_all_that_has_waited() -> None:
    cases = tuple(chat(n, MORNING + n * DAY) for n in (1, 2))
    unseen = Unseen(ANNA, MORNING - 12 * HOUR)
    clocks = [running_clocks(case, RULES)[0] for case in cases]
    pings = [
        Ping(f"ping:{case.id}", case, clock, unseen.person, Role.OWNER, waited=True, unseen=unseen)
        for case, clock in zip(cases, clocks, strict=True)
    ]
    lines, once = in_lines(pings, RULES, MORNING)
    waited = Waited(tuple(lines), frozenset({1, 2}), once)
    head = "ждали утра: 2\nАнна: напоминание не отмечено с"
    content = make_digest(cases, RULES, MORNING)
    assert head in digest(content, RULES, MORNING, waited)
    many = tuple(chat(n, MORNING + HOUR) for n in range(3, 12))
    html = rich_digest(make_digest(many, RULES, MORNING), RULES, MORNING, waited)
    assert html is not None
    assert head.replace("\n", "<br>") in html
    assert html.count("не отмечено") == 1


def test_a_group_that_the_pings_have_told_in_full_is_left_out() -> None:
    content = make_digest((chat(1, MORNING - HOUR), chat(2, MORNING + HOUR)), RULES, MORNING)
    text = digest(content, RULES, MORNING, Waited(("🔴 #1 строка",), frozenset({1})))
    assert "Просрочено" not in text
    assert "названо выше" not in text
    assert "🟠 Сегодня и завтра: 1" in text
    assert "Всего открыто 2" in text


def test_a_quiet_morning_is_told_too_with_the_nearest_deadline() -> None:
    text = digest(make_digest((chat(9, MORNING + 5 * DAY),), RULES, MORNING), RULES, MORNING)
    assert "Горящего нет" in text
    assert f"ближайший срок в ср{NBSP}18.03 (#9)" in text


def test_a_journal_with_nothing_open_says_so() -> None:
    assert "Открытых обращений нет." in digest(make_digest((), RULES, MORNING), RULES, MORNING)


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-03-13T08:59:59+03:00", "2026-03-13T09:00:00+03:00"),
        ("2026-03-13T09:00:00+03:00", "2026-03-14T09:00:00+03:00"),
        ("2026-03-13T23:30:00+03:00", "2026-03-14T09:00:00+03:00"),
        ("2026-12-31T12:00:00+03:00", "2027-01-01T09:00:00+03:00"),
    ],
)
def test_the_next_digest_is_the_next_morning_of_the_team(now: str, at: str) -> None:
    utc = datetime.fromisoformat(now).astimezone(UTC)
    assert next_digest(RULES, utc) == datetime.fromisoformat(at)


def test_the_morning_moves_with_summer_time() -> None:
    berlin = Rules(zone=ZoneInfo("Europe/Berlin"))
    assert next_digest(berlin, datetime(2026, 3, 28, 12, tzinfo=UTC)).hour == 7
    assert next_digest(berlin, datetime(2026, 3, 27, 12, tzinfo=UTC)).hour == 8


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York"]),
)
def test_the_next_digest_is_always_ahead_and_within_a_day_and_an_hour(
    now: datetime, at: time, zone: str
) -> None:
    planned = next_digest(Rules(zone=ZoneInfo(zone), digest_at=at), now)
    assert now < planned <= now + DAY + HOUR


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-13T03:00:00+03:00", "2026-03-13T09:00:00+03:00"),
        ("2026-03-13T08:01:00+03:00", "2026-03-13T09:00:00+03:00"),
        ("2026-03-13T09:00:00+03:00", None),
        ("2026-03-13T20:59:59+03:00", None),
        ("2026-03-13T23:30:00+03:00", "2026-03-14T09:00:00+03:00"),
    ],
)
def test_a_late_digest_waits_for_the_end_of_the_night_and_its_own_hour(
    now: str, until: str | None
) -> None:
    utc = datetime.fromisoformat(now).astimezone(UTC)
    assert digest_put_off(RULES, utc) == (until and datetime.fromisoformat(until))


def test_a_digest_that_is_set_into_quiet_hours_comes_at_its_hour() -> None:
    early = Rules(digest_at=time(7), quiet=QuietHours(time(23), time(8)))
    assert digest_put_off(early, datetime(2026, 3, 13, 4, 0, 20, tzinfo=UTC)) is None


async def test_an_answer_that_came_late_is_in_the_next_digest(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    await team.waits(days=10)
    await team.anna.does("/status #1", "Мы ответили")
    await team.waits(days=1)
    assert "Вчера ответили позже срока: #1" in digests(team.owner, 0)[-1]
    assert "Вчера ответили позже срока: #1" in digests(team.anna, 0)[-1]
    assert "Вчера" not in digests(team.boris, 0)[-1]


def digests(member: Member, after: int) -> list[str]:
    heard = member.person.chat.messages[after:]
    return [m["text"] for m in heard if m.get("text", "").startswith("Добр")]


async def test_after_days_of_silence_one_digest_comes_and_not_in_the_night(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    heard = len(team.owner.person.chat.messages)
    await team.waits(days=8, hours=15)  # 03:01 in Moscow
    assert digests(team.owner, heard) == []
    await team.waits(hours=5)  # 08:01: the pings that waited come by themselves
    assert digests(team.owner, heard) == []
    await team.waits(hours=1, minutes=6)
    assert len(digests(team.owner, heard)) == 1
    await team.waits(hours=12)
    assert len(digests(team.owner, heard)) == 1


async def test_a_promise_that_is_due_or_late_is_named_as_one(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "06.03 12:00", "замену")
    await team.waits(minutes=1)
    await team.waits(hours=22)
    assert "— обещание, завтра 12:00, Анна" in digests(team.owner, 0)[-1]
    await team.waits(days=1, hours=10)
    await team.waits(hours=14)
    told = digests(team.owner, 0)[-1]
    assert f"— обещание просрочено на 22{NBSP}ч, Анна" in told
    assert "Вчера прошёл срок обещания: #1" in told
    assert "ответа ещё нет" not in told


async def test_a_person_gets_one_digest_of_a_date_whatever_is_planned(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=11)
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    heard = len(team.owner.person.chat.messages)
    await team.waits(days=8, hours=10)
    async with team.database.transaction():
        await team.database.rows("UPDATE people SET digest_next_at = digest_next_at - 86400")
    await team.waits(hours=1)
    assert len(digests(team.owner, heard)) == 1
