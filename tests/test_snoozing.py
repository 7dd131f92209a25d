"""Stories of sleep: a reminder is put off by its own button, never past the deadline."""

import pytest
from rights_scene import Scene
from stories import CHAT, TICKET
from team import Member, Team

from handlers.sleep import SnoozePress
from texts.formats import NBSP
from texts.undoing import UNDO

NAPS = ["1 час", "3 часа", "Завтра", "Понедельник", "Дата", "← Назад"]


def heard(member: Member, words: str, since: int = 0) -> list[str]:
    texts = [str(m.get("text", "")) for m in member.person.chat.messages]
    return [text for text in texts[since:] if words in text]


async def is_pinged(team: Team, **late: float) -> None:
    """Anna's chat is five days before its deadline: she is reminded, the owner is not yet."""
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.waits(days=5, **late)  # 9.03, 12:00 in Moscow, the deadline is on 14.03 at 10:01
    assert "истекает срок ответа по #1" in team.anna.sees


async def test_a_reminder_is_put_off_by_its_own_button_and_comes_again(team: Team) -> None:
    await is_pinged(team)
    told = team.anna.sees
    await team.anna.presses("Отложить")
    assert team.anna.buttons == NAPS
    assert team.anna.sees == told
    await team.anna.presses("3 часа")
    assert team.anna.sees == f"{told}\n\n💤 Отложено до пн{NBSP}09.03, 15:00{NBSP}МСК"
    assert team.anna.buttons == ["Вернуть к сроку", "Карточка"]
    before = len(heard(team.anna, "истекает"))
    await team.waits(hours=2, minutes=59)
    assert len(heard(team.anna, "истекает")) == before
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает")) == before + 1
    await team.waits(hours=5)
    assert len(heard(team.anna, "истекает")) == before + 1
    team.world.assert_nothing_refused()


async def test_back_leaves_the_reminder_as_it_was(team: Team) -> None:
    await is_pinged(team)
    told, buttons = team.anna.sees, team.anna.buttons
    await team.anna.does("Отложить", "← Назад")
    assert (team.anna.sees, team.anna.buttons) == (told, buttons)


async def test_of_what_came_up_meanwhile_the_worst_is_told_once_however_long_the_bot_was_down(
    team: Team,
) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Дата", "12.03 10:00")
    since = len(team.anna.person.chat.messages)
    await team.waits(days=2)  # 11.03: the three-day rung
    assert not heard(team.anna, "истекает", since)
    team.clock.moves(days=1, hours=6)  # the sleep and the two-day rung pass while it is down
    await team.app.clock.wake()
    await team.settles()
    for member in (team.anna, team.owner):
        (told,) = heard(member, "Подошли сроки: 1")
        assert told.count("#1") == 1


async def test_the_owners_reminders_are_the_owners_own(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Дата", "13.03 20:00")
    await team.waits(days=3)
    assert len(heard(team.owner, "истекает")) == 1


async def test_nobody_sleeps_past_the_deadline_and_the_latest_time_is_offered(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Понедельник")
    latest = f"До сб{NBSP}14.03, 09:01"
    assert f"самое позднее до сб{NBSP}14.03, 09:01" in team.anna.person.alerts[-1]
    assert team.anna.buttons == [latest, *NAPS]
    await team.anna.presses(latest)
    assert team.anna.sees.endswith(f"💤 Отложено до сб{NBSP}14.03, 09:01{NBSP}МСК")
    await team.waits(days=4, hours=21)
    assert len(heard(team.anna, "Сегодня в 10:01")) == 0
    await team.waits(minutes=1)
    assert len(heard(team.anna, "Сегодня в 10:01")) == 1


async def test_a_date_past_the_deadline_is_answered_with_the_latest_one(team: Team) -> None:
    await is_pinged(team)
    told = await team.anna.does("Отложить", "Дата", "20.03")
    assert f"срок по #1: сб{NBSP}14.03, 10:01" in told
    assert team.anna.buttons[:2] == [f"До сб{NBSP}14.03, 09:01", "Карточка"]
    await team.anna.presses(f"До сб{NBSP}14.03, 09:01")
    assert f"💤 Анна: отложено до сб{NBSP}14.03, 09:01" in team.anna.sees


async def test_after_a_date_past_the_deadline_another_one_may_be_typed(team: Team) -> None:
    await is_pinged(team)
    told = await team.anna.does("Отложить", "Дата", "20.03")
    assert "До какого времени отложить?" in told
    assert "Сейчас:" not in told
    assert f"💤 Анна: отложено до чт{NBSP}12.03, 09:00" in await team.anna.says("12.03")


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("сегодня вечером", f"пн{NBSP}09.03, 19:00"),
        ("вечером", f"пн{NBSP}09.03, 19:00"),
        ("завтра днём", f"вт{NBSP}10.03, 14:00"),
        ("в среду утром", f"ср{NBSP}11.03, 09:00"),
    ],
)
async def test_a_part_of_the_day_is_not_lost(team: Team, typed: str, until: str) -> None:
    await is_pinged(team)
    assert f"отложено до {until}" in await team.anna.does("Отложить", "Дата", typed)


@pytest.mark.parametrize("nap", [f"До сб{NBSP}14.03, 09:01", "1 час"])
async def test_a_button_answers_the_question_for_a_date_as_well(team: Team, nap: str) -> None:
    await is_pinged(team)
    await team.anna.presses("Отложить")
    ping = team.anna.person.chat.messages[-1]
    await team.anna.does("Дата", "20.03")
    if nap not in team.anna.buttons:
        await team.anna.presses("Отложить", on=ping)
        await team.anna.presses(nap, on=ping)
    else:
        await team.anna.presses(nap)
    assert "Не понял" in await team.anna.says("13.03 в обед")


async def test_in_the_last_hour_there_is_nothing_to_put_off(team: Team) -> None:
    await is_pinged(team)
    await team.waits(days=4, hours=21)
    await team.waits(minutes=30)
    await team.anna.presses("Отложить")
    assert f"Откладывать уже некуда, срок по #1: сб{NBSP}14.03" in team.anna.person.alerts[-1]
    assert "Отложить" in team.anna.buttons


async def test_the_card_says_until_when_and_brings_it_back(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Завтра", "Карточка")
    line = f"💤 Анна: отложено до вт{NBSP}10.03, 09:00"
    assert line in team.anna.sees
    assert line in await team.boris.says("/status #1")
    assert "Вернуть к сроку" not in team.boris.buttons
    await team.anna.presses("История")
    assert f"Анна: напоминания отложены до вт{NBSP}10.03, 09:00" in team.anna.sees
    await team.anna.presses("Карточка")
    await team.anna.presses("Вернуть к сроку")
    assert "💤" not in team.anna.sees
    since = len(team.anna.person.chat.messages)
    await team.waits(days=1, hours=1)
    assert not heard(team.anna, "истекает", since)  # nothing has come up
    await team.waits(days=1)
    assert len(heard(team.anna, "истекает", since)) == 1


async def test_what_came_up_in_a_sleep_that_is_ended_early_is_told_at_once(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Дата", "13.03")
    await team.waits(days=2)
    await team.anna.presses("Карточка")
    since = len(team.anna.person.chat.messages)
    await team.anna.presses("Вернуть к сроку")
    await team.waits(minutes=1)
    assert len(heard(team.anna, "истекает", since)) == 1


async def test_a_case_sleeps_from_its_card_too(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Отложить", "Завтра")
    assert f"💤 Анна: отложено до чт{NBSP}05.03, 09:00" in team.anna.sees
    since = len(team.anna.person.chat.messages)
    await team.waits(days=1)
    assert len(heard(team.anna, "#1 без движения", since)) == 1


async def test_a_sleep_ends_in_time_though_the_case_has_moved_meanwhile(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Отложить", "3 часа")
    team.clock.moves(minutes=5)
    await team.boris.does("/status #1", "Ответили")  # its next reminder would come in three days
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=3)
    assert len(heard(team.anna, "#1", since)) == 1
    assert "💤" not in await team.anna.says("/status #1")


async def test_the_buyers_next_message_wakes_who_does_not_know_of_it(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "13.03", "отправим замену")
    await team.owner.does("/status #1", "Отложить", "Завтра")
    since = len(team.owner.person.chat.messages)
    await team.boris.does("/status #1", "Покупатель написал", "Только что")
    await team.waits(minutes=1)
    assert len(heard(team.owner, "истекает срок ответа по #1", since)) == 1
    assert "💤" not in await team.owner.says("/status #1")


async def test_who_leads_the_case_is_woken_by_the_word_of_the_message_alone(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "13.03", "отправим замену", "Отложить", "Завтра")
    since = len(team.anna.person.chat.messages)
    await team.boris.does("/status #1", "Покупатель написал", "Только что")
    assert "💤" not in team.anna.sees
    await team.waits(minutes=1)
    assert len(team.anna.person.chat.messages) == since + 1


ENTERED = ("/status #1", "Добавить запись", "Где деньги?", "От покупателя")
TYPED_ANEW = (*CHAT, "18123456", "К итогу", "Сохранить", "Дописать в #1")


async def _numbered(team: Team) -> None:
    """Anna's chat with a number, five days before its deadline, asleep for her and the owner."""
    await team.hire()
    await team.anna.does(*CHAT, "18123456", "К итогу", "Сохранить")
    await team.waits(days=5)
    await team.anna.does("Отложить", "Дата", "13.03 20:00")
    await team.owner.does("/status #1", "Отложить", "Дата", "13.03 20:00")


@pytest.mark.parametrize("way", [ENTERED, TYPED_ANEW], ids=["entry", "written in"])
async def test_one_more_message_of_the_turn_wakes_everybody_and_moves_no_deadline(
    team: Team, way: tuple[str, ...]
) -> None:
    await team.begins(_numbered)
    before = await team.search.get(1)
    assert len(before.snoozes) == 2
    since = [len(each.person.chat.messages) for each in (team.anna, team.owner)]
    await team.boris.does(*way)
    await team.waits(minutes=1)
    case = await team.search.get(1)
    assert not case.snoozes
    assert (case.waiting_since, case.due_at) == (before.waiting_since, before.due_at)
    assert len(heard(team.owner, "истекает срок ответа по #1", since[1])) == 1
    assert len(team.anna.person.chat.messages) == since[0] + 1  # the word of the message
    await team.waits(days=1, hours=23)
    assert len(heard(team.anna, "истекает", since[0])) == 1  # three days before: it sleeps no more


async def test_who_enters_one_more_message_reads_that_nothing_is_put_off_any_more(
    team: Team,
) -> None:
    await team.begins(_numbered)
    told = await team.anna.does(*ENTERED)
    assert "Напоминания больше не отложены: покупатель написал." in told
    assert "💤" not in told
    since = len(team.anna.person.chat.messages)
    await team.waits(minutes=1)
    assert len(team.anna.person.chat.messages) == since


async def test_what_came_up_in_the_sleep_is_told_once_when_the_buyer_writes(team: Team) -> None:
    await team.begins(_numbered)
    await team.waits(days=2)
    since = len(team.anna.person.chat.messages)
    await team.boris.does(*ENTERED)
    await team.waits(minutes=1)
    await team.waits(hours=1)
    assert len(heard(team.anna, "истекает", since)) == 1


async def test_a_message_from_before_our_answer_wakes_nobody(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "13.03", "отправим замену", "Отложить", "Завтра")
    await team.boris.does("/status #1", "Добавить запись", "Где деньги?", "вчера 18:00")
    assert "раньше нашего ответа" in await team.boris.presses("От покупателя")
    assert len((await team.search.get(1)).snoozes) == 1


async def test_our_own_entry_wakes_nobody(team: Team) -> None:
    await team.begins(_numbered)
    await team.boris.does(*ENTERED[:-1], "Заметка")
    assert len((await team.search.get(1)).snoozes) == 2


async def test_who_writes_the_message_down_is_not_told_of_it(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "13.03", "отправим замену", "Отложить", "Завтра")
    await team.anna.does("/status #1", "Покупатель написал", "Только что")
    since = len(team.anna.person.chat.messages)
    await team.waits(minutes=1)
    assert not heard(team.anna, "истекает", since)


SLEEPS = (
    *CHAT, "К итогу", "Сохранить", "Мы ответили", "Обещали", "13.03", "отправим замену",
    "Отложить", "Завтра",
)  # fmt: skip


@pytest.mark.parametrize(
    "deed", [("Покупатель написал", "Только что"), ("Закрыть", "Спам")], ids=["woken", "closed"]
)
async def test_a_deed_that_is_taken_back_lets_whom_it_has_woken_sleep_on(
    team: Team, deed: tuple[str, ...]
) -> None:
    await team.hire()
    await team.anna.does(*SLEEPS)
    slept = (await team.search.get(1)).snoozes
    assert len(slept) == 1
    await team.boris.does("/status #1", *deed)
    await team.waits(minutes=1)
    assert "Анна: отложено до" in await team.boris.presses(UNDO)
    assert (await team.search.get(1)).snoozes == slept
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=20)
    assert not heard(team.anna, "Обещали", since)
    await team.waits(days=7, hours=2)
    assert heard(team.anna, "#1 Тимур, артикул 140158860, обещание", since)


async def test_who_has_put_off_anew_meanwhile_keeps_their_own_time(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SLEEPS)
    await team.boris.does("/status #1", "Покупатель написал", "Только что")
    team.clock.moves(seconds=30)
    await team.anna.does("/status #1", "Отложить", "3 часа")
    anew = (await team.search.get(1)).snoozes
    await team.boris.presses(UNDO)
    assert (await team.search.get(1)).snoozes == anew


async def test_whoever_hands_a_case_over_is_reminded_of_it_no_more(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Завтра", "/status #1", "Передать", "Борис")
    assert "💤" not in team.anna.sees
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=22)
    assert not heard(team.anna, "🟡 #1", since)
    assert heard(team.boris, f"🟡 #1 Тимур, артикул 140158860: до сб{NBSP}14.03, 10:01")


async def test_a_case_that_is_handed_back_at_once_sleeps_on(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Завтра", "/status #1", "Передать", "Борис")
    assert "💤 Анна: отложено до" in await team.anna.presses(UNDO)


async def test_a_card_that_is_sent_to_somebody_offers_to_wake_only_their_own_sleep(
    team: Team,
) -> None:
    await is_pinged(team)
    await team.owner.does("/status #1", "Отложить", "Завтра", "/status #1", "Передать", "Борис")
    assert "Вам передали #1" in team.boris.sees
    assert "💤 Ольга: отложено до" in team.boris.sees
    assert "Вернуть к сроку" not in team.boris.buttons


async def test_a_closed_case_is_not_said_to_be_reminded_of(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "1 час")
    await team.boris.does("/status #1", "Закрыть", "Решено")
    assert "✅ Закрыто" in await team.anna.presses("Вернуть к сроку")
    assert team.anna.person.alerts[-1] == "Напоминаний по нему сейчас нет."


async def test_a_closed_case_never_wakes(team: Team) -> None:
    await is_pinged(team)
    await team.anna.does("Отложить", "Завтра", "Карточка", "Закрыть", "Решено")
    since = len(team.anna.person.chat.messages)
    await team.waits(days=2)
    assert not heard(team.anna, "истекает", since)
    assert "💤" not in await team.anna.says("/status #1")


async def test_sleep_that_would_end_in_the_night_says_when_it_really_ends(team: Team) -> None:
    await is_pinged(team, hours=8)
    await team.anna.does("Отложить", "3 часа")
    assert f"Отложено до вт{NBSP}10.03, 09:00" in team.anna.sees


async def test_a_case_of_which_nothing_reminds_has_nothing_to_put_off(team: Team) -> None:
    await is_pinged(team)
    told = team.anna.sees
    await team.boris.does("/status #1", "Мы ответили")
    await team.anna.presses("Отложить")
    assert "откладывать нечего" in team.anna.person.alerts[-1]
    assert team.anna.sees == told


async def test_a_press_from_a_message_that_is_gone_is_answered_all_the_same(team: Team) -> None:
    await is_pinged(team)
    scene = Scene(team)
    scene.forges(team.anna, None, SnoozePress(what="sing", case=1, kind="reply").pack())
    scene.forges(team.anna, None, SnoozePress(what="1h", case=1, kind="song").pack())
    await team.settles()
    assert not await team.database.rows("SELECT * FROM inbox WHERE state <> 'done'")
    assert "💤 Отложено до" in team.anna.sees
