"""The checker's rules: what it finds, what it is silent on, and how well over labelled replies."""

from datetime import date
from itertools import chain
from types import ModuleType
from zoneinfo import ZoneInfo

import checker_quality as quality
import examples_replies
import examples_replies_lively
import examples_replies_unseen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_appeals import FILE, FINANCE

from cases.answers import Attachment
from cases.checking.checker import LIMIT, check
from cases.checking.files import MEGABYTE
from cases.checking.findings import Advice, Audience, Fault
from sandbox.tags import parse_html
from texts import checking as words
from texts.appeals import compose
from texts.starters import STARTERS

WB, OZON, SUPPORT = Audience.WB_BUYER, Audience.OZON_BUYER, Audience.SUPPORT
HALVES = {
    "tuned by": (examples_replies, examples_replies_lively),
    "unseen": (examples_replies_unseen,),
}
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def examples(modules: tuple[ModuleType, ...]) -> list[quality.Labelled]:
    return list(
        chain.from_iterable(
            (
                *quality.labelled(half.CLEAN, half.GUILTY, WB),
                *quality.labelled((), half.APPEALS, SUPPORT),
                *quality.labelled((), half.OZON, OZON),
            )
            for half in modules
        )
    )


def faults(text: str, audience: Audience = WB) -> set[Fault]:
    return {finding.fault for finding in check(text, audience)}


# How well -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", HALVES)
def test_contacts_and_links_are_found_and_hardly_anything_else_is_called_one(half: str) -> None:
    counts = quality.measure(examples(HALVES[half]))
    for faults_of_a_class in (quality.CONTACTS, *({each} for each in quality.CONTACTS)):
        found = quality.together(counts, faults_of_a_class)
        whole = faults_of_a_class is quality.CONTACTS
        assert found.precision >= (0.97 if whole else 0.9), faults_of_a_class
        assert found.recall >= (0.95 if whole else 0.9), faults_of_a_class


@pytest.mark.parametrize("half", HALVES)
def test_every_other_class_is_found_more_often_than_not(half: str) -> None:
    for fault, found in quality.measure(examples(HALVES[half])).items():
        assert found.precision >= 0.9, fault
        assert found.recall >= 0.8, fault


def test_the_labelled_set_is_large_and_has_every_class_of_a_text() -> None:
    every = examples((*HALVES["tuned by"], *HALVES["unseen"]))
    assert len({text for text, *_ in every}) == len(every) >= 300
    labels = {fault for *_, expected in every for fault in expected}
    assert labels == set(Fault) - {Fault.TOO_LONG, Fault.BAD_FILE, Fault.SECRET}


# Silent on what is ours ---------------------------------------------------------------------------


@pytest.mark.parametrize("starter", STARTERS, ids=lambda each: each.title)
@pytest.mark.parametrize("audience", [WB, OZON])
def test_the_ready_replies_may_be_sent(starter: object, audience: Audience) -> None:
    assert check(starter.text, audience) == ()  # type: ignore[attr-defined] # a ReadyReply


def test_the_composed_appeal_may_be_sent() -> None:
    zone = ZoneInfo("Europe/Moscow")
    for answers in (FINANCE, {**FINANCE, "risks": [], "priority": "normal"}):
        appeal = compose(answers, ((1, FILE),), zone)
        assert check(appeal.text, SUPPORT) == ()


@given(st.integers(10_000_000, 999_999_999), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_articles_orders_supplies_and_dates_are_no_contacts(figure: int, day: date) -> None:
    text = (
        f"Артикул {figure}, заказ {figure}-0014, отправление {figure}-0014-2,"
        f" поставка WB-GI-{figure}, srid eb.r{figure}abcdef.0.0,"
        f" отчёт {figure} от {day:%d.%m.%Y} 10:01, сумма {figure % 99999} ₽: проверяем в чате WB."
    )
    assert check(text, WB) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Обработка заказа займёт день, работа идёт, ботинки собраны.",
        "Робот-пылесос и субботник: оба слова содержат другое.",
        "Напишите, пожалуйста, в чат WB, ответим сегодня.",
        "Вопросы о доставке решает поддержка WB, раздел «Обращения».",
        "Посмотрите https://www.wildberries.ru/catalog/140158860/detail.aspx, там замеры.",
    ],
)
def test_words_that_only_contain_a_bad_one_are_clean(text: str) -> None:
    assert check(text, WB) == ()


# What is found ------------------------------------------------------------------------------------


@given(st.text(max_size=300), st.sampled_from(Audience))
def test_any_text_is_checked_and_every_fragment_is_the_texts_own(
    text: str, audience: Audience
) -> None:
    for finding in check(text, audience):
        begin, end = finding.span
        assert 0 <= begin <= end <= len(text)
        if finding.fault not in {Fault.TOO_LONG, Fault.SECRET}:
            assert text[begin:end].strip() == finding.fragment


@given(st.lists(st.sampled_from(ZERO_WIDTH), min_size=1, max_size=7))
def test_what_nobody_sees_hides_nothing(signs: list[str]) -> None:
    word = "телеграм"
    hidden = "".join(a + b for a, b in zip(word, [*signs, *[""] * 8], strict=False))
    found = check(f"Напишите нам в {hidden}, ответим быстрее.", WB)
    assert [each.fault for each in found] == [Fault.OBFUSCATED_CONTACT]
    assert found[0].fragment == hidden


PREFIXES = st.sampled_from(["903", "916", "926", "965", "985"])
FORMS = st.sampled_from([
    "+7{}{}{}{}", "8{}{}{}{}", "8 {} {} {} {}", "8({}){}-{}-{}", "+7 ({}) {}-{}-{}",
    "8-{}-{}-{}-{}",
    "8.{}.{}.{}.{}", "8/{}/{}/{}/{}", "+7 {} {}{}{}", "8 {}{} {} {}",
])  # fmt: skip


@given(PREFIXES, st.integers(100, 999), st.integers(10, 99), st.integers(10, 99), FORMS)
def test_a_telephone_is_found_however_it_is_written(
    prefix: str, first: int, second: int, third: int, form: str
) -> None:
    number = form.format(prefix, first, second, third)
    found = check(f"Ответим по номеру {number}, спросите мастера смены.", WB)
    assert [(each.fault, each.fragment) for each in found] == [(Fault.PHONE, number)]


_ONES = ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")


@given(PREFIXES, st.text("0123456789", min_size=7, max_size=7))
def test_a_telephone_spelled_digit_by_digit_is_found(prefix: str, rest: str) -> None:
    spelled = " ".join(_ONES[int(digit)] for digit in f"8{prefix}{rest}")
    assert Fault.PHONE in faults(f"Мастер ответит: {spelled}, до шести вечера.")


@pytest.mark.parametrize("card", ["4276 3800 1234 5679", "4111111111111111", "2200-7001-2345-6781"])
def test_a_card_is_told_by_its_check_digit(card: str) -> None:
    assert faults(f"Получатель Анна, {card}, это за пересылку коробки.") == {Fault.PAYMENT_DETAILS}
    spoiled = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert faults(f"Упаковка Анна, {spoiled}, это код партии коробки.") == set()


def test_a_text_is_measured_as_the_marketplaces_do() -> None:
    assert faults("Проверили. " * 91, WB) == {Fault.TOO_LONG}
    assert Fault.TOO_LONG not in faults("я" * LIMIT, WB)
    assert Fault.TOO_LONG in faults("😀" * (LIMIT // 2 + 1), WB)
    assert faults("Просим проверить приёмку. " * 91, SUPPORT) == set()


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        (Attachment("f", "u", "document", "акт.pdf", 5 * MEGABYTE), None),
        (Attachment("f", "u", "document", "АКТ.PDF", 1), None),
        (Attachment("f", "u", "photo", "photo-u", 1), None),
        (Attachment("f", "u", "document", "акт.docx", 1), Advice.FILE_KIND),
        (Attachment("f", "u", "video", "video-u", 1), Advice.FILE_KIND),
        (Attachment("f", "u", "document", "акт.png", 5 * MEGABYTE + 1), Advice.FILE_SIZE),
    ],
)
def test_files_are_of_three_kinds_and_not_too_large(
    file: Attachment, advice: Advice | None
) -> None:
    assert [each.advice for each in check("", WB, (file,))] == ([advice] if advice else [])


def test_files_are_counted_together() -> None:
    file = Attachment("f", "u", "photo", "photo", 5 * MEGABYTE)
    assert check("", WB, (file,) * 6) == ()
    assert [each.advice for each in check("", WB, (file,) * 7)] == [Advice.FILES_TOTAL]


def test_a_password_goes_to_nobody() -> None:
    for audience in Audience:
        text = "Просим проверить вход, пароль: qwerty12, кабинет ИП Иванов."
        assert Fault.SECRET in faults(text, audience)


def test_the_longest_verdict_fits_a_message() -> None:
    guilty = (text for half in HALVES["tuned by"] for text, _ in half.GUILTY)
    text = "\n".join(guilty)[:4096]
    for audience in (WB, OZON):
        said = words.verdict(check(text, audience), audience)
        assert said.startswith("<b>Лучше не отправлять: ")
        assert len(parse_html(said)[0]) <= 4096


def test_every_fault_and_every_advice_has_words() -> None:
    assert set(words.FAULTS) == set(Fault)
    assert set(words.RULES) | set(words.REASONS) == set(Fault)
    assert not set(words.RULES) & set(words.REASONS)
    assert set(words.ADVICE) == set(Advice)
