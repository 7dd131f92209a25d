"""Stories of edits: a message that was taken as an answer is changed in Telegram."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, a_case, a_chat, written
from team import Member, Team

from cases import forms
from cases.corrections import answer_of, corrected
from cases.filling import Draft
from storage.spoken import MOST, Spoken, SpokenAnswer

CHAT = ("/new", "Чат с покупателем")
REST = ("вчера 18:20", "К итогу", "Сохранить")


async def says(member: Member, text: str) -> Any:
    """Say something and return the message, to edit it later."""
    message = await member.person.says(text)
    await member._answer()
    return message


async def edits(member: Member, message: Any, text: str) -> str:
    await member.person.edits(message, text)
    return await member._answer()


async def test_an_edited_answer_updates_the_draft_and_the_question_stays(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    asked = await edits(team.anna, told, "Разошёлся шов на юбке")
    assert "Вы изменили сообщение. Обновить «Суть»?" in asked
    assert "Станет: «Разошёлся шов на юбке»" in asked
    assert team.anna.buttons == ["Обновить", "Оставить"]
    said = await team.anna.presses("Обновить")
    assert "Обновил «Суть»." in said
    assert "Когда сообщение появилось" in said
    await team.anna.does(*REST)
    assert "«Разошёлся шов на юбке»" in team.anna.sees
    team.world.assert_nothing_refused()


async def test_left_as_it_was_it_stays(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await edits(team.anna, told, "Другое")
    assert "Оставил как было" in await team.anna.presses("Оставить")
    await team.anna.does(*REST)
    assert "«Разошёлся шов»" in team.anna.sees


async def test_after_saving_an_edit_is_a_change_with_history(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does(*REST)
    assert "Обновить «Суть» в #1?" in await edits(team.anna, told, "Разошёлся шов на юбке")
    card = await team.anna.presses("Обновить")
    assert "«Разошёлся шов на юбке»" in card
    assert "исправлено «Суть»" in await team.anna.presses("История")


async def test_an_edited_moment_is_read_as_of_the_day_it_was_said_and_moves_the_deadline(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    told = await says(team.anna, "вчера 18:20")
    await team.anna.does("К итогу", "Сохранить")
    assert "Ответить до пт\u00a013.03, 18:20" in team.anna.sees
    await team.waits(hours=20)
    await edits(team.anna, told, "вчера 10:01")
    assert "Ответить до пт\u00a013.03, 10:01" in await team.anna.presses("Обновить")


async def test_an_edit_that_cannot_be_taken_is_explained_and_nothing_changes(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов")
    told = await says(team.anna, "вчера 18:20")
    said = await edits(team.anna, told, "31.02")
    assert "в феврале нет" in said
    assert "«Появилось» пока как было" in said


async def test_a_closed_case_is_not_changed(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does(*REST, "Закрыть", "Спам")
    assert "#1 закрыто, поэтому «Суть» не меняю" in await edits(team.anna, told, "Другое")


async def test_an_offer_that_is_late_changes_nothing(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does(*REST)
    await edits(team.anna, told, "Другое")
    offer = team.anna.person.chat.messages[-1]
    await team.anna.does("/status #1", "Закрыть", "Спам")
    await team.anna.person.presses("Обновить", on=offer)
    await team.settles()
    assert (await team.search.get(1)).answers["summary"] == "Разошёлся шов"


async def test_an_answer_given_anew_is_not_overwritten_by_an_edit_of_the_old_message(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does("← Назад", "Совсем другое")
    before = team.anna.sees
    assert await edits(team.anna, told, "Третье") == before


async def test_edits_of_other_messages_and_of_commands_are_nobodys_business(team: Team) -> None:
    await team.hire()
    told = await says(team.anna, "привет")
    before = team.anna.sees
    assert await edits(team.anna, told, "/new") == before
    assert await edits(team.anna, told, "привет всем") == before


async def test_a_draft_that_lies_aside_is_updated_where_it_lies(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does("/new", "Начать новое")
    await edits(team.anna, told, "Разошёлся шов на юбке")
    said = await team.anna.presses("Обновить")
    assert "Обновил «Суть». Черновик: чат с покупателем" in said
    assert "Разошёлся шов на юбке" in await team.anna.says("/drafts")


async def test_a_removed_person_changes_nothing_by_editing(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    told = await says(team.anna, "Разошёлся шов")
    await team.anna.does(*REST)
    await team.owner.does("/team", "Убрать: Анна", "Да, убрать")
    before = team.anna.sees
    assert await edits(team.anna, told, "Другое") == before
    assert (await team.search.get(1)).answers["summary"] == "Разошёлся шов"


async def test_a_strangers_edit_is_not_answered(team: Team) -> None:
    await team.hire()
    told = await says(team.stranger, "привет")
    before = len(team.stranger.person.chat.messages)
    await edits(team.stranger, told, "привет ещё раз")
    assert len(team.stranger.person.chat.messages) == before


async def test_a_corrected_identifier_is_found_and_the_wrong_one_is_not(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Разошёлся шов", "вчера", "Тимур")
    told = await says(team.anna, "140158860")
    await team.anna.does("К итогу", "Сохранить")
    await edits(team.anna, told, "140158861")
    await team.anna.presses("Обновить")
    assert [each.id for each in await team.search.find_by_entity("140158861")] == [1]
    assert await team.search.find_by_entity("140158860") == ()


async def test_only_the_last_answers_of_a_chat_are_remembered(team: Team) -> None:
    spoken = Spoken(team.database)
    said = SpokenAnswer(5, 1, "1", None, "summary", "x", "x", NOW)
    async with team.database.transaction():
        for number in range(1, MOST + 11):
            await spoken.remember(replace(said, message_id=number))
        await spoken.remember(replace(said, chat_id=6))
    assert await spoken.of(5, 10) is None
    assert await spoken.of(5, 11) is not None
    assert await spoken.of(6, 1) is not None
    async with team.database.transaction():
        await spoken.remember(replace(said, message_id=99, at=NOW + timedelta(days=4)))
    assert await spoken.of(5, 60) is None


def test_a_correction_moves_only_what_hangs_on_the_answer() -> None:
    case = a_chat(answers={"appeared": written(NOW), "summary": "x"})
    earlier = written(NOW - timedelta(hours=1))
    assert corrected(case, "appeared", earlier)["waiting_since"] == NOW - timedelta(hours=1)
    later_turn = replace(case, waiting_since=NOW + timedelta(days=1))
    assert "waiting_since" not in corrected(later_turn, "appeared", earlier)
    assert set(corrected(case, "summary", "y")) == {"answers"}
    assert corrected(case, "number", "5") == {"number": "5"}
    priced = corrected(case, "price", {"minor": 100, "currency": "RUB"})
    assert priced["risk"].minor == 100


@pytest.mark.parametrize(("name", "value"), [("number", "5"), ("summary", "x")])
def test_an_answer_is_read_where_it_is_kept(name: str, value: str) -> None:
    assert answer_of(a_case(number="5", answers={"summary": "x"}), name) == value


@given(st.sampled_from(["summary", "section", "wanted"]), st.sampled_from([None, "topic", "when"]))
def test_an_exchanged_answer_leaves_the_form_at_its_question(name: str, at: str | None) -> None:
    answers = {"category": "tech", "topic": "api_error", "summary": "x"}
    draft = Draft("1", "support_ticket", answers, at=at)
    asked = forms.current(draft)
    changed = forms.exchange(draft, name, "новое")
    assert changed.answers[name] == "новое"
    assert changed.step > draft.step
    assert forms.current(changed) == asked or asked is None or asked.name == name
