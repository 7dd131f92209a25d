"""The buyer's turns: when each starts and ends, by the real time of messages and answers."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, a_case
from stories import CHAT, RETURN
from team import Team

from cases.clocks import running_clocks
from cases.fields import Bound
from cases.kinds import Kind
from cases.ladders import ClockKind
from cases.lifecycles import LIKELY, MOVES, UNDECIDED, Status, Turn
from cases.moments import Moment
from cases.rules import Rules
from cases.turns import TooEarly, following, turn_after

NBSP = "\u00a0"
MOSCOW = ZoneInfo("Europe/Moscow")


async def answered(team: Team) -> None:
    """Anna has recorded a chat of 10:01 and says at 12:00 that it is answered."""
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")


# A message that comes before our answer -------------------------------------------------------


async def test_a_message_from_before_our_answer_starts_no_turn_and_the_question_stays(
    team: Team,
) -> None:
    await answered(team)
    told = await team.anna.does("Покупатель написал", "сегодня 11:00")
    assert f"Ср{NBSP}04.03, 11:00: это раньше нашего ответа (ср{NBSP}04.03, 12:00)" in told
    assert "Когда сообщение появилось" in told
    assert (await team.search.get(1)).waiting_since is None
    await team.waits(minutes=30)
    assert f"с ср{NBSP}04.03, 12:10" in await team.anna.says("сегодня 12:10")


async def test_a_message_of_the_day_of_our_answer_counts_from_the_answer(team: Team) -> None:
    await answered(team)
    await team.waits(hours=2)
    card = await team.anna.does("Покупатель написал", "сегодня")
    assert f"с ср{NBSP}04.03, 12:00 (время неизвестно, считаю с нашего ответа)" in card


async def test_a_message_that_came_before_the_chat_was_closed_unanswered_is_taken(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Закрыть", "Спам")
    card = await team.anna.does("Покупатель написал", "сегодня 11:00")
    assert f"Ждёт нашего ответа, с ср{NBSP}04.03, 11:00" in card


# An answer that was recorded late -------------------------------------------------------------


async def test_an_answer_recorded_late_ends_the_turn_at_its_real_time(team: Team) -> None:
    await answered(team)
    assert "Ответили раньше" in team.anna.buttons
    assert "Когда ответили покупателю" in await team.anna.presses("Ответили раньше")
    assert f"с ср{NBSP}04.03, 11:00" in await team.anna.presses("Час назад")
    case = await team.search.get(1)
    assert case.answered_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    card = await team.anna.does("Покупатель написал", "сегодня 11:20")
    assert f"Ответить до сб{NBSP}14.03, 11:20" in card


async def test_history_keeps_when_it_was_said_and_when_it_was(team: Team) -> None:
    await answered(team)
    await team.waits(minutes=5)
    await team.anna.does("Ответили раньше", "сегодня 11:40", "История")
    said, was = team.anna.sees.splitlines()[-2:]
    assert said.startswith("12:00 Анна: наш ответ")
    assert was.startswith("12:05 Анна: уточнено, когда ответили: ср")
    assert "11:40" in was


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("сегодня 09:30", "раньше, чем покупатель написал"),
        ("вчера", "раньше, чем покупатель написал"),
        ("сегодня 15:00", "ещё не наступило"),
        ("потом", "Не разобрал дату"),
    ],
)
async def test_an_answer_lies_between_the_message_and_now(team: Team, typed: str, why: str) -> None:
    await answered(team)
    told = await team.anna.does("Ответили раньше", typed)
    assert why in told
    assert "Когда ответили покупателю" in told
    assert f"с ср{NBSP}04.03, 11:59" in await team.anna.says("11:59")


async def test_the_real_time_can_be_told_twice_and_the_last_one_holds(team: Team) -> None:
    await answered(team)
    await team.anna.does("Ответили раньше", "11:50", "Ответили раньше", "11:30")
    assert f"с ср{NBSP}04.03, 11:30" in team.anna.sees


# A return that is answered before it is decided -----------------------------------------------


async def test_a_returns_reply_clock_stops_when_we_answer_though_nothing_is_decided(
    team: Team,
) -> None:
    await team.hire()
    assert "Ответить до" in await team.anna.does(*RETURN)
    card = await team.anna.presses("Мы ответили")
    assert "Запрос на возврат, решаем" in card
    assert f"Покупателю ответили ср{NBSP}04.03, 12:00" in card
    assert "Ответить до" not in card
    assert "Мы ответили" not in team.anna.buttons
    assert "Согласиться" in team.anna.buttons
    assert "Ответить до" in await team.anna.does("Покупатель написал", "Только что")


async def test_a_return_keeps_its_step_when_we_answer(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Согласиться", "Возврат на ПВЗ", "Мы ответили")
    assert "подтвердить сумму" in team.anna.sees
    await team.anna.does("Ответили раньше", "вчера 13:00")
    assert f"Покупателю ответили вт{NBSP}03.03, 13:00" in team.anna.sees
    assert "едет на склад" in await team.anna.does("Подтвердить", f"1{NBSP}186{NBSP}₽")


async def test_a_return_that_is_answered_and_not_decided_is_not_forgotten(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Мы ответили")
    await team.waits(days=3, hours=1)
    texts = [message.get("text", "") for message in team.anna.person.chat.messages]
    assert any("решения по возврату ещё нет" in text for text in texts)


@pytest.mark.parametrize(
    ("deeds", "told"),
    [
        (("Согласиться",), "осталось выбрать способ возврата."),
        (("Согласиться", "Возврат на ПВЗ"), "осталось подтвердить сумму."),
    ],
)
async def test_a_return_that_stands_still_says_what_is_left_to_do(
    team: Team, deeds: tuple[str, ...], told: str
) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Мы ответили", *deeds)
    await team.waits(days=3, hours=1)
    assert told in team.anna.sees
    assert "решения по возврату ещё нет" not in team.anna.sees


async def test_a_ping_about_a_return_offers_what_is_likely_next(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN)
    await team.waits(days=8, hours=1)
    assert team.anna.buttons == [
        "Мы ответили",
        "Согласиться",
        "Отказать",
        "Вижу",
        "Отложить",
        "Карточка",
    ]
    card = await team.anna.presses("Мы ответили")
    assert "Покупателю ответили" in card
    heard = len(team.anna.person.chat.messages)
    await team.waits(hours=23)
    assert not any("истекает" in m["text"] for m in team.anna.person.chat.messages[heard:])


# The rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.kind}-{move.name}")
def test_only_our_answers_count_as_answers(move: object) -> None:
    ending = {"we_answered", "initiate", "confirm_pickup", "confirm_no_return", "confirm_refusal"}
    assert (move.turn is Turn.ENDS) == (move.name in ending)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_likely_next_is_a_move_of_the_kind(kind: Kind) -> None:
    assert set(LIKELY[kind]) <= {move.name for move in MOVES if move.kind is kind}


@pytest.mark.parametrize("status", sorted(UNDECIDED))
@pytest.mark.parametrize("waiting", [NOW, None])
def test_an_undecided_return_always_has_a_clock(status: Status, waiting: datetime | None) -> None:
    case = a_case(Kind.CHAT_RETURN, status, waiting_since=waiting)
    assert [clock.kind for clock in running_clocks(case, Rules())] == [
        ClockKind.REPLY if waiting else ClockKind.STALE
    ]


def test_closing_ends_a_turn_without_an_answer() -> None:
    assert turn_after(Turn.CLOSES, NOW) == {"waiting_since": None}


moments = st.builds(
    Moment,
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 8), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.booleans(),
)


@given(moments, st.sampled_from(Bound))
def test_nothing_that_is_taken_comes_before_its_bound(moment: Moment, bound: Bound) -> None:
    if moment.at < NOW - timedelta(days=1):
        with pytest.raises(TooEarly) as refused:
            following(moment, bound, NOW, MOSCOW)
        assert (refused.value.bound, refused.value.since) == (bound, NOW)
        return
    with suppress(TooEarly):
        taken = following(moment, bound, NOW, MOSCOW)
        assert taken.at >= NOW
        assert taken.at - moment.at < timedelta(days=1)
        assert taken.has_time == moment.has_time
