"""An hour that is typed under a setting, and lengths of time as people call them."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rights_scene import Scene
from stories import CHAT
from team import Team

from cases.choices import NEVER, Choice
from cases.hours import HourUnreadable, parse_weekly
from cases.rules import Rules, Weekly
from cases.vocabulary import AN_HOUR
from handlers.settings import OFFERED, ChoicePress
from texts import choices
from texts.formats import NBSP, WEEKDAYS

HELD = Weekly(0, time(10))


async def opens(team: Team, *buttons: str) -> str:
    await team.hire()
    await team.owner.does("/settings", *buttons)
    return team.owner.sees


async def test_the_hour_of_the_digest_is_typed_without_a_press(team: Team) -> None:
    assert "Можно написать: «8:30»" in await opens(team, "Утренняя сводка")
    assert await team.owner.says("8:45") == "Записал: каждый день в 08:45."
    assert await team.owner.says("в 9") == "Записал: каждый день в 09:00."
    told = await team.owner.presses("← Назад")
    assert "Утренняя сводка: каждый день в 09:00" in told


@pytest.mark.parametrize(
    ("buttons", "typed", "holds"),
    [
        ((), "пт 8:30", "пт 08:30"),
        ((), "в пятницу в 9", "пт 09:00"),
        ((), "8.30", "пн 08:30"),
        (("Вторник",), "10:15", "вт 10:15"),
        (("Вторник",), "Среда, 11", "ср 11:00"),
        (("Вторник", "18:00"), "17:30", "вт 17:30"),
    ],
)
async def test_the_hour_of_the_review_is_typed_with_its_day_or_without(
    team: Team, buttons: tuple[str, ...], typed: str, holds: str
) -> None:
    await opens(team, "Разбор хвостов", *buttons)
    assert (await team.owner.says(typed)).replace(NBSP, " ") == (
        f"Записал: каждую неделю, {holds}."
    )


async def test_an_hour_that_is_none_is_answered_and_another_may_be_typed(team: Team) -> None:
    await opens(team, "Утренняя сводка")
    told = await team.owner.says("25:00")
    assert told == "Не разобрал время «25:00»: напишите время, например, «9:30»."
    assert "08:00" in await team.owner.says("8:00")


@pytest.mark.parametrize("away", [("← Назад",), ("← Назад", "Если не увидели")])
async def test_an_hour_is_a_number_again_when_the_setting_is_left(
    team: Team, away: tuple[str, ...]
) -> None:
    await opens(team, "Утренняя сводка", *away)
    assert "В журнале нет «8:30»" in await team.owner.says("8:30")


async def test_an_hour_is_a_number_again_after_a_while_and_in_a_form_an_answer(team: Team) -> None:
    await opens(team, "Утренняя сводка")
    team.clock.moves(minutes=11)
    assert "В журнале нет «8:30»" in await team.owner.says("8:30")
    await team.owner.does("/settings", "Утренняя сводка", *CHAT[:3])
    await team.owner.says("8:30")
    await team.owner.does("К итогу", "Сохранить")
    assert "В журнале нет «9:30»" in await team.owner.says("9:30")
    assert team.app.clock.alarms.rules.digest_at == time(9)


async def test_nobody_else_sets_an_hour_by_typing_one(team: Team) -> None:
    await opens(team, "Утренняя сводка")
    assert "В журнале нет «8:30»" in await team.anna.says("8:30")
    assert team.app.clock.alarms.rules.digest_at == time(9)


async def test_a_forged_day_is_that_of_the_review_which_holds(team: Team) -> None:
    await opens(team, "Разбор хвостов")
    forged = ChoicePress(what="one", choice=Choice.REVIEW_AT, value="ыыы").pack()
    Scene(team).forges(team.owner, None, forged)
    await team.settles()
    assert f"пн{NBSP}08:30" in await team.owner.says("8:30")


async def test_quiet_hours_are_typed_without_a_press(team: Team) -> None:
    await team.hire()
    assert "Можно написать: «22:00–8:00»" in "".join(
        [await team.anna.says("/me"), await team.anna.presses("Тихие часы")]
    )
    assert "не больше 18 часов" in await team.anna.says("9-8")
    assert "Тихие часы: 22:30–08:30" in await team.anna.says("с 22:30 до 8:30")
    assert "В журнале нет" in await team.anna.says("22-8")
    await team.anna.does("/me", "Тихие часы", "← Назад")
    assert "В журнале нет" in await team.anna.says("22-8")
    assert "В журнале нет" in await team.boris.says("22-8")


@pytest.mark.parametrize(
    ("typed", "weekday", "at"),
    [
        ("9", 0, time(9)), ("в 9:30", 0, time(9, 30)), ("Вт 10.15", 1, time(10, 15)),
        ("во вторник в 7", 1, time(7)), ("воскресенье 20:00", 6, time(20)),
        ("сб, 8:30", 5, time(8, 30)),
    ],
)  # fmt: skip
def test_a_day_and_an_hour_are_read_as_people_write_them(
    typed: str, weekday: int, at: time
) -> None:
    assert parse_weekly(typed, HELD) == Weekly(weekday, at)
    assert re.search(AN_HOUR, typed)


@pytest.mark.parametrize("typed", ["", "пт", "32 8:30", "пт 24:00", "8:60", "мая 8:30", "18123456"])
def test_what_is_no_day_and_hour_is_refused(typed: str) -> None:
    with pytest.raises(HourUnreadable):
        parse_weekly(typed, HELD)


@given(st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_day_and_an_hour_are_read_as_the_bot_writes_them(weekday: int, at: time) -> None:
    weekly = Weekly(weekday, at)
    assert parse_weekly(f"{WEEKDAYS[weekday]}{NBSP}{at:%H:%M}", HELD) == weekly


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        parse_weekly(typed, HELD)
    except HourUnreadable:
        return


# Lengths of time --------------------------------------------------------------------------------


def test_how_long_data_are_kept_is_offered_as_people_say_it() -> None:
    labels = [choices.label(Choice.KEEP_BUYERS, each) for each in OFFERED[Choice.KEEP_BUYERS]]
    assert [each.replace(NBSP, " ") for each in labels] == [
        "90 дней", "Полгода", "Год", "2 года", "3 года", "Хранить"
    ]  # fmt: skip
    assert OFFERED[Choice.KEEP_BUYERS] == ("90", "180", "365", "730", "1095", NEVER)


@pytest.mark.parametrize(
    ("days", "said"),
    [(30, "30 дней"), (180, "полгода"), (365, "год"), (366, "366 дней"), (730, "2 года"),
     (1825, "5 лет"), (1, "1 день")],
)  # fmt: skip
def test_how_long_they_are_kept_is_told_as_people_say_it(days: int, said: str) -> None:
    kept: dict[str, Any] = {"keep_buyers": timedelta(days=days)}
    told = choices.now(Choice.KEEP_BUYERS, Rules(**kept))
    assert told.replace(NBSP, " ") == f"удаляю через {said}"


async def test_two_years_are_chosen_by_that_name(team: Team) -> None:
    await opens(team, "Данные покупателей", f"2{NBSP}года")
    assert f"Сейчас: удаляю через 2{NBSP}года" in team.owner.sees
    assert team.app.clock.alarms.rules.keep_buyers == timedelta(days=730)
