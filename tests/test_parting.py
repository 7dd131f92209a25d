"""Stories of a text that mixes two appeals: offered to be split, linked when both are saved."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from examples_themes import MIXED, ONE_THEME
from team import Team

from cases.fields import FORMS
from cases.filling import Draft
from cases.parting import parts, themes_of
from cases.pasting.recognition import recognise

NOW = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
TICKET = ("/new", "Обращение в поддержку")
MIX = "Выплаты за февраль не сходятся. Ещё карточка 140158860 не проходит модерацию."


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.hire()
    return team


async def test_a_paste_of_two_themes_is_offered_to_be_split(hired: Team) -> None:
    said = await hired.anna.says(MIX)
    assert "Похоже на два обращения" in said
    assert "Финансы, «Выплаты за февраль не сходятся.»" in said
    assert "Контент и карточка, «Ещё карточка 140158860 не проходит модерацию.»" in said
    assert hired.anna.buttons == ["Разделить", "Это одно", "Отмена"]


async def test_one_press_makes_two_drafts_that_are_linked_when_both_are_saved(hired: Team) -> None:
    anna = hired.anna
    await anna.says(MIX)
    assert "Разделил, форм: 2" in await anna.presses("Разделить")
    await anna.does("Перерасчёт", "Обычная")
    assert "Суть: Выплаты за февраль не сходятся." in anna.sees
    assert "Период: вс\u00a001.02 – сб\u00a028.02" in anna.sees
    assert "Данные: номер 140158860" in anna.sees
    await anna.presses("Сохранить")
    assert "Возвращаемся" in anna.sees
    await anna.does("вчера", "Исправление", "Обычная")
    assert "Суть: Ещё карточка 140158860 не проходит модерацию." in anna.sees
    assert "Тема: Не проходит модерацию" in anna.sees
    assert "Данные: номер 140158860" in anna.sees
    await anna.presses("Сохранить")
    assert "Записал: #2" in anna.saw
    assert "связано с #1" in anna.saw
    assert "связано с #2" in await anna.says("/status #1")
    await anna.presses("Подробно")
    assert "Открыть #2" in anna.buttons
    for number, other in ((1, 2), (2, 1)):
        await anna.says(f"/status #{number}")
        assert f"связано с #{other}" in await anna.presses("История")
    hired.world.assert_nothing_refused()


async def test_a_text_that_is_one_appeal_stays_whole(hired: Team) -> None:
    await hired.anna.says(MIX)
    assert "О чём обращение" in await hired.anna.presses("Это одно")
    await hired.anna.does("Финансы", "Не сходятся выплаты", "февраль 2026", "Перерасчёт", "Обычная")
    assert f"Суть: {MIX}" in hired.anna.sees
    await hired.anna.presses("Сохранить")
    assert "Записал: #1" in hired.anna.saw


async def test_a_typed_summary_is_looked_at_too_and_keeps_what_was_answered(hired: Team) -> None:
    await hired.anna.does(*TICKET, "Контент и карточка", "Не проходит модерацию", MIX)
    assert "Похоже на два обращения" in hired.anna.sees
    said = await hired.anna.says("разделить")
    assert "Когда это случилось" in said  # the form of the content goes on
    await hired.anna.does("вчера", "Исправление", "Обычная", "Пропустить", "К итогу")
    assert "Суть: Ещё карточка 140158860 не проходит модерацию." in hired.anna.sees
    await hired.anna.presses("Сохранить")
    assert "Возвращаемся" in hired.anna.sees
    assert "Что нужно" in hired.anna.sees  # what the other part of the text says is not asked


async def test_what_is_typed_before_the_decision_changes_nothing(hired: Team) -> None:
    await hired.anna.says(MIX)
    assert "Сначала решите кнопкой" in await hired.anna.says("вчера")
    assert (
        "Похоже на два обращения" in await hired.anna.starts() or "незаконченное" in hired.anna.sees
    )
    await hired.anna.presses("Продолжить")
    assert "Похоже на два обращения" in hired.anna.sees
    assert "Отменил" in await hired.anna.says("отмена")


async def test_splitting_twice_with_one_button_splits_once(hired: Team) -> None:
    await hired.anna.says(MIX)
    await hired.anna.presses("Разделить", twice=True)
    await hired.anna.does("Перерасчёт", "Обычная", "Сохранить", "вчера", "Исправление", "Обычная")
    await hired.anna.presses("Сохранить")
    assert "Записал: #2" in hired.anna.saw
    assert "Возвращаемся" not in hired.anna.sees


async def test_a_part_that_is_written_into_an_old_case_is_linked_with_it(hired: Team) -> None:
    await hired.anna.does(*TICKET, "Финансы", "Не сходятся выплаты", "Выплаты не сходятся")
    await hired.anna.does("01.02–28.02", "Перерасчёт", "Обычная", "Пропустить", "140158860")
    await hired.anna.does("К итогу", "Сохранить")
    await hired.anna.does(MIX, "Разделить", "Перерасчёт", "Обычная")
    await hired.anna.presses("Сохранить")
    await hired.anna.presses("Дописать в #1")
    await hired.anna.does("вчера", "Исправление", "Обычная", "Сохранить")
    assert "связано с #1" in hired.anna.saw


async def test_two_finance_periods_become_two_appeals(hired: Team) -> None:
    await hired.anna.says("/new wb Проверьте удержания за декабрь 2025 и за январь 2026")
    assert "Похоже на два обращения" in hired.anna.sees
    await hired.anna.presses("Разделить")
    periods = []
    for _ in range(2):
        while "проверьте" not in hired.anna.sees:
            await hired.anna.does(_answer(hired.anna.sees))
        periods += [line for line in hired.anna.sees.splitlines() if line.startswith("Период")]
        await hired.anna.presses("Сохранить")
    assert len(set(periods)) == 2
    assert "связано с #1" in (await hired.anna.says("/status #2"))


def _answer(question: str) -> str:
    answers = {
        "Что нужно": "Перерасчёт", "срочно": "Обычная", "номера": "отчёт 51223344",
        "тема": "Непонятные удержания",
    }  # fmt: skip
    return next(answer for words, answer in answers.items() if words in question)


async def test_a_chat_is_never_offered_to_be_split(hired: Team) -> None:
    await hired.anna.does("/new", "Чат с покупателем", MIX)
    assert "Когда сообщение появилось" in hired.anna.sees


# Rules ------------------------------------------------------------------------------------------


def says(text: str) -> dict[str, object]:
    names = {field.name for field in FORMS["support_ticket"]}
    return {f.field: f.value for f in recognise(text, NOW, ZONE).findings if f.field in names}


@pytest.mark.parametrize("text", [text for text, _ in MIXED])
def test_no_word_of_a_mixed_text_is_lost(text: str) -> None:
    themes = themes_of(text, NOW, ZONE)
    if not themes:
        return
    draft = Draft("1", "support_ticket", {"cabinet": "1", **says(text)}, brief=True, themes=themes)
    made = parts(draft, "whole", says)
    told = " ".join(each.answers["summary"] for each in made)
    joining = {"и", ""}  # of «за январь и февраль»
    assert {word.strip(".,;:") for word in text.split()} - joining <= {
        word.strip(".,;:") for word in told.split()
    }
    assert len({each.id for each in made}) == len(made) == len(themes)
    for each in made:
        assert each.answers["cabinet"] == "1"
        assert each.answers.get("entities") == draft.answers.get("entities")
        assert not each.themes
    assert sum("number" in each.answers for each in made) == ("number" in draft.answers)


def test_single_themes_are_hardly_ever_offered_to_be_split() -> None:
    offered = [text for text in ONE_THEME if themes_of(text, NOW, ZONE)]
    assert len(offered) <= len(ONE_THEME) // 20


def test_a_draft_with_themes_survives_a_restart() -> None:
    draft = Draft("1", "support_ticket", themes=themes_of(MIX, NOW, ZONE), apart_from=(1, 2))
    assert draft.themes
    assert Draft.of_json(draft.as_json()) == draft
