"""Who is away, who stands in, who is on duty: the rules of the roster and the stories."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, a_chat
from stories import CHAT, SAVED
from team import Team
from test_clocks import MOSCOW, msk
from test_reminders import chats
from test_snoozing import heard, is_pinged

from cases.case import Absence, Duty, Person
from cases.moments import DateInPast, DateUnreadable
from cases.orders import Order, UnknownName, named, read_order, read_span, understood
from cases.roles import Role
from cases.roster import Roster
from cases.rules import DAY, Rules
from handlers import returning
from storage.presence import _URGENT
from texts.formats import NBSP

BORIS = Person(3, 7_000_002_045, "Борис", Role.MANAGER, username="Boris")
VERA = Person(4, 7_000_003_045, "Вера", Role.MANAGER)
DAYS = 9 * DAY


def away(person: Person, stand_in: Person | None = None, **more: timedelta) -> Person:
    since = NOW + more.get("after", timedelta(0))
    return replace(person, away=Absence(since, since + DAYS, stand_in.id if stand_in else None))


def roster(*people: Person, duty: Person | None = None, now: datetime = NOW) -> Roster:
    on_duty = Duty(duty.id, NOW, NOW + DAY) if duty else None
    return Roster((OLGA, *people), Rules(), now, on_duty)


def leader(found: Roster) -> str:
    person = found.leader(a_chat())
    assert person is not None
    return person.name


def test_whoever_leads_a_case_hears_of_it() -> None:
    assert leader(roster(ANNA, BORIS)) == "Анна"


def test_who_stands_in_hears_instead() -> None:
    assert leader(roster(away(ANNA, BORIS), BORIS)) == "Борис"


def test_without_a_stand_in_it_is_the_deputy_then_the_duty_then_the_owner() -> None:
    gone = replace(away(ANNA), deputy_id=BORIS.id)
    assert leader(roster(gone, BORIS, VERA, duty=VERA)) == "Борис"
    assert leader(roster(away(ANNA), BORIS, VERA, duty=VERA)) == "Вера"
    assert leader(roster(away(ANNA), BORIS, VERA)) == "Ольга"


def test_a_stand_in_who_is_away_has_a_stand_in_too() -> None:
    assert leader(roster(away(ANNA, BORIS), away(BORIS, VERA), VERA)) == "Вера"


def test_the_duty_comes_after_the_deputy_also_when_the_stand_in_is_away() -> None:
    gone = replace(away(ANNA, BORIS), deputy_id=VERA.id)
    assert leader(roster(gone, away(BORIS), VERA, duty=OLGA)) == "Вера"
    assert leader(roster(away(ANNA, BORIS), away(BORIS), VERA, duty=VERA)) == "Вера"


def test_two_who_stand_in_for_each_other_are_no_circle() -> None:
    assert leader(roster(away(ANNA, BORIS), away(BORIS, ANNA))) == "Ольга"


def test_a_duty_that_is_away_or_over_is_none() -> None:
    assert leader(roster(away(ANNA), away(VERA), duty=VERA)) == "Ольга"
    later = roster(away(ANNA), VERA, duty=VERA, now=NOW + 2 * DAY)
    assert leader(later) == "Ольга"


def test_nobodys_cases_are_the_dutys_and_else_the_owners() -> None:
    case = replace(a_chat(), assignee=None)
    assert roster(ANNA, VERA, duty=VERA).leader(case) == VERA
    assert roster(ANNA, VERA).leader(case) == OLGA


def test_an_absence_holds_from_its_beginning_to_its_end() -> None:
    for at, name in ((NOW, "Анна"), (NOW + 2 * DAY, "Борис"), (NOW + 12 * DAY, "Анна")):
        assert leader(roster(away(ANNA, BORIS, after=DAY), BORIS, now=at)) == name


def test_the_owners_reminders_go_to_who_stands_in_for_the_owner() -> None:
    gone = replace(away(OLGA, BORIS))
    found = Roster((gone, ANNA, BORIS), Rules(), NOW)
    assert [ear.person.name for ear in found.ears(a_chat())] == ["Анна", "Борис"]
    alone = Roster((away(OLGA), ANNA), Rules(), NOW)
    assert [ear.person.name for ear in alone.ears(a_chat())] == ["Анна", "Ольга"]


def test_the_chain_names_each_person_once() -> None:
    found = roster(replace(ANNA, deputy_id=OLGA.id), BORIS)
    assert [ear.person.name for ear in found.chain(a_chat())] == ["Анна", "Ольга"]
    found = roster(replace(ANNA, deputy_id=BORIS.id), BORIS)
    assert [ear.person.name for ear in found.chain(a_chat())] == ["Анна", "Борис", "Ольга"]


people = st.sampled_from([None, 1, 2, 3, 4])


@given(st.lists(st.tuples(st.booleans(), people, people), min_size=4, max_size=4), people)
def test_whoever_is_away_somebody_always_hears_and_nobody_who_is_away_but_the_owner(
    told: list[tuple[bool, int | None, int | None]], duty: int | None
) -> None:
    everybody = [OLGA, ANNA, BORIS, VERA]
    team = tuple(
        replace(p, deputy_id=deputy, away=Absence(NOW, NOW + DAYS, other) if gone else None)
        for p, (gone, other, deputy) in zip(everybody, told, strict=True)
    )
    found = Roster(team, Rules(), NOW, Duty(duty, NOW, NOW + DAY) if duty else None)
    for ear in (*found.ears(a_chat()), *found.chain(a_chat())):
        assert ear.person.role is Role.OWNER or not found.is_away(ear.person)
    assert [ear.role for ear in found.ears(a_chat())] == [Role.MANAGER, Role.OWNER]


# What is typed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", Order((), "", ())),
        ("20.03", Order((), "20.03", ())),
        ("20.03 @anya", Order((), "20.03", ("anya",))),
        ("до 20.03, @anya", Order((), "до 20.03", ("anya",))),
        ("@boris 20.03 @anya", Order(("boris",), "20.03", ("anya",))),
        ("@anya", Order(("anya",), "", ())),
        ("@anya 20.03 14:00", Order(("anya",), "20.03 14:00", ())),
    ],
)
def test_an_order_is_taken_apart(text: str, order: Order) -> None:
    assert read_order(text) == order


@given(st.text(st.sampled_from("@ab .,-–03 яи\n"), max_size=40) | st.text(max_size=60))
def test_any_line_is_taken_apart(text: str) -> None:
    order = read_order(text)
    assert all(each and "@" not in each for each in (*order.before, *order.after))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("20.03", None, "2026-03-20 23:59"),
        ("до 20.03", None, "2026-03-20 23:59"),
        ("20.03 14:00", None, "2026-03-20 14:00"),
        ("пятница", None, "2026-03-06 23:59"),
        ("18.03-20.03", "2026-03-18 00:00", "2026-03-20 23:59"),
        ("18.03 – 20.03", "2026-03-18 00:00", "2026-03-20 23:59"),
        ("04.03–06.03", None, "2026-03-06 23:59"),
    ],
)
def test_a_span_lasts_to_the_end_of_its_last_day(text: str, since: str | None, until: str) -> None:
    begins = msk(since) if since else NOW
    assert read_span(text, NOW, MOSCOW) == (begins, msk(until))


@pytest.mark.parametrize(("text", "why"), [("01.03.2026", DateInPast), ("абв", DateUnreadable)])
def test_a_span_that_cannot_be_is_refused(text: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        read_span(text, NOW, MOSCOW)


def test_people_are_named_as_in_telegram_whatever_the_case() -> None:
    assert named((ANNA, BORIS), "bOrIs") == BORIS
    with pytest.raises(UnknownName):
        named((ANNA, BORIS), "petya")


# Stories ----------------------------------------------------------------------------------------


async def test_while_anna_is_away_her_reminders_come_to_boris_and_then_return(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    told = await team.anna.says("/away 10.03 @boris")
    assert f"Анна: отсутствие до вт{NBSP}10.03 включительно" in told
    assert "Напоминания пока получает Борис." in told
    assert "приходят вам: открыто 1" in team.boris.sees
    assert f"Анна: отсутствие до вт{NBSP}10.03" in team.owner.sees
    since = len(team.anna.person.chat.messages)
    await team.waits(days=5)
    assert len(heard(team.boris, "истекает срок ответа по #1")) == 1
    assert len(team.anna.person.chat.messages) == since
    assert f"Анна: отсутствие до вт{NBSP}10.03 включительно, напоминания получает Борис" in (
        await team.boris.says("/status #1")
    )
    assert f"отсутствие до вт{NBSP}10.03 включительно, заменяет Борис" in (
        await team.owner.says("/team")
    )
    await team.waits(days=1, hours=20)  # 11.03, 08:00: it is over, and still night
    assert len(team.anna.person.chat.messages) == since
    await team.waits(hours=1)
    news = "".join(str(m.get("text")) for m in team.anna.person.chat.messages[since:])
    assert (
        f"Вы снова на месте: напоминания опять приходят вам.\nБез вас напоминали про 1{NBSP}обр"
        in news
    )
    assert "снова на месте" in team.boris.saw
    assert "отсутствие" not in await team.boris.says("/status #1")
    await team.waits(hours=3)
    assert heard(team.anna, "истекает срок ответа по #1", since)


async def test_what_anna_has_put_off_comes_to_boris_while_she_is_away(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=5)  # 9.03, 12:00
    await team.anna.does("Отложить", "3 часа")
    await team.anna.says("/away 10.03 @boris")
    since = [len(each.person.chat.messages) for each in (team.anna, team.boris)]
    await team.waits(hours=3)
    assert len(heard(team.boris, "истекает срок ответа по #1", since[1])) == 1
    assert not heard(team.anna, "истекает срок ответа по #1", since[0])


async def test_what_anna_is_told_when_she_comes_back_and_does_not_see_goes_on(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")  # the deadline is on 14.03 at 10:01
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.anna.says("/away 20.03 @olga")
    await team.waits(days=11)  # 15.03, 12:00
    assert "просрочено на 1" in await team.anna.says("/back")
    since = len(team.boris.person.chat.messages)
    await team.waits(hours=1, minutes=59)
    assert not heard(team.boris, "#1", since)
    await team.waits(minutes=1)
    assert len(heard(team.boris, "#1", since)) == 1


async def test_away_alone_asks_until_when_and_who_stands_in(team: Team) -> None:
    await team.hire()
    assert "До какого дня не будет" in await team.anna.says("/away")
    assert "Кому пока приходят" in await team.anna.says("20.03")
    assert "Анна" not in team.anna.buttons
    told = await team.anna.presses("Борис")
    assert f"Анна: отсутствие до пт{NBSP}20.03 включительно" in told
    assert "снова на месте" in await team.anna.presses("Я на месте")
    assert "и так на месте" in await team.anna.says("/back")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/away 20.03 @petya", "В команде нет «@petya». Есть: @olga, @anna, @boris."),
        ("/away 31.02 @boris", "в феврале нет 31-го числа"),
        ("/away 01.03.2026 @boris", "уже прошло"),
        ("/away когда-нибудь", "Не разобрал дату"),
        ("/away 20.03 @anna", "Заменить себя собой нельзя"),
        ("/away 31.02", "«28.02» или «пятница»"),
        ("/away @boris 20.03 @anna", "Отсутствие других отмечает владелец"),
        ("/away 20.03-18.03 @boris", "уже прошло"),
        ("/duty @petya", "В команде нет «@petya»"),
        ("/duty @boris", "Дежурных назначает владелец"),
        ("/duty @anna 31.02", "в феврале нет 31-го числа"),
        ("/duty абв", "Не разобрал дату «абв»"),
        ("/duty 1", "Например: /duty @имя"),
        ("/duty 18.03-20.03 @anna", "Дежурство начинается сразу"),
    ],
)
async def test_what_cannot_be_is_answered_with_what_would_be_right(
    team: Team, line: str, answer: str
) -> None:
    await team.hire()
    await team.boris.says("привет")
    assert answer in await team.anna.says(line)
    rows = await team.database.rows("SELECT 1 FROM people WHERE away_until IS NOT NULL")
    assert not rows
    assert not await team.database.rows("SELECT 1 FROM duties")


async def test_the_owner_sets_it_for_others(team: Team) -> None:
    await team.hire()
    await team.boris.says("привет")
    await team.owner.does("/team", "Отсутствие", "Анна", "20.03", "Борис")
    assert "Анна: отсутствие до" in team.owner.sees
    assert "Анна: отсутствие до" in team.anna.sees
    await team.owner.presses("Уже на месте")
    assert "Вы снова на месте" in team.anna.sees
    told = await team.owner.says("/away @anna 18.03-20.03 @boris")
    assert f"отсутствие с ср{NBSP}18.03 до пт{NBSP}20.03 включительно" in told


async def test_who_stands_in_for_the_owner_reads_that_the_owners_reminders_come(team: Team) -> None:
    await team.hire()
    await team.owner.says("/away 20.03 @anna")
    assert "Напоминания владельца приходят вам, по всем обращениям. Потом" in team.anna.sees


async def test_who_will_stand_in_reads_from_when(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03-12.03 @boris")
    assert f"отсутствие с вт{NBSP}10.03 до чт{NBSP}12.03 включительно." in team.boris.sees
    assert "придут вам" in team.boris.sees


async def test_a_name_without_a_date_is_asked_for_the_day_and_kept(team: Team) -> None:
    await team.hire()
    assert "До какого дня не будет?" in await team.anna.says("/away @boris")
    told = await team.anna.says("20.03")
    assert "до пт\u00a020.03 включительно. Напоминания пока получает Борис." in told


@pytest.mark.parametrize(
    ("line", "stand_in", "left"),
    [
        ("/away 20.03 @boris @olga", "Борис", "/away 20.03 @olga"),
        ("/away 20.03 @olga, @boris", "Ольга", "/away 20.03 @boris"),
        ("/away @boris @olga 18.03 - 20.03", "Борис", "/away 18.03 - 20.03 @olga"),
    ],
)
async def test_of_two_stand_ins_it_is_said_who_it_is_and_how_to_change_it(
    team: Team, line: str, stand_in: str, left: str
) -> None:
    await team.hire()
    told = await team.anna.says(line)
    assert f"Напоминания пока получает {stand_in}." in told
    assert told.endswith(f"Заменять может один: сейчас это {stand_in}. Поменять: {left}")


async def test_two_stand_ins_without_a_date_are_answered_too(team: Team) -> None:
    await team.hire()
    told = await team.anna.says("/away @boris @olga")
    assert "До какого дня не будет?" in told
    assert "Заменять может один: сейчас это Борис. Поменять: /away 20.03 @olga" in told


async def test_the_owner_reads_who_of_those_that_are_away_was_kept(team: Team) -> None:
    await team.hire()
    told = await team.owner.says("/away @anna @boris 20.03 @olga")
    assert told.startswith("Анна: отсутствие")
    assert told.endswith("За раз отмечаю одного: Анна. Отдельно: /away @boris 20.03 @olga")
    told = await team.owner.says("/away @anna 20.03 @olga @boris")
    assert told.endswith("сейчас это Ольга. Поменять: /away @anna 20.03 @boris")


async def test_ones_own_name_among_two_is_no_stand_in(team: Team) -> None:
    await team.hire()
    told = await team.anna.says("/away 20.03 @anna @boris")
    assert told.endswith("Напоминания пока получает Борис.")


@pytest.mark.parametrize("line", ["/away 20.03 Борис", "/away Борис 20.03", "/away 20.03 boris"])
async def test_people_are_understood_without_the_sign_before_their_names(
    team: Team, line: str
) -> None:
    await team.hire()
    assert "Напоминания пока получает Борис." in await team.anna.says(line)


@pytest.mark.parametrize(
    "line",
    ["/duty 20.03 @boris", "/duty @boris 20.03", "/duty Борис 20.03", "/duty до 20.03 boris"],
)
async def test_a_duty_is_told_in_one_line_in_any_order(team: Team, line: str) -> None:
    await team.hire()
    told = await team.owner.says(line)
    assert told.startswith(f"Дежурит Борис до пт{NBSP}20.03 включительно.")
    assert "Вы дежурите" in team.boris.sees


async def test_a_duty_without_a_date_lasts_to_the_end_of_the_day(team: Team) -> None:
    await team.hire()
    told = await team.owner.says("/duty @boris")
    assert told.startswith(f"Дежурит Борис до ср{NBSP}04.03 включительно.")


async def test_a_date_alone_asks_the_owner_who_is_on_duty_until_then(team: Team) -> None:
    await team.hire()
    assert await team.owner.says("/duty 20.03") == f"Кто дежурит до пт{NBSP}20.03 включительно?"
    told = await team.owner.presses("Борис")
    assert told.startswith(f"Дежурит Борис до пт{NBSP}20.03 включительно.")


async def test_a_date_alone_of_a_manager_is_about_themselves(team: Team) -> None:
    await team.hire()
    told = await team.anna.says("/duty 20.03")
    assert told.startswith(f"Дежурит Анна до пт{NBSP}20.03 включительно.")


async def test_the_day_may_be_typed_when_it_is_asked_for(team: Team) -> None:
    await team.hire()
    told = await team.owner.does("/duty", "Борис")
    assert told.startswith("Дежурить будет Борис.")
    assert team.owner.buttons == ["Сегодня", "До воскресенья", "Отмена"]
    assert "Не разобрал дату «абв»" in await team.owner.says("абв")
    told = await team.owner.says("20.03")
    assert told.startswith(f"Дежурит Борис до пт{NBSP}20.03 включительно.")


async def test_of_two_on_duty_it_is_said_who_it_is(team: Team) -> None:
    await team.hire()
    told = await team.owner.says("/duty @boris @anna 20.03")
    assert told.startswith("Дежурит Борис")
    assert told.endswith("Дежурить может один: сейчас это Борис. Поменять: /duty @anna")


async def test_who_is_on_duty_and_away_is_named_as_both(team: Team) -> None:
    await team.hire()
    await team.boris.says("/away 10.03")
    told = await team.owner.says("/duty @boris 20.03")
    away = f"Но сейчас отсутствие до вт{NBSP}10.03 включительно, поэтому пока никто не дежурит."
    assert told.startswith(f"Дежурит Борис до пт{NBSP}20.03 включительно. {away}")


async def test_a_button_of_a_duty_that_is_over_does_nothing(team: Team) -> None:
    await team.hire()
    await team.owner.says("/duty 04.03 18:00")
    await team.waits(hours=7)
    await team.owner.presses("Борис")
    assert not await team.database.rows("SELECT 1 FROM duties")


def test_a_first_name_that_two_have_names_nobody() -> None:
    twin = replace(VERA, id=5)
    with pytest.raises(UnknownName):
        named((VERA, twin), "Вера")
    assert named((VERA,), "вера") == VERA


def test_a_name_that_is_a_month_is_a_month_where_a_date_is_meant() -> None:
    marta = replace(VERA, name="Марта")
    assert understood("20 марта", (marta,), NOW, MOSCOW) == Order((), "20 марта", ())
    assert understood("20.03 Марта", (marta,), NOW, MOSCOW) == Order((), "20.03", ("Марта",))


@given(st.text(st.sampled_from("@ab .,-–03 ямарт\n"), max_size=40) | st.text(max_size=60))
def test_any_line_is_understood_or_left_as_it_is(text: str) -> None:
    order = understood(text, (ANNA, BORIS, VERA), NOW, MOSCOW)
    assert all(each and "@" not in each for each in (*order.before, *order.after))


async def test_an_absence_that_is_to_come_takes_over_what_is_near_when_it_begins(
    team: Team,
) -> None:
    await is_pinged(team)  # 9.03
    await team.anna.says("/away 13.03-16.03 @boris")
    await team.waits(days=3)
    assert not heard(team.boris, "истекает")
    await team.waits(days=1)  # 13.03: the absence has begun, the deadline is near
    assert heard(team.boris, "Завтра в 10:01 истекает срок ответа по #1")


async def test_the_duty_hears_of_nobodys_cases_and_for_who_is_away_without_a_deputy(
    team: Team,
) -> None:
    await team.hire()
    await team.boris.says("привет")
    assert "никто не дежурит" in await team.owner.says("/duty")
    await team.owner.does("Борис", "До воскресенья")
    assert f"Дежурит Борис до вс{NBSP}08.03 включительно" in team.owner.sees
    assert "Вы дежурите" in team.boris.sees
    await chats(team, 1)
    async with team.database.transaction():
        await team.database.rows("UPDATE cases SET assignee_id = NULL")
    await team.owner.says("/duty @boris 20.03")
    assert f"дежурит до пт{NBSP}20.03" in await team.owner.says("/team")
    await team.waits(days=5, minutes=5)
    assert len(heard(team.boris, "истекает")) == 1
    assert not heard(team.owner, "истекает")


async def test_a_manager_takes_the_duty_and_gives_it_back(team: Team) -> None:
    await team.hire()
    await team.anna.does("/duty", "Я дежурю", "Сегодня")
    assert f"Дежурит Анна до ср{NBSP}04.03 включительно" in team.anna.sees
    assert "никто не дежурит" in await team.anna.presses("Снять дежурство")


async def test_who_is_away_gets_no_digest_and_who_stands_in_has_their_cases_in_it(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/away 20.03 @boris")
    await team.waits(minutes=1)
    since = len(team.anna.person.chat.messages)
    await team.waits(days=1)
    assert not heard(team.anna, "Добр", since)
    assert "открыто 1" in team.boris.sees


async def test_a_form_goes_on_after_an_absence_is_told(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Порвалась молния", "/away 20.03")
    assert "отсутствие до" in team.anna.sees
    assert "Когда сообщение появилось" not in await team.anna.says("Только что")


async def test_two_who_stand_in_for_each_other_are_told_who_hears_of_it_really(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 20.03 @boris")
    told = await team.boris.says("/away 20.03 @anna")
    assert told.endswith("Напоминания пока получает Ольга.")


async def test_the_owner_who_leaves_without_a_stand_in_reads_that_reminders_come_on(
    team: Team,
) -> None:
    await team.hire()
    assert (await team.owner.says("/away 20.03")).endswith("а если его нет, приходят как раньше.")
    assert (await team.anna.says("/away 20.03")).endswith("а если его нет, владелец.")


async def test_an_absence_told_in_one_line_ends_the_questions_about_it(team: Team) -> None:
    await team.hire()
    await team.anna.does("/away", "/away 20.03 @boris")
    assert "До какого дня" not in await team.anna.says("через 3 дня")


async def test_whoever_is_away_already_reads_until_when_and_can_be_back_or_change_it(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.says("/away 20.03 @boris")
    asked = await team.anna.says("/away")
    assert asked.startswith(f"Анна: отсутствие до пт{NBSP}20.03 включительно. Напоминания пока")
    assert "До какого дня не будет" in asked
    await team.anna.does("25.03", "Борис")
    assert f"до ср{NBSP}25.03" in team.anna.sees
    await team.anna.says("/away")
    assert "снова на месте" in await team.anna.presses("Я на месте")
    assert "До какого дня" not in await team.anna.says("через 3 дня")


async def test_a_card_names_who_really_hears_when_the_stand_in_is_away_too(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/away 20.03 @boris")
    assert "напоминания получает Борис" in await team.owner.says("/status #1")
    await team.boris.says("/away 20.03")
    assert "напоминания получает Ольга" in await team.owner.says("/status #1")
    card = await team.owner.presses("Взять в работу")
    assert "Анна: отсутствие до" in card
    assert "напоминания получает Ольга" in card
    await team.waits(days=5)
    assert heard(team.owner, "истекает срок ответа по #1")


async def test_a_card_names_the_duty_for_who_has_named_nobody(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/away 20.03")
    assert "напоминания получает Ольга" in await team.boris.says("/status #1")
    await team.boris.does("/duty", "Я дежурю", "Сегодня")
    assert "напоминания получает Борис" in await team.boris.says("/status 1")
    await team.waits(days=1)
    assert "напоминания получает Ольга" in await team.boris.says("/status #1")


async def test_a_card_names_nobody_else_when_nobody_hears_instead(team: Team) -> None:
    await team.hire()
    await team.owner.does(*CHAT, "К итогу", "Сохранить", "/away 20.03")
    assert "Ольга: отсутствие до" in await team.anna.says("/status #1")
    assert "напоминания получает" not in team.anna.sees


# Coming back ------------------------------------------------------------------------------------

OTHERS = ["вчера 10:01" if deed == "сегодня 10:01" else deed for deed in SAVED]
"""Another chat, a day older."""


async def _owner_is_away(team: Team) -> None:
    """#1 of Anna, #2 of the owner's own; Boris stands in for her, 12.03 at 14:00."""
    await team.hire()
    await team.anna.does(*SAVED)
    await team.owner.does(*("Ия" if deed == "Тимур" else deed for deed in OTHERS))
    await team.owner.says("/away 15.03 @boris")
    await team.waits(days=8)
    assert len(heard(team.boris, "по #1")) == 1
    assert len(heard(team.boris, "по #2")) == 1
    await team.waits(hours=2)


async def test_the_owner_who_comes_back_reads_in_one_message_what_runs(team: Team) -> None:
    await team.begins(_owner_is_away)
    since = len(team.owner.person.chat.messages)
    told = await team.owner.says("/back")
    assert told == (
        "Вы снова на месте: напоминания опять приходят вам.\n"
        f"Без вас напоминали про 1{NBSP}обращение:\n\n"
        f"🟠↩️ #2 чат, Ия, артикул 140158860: до пт{NBSP}13.03, 10:01, Ольга\n\n"
        "Срочное у команды:\n\n"
        f"🟠↩️ #1 чат, Тимур, артикул 140158860: до сб{NBSP}14.03, 10:01, Анна"
    )
    assert team.owner.buttons == ["#2", "#1", "Вижу"]
    for _ in range(4):
        await team.waits(hours=1)
    assert len(team.owner.person.chat.messages) == since + 2  # the command and the answer


async def test_what_comes_up_after_coming_back_is_told_as_usual(team: Team) -> None:
    await team.begins(_owner_is_away)
    await team.owner.says("/back")
    since = len(team.owner.person.chat.messages)
    await team.waits(hours=21)  # 13.03, 11:00: #1 has a day left, #2 is overdue
    assert len(heard(team.owner, "Завтра в 10:01 истекает срок ответа по #1", since)) == 1


async def test_what_was_told_to_who_comes_back_is_acknowledged_by_one_press(team: Team) -> None:
    await team.begins(_owner_is_away)
    await team.owner.does("/back", "Вижу")
    rows = await team.database.rows("SELECT key FROM pings WHERE person_id = 1 AND seen_at > 0")
    assert [row["key"].split(":")[1] for row in rows] == ["2", "1"]


async def test_a_manager_who_comes_back_reads_only_of_their_own(team: Team) -> None:
    await team.begins(_owner_is_away)
    await team.anna.says("/away 15.03")
    told = await team.anna.says("/back")
    assert told.splitlines()[1:] == [
        "Срочное у вас:", "", f"🟠↩️ #1 чат, Тимур, артикул 140158860: до сб{NBSP}14.03, 10:01, Анна"
    ]  # fmt: skip


async def test_with_nothing_urgent_that_is_said(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SAVED)
    await team.owner.says("/away 15.03")
    assert (await team.owner.says("/back")).endswith("опять приходят вам.\nСрочного нет.")


async def test_in_the_morning_of_a_digest_what_is_urgent_stands_there(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SAVED)
    await team.anna.says("/away 12.03 @boris")
    await team.waits(days=8)  # Boris is reminded
    await team.waits(hours=20)
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=1)  # 13.03, 09:00
    texts = [str(m["text"]) for m in team.anna.person.chat.messages[since:]]
    assert len([text for text in texts if "#1 чат, Тимур, артикул 140158860 — завтра" in text]) == 1
    (back,) = [text for text in texts if text.startswith("Вы снова на месте")]
    assert "Срочное" not in back
    assert "Без вас напоминали про" in back


async def test_what_is_due_for_who_comes_back_in_the_morning_stands_in_the_digest(
    team: Team,
) -> None:
    await team.hire()
    await team.boris.does(*SAVED)
    await team.owner.says("/away 12.03 @boris")
    await team.waits(days=8, hours=20, minutes=59)
    since = len(team.owner.person.chat.messages)
    for _ in range(20):  # from 13.03, 09:00
        await team.waits(minutes=1)
    texts = [str(m["text"]) for m in team.owner.person.chat.messages[since:]]
    assert [text.partition("\n")[0] for text in texts] == [
        "Вы снова на месте: напоминания опять приходят вам.",
        f"Доброе утро. Пятница, 13{NBSP}марта",
    ]
    assert "Напоминания, которые ждали утра: 1\n🟠 #1 Тимур" in texts[1]
    assert team.owner.buttons == ["#1", "Вижу"]


async def test_whoever_stands_in_and_comes_back_reads_what_is_urgent_of_those_who_are_away(
    team: Team,
) -> None:
    await team.hire()
    deeds = ("23.02 02:00" if deed == "сегодня 10:01" else deed for deed in SAVED)
    await team.boris.does(*deeds)  # until 05.03, 02:00
    await team.boris.says("/away 06.03 @anna")
    await team.anna.says("/away сегодня 20:30")
    await team.waits(hours=8)
    since = len(team.anna.person.chat.messages)
    await team.waits(minutes=31)
    (told,) = heard(team.anna, "#1", since)
    assert told.startswith("Вы снова на месте")
    assert "Срочное у вас:\n\n🟠 #1 чат, Тимур" in told.replace("🔴", "🟠").replace("↩️", "")
    assert "ведёт Борис, приходят вам: открыто 1" in team.anna.sees
    await team.anna.presses("Вижу")
    assert await team.database.row("SELECT 1 FROM pings WHERE seen_at > 0 AND case_id = 1")


async def test_what_comes_up_for_who_stands_in_is_told_after_they_come_back(team: Team) -> None:
    await team.hire()
    deeds = ("23.02 18:00" if deed == "сегодня 10:01" else deed for deed in SAVED)
    await team.boris.does(*deeds)  # until 05.03, 18:00
    await team.boris.says("/away 06.03 @anna")
    await team.anna.says("/away 05.03 10:00")
    await team.waits(hours=22)
    await team.waits(minutes=1)
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=7)
    assert len(heard(team.anna, "истекает срок ответа по #1", since)) == 1


async def test_what_somebody_comes_back_to_reaches_the_owner_when_they_have_blocked_the_bot(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*SAVED)
    await team.waits(days=8)
    await team.anna.says("/away 12.03 15:00 @boris")
    team.anna.person.blocks()
    await team.waits(hours=3, minutes=1)
    assert "Не смог доставить: Анна" in team.owner.sees
    assert "#1 чат, Тимур, артикул 140158860: до" in team.owner.sees


async def test_an_absence_to_come_is_taken_back_without_a_word_of_thanks(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03-12.03 @boris")
    assert (await team.anna.says("/back")).startswith("Отсутствие отменил: напоминания и дальше")
    assert team.boris.sees == "Анна: отсутствие отменено, подменять не нужно."


async def test_of_many_a_few_are_named_and_the_others_counted(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "SHOWN", 1)
    await team.begins(_owner_is_away)
    told = await team.owner.says("/back")
    assert told.endswith("Ольга\nи ещё 1: /list")


async def test_what_is_urgent_is_found_by_an_index(team: Team) -> None:
    for everybody in (0, 1):
        values = {"id": 2, "until": 1, "all": everybody}
        plan = await team.database.rows(f"EXPLAIN QUERY PLAN {_URGENT}", values)
        assert "USING COVERING INDEX" in plan[0]["detail"] or "USING INDEX" in plan[0]["detail"]


# Where it is seen -------------------------------------------------------------------------------


async def test_the_lists_show_from_when_somebody_will_be_away(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 07.03-08.03 @boris")
    when = f"отсутствие с сб{NBSP}07.03 до вс{NBSP}08.03 включительно, заменяет Борис"
    assert when in await team.owner.says("/team")
    assert when in await team.anna.says("/me")


async def test_the_message_with_the_button_says_that_the_absence_is_over(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    await team.owner.does("/team", "Отсутствие", "Анна")
    assert await team.owner.presses("Уже на месте") == (
        "Анна: отсутствие снято. Напоминания снова получает Анна."
    )
    assert not team.owner.buttons
    await team.anna.does("/away 10.03 @boris", "/me")
    await team.anna.presses("Я на месте")
    assert "Отсутствие снято: вы на месте." in team.anna.saw


async def test_a_button_of_an_absence_that_is_over_says_so_in_its_place(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    await team.owner.does("/team", "Отсутствие", "Анна")
    await team.anna.says("/back")
    assert await team.owner.presses("Уже на месте") == "Анна: отсутствия уже нет."
    assert team.owner.person.alerts[-1] == "Анна: отсутствия уже нет."
