import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, NOW, OLGA, OZON, WB, a_case, a_chat, written

from cases import answers, moments, money, numbers, turns
from cases.answers import Attachment, Heard
from cases.case import Case, Newest
from cases.duplicates import Reason
from cases.entering import Effect, Unchanged
from cases.fields import FORMS, Ask, Bound, Field
from cases.files import LARGEST, CaseFile, FileState
from cases.filling import Draft
from cases.finding import Piece, question_of
from cases.forms import Progress
from cases.kinds import EntryKind, Kind
from cases.ladders import Clock, ClockKind
from cases.lifecycles import MOVES, Status
from cases.lists import View
from cases.moments import Moment, Period
from cases.money import Money
from cases.record import Entry, HistoryLine, NewEntry
from cases.refusals import Refusal, TypedRefusal
from cases.rules import DAY, HOUR, Rules
from sandbox.tags import parse_html
from texts import (
    attachments,
    cards,
    consents,
    doubles,
    entering,
    finding,
    formats,
    forms,
    groups,
    history,
    lists,
    naming,
    operator,
    packs,
    parting,
    picking,
    promises,
    record,
    refusals,
    reminders,
    returns,
    team,
    words,
)
from texts.formats import NBSP

RULES = Rules()
ZONE = RULES.zone
LONGEST, LONGEST_CAPTION, LONGEST_ALERT = 4096, 1024, 200
MINUTE = timedelta(minutes=1)


# How things are written -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "дней"), (1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (11, "дней"), (12, "дней"),
     (14, "дней"), (21, "день"), (22, "дня"), (100, "дней"), (101, "день"), (111, "дней"),
     (1002, "дня"), (1012, "дней")],
)  # fmt: skip
def test_a_number_takes_its_plural(number: int, form: str) -> None:
    assert formats.plural(number, formats.DAYS) == form


@pytest.mark.parametrize(
    ("length", "text"),
    [(timedelta(0), "1 мин"), (timedelta(seconds=59), "1 мин"), (5 * HOUR, "5 ч")],
)
def test_what_is_late_is_late_by_a_minute_at_the_least(length: timedelta, text: str) -> None:
    assert formats.lateness(length) == text.replace(" ", formats.NBSP)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(0), "меньше минуты"),
        (timedelta(seconds=-5), "меньше минуты"),
        (timedelta(seconds=59), "меньше минуты"),
        (20 * MINUTE, "20 мин"),
        (HOUR, "1 ч"),
        (2 * HOUR + 5 * MINUTE, "2 ч 5 мин"),
        (5 * HOUR + 5 * MINUTE, "5 ч"),
        (DAY, "1 день"),
        (2 * DAY + 3 * HOUR + MINUTE, "2 дня 3 ч"),
        (11 * DAY, "11 дней"),
    ],
)
def test_a_length_of_time_is_written_by_its_two_largest_units(length: timedelta, text: str) -> None:
    assert formats.interval(length).replace(NBSP, " ") == text


def test_an_instant_is_written_in_the_teams_zone_with_its_weekday() -> None:
    at = datetime(2026, 3, 14, 7, 1, tzinfo=UTC)
    assert formats.moment_msk(at, ZONE, NOW) == f"сб{NBSP}14.03, 10:01{NBSP}МСК"
    midnight = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
    assert formats.moment(midnight, ZONE, NOW) == f"вс{NBSP}15.03, 01:30"


def test_a_period_of_one_day_is_that_day() -> None:
    monday, friday = date(2026, 3, 9), date(2026, 3, 13)
    assert formats.days_of(Period(monday, monday), ZONE, NOW) == f"пн{NBSP}09.03"
    assert formats.days_of(Period(monday, friday), ZONE, NOW) == f"пн{NBSP}09.03 – пт{NBSP}13.03"


def test_nobody_turns_the_direction_of_what_stands_behind_their_words() -> None:
    assert formats.escape("\u202eТимур\u2066 <b>") == "Тимур &lt;b&gt;"


def test_another_year_is_named() -> None:
    assert formats.day(date(2027, 1, 7), ZONE, NOW) == f"чт{NBSP}07.01.2027"
    silvester = datetime(2026, 12, 31, 22, tzinfo=UTC)  # 2027 already in Moscow
    assert formats.day(silvester, ZONE, NOW) == f"пт{NBSP}01.01.2027"
    assert formats.day(silvester, ZONE, silvester) == f"пт{NBSP}01.01"


def test_another_zone_is_named_by_itself() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert formats.moment_msk(at, berlin, NOW) == f"ср{NBSP}01.07, 10:00{NBSP}CEST"


@pytest.mark.parametrize(
    ("sum_", "text"),
    [
        (Money(1_250_000, "RUB"), "12 500 ₽"),
        (Money(2753, "BYN"), "27,53 BYN"),
        (Money(5, "RUB"), "0,05 ₽"),
        (Money(0, "RUB"), "0 ₽"),
        (Money(-118_650, "RUB"), "−1 186,50 ₽"),
        (Money(123_456_789_00, "RUB"), "123 456 789 ₽"),
    ],
)
def test_a_sum_is_written_as_people_write_it(sum_: Money, text: str) -> None:
    assert formats.sum_of(sum_).replace(NBSP, " ") == text


def test_sums_of_currencies_stand_side_by_side() -> None:
    assert formats.sums_of({"BYN": 2753, "RUB": 9_630_000}).replace(NBSP, " ") == (
        "96 300 ₽ и 27,53 BYN"
    )
    assert formats.sums_of({}) == ""


@pytest.mark.parametrize(
    ("name", "shown"), [("тимур", "Т."), ("  Анна ", "А."), ("", ""), (" ", ""), ("<b>", "&lt;.")]
)
def test_a_group_sees_an_initial(name: str, shown: str) -> None:
    assert formats.initial(name) == shown


@given(st.text(), st.integers(1, 200))
def test_an_excerpt_is_never_longer_than_allowed(text: str, limit: int) -> None:
    cut = formats.excerpt(text, limit)
    assert len(cut) <= limit
    assert "\n" not in cut
    if len(" ".join(text.split())) <= limit:
        assert cut == " ".join(text.split())


# What people typed is shown as they typed it ----------------------------------------------------

typed = st.text(alphabet=string.printable + "шов<>&\"'«»😀", min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)
KINDS = st.sampled_from(Kind)


def a_case_of(kind: Kind, text: str) -> Case:
    return a_case(
        kind,
        answers={
            "summary": text, "buyer": text, "topic": text, "reason": text, "category": "content",
            "goods": [{"kind": "article", "value": text}],
            "entities": [{"kind": "order", "value": text}],
        },
        number=text,
        cabinet=replace(WB, name=text),
        assignee=replace(ANNA, name=text, username=text),
        waiting_since=NOW,
        due_at=NOW + DAY,
    )  # fmt: skip


def everything_about_an_entry(case: Case, kind: EntryKind, text: str) -> Iterator[str]:
    """Every text that quotes what was written into a case."""
    entry = Entry(1, kind, NOW, NOW, text, text * 70, {}, files=(1, 2))
    read_back = [formats.escape(text)] * 9
    yield record.entry_line(case, entry, read_back, RULES, NOW)
    blocks = [record.block(case, entry, read_back, RULES, NOW)] * 2
    yield record.page(case, blocks, (0, 2), NOW)
    yield from record.whole(case, entry, read_back, RULES, NOW)
    newest = Newest(kind, NOW, has_time=True, text=text)
    case = replace(case, newest=newest, answers={**case.answers, "their_status": text})
    yield cards.card(case, RULES, NOW)
    new, somebody = NewEntry(kind, text, Moment(NOW, has_time=True)), replace(ANNA, name=text)
    yield entering.told_to_leader(case, new, somebody, RULES, NOW)
    for why in Unchanged:
        effect = Effect(new.at, unchanged=why, since=NOW)
        yield entering.written(case, new, effect, RULES, NOW)


def everything_about(case: Case, text: str) -> Iterator[str]:
    """Every text that quotes a case or a person."""
    somebody = replace(ANNA, name=text, username=text)
    late = NOW + 20 * DAY
    yield cards.card(case, RULES, NOW)
    yield cards.group_card(case, RULES, NOW)
    yield cards.saved(case, RULES, NOW)
    yield cards.handed_to_you(case, somebody, RULES, NOW)
    yield cards.who_was_first(case, cards.last_change(HistoryLine(NOW, text, "we_answered"), RULES))
    yield cards.same_number(case, NOW)
    yield cards.details(case, [], ((1, Attachment("f", "u", "photo", text, 1, text)),), NOW)
    file = Attachment("f", "u", "photo", text, LARGEST + 1, text)
    files = tuple(CaseFile(case.id, n, file, s, NOW) for n, s in enumerate(FileState, 1))
    yield attachments.evidence(case, files)
    yield attachments.lost(case.id, files)
    yield from (attachments.under(each) for each in files)
    yield from (attachments.kept(file, 1), attachments.kept_aside(file))
    yield from (attachments.added(case.id, 1, file), attachments.not_found(text))
    yield packs.caption(case, files, 1, 1)
    told = HistoryLine(NOW, text, "told_apart", new=case.status, comment=text, other_id=1)
    yield history.history(case, [told], RULES, NOW)
    for kind in EntryKind:
        yield from everything_about_an_entry(replace(case, newest=None), kind, text)
    yield doubles.same_number(case, RULES, NOW)
    yield doubles.similar([(case, Reason.SAME_TOPIC)] * 3, [case], RULES, NOW)
    yield doubles.added(case, RULES, NOW)
    yield doubles.added_to_yours(case, somebody, text, RULES, NOW)
    yield doubles.told_apart(case, [1, 2], somebody, text)
    yield from everything_about_returns(case, text)
    yield parting.offer([{"category": "finance", "summary": text}] * 2, ZONE, NOW)
    yield lists.page((case,), 0, 1, RULES, NOW)
    yield picking.question(picking.hand_to(somebody), (case,), ((case, picking.ALREADY),))
    yield picking.done("Передано", (case,), ((case, picking.changed_since(case)),))
    yield picking.handed_to_you((case,), somebody)
    piece = Piece("summary", text)
    hit = (case, finding.why((piece,), question_of(text)))
    yield finding.found(text, (hit,) * 5, (1, 5), "100+", RULES, NOW)
    yield finding.near(text, (hit,), RULES, NOW)
    yield finding.nothing(text, 0)
    yield lists.head(View(cabinet=1, kind=case.kind), text)
    yield lists.choose(text)
    yield lists.nothing_found(text, near=True)
    for kind in ClockKind:
        clock = Clock(case.id, kind, NOW, NOW + DAY)
        for now in (NOW, late):
            for to in (ANNA, OLGA):
                yield reminders.ping(case, clock, to, RULES, now)
                yield reminders.ping_line(case, clock, to, RULES, now)
    yield from everything_about_the_team(text)


def everything_about_returns(case: Case, text: str) -> Iterator[str]:
    somebody, until = replace(ANNA, name=text), written(NOW + DAY)
    told = {"promised": text, "promised_until": until, "promised_at": written(NOW)}
    promising = replace(case, answers={**case.answers, **told, "refusal": text})
    clock = Clock(case.id, ClockKind.PROMISE, NOW, NOW + DAY)
    yield from (promises.ping(promising, clock, "", RULES, now) for now in (NOW, NOW + 2 * DAY))
    yield from promises.promise_lines(promising, RULES, NOW)
    yield consents.question(promising, somebody, RULES, NOW)
    yield from (consents.allowed(case, somebody), consents.declined(case, somebody))
    for status in returns.RULES:
        yield from returns.advice(replace(promising, kind=Kind.CHAT_RETURN, status=status), NOW)


def everything_about_the_team(text: str) -> Iterator[str]:
    somebody, cabinet = replace(ANNA, name=text, username=text), replace(WB, name=text)
    yield from (team.welcome_owner(text), team.welcome_back(text), team.welcome_manager(text))
    yield from (
        team.joined(somebody),
        team.sure_to_remove(somebody),
        team.removed(somebody, "1000+"),
    )
    yield team.team((OLGA, somebody))
    yield from (team.setup_next(cabinet), team.cabinet_added(cabinet))
    yield from (team.cabinet_renamed(cabinet), team.cabinets((cabinet, OZON)))
    yield from (groups.unknown_group(text, "bot"), groups.group_bound(text, "bot"))
    yield from (groups.group_lost(text), team.invitation(text, NOW, ZONE, NOW))


def shows(message: str, text: str) -> bool:
    """Whether the message, as Telegram reads its HTML, has these words, cut or whole."""
    plain, _ = parse_html(message)
    return " ".join(text.split())[:20].rstrip() in " ".join(plain.split())


@given(KINDS, typed)
def test_whatever_people_type_telegram_reads_every_text(kind: Kind, text: str) -> None:
    case = a_case_of(kind, text)
    for message in everything_about(case, text):
        plain, entities = parse_html(message)
        assert plain
        assert {entity["type"] for entity in entities} <= {"bold"}


@given(KINDS, typed)
def test_what_people_typed_is_shown_and_not_read_as_markup(kind: Kind, text: str) -> None:
    case = a_case_of(kind, text)
    assert shows(cards.card(case, RULES, NOW), text)
    for message in everything_about_the_team(text):
        assert shows(message, text)


@given(typed)
def test_an_answer_is_read_back_as_it_was_typed(text: str) -> None:
    draft = Draft("1", "support_ticket", {"category": "content", "topic": text, "summary": text})
    (line,) = [
        each for each in forms.answer_lines(draft, ZONE, NOW, {}) if each.startswith("Суть")
    ]  # fmt: skip
    assert shows(line, text)
    question = forms.question(draft, FORMS["support_ticket"][3], Progress(4, 12), line)
    assert parse_html(question)[1][0]["type"] == "bold"


# Lengths ----------------------------------------------------------------------------------------


def the_longest(kind: Kind) -> Case:
    many = [{"kind": "posting", "value": f"{n:064}"} for n in range(600)]
    long = a_case_of(kind, "ш" * 60)
    full = {**long.answers, "summary": "ш" * 1500, "goods": many, "entities": many}
    return replace(long, answers=full, number="9" * 64)


@pytest.mark.parametrize("kind", Kind)
def test_the_longest_case_fits_a_message(kind: Kind) -> None:
    case = the_longest(kind)
    for message in everything_about(case, "ш" * 60):
        assert len(parse_html(message)[0]) <= LONGEST
    assert len(parse_html(lists.page((case,) * 8, 0, 99, RULES, NOW))[0]) <= LONGEST


@pytest.mark.parametrize("kind", Kind)
def test_the_longest_form_fits_a_message(kind: Kind) -> None:
    files = [
        {"file_id": "f", "unique_id": "u", "kind": "photo", "name": "ш" * 200, "size": 1,
         "caption": "ш" * 1024}
    ] * 60  # fmt: skip
    texts = {f.name: "ш" * f.limit for f in FORMS[kind.value] if f.ask is Ask.TEXT}
    found = the_longest(kind).answers
    draft = Draft("1", kind.value, {**found, **texts, "attachments": files})
    lines = forms.answer_lines(draft, ZONE, NOW, {})
    assert len(parse_html(forms.summary(draft, lines))[0]) <= LONGEST


def test_a_long_history_fits_a_message_and_shows_the_newest() -> None:
    lines = [
        HistoryLine(NOW + n * DAY, "Анна" * 20, "answered", new=Status.ANSWERED)
        for n in range(300)
    ]  # fmt: skip
    last = HistoryLine(NOW, "Борис", "close")
    shown = history.history(a_case(), [*lines[:-1], last], RULES, NOW)
    assert len(parse_html(shown)[0]) <= LONGEST
    assert "Борис" in shown


def test_many_files_with_long_captions_fit_a_message() -> None:
    file = Attachment("f", "u", "photo", "ш" * 200, 1, "<" * 1024)
    shown = cards.details(a_case(), [], tuple(enumerate([file] * 60, 1)), NOW)
    assert len(parse_html(shown)[0]) <= LONGEST
    assert f"№{NBSP}60 " in shown
    files = tuple(CaseFile(57, n, file, FileState.FAILED, NOW) for n in range(1, 200))
    assert len(parse_html(attachments.evidence(a_case(), files))[0]) <= LONGEST
    assert len(parse_html(attachments.lost(57, files))[0]) <= LONGEST
    captions = [attachments.under(files[-1]), packs.caption(a_case(), files, 9, 9)]
    assert all(len(parse_html(caption)[0]) <= LONGEST_CAPTION for caption in captions)


@pytest.mark.parametrize(
    "alert",
    [team.STRANGER, team.NOT_ALLOWED, team.NO_SUCH_CASE, team.BUTTON_IS_PAST, cards.SEEN,
     attachments.NO_FILES, attachments.NOTHING_TO_REPEAT, attachments.retrying(99), packs.PACKING,
     team.NOBODY_TO_REMOVE, forms.FORM_IS_PAST, forms.QUESTION_IS_PAST],
)  # fmt: skip
def test_what_is_shown_over_the_chat_is_short(alert: str) -> None:
    assert 0 < len(alert) <= LONGEST_ALERT


def test_the_menus_are_commands_that_telegram_takes() -> None:
    for name, told in (team.COMMANDS | team.OWNER_COMMANDS | team.GROUP_COMMANDS).items():
        assert name.isascii()
        assert name == name.lower()
        assert 0 < len(told) <= 256
    assert all(f"/{name}" in team.HELP or name == "help" for name in team.COMMANDS)
    assert all(f"/{name}" in team.HELP_OWNER for name in team.OWNER_COMMANDS)


# Privacy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_a_group_sees_no_buyer_and_no_free_text(kind: Kind) -> None:
    case = a_case(
        kind,
        answers={
            "buyer": "Тимур Канарейкин", "summary": "секрет", "topic": "секрет", "reason": "секрет",
            "refusal": "секрет", "comment": "секрет", "section": "секрет",
            "goods": [{"kind": "article", "value": "140158860"}],
        },
        number="18123456", waiting_since=NOW, due_at=NOW + DAY,
    )  # fmt: skip
    shown = cards.group_card(case, RULES, NOW)
    assert "Канарейкин" not in shown
    assert "Тимур" not in shown
    assert "секрет" not in shown
    assert {"Т.", "18123456", "140158860"} <= set(shown.replace(NBSP, " ").replace(",", "").split())


def test_buttons_and_single_names_name_no_buyer() -> None:
    case = a_chat(answers={"buyer": "Тимур", "summary": "секрет"})
    for shown in (lists.choice_label(case), naming.short_subject(case)):
        assert "Тимур" not in shown
        assert "секрет" not in shown


# Words for everything ---------------------------------------------------------------------------


def concrete(error: type[Refusal]) -> set[type[Refusal]]:
    below = error.__subclasses__()
    found = set[type[Refusal]]().union(*(concrete(each) for each in below)) if below else {error}
    return {each for each in found if not each.__name__.startswith("_")}


ABSTRACT = {TypedRefusal, answers.AnswerRefused}
MOMENT = moments.Moment(NOW, has_time=True)
EXAMPLES: dict[type[Refusal], Refusal] = {
    answers.WrongKind: answers.WrongKind(Heard.STICKER),
    turns.TooEarly: turns.TooEarly(moments.Moment(NOW - DAY, True), Bound.OUR_ANSWER, NOW),
    answers.TextTooLong: answers.TextTooLong(1500, 1501),
    numbers.NumberTooLong: numbers.NumberTooLong(64),
    money.OtherCurrency: money.OtherCurrency(Money(2753, "BYN"), "RUB"),
    money.SeveralSums: money.SeveralSums((Money(100, "RUB"), Money(200, "BYN"))),
    moments.NoSuchDate: moments.NoSuchDate("31.02", 2, 31),
    moments.DateInFuture: moments.DateInFuture(MOMENT),
    moments.DateInPast: moments.DateInPast(MOMENT),
    moments.DateTooOld: moments.DateTooOld(replace(MOMENT, has_time=False)),
    moments.PeriodReversed: moments.PeriodReversed(date(2026, 3, 15), date(2026, 3, 1)),
}


def test_every_refusal_has_words_and_no_words_lack_a_refusal() -> None:
    assert set(refusals._WORDS) == concrete(Refusal) - ABSTRACT


@pytest.mark.parametrize("error", list(refusals._WORDS), ids=lambda error: error.__name__)
def test_a_refusal_says_what_was_wrong_in_a_sentence(error: type[Refusal]) -> None:
    field = Field("summary", Ask.TEXT)
    typed_refusal = issubclass(error, TypedRefusal)
    raised = EXAMPLES.get(error) or (error("<шов>") if typed_refusal else error())
    said = refusals.refusal(raised, field, ZONE, NOW)
    assert said[0] == said[0].upper()
    assert said[-1] in ".?"
    plain, _ = parse_html(said)
    assert len(plain) <= 300


@pytest.mark.parametrize("heard", Heard)
def test_every_kind_of_message_has_words(heard: Heard) -> None:
    assert refusals.HEARD[heard]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_named_in_its_case(month: int) -> None:
    error = moments.NoSuchDate(f"32.{month:02}", month, 32)
    said = refusals.refusal(error, Field("when", Ask.PAST), ZONE, NOW)
    assert ("в " + _IN[month - 1] + " нет 32-го числа") in said


_IN = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_history_names_every_move(move: Any) -> None:
    after = move.leads(min(move.sources))
    case = a_case(move.kind, after)
    line = HistoryLine(NOW, "Анна", move.name, new=after)
    shown = history.history(case, [line], RULES, NOW)
    assert formats.small(words.STATUSES[after]) in shown
    assert move.name not in shown


def test_the_operators_words_name_the_setting_the_file_and_the_way_out() -> None:
    told = operator.bad_settings(["owner_id", "timezone"])
    assert "OWNER_ID: ваш id" in told
    assert "TIMEZONE: название" in told
    damaged = operator.damaged(Path("j.db"), Path("b.db"))
    assert "j.db" in damaged
    assert "restore b.db" in damaged
    assert "restore" not in operator.damaged(Path("j.db"), None)


# Cards ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "sign"),
    [
        (-HOUR, "🔴"), (timedelta(0), "🔴"), (MINUTE, "🟠"), (2 * DAY, "🟠"), (3 * DAY, "🟡"),
        (5 * DAY, "🟡"), (6 * DAY, "🟢"),
    ],
)  # fmt: skip
def test_a_light_tells_how_near_the_deadline_is(left: timedelta, sign: str) -> None:
    assert naming.light(a_chat(NOW - 10 * DAY + left), NOW) == sign


def test_a_case_without_a_deadline_shows_whose_move_it_is_and_a_closed_one_that_it_is() -> None:
    assert naming.light(a_case(Kind.SUPPORT_TICKET, Status.SENT), NOW) == "⏳"
    assert naming.light(a_case(Kind.SUPPORT_TICKET, Status.ANSWERED), NOW) == "↩️"
    assert naming.light(a_case(Kind.SUPPORT_TICKET, Status.CLOSED), NOW) == "✅"


def test_a_card_says_until_when_and_how_much_is_left() -> None:
    card = cards.card(a_chat(NOW - 8 * DAY), RULES, NOW).replace(NBSP, " ")
    assert "Ответить до пт 06.03, 12:00 МСК, осталось 2 дня" in card
    late = cards.card(a_chat(NOW - 11 * DAY), RULES, NOW).replace(NBSP, " ")
    assert "просрочено на 1 день" in late


def test_ozons_threshold_is_never_called_a_rule() -> None:
    card = cards.card(a_chat(cabinet=OZON), RULES, NOW)
    assert "наш порог" in card
    assert "наш порог" not in cards.card(a_chat(), RULES, NOW)
    waits = replace(a_chat(NOW - 2 * DAY, cabinet=OZON), due_at=NOW - DAY)
    clock = Clock(57, ClockKind.REPLY, NOW - 2 * DAY, NOW - DAY)
    for told in (
        cards.card(waits, RULES, NOW),
        cards.saved(waits, RULES, NOW),
        reminders.ping(waits, clock, OLGA, RULES, NOW),
        reminders.ping_line(waits, clock, OLGA, RULES, NOW),
        lists.line(waits, RULES, NOW),
    ):
        assert "порог" in told.lower()
        assert "просроч" not in told
        assert "рок уже" not in told


def test_a_midnight_belongs_to_the_day_that_ends_with_it() -> None:
    case = a_chat(datetime(2026, 2, 22, 21, 0, tzinfo=UTC))
    assert case.due_at is not None
    clock = Clock(57, ClockKind.REPLY, NOW, case.due_at)
    told = reminders.ping(case, clock, ANNA, RULES, case.due_at - 5 * HOUR)
    assert "Сегодня в полночь истекает срок ответа" in told


@pytest.mark.parametrize(
    ("hours", "minute", "named"),
    [
        (6, 0, "Этой ночью, в 02:30, истекает"), (3, 0, "Этой ночью, в 02:30, истекает"),
        (2, 0, "Сегодня в 02:30 истекает"), (13, 0, "Завтра в 02:30 истекает"),
        (6, 210, "Завтра в 06:00 истекает"),
    ],
)  # fmt: skip
def test_the_evening_before_a_deadline_of_the_night_is_not_told_of_tomorrow(
    hours: int, minute: int, named: str
) -> None:
    due = datetime(2026, 3, 4, 23, 30, tzinfo=UTC) + timedelta(minutes=minute)
    case, clock = a_chat(due - 10 * DAY), Clock(57, ClockKind.REPLY, NOW, due)
    told = reminders.ping(case, clock, ANNA, RULES, due - hours * HOUR - timedelta(minutes=minute))
    assert named in told


def test_a_chat_of_which_nothing_is_known_is_named_once() -> None:
    assert "чат, чат" not in lists.line(a_chat(), RULES, NOW)
    assert "чат, чат" not in picking.question("Взять", [a_chat()], [])


def test_a_card_says_when_only_the_date_is_known() -> None:
    day = datetime(2026, 3, 3, 21, 0, tzinfo=UTC)
    known = a_chat(day, answers={"appeared": written(day, has_time=False)})
    assert "время неизвестно" in cards.card(known, RULES, NOW)
    timed = a_chat(day, answers={"appeared": written(day)})
    assert "время неизвестно" not in cards.card(timed, RULES, NOW)


def test_a_closed_case_says_how_it_ended_and_what_came_back() -> None:
    case = a_case(
        Kind.SUPPORT_TICKET, Status.CLOSED, closed_at=NOW, recovered=Money(0, "RUB"),
        answers={"outcome": "partly"},
    )  # fmt: skip
    line = cards.state_line(case, RULES, NOW)
    assert "итог: частично" in line
    assert f"вернули 0{NBSP}₽" in line


@given(st.lists(st.text("аб", max_size=300), max_size=90), st.integers(1, 50))
def test_portions_hold_every_line_once_and_fit_a_message(lines: list[str], most: int) -> None:
    shared = [lines[begin:end] for begin, end in formats.portions(lines, most)]
    assert [line for portion in shared for line in portion] == lines
    assert all(0 < len(portion) <= most for portion in shared)
    assert all(len("\n".join(portion)) <= 3800 for portion in shared)
