import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, OZON, WB, a_case

from cases import forms
from cases.answers import (
    READERS,
    Attachment,
    Circumstances,
    Heard,
    NotAChoice,
    Said,
    SecretSeen,
    SumNeeded,
    TextEmpty,
    TextTooLong,
    WrongKind,
    read,
)
from cases.escalation import POINTS
from cases.fields import FORMS, REGISTRATION, Ask, Field, Source
from cases.filling import Draft
from cases.kinds import TOPICS, Category, Kind
from cases.lifecycles import MOVES
from cases.rules import Rules
from handlers.conversation import PRESSES
from handlers.desk import Desk
from handlers.linking import LinkPress
from handlers.merging import MergePress
from handlers.options import options
from handlers.pile import FINISHERS
from handlers.presses import (
    CasePress,
    DraftPress,
    EditPress,
    FilesPress,
    FindPress,
    FormPress,
    HowPress,
    ListPress,
    MovePress,
    NewPress,
    TeamPress,
    TopicPress,
)
from handlers.routers import ROUTERS
from handlers.tagging import TagPress
from storage.topics import Topic
from texts import words
from texts.forms import FORM_TITLES, answer_words
from texts.questions import QUESTIONS
from texts.refusals import EXPECTED

FIELDS = [(name, field) for name, fields in FORMS.items() for field in fields]
NAMES = [f"{name}.{field.name}" for name, field in FIELDS]
LONGEST_ID = 2**31 - 1
CALLBACK_BYTES = 64
GOOD: dict[Ask, str] = {
    Ask.TEXT: "Разошёлся шов",
    Ask.REPLY: "Здравствуйте, {покупатель}. Артикул {артикул} проверяем.",
    Ask.CHOICE_OR_TEXT: "своими словами",
    Ask.NUMBER: "№ 18123456",
    Ask.PAST: "вчера 18:20",
    Ask.PAST_OR_PERIOD: "01.02–15.02",
    Ask.PERIOD: "01.02–15.02",
    Ask.FUTURE: "через 3 дня",
    Ask.SUM: "12 500",
    Ask.HOURS: "22–8",
    Ask.HOUR: "8:30",
    Ask.ENTITIES: "артикул 140158860, заказ 5632423",
}
FILE = Attachment("file", "unique", "photo", "шов.jpg", 1024, "крупно")


def rows(*those: Any) -> Any:
    """A table of the desk, whatever it is asked by."""

    async def every() -> tuple[Any, ...]:
        return those

    async def find(_: int) -> Any:
        return those[0]

    async def latest_of(_: int, __: int) -> tuple[Any, ...]:
        return those

    return SimpleNamespace(all=every, team=every, find=find, latest_of=latest_of)


async def ready_topics(category: Category) -> tuple[Topic, ...]:
    built_in = [Topic(category, ready=key) for key in TOPICS[category]]
    return (*built_in, Topic(category, id=LONGEST_ID, name="Х" * 40))


ANSWERS = {
    "price": {"minor": 118600, "currency": "RUB"},
    "wanted": "correction",
    "period": {"first": "2026-02-23", "last": "2026-03-01"},
}


async def files_of(_: int) -> Any:
    return ((LONGEST_ID, FILE),)


async def none_of(_: Any, **__: Any) -> tuple[Any, ...]:
    return ()


DESK = cast(
    "Desk",
    SimpleNamespace(
        cabinets=rows(WB, OZON, replace(WB, id=LONGEST_ID)),
        person=ANNA,
        people=rows(OLGA, ANNA, replace(ANNA, id=LONGEST_ID)),
        topics=SimpleNamespace(of=ready_topics),
        search=rows(a_case(answers=ANSWERS), a_case(answers=ANSWERS, id=LONGEST_ID)),
        links=SimpleNamespace(cases_of=none_of),
        similar=SimpleNamespace(candidates=none_of),
        attachments=SimpleNamespace(of=files_of),
        rules=Rules(),
        now=NOW,
    ),
)


def circumstances(*known: str) -> Circumstances:
    return Circumstances(NOW, Rules().zone, "RUB", known)


def said(field: Field) -> Said:
    """What a person might well answer."""
    if field.ask is Ask.ATTACHMENTS:
        return Said(Heard.PHOTO, attachment=FILE)
    if field.ask in {Ask.CHOICE, Ask.CHOICES}:
        return Said(Heard.CHOICE, "x")
    return Said(Heard.TEXT, GOOD[field.ask])


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=NAMES)
def test_every_field_has_a_question(form: str, field: Field) -> None:
    question = QUESTIONS[field.name]
    assert question.label
    assert question.text[-1] in ".?!"
    assert len(question.label) <= 20
    assert FORM_TITLES[form]


def test_no_question_stands_without_a_field() -> None:
    assert set(QUESTIONS) == {field.name for _, field in FIELDS}
    assert set(FORM_TITLES) == set(FORMS)


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=NAMES)
def test_every_field_has_a_reader_whose_value_is_json_and_reads_back(
    form: str, field: Field
) -> None:
    value = read(field, said(field), circumstances("x"))
    assert json.loads(json.dumps(value)) == value
    shown = [value] if field.ask in {Ask.CHOICES, Ask.ATTACHMENTS} else value
    assert answer_words(field, shown, Rules().zone, NOW, {})


def test_every_kind_of_answer_has_a_reader_and_words_for_what_is_expected() -> None:
    assert set(READERS) | {Ask.ATTACHMENTS} == set(Ask) == set(EXPECTED)


@pytest.mark.parametrize(
    ("form", "field"), [(n, f) for n, f in FIELDS if not isinstance(f.choices, Source)]
)
def test_every_choice_has_words(form: str, field: Field) -> None:
    for value in field.choices:
        assert words.choice(field.name, str(value)) != value
    if field.ask in {Ask.CHOICE, Ask.CHOICES}:
        assert field.choices


@pytest.mark.parametrize("category", Category)
def test_every_topic_has_words(category: Category) -> None:
    for topic in TOPICS[category]:
        assert words.choice("topic", topic) != topic


def test_there_are_no_words_for_choices_that_do_not_exist() -> None:
    for name, table in words.CHOICES.items():
        offered = {str(c) for _, f in FIELDS if f.name == name and f.choices for c in f.choices}
        if name == "topic":
            offered = {topic for topics in TOPICS.values() for topic in topics}
        if name in {"nearest", "specialist"}:
            offered = {category.value for category in Category}
        if name == "missed":
            offered = set(POINTS)
        assert set(table) == offered, name


def test_every_form_has_an_end() -> None:
    assert ROUTERS
    assert set(FINISHERS) == set(FORMS)
    assert {kind.value for kind in Kind} == REGISTRATION


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=NAMES)
async def test_every_button_of_every_form_fits_telegram(form: str, field: Field) -> None:
    found = 0
    for category in Category:
        draft = Draft(str(LONGEST_ID), form, {"category": category.value}, step=999, case_id=1)
        for option in await options(field, draft, DESK):
            assert option.label
            assert fits(FormPress(draft=draft.id, step=999, what="choose", value=option.value))
            found += 1
    for what in PRESSES:
        assert fits(FormPress(draft=str(LONGEST_ID), step=999, what=what, value=field.name))
    assert found or not field.choices


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_every_button_of_a_card_fits_telegram(move: Any) -> None:
    assert fits(MovePress(move=move.name, case=LONGEST_ID, version=9999))


def test_no_two_kinds_of_buttons_share_a_prefix() -> None:
    prefixes = [each.__prefix__ for each in CallbackData.__subclasses__()]
    assert len(set(prefixes)) == len(prefixes) > 10


@pytest.mark.parametrize(
    "press",
    [
        CasePress(what="history", case=LONGEST_ID),
        FilesPress(what="retry", case=LONGEST_ID),
        NewPress(kind="support_ticket"),
        ListPress(
            do="narrow",
            of="nobody",
            cabinet=LONGEST_ID,
            kind=9,
            category=9,
            priority=9,
            at=1000,
            id=LONGEST_ID,
            tag=LONGEST_ID,
        ),
        TagPress(what="drop", case=LONGEST_ID, tag=LONGEST_ID),
        FindPress(do="page", search=LONGEST_ID, only=9, at=1000, case=LONGEST_ID),
        TeamPress(what="rename_cabinet", id=LONGEST_ID),
        DraftPress(what="delete", draft=str(LONGEST_ID)),
        HowPress(what="section", where="ozon", category="logistics"),
        TopicPress(what="rename", category="logistics", key="return_not_accepted"),
        EditPress(what="update", message=LONGEST_ID),
        LinkPress(what="part", case=LONGEST_ID, other=LONGEST_ID),
        MergePress(
            what="sure",
            gone=LONGEST_ID,
            gone_version=9999,
            kept=LONGEST_ID,
            kept_version=9999,
        ),
    ],
)
def test_the_other_buttons_fit_telegram_too(press: Any) -> None:
    assert fits(press)


def fits(press: Any) -> bool:
    return len(press.pack().encode()) <= CALLBACK_BYTES


@pytest.mark.parametrize("heard", [Heard.STICKER, Heard.VOICE, Heard.CONTACT, Heard.PHOTO])
def test_a_sticker_is_no_text(heard: Heard) -> None:
    with pytest.raises(WrongKind) as refused:
        read(field("summary"), Said(heard), circumstances())
    assert refused.value.heard is heard


def test_a_text_is_no_file() -> None:
    with pytest.raises(WrongKind):
        read(field("attachments"), Said(Heard.TEXT, "вот"), circumstances())


@pytest.mark.parametrize("blank", ["", "   ", "\n\t"])
def test_blanks_are_no_answer(blank: str) -> None:
    with pytest.raises(TextEmpty):
        read(field("summary"), Said(Heard.TEXT, blank), circumstances())


def test_a_text_is_kept_up_to_its_limit() -> None:
    summary = field("summary")
    exact = "ш" * summary.limit
    assert read(summary, Said(Heard.TEXT, f"  {exact}\n"), circumstances()) == exact
    with pytest.raises(TextTooLong) as refused:
        read(summary, Said(Heard.TEXT, exact + "!"), circumstances())
    assert (refused.value.limit, refused.value.length) == (summary.limit, summary.limit + 1)


@pytest.mark.parametrize("typed", ["solved", "что-то"])
def test_a_closed_list_takes_only_its_choices(typed: str) -> None:
    with pytest.raises(NotAChoice):
        read(field("outcome", "close"), Said(Heard.TEXT, typed), circumstances("solved"))
    with pytest.raises(NotAChoice):
        read(field("outcome", "close"), Said(Heard.CHOICE, "forged"), circumstances("solved"))


@pytest.mark.parametrize(
    "secret",
    [
        "eyJhbGciOiJFUzI1NiJ9.eyJlbnQiOjEsImlpZCI6MTIzfQ.abcdefghijklmnop",
        "мой бот 1234567890:AAF-abcdefghijklmnopqrstuvwxyz01234",
        "1:8f14e45f-ceea-467f-a831-2d3b6f2f8c11:1718:" + "a" * 64,
    ],
)
@pytest.mark.parametrize("name", ["summary", "section", "topic", "number", "entities", "risk_sum"])
def test_no_text_field_takes_a_key(name: str, secret: str) -> None:
    with pytest.raises(SecretSeen):
        read(field(name), Said(Heard.TEXT, f"вот {secret} держите"), circumstances())


def test_an_unknown_sum_is_none_where_it_may_be_unknown_and_refused_where_it_may_not() -> None:
    unknown = Said(Heard.TEXT, "не знаю")
    assert read(field("risk_sum"), unknown, circumstances()) is None
    with pytest.raises(SumNeeded):
        read(field("recovered", "close"), unknown, circumstances())


def test_a_sum_without_a_currency_is_in_the_cabinets() -> None:
    byn = replace(circumstances(), currency="BYN")
    value = read(field("risk_sum"), Said(Heard.TEXT, "27,53"), byn)
    assert value == {"minor": 2753, "currency": "BYN"}


def field(name: str, form: str = "support_ticket") -> Field:
    return next(each for each in FORMS[form] if each.name == name)


def answered(draft: Draft, **answers: Any) -> Draft:
    """Answer what is asked until nothing is; the rest get a required-looking value."""
    while (now := forms.current(draft)) is not None:
        draft = forms.answer(draft, answers.get(now.name, now.default or "ответ"))
    return draft


def test_finance_asks_for_a_period_and_other_categories_for_a_moment() -> None:
    ticket = Draft("1", "support_ticket")
    finance = answered(ticket, category="finance")
    assert "period" in finance.answers
    assert "when" not in finance.answers
    content = answered(ticket, category="content")
    assert "when" in content.answers
    assert "period" not in content.answers


@pytest.mark.parametrize(
    ("category", "required"), [("finance", True), ("logistics", True), ("content", False)]
)
def test_finance_and_logistics_need_an_identifier(category: str, *, required: bool) -> None:
    assert field("entities").is_required({"category": category}) is required


def test_a_changed_category_voids_the_topic_and_asks_it_again() -> None:
    full = answered(Draft("1", "support_ticket"), category="content", topic="moderation_fails")
    changed = forms.answer(forms.edit(full, "category"), "finance")
    assert "topic" not in changed.answers
    now = forms.current(changed)
    assert now is not None
    assert now.name == "topic"
    again = answered(changed)
    assert {"topic", "period"} <= set(again.answers)
    assert "when" not in again.answers


def test_the_same_category_again_keeps_the_topic() -> None:
    full = answered(Draft("1", "support_ticket"), category="content", topic="moderation_fails")
    same = forms.answer(forms.edit(full, "category"), "content")
    assert same.answers == full.answers
    assert forms.current(same) is None


def test_what_a_correction_makes_required_is_asked_although_it_was_skipped() -> None:
    full = answered(Draft("1", "support_ticket"), category="content", entities=None)
    assert full.answers["entities"] is None
    changed = forms.answer(forms.edit(full, "category"), "logistics")
    asked = {f.name for f in forms.asked(changed) if f.name not in changed.answers}
    assert asked == {"topic", "entities", "as_expected"}


def test_going_back_from_the_first_question_stays_there() -> None:
    draft = forms.back(Draft("1", "buyer_chat"))
    now = forms.current(draft)
    assert now is not None
    assert now.name == "cabinet"


def test_going_back_and_answering_again_goes_on_where_it_was() -> None:
    draft = Draft("1", "buyer_chat")
    for value in ("1", "шов", {"at": 1, "has_time": True}):
        draft = forms.answer(draft, value)
    twice = forms.back(forms.back(draft))
    now = forms.current(twice)
    assert now is not None
    assert now.name == "summary"
    on = forms.current(forms.answer(twice, "другой шов"))
    assert on is not None
    assert on.name == "buyer"


def test_a_field_that_does_not_apply_cannot_be_corrected() -> None:
    with pytest.raises(KeyError):
        forms.edit(Draft("1", "support_ticket", {"category": "content"}), "period")


def test_fields_that_are_not_asked_start_from_their_defaults() -> None:
    full = answered(Draft("1", "buyer_chat"))
    assert "priority" not in full.answers
    assert forms.complete(full)["priority"] == "normal"
    assert forms.complete(full)["assignee"] is None


def test_the_summary_is_offered_once_only_optional_questions_are_left() -> None:
    draft = Draft("1", "buyer_chat")
    for value in ("1", "шов", {"at": 1, "has_time": True}):
        assert not forms.can_finish(draft)
        draft = forms.answer(draft, value)
    assert forms.can_finish(draft)
    done = forms.finish(draft)
    assert forms.current(done) is None
    assert done.answers["risk_sum"] is None


def test_a_step_tells_an_old_button_from_the_new_one() -> None:
    draft = Draft("1", "buyer_chat")
    for change in (
        lambda d: forms.answer(d, "1"),
        forms.back,
        lambda d: forms.edit(d, "summary"),
        lambda d: forms.keep(d, ["x"]),
    ):
        assert change(draft).step == draft.step + 1
    optional = answered(draft, appeared={"at": 1, "has_time": True})
    optional = replace(optional, answers={**optional.answers, "number": None})
    del optional.answers["risk_sum"]
    assert forms.finish(optional).step == optional.step + 1


def test_a_form_with_open_questions_is_not_finished() -> None:
    draft = forms.answer(Draft("1", "buyer_chat"), "1")
    assert forms.finish(draft) == draft


deeds = st.lists(
    st.tuples(st.sampled_from(["answer", "answer", "skip", "back", "edit", "finish", "keep"]),
              st.integers(0, 50)),
    max_size=40,
)  # fmt: skip


def values(of: Field) -> list[Any]:
    if of.name == "category":
        return [category.value for category in Category]
    return ["первый", "второй", {"at": 1, "has_time": False}]


def do(draft: Draft, deed: str, number: int) -> Draft:
    """What the conversation does for a press or a message, with its own guards."""
    now = forms.current(draft)
    if deed == "edit" and (now is None or number % 5 == 0):
        able = forms.applicable(draft)
        return forms.edit(draft, able[number % len(able)].name)
    if deed == "back":
        return forms.back(draft)
    if deed == "finish" and forms.can_finish(draft):
        return forms.finish(draft)
    if now is None or deed in {"edit", "finish"}:
        return draft
    if deed == "skip":
        return draft if now.is_required(draft.answers) else forms.answer(draft, now.default)
    value = values(now)[number % len(values(now))]
    return (forms.keep if deed == "keep" else forms.answer)(draft, value)


@given(st.sampled_from(sorted(FORMS)), deeds)
def test_any_walk_keeps_every_answer_and_comes_to_an_end(
    form: str, walk: list[tuple[str, int]]
) -> None:
    draft = Draft("1", form)
    for deed, number in walk:
        changed = do(draft, deed, number)
        lost = set(draft.answers) - set(changed.answers)
        assert all(_may_go(name, draft, changed) for name in lost)
        step = forms.progress(changed)
        assert 1 <= step.step <= step.total <= len(FORMS[form])
        assert Draft(**json.loads(json.dumps(changed.as_json()))) == replace(
            changed, **_tuples_as_lists(changed)
        )
        draft = changed
    for _ in range(3 * len(FORMS[form])):
        now = forms.current(draft)
        if now is None:
            break
        draft = forms.answer(draft, draft.answers.get(now.name) or values(now)[0])
    assert forms.current(draft) is None
    assert forms.missing(draft) == ()
    assert {f.name for f in forms.asked(draft)} <= set(draft.answers)
    required = [f for f in forms.asked(draft) if f.is_required(draft.answers)]
    assert all(draft.answers[f.name] is not None for f in required)


def _may_go(name: str, before: Draft, after: Draft) -> bool:
    """An answer goes only when its question does, or when what it hung on has changed."""
    of = next(each for each in FORMS[before.form] if each.name == name)
    if of not in forms.applicable(after):
        return True
    if of.after and before.answers.get(of.after) != after.answers.get(of.after):
        return True
    return before.answers[name] is None and of.is_required(after.answers)


def _tuples_as_lists(draft: Draft) -> dict[str, Any]:
    """JSON knows no tuples."""
    return {
        name: list(value) for name, value in vars(draft).items() if isinstance(value, tuple)
    }  # fmt: skip


@given(st.sampled_from(sorted(REGISTRATION)), deeds)
def test_the_way_forward_never_asks_twice_what_was_answered(
    form: str, walk: list[tuple[str, int]]
) -> None:
    draft = Draft("1", form)
    for deed, number in walk:
        draft = do(draft, deed, number)
    draft = replace(draft, at=None)
    asked: list[str] = []
    while (now := forms.current(draft)) is not None:
        asked.append(now.name)
        assert now.name not in draft.answers
        draft = forms.answer(draft, values(now)[0])
    assert len(asked) <= len(FORMS[form])


def test_relative_days_are_counted_from_the_circumstances_not_from_the_machines_clock() -> None:
    value = read(field("own_deadline"), Said(Heard.TEXT, "через 3 дня"), circumstances())
    assert value["at"] >= int((NOW + timedelta(days=2)).timestamp())
    assert value["at"] < int((NOW + timedelta(days=5)).timestamp())
