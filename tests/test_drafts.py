"""Stories of drafts: several per person, kept for seven days, resumed exactly where they were."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW
from team import Team

from cases.drafts import KEPT, MOST, NOTICE, Fate, fate, goes_at, next_look, touched, warned
from cases.filling import Draft

CHAT = ("/new", "Чат с покупателем")
ANEW = ("/new", "Начать новое", "Чат с покупателем")


async def test_a_new_form_keeps_the_old_one_which_is_resumed_where_it_was(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    await team.anna.does("/new", "Начать новое", "Возврат через чат", "140158860")
    listed = await team.anna.says("/drafts")
    assert "1. возврат через чат, шаг 2 из" in listed
    assert "«140158860», сегодня 12:00" in listed
    assert "2. чат с покупателем, шаг 2 из" in listed
    assert "«Разошёлся шов»" in listed
    asked = await team.anna.presses("Продолжить\u00a02")
    assert "Когда сообщение появилось" in asked
    saved = await team.anna.does("вчера", "К итогу", "Сохранить")
    assert "Записал: #1" in saved
    assert "Возвращаемся" not in saved
    assert "1. возврат через чат" in await team.anna.says("/drafts")
    team.world.assert_nothing_refused()


async def test_a_pasted_line_does_not_disturb_the_form_that_was_open(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    said = await team.anna.says("/new wb 18123456 выплаты не сходятся за февраль 12500р")
    assert "Понял из текста" in said
    listed = await team.anna.says("/drafts")
    assert "выплаты не сходятся" in listed
    assert "Разошёлся шов" in listed


async def test_when_all_forms_lie_aside_new_shows_the_kinds_and_the_way_back(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов", "/new", "Начать новое")
    assert "Что записываем?" in await team.anna.says("/new")
    assert "Разошёлся шов" in await team.anna.presses("Черновики: 1")


async def test_a_text_without_a_form_at_hand_is_no_answer_to_a_draft(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов", "/new", "Начать новое")
    assert "Не понял" in await team.anna.says("спасибо")


async def test_a_form_without_an_answer_is_no_draft(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "/new", "Начать новое")
    assert "Черновиков нет" in await team.anna.says("/drafts")


async def test_a_draft_is_deleted_after_a_second_press(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов", "/drafts")
    assert "Удалить черновик: чат с покупателем" in await team.anna.presses("Удалить\u00a01")
    assert "Разошёлся шов" in await team.anna.presses("Оставить")
    await team.anna.presses("Удалить\u00a01")
    assert "Удалил: чат с покупателем" in await team.anna.presses("Удалить")
    assert "Черновиков нет" in team.anna.sees
    assert "Отменять нечего" in await team.anna.says("/cancel")


async def test_a_button_of_a_draft_that_is_gone_says_so(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов", "/drafts")
    list_of_before = team.anna.person.chat.messages[-1]
    await team.anna.does("/cancel")
    await team.anna.person.presses("Продолжить\u00a01", on=list_of_before)
    await team.settles()
    now_there = team.anna.person.chat.messages[-3]
    assert now_there["message_id"] == list_of_before["message_id"]
    assert "Черновиков нет" in now_there["text"]


async def test_nobody_hears_of_the_drafts_of_others(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    assert "Черновиков нет" in await team.boris.says("/drafts")


async def test_there_is_room_for_ten_and_the_eleventh_is_refused_in_words(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Черновик 1")
    for number in range(2, MOST + 1):
        await team.anna.does(*ANEW, f"Черновик {number}")
    await team.anna.does("/new", "Начать новое")
    before = len(team.world.refusals)
    await team.anna.presses("Чат с покупателем")
    assert len(team.world.refusals) == before
    assert f"{MOST}. чат с покупателем" in await team.anna.says("/drafts")
    assert f"{MOST + 1}. " not in team.anna.sees
    refused = await team.anna.says("/new wb выплаты не сходятся 18123456")
    assert "Черновиков уже 10" in refused


async def test_a_draft_is_announced_a_day_before_it_goes_and_then_goes(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    await team.waits(days=5, hours=23)
    assert "удалю его" not in team.anna.sees
    await team.waits(hours=2)
    assert "удалю его ср\u00a011.03" in team.anna.sees
    before = len(team.anna.person.chat.messages)
    await team.waits(hours=3)
    assert len(team.anna.person.chat.messages) == before
    await team.waits(days=1)
    assert "Черновиков нет" in await team.anna.says("/drafts")
    assert "Не понял" in await team.anna.says("вчера")


async def test_an_announced_draft_is_taken_up_with_one_press_and_kept(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    await team.waits(days=6, hours=1)
    assert "Когда сообщение появилось" in await team.anna.presses("Продолжить")
    await team.waits(days=2)
    assert "Разошёлся шов" in await team.anna.says("/drafts")


async def test_nobody_is_told_of_a_draft_in_the_night(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=10)  # 22:00 in Moscow
    await team.anna.does(*CHAT, "Разошёлся шов")
    before = len(team.anna.person.chat.messages)
    await team.waits(days=6, minutes=10)
    assert len(team.anna.person.chat.messages) == before
    await team.waits(hours=11)
    said = [each["text"] for each in team.anna.person.chat.messages[before:]]
    assert any("удалю его" in text for text in said)


def a_draft(hours: int = 0) -> Draft:
    return touched(Draft("1", "buyer_chat", {"summary": "x"}), NOW + timedelta(hours=hours))


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_no_draft_goes_without_a_days_notice_however_long_the_bot_was_down(
    first: int, second: int
) -> None:
    looked = NOW + timedelta(hours=first)
    draft = a_draft()
    if fate(draft, looked) is Fate.IS_WARNED:
        draft = warned(draft, looked)
    later = looked + timedelta(hours=second)
    if fate(draft, later) is Fate.GOES:
        assert draft.warned
        assert later - looked >= NOTICE
        assert later - NOW >= KEPT


def test_touching_a_draft_takes_the_notice_back() -> None:
    draft = touched(warned(a_draft(), NOW + KEPT), NOW + KEPT)
    assert goes_at(draft) == NOW + 2 * KEPT
    assert fate(draft, NOW + KEPT + timedelta(days=1)) is Fate.STAYS


def test_the_next_look_is_that_of_the_draft_that_goes_first() -> None:
    assert next_look([a_draft(5), a_draft(1)]) == NOW + timedelta(hours=1) + KEPT - NOTICE
    assert next_look([]) is None


@pytest.mark.parametrize("form", ["close", "cabinet_setup"])
def test_questions_of_a_move_or_of_the_set_up_are_no_drafts_and_stay(form: str) -> None:
    assert goes_at(replace(a_draft(), form=form)) is None
