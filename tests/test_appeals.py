"""The appeal: what makes it strong, and the text that comes out."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, written
from stories import TICKET
from team import Team

from cases.answers import Attachment
from cases.kinds import Category, Wanted
from cases.readiness import EVIDENCE, Light, readiness
from texts.appeals import Appeal, compose, lights
from texts.copying import blocks, copied, shown

NBSP = "\u00a0"
MSK = ZoneInfo("Europe/Moscow")
FINANCE = {
    "category": "finance",
    "topic": "payouts_differ",
    "summary": "Выплата за неделю меньше, чем в отчёте",
    "period": {"first": "2026-02-23", "last": "2026-03-01"},
    "wanted": "recalculation",
    "report_sum": {"minor": 12500000, "currency": "RUB"},
    "our_sum": {"minor": 17320050, "currency": "RUB"},
    "entities": [{"kind": "report", "value": "51223344"}],
    "priority": "high",
    "risks": ["fines"],
    "risk_sum": {"minor": 4820050, "currency": "RUB"},
}
EVERYTHING_WANTED = [(c.value, "x", w.value) for c in Category for w in Wanted]
FILE = Attachment("f", "u", "photo", "отчёт.jpg", 10, "скрин отчёта")


def test_the_eight_parts_stand_in_their_order() -> None:
    appeal = compose(FINANCE, ((1, FILE),), MSK)
    assert appeal.text.replace("\u00a0", " ").splitlines() == [
        "Тема: Не сходятся выплаты",
        (
            "Суть: Выплата за неделю меньше, чем в отчёте. По отчёту 125 000 ₽, по нашим данным"
            " 173 200,50 ₽, разница 48 200,50 ₽."
        ),
        "Когда: с 23.02.2026 по 01.03.2026",
        "Данные: отчёт 51223344",
        "Доказательства: №1 скрин отчёта",
        (
            "Что нужно: пересчитайте, пожалуйста, выплату за этот период и покажите по строкам,"
            " из чего сложилась разница 48 200,50 ₽"
        ),
        "Срочность: высокая, начисляются штрафы, под риском 48 200,50 ₽",
    ]
    assert appeal.missing == ()


def test_sums_of_two_currencies_are_never_subtracted() -> None:
    other = {**FINANCE, "our_sum": {"minor": 100, "currency": "BYN"}}
    told = compose(other, (), MSK).text.replace(NBSP, " ")
    assert "По отчёту 125 000 ₽, по нашим данным 1 BYN." in told
    assert "разница" not in told.partition("Когда:")[0]
    assert [gap.field for gap in readiness(other).gaps] == ["our_sum"]


def test_a_single_sum_is_told_as_well() -> None:
    told = compose({**FINANCE, "report_sum": None}, (), MSK).text.replace(NBSP, " ")
    assert "По нашим данным 173 200,50 ₽." in told


def test_empty_parts_are_left_out_and_named() -> None:
    appeal = compose({"category": "tech", "when": written(NOW)}, (), MSK)
    assert appeal.missing == ("Суть", "Данные", "Доказательства", "Что нужно")
    assert "Пусто: суть, данные, доказательства, что нужно." in shown(appeal)[-1]


def test_the_blocks_are_escaped_and_each_fits_a_message() -> None:
    long = {**FINANCE, "summary": "<b>" + "я" * 1490}
    long["entities"] = [{"kind": "order", "value": str(5632423 + n)} for n in range(400)]
    appeal = compose(long, tuple((n, FILE) for n in range(1, 90)), MSK)
    texts = shown(appeal)
    assert len(texts) > 1
    assert "часть 1 из" in texts[0]
    assert all("<b>" not in text.replace("<pre>", "") for text in texts)
    assert all(len(text) < 4096 for text in texts)
    assert "5632822" in "".join(texts)


@given(st.text("абв \n", max_size=400), st.integers(5, 60))
def test_cutting_into_blocks_loses_no_letter_and_keeps_whole_lines(text: str, longest: int) -> None:
    cut = blocks(text, longest)
    assert all(len(block) <= longest for block in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
    if all(len(line) <= longest for line in text.split("\n")):
        assert "\n".join(cut) == text


def test_a_short_text_goes_into_a_copy_button_and_a_long_one_does_not() -> None:
    assert copied(Appeal("я" * 256, ())) == "я" * 256
    assert copied(Appeal("я" * 257, ())) is None


@pytest.mark.parametrize(("category", "topic", "wanted"), EVERYTHING_WANTED)
def test_whatever_is_wanted_in_any_category_is_said_in_words(
    category: str, topic: str, wanted: str
) -> None:
    said = compose({"category": category, "topic": topic, "wanted": wanted}, (), MSK).text
    asked = said.split("Что нужно: ")[1]
    assert "пожалуйста" in asked
    assert "{" not in asked


@pytest.mark.parametrize("category", Category)
def test_every_light_can_be_turned_green(category: Category) -> None:
    given = {"category": category, "topic": "x", "summary": "x", "wanted": "x", "priority": "high"}
    proofs = dict.fromkeys((*EVIDENCE[category], "entities", "when", "period"), "x")
    sums = dict.fromkeys(("report_sum", "our_sum"), FINANCE["our_sum"])
    lit = readiness({**given, **proofs, **sums}).green
    assert lit == frozenset(Light) - ({Light.TOPIC} if category is Category.OTHER else set())


def test_what_is_missing_is_named_with_its_field() -> None:
    ready = readiness({"category": "access", "topic": "no_rights", "summary": "Нет прав"})
    assert [gap.field for gap in ready.gaps] == [
        "when", "wanted", "who_cannot", "rights_changed", "attachments",
    ]  # fmt: skip
    assert lights(ready) == (
        "Готовность 2 из 5. Не хватает: когда, что нужно, кто не видит, когда менялись права,"
        " скриншот."
    )


def test_what_two_lights_lack_is_named_once() -> None:
    ready = readiness({"category": "finance", "topic": "payouts_differ", "summary": "Меньше"})
    assert [gap.field for gap in ready.gaps].count("period") == len({"when", "proofs"})
    assert lights(ready).count("период") == 1


def test_urgency_is_missed_only_when_something_burns() -> None:
    calm = {**FINANCE, "priority": "normal"}
    assert Light.PRIORITY not in readiness(calm).green
    assert Light.PRIORITY in readiness({**calm, "risks": []}).green


async def test_a_red_light_leads_to_its_question_and_turns_green(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET[:-1])
    assert "Готовность 4 из 5. Не хватает: поле и ошибка, последняя правка" in team.anna.sees
    assert "Какое поле и какая ошибка?" in await team.anna.presses("+ Поле и ошибка")
    await team.anna.says("Поле «Состав»: недопустимый символ")
    assert "Не хватает: последняя правка, скриншот" in team.anna.sees
    assert "Записал: #1" in await team.anna.presses("Сохранить")


async def test_the_card_of_a_ticket_gives_its_text_to_copy(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    said = await team.anna.presses("Текст обращения")
    assert "Тема: Не проходит модерацию" in said
    assert "Что нужно: исправьте, пожалуйста, карточку" in said
    entity = team.anna.person.chat.messages[-1]["entities"][0]
    assert entity["type"] == "pre"
    copy = team.anna.person.chat.messages[-1]["reply_markup"]["inline_keyboard"][0][0]
    assert copy["copy_text"]["text"].startswith("Тема: Не проходит модерацию\nСуть: ")
    team.world.assert_nothing_refused()
