"""The screens: how each step of a form looks, and the buttons it carries."""

from dataclasses import dataclass

from cases import forms
from cases.answers import moment_of, money_of
from cases.fields import REGISTRATION, Ask, Field
from cases.filling import Draft
from cases.kinds import Kind
from cases.readiness import Readiness, readiness
from handlers.circumstances import cabinet_of
from handlers.desk import Desk
from handlers.keyboards import Button, Keyboard, Rows, button, in_rows, markup
from handlers.options import Option, names, options
from handlers.presses import FormPress, NewPress
from handlers.standing_in import whose
from texts import appeals, drafts, parting, pasting
from texts import forms as words
from texts.formats import excerpt
from texts.questions import QUESTIONS
from texts.suggestions import time_label

SAVED_AT_ONCE = REGISTRATION - {Kind.SUPPORT_TICKET.value}
"""The forms that may be saved from an optional question; a ticket shows its lights first."""
GAPS = 4
"""So many missing things are offered as buttons; all are named in the text."""


@dataclass(frozen=True)
class Screen:
    """What is shown at a moment: a text and its keyboard."""

    text: str
    keyboard: Keyboard | None = None


async def screen(draft: Draft, desk: Desk, note: str = "") -> Screen:
    """Show where a draft stands: its current question, or the summary."""
    field = forms.current(draft)
    if draft.themes:
        shown = _offer_to_split(draft, desk)
    elif draft.told:
        shown = _ask_whether_new(draft)
    else:
        shown = await _question(draft, field, desk) if field else await summary(draft, desk)
    about = await whose(draft, desk) if draft.form == "away" else ""
    above = [each for each in (note, about) if each]
    return Screen("\n\n".join([*above, shown.text]), shown.keyboard)


async def summary(draft: Draft, desk: Desk) -> Screen:
    """Show every answer before it is saved."""
    lines = words.answer_lines(draft, desk.rules.zone, desk.now, await names(desk))
    lines += await _foreign_sums(draft, desk)
    correct, cancel = press(draft, "correct"), press(draft, "cancel")
    gaps: Rows = []
    if draft.form == Kind.SUPPORT_TICKET:
        ready = readiness(draft.answers)
        lines += ["", appeals.lights(ready)]
        gaps = _gap_buttons(draft, ready)
    rows = [
        [button(words.SAVE, press(draft, "save"), style="success")],
        *gaps,
        [button(words.CORRECT, correct), button(words.CANCEL, cancel)],
    ]
    return Screen(words.summary(draft, lines), markup(rows))


async def _foreign_sums(draft: Draft, desk: Desk) -> list[str]:
    """Name the sums in another currency than the cabinet's: a pasted text may have had them."""
    cabinet = await cabinet_of(draft, desk)
    sums = [
        (f, money_of(draft.answers.get(f.name)))
        for f in forms.applicable(draft)
        if f.ask is Ask.SUM
    ]
    foreign = [
        QUESTIONS[f.name].label
        for f, money in sums
        if cabinet and money and money.currency != cabinet.currency
    ]
    return ["", words.foreign_sums(foreign, cabinet.currency)] if cabinet and foreign else []


def _gap_buttons(draft: Draft, ready: Readiness) -> Rows:
    """Offer to fill in what makes the appeal stronger; sending without it is allowed."""
    fields = list(dict.fromkeys(gap.field for gap in ready.gaps))[:GAPS]
    return in_rows(
        button(f"+ {QUESTIONS[name].label}", press(draft, "correct", name)) for name in fields
    )


async def which_field(draft: Draft, desk: Desk) -> Screen:
    """Ask which answer is to be corrected."""
    rows = in_rows(
        button(QUESTIONS[f.name].label, press(draft, "correct", f.name))
        for f in forms.applicable(draft)
    )
    rows.append([button(words.BACK, press(draft, "summary"))])
    shown = await summary(draft, desk)
    return Screen(f"{shown.text}\n\n{words.WHICH_FIELD}", markup(rows))


def offer_to_continue(draft: Draft, desk: Desk) -> Screen:
    """Offer a half-filled form again («Продолжить»)."""
    rows = [
        [button(words.CONTINUE, press(draft, "summary"))],
        [button(words.START_OVER, NewPress(kind="over"))],
        [button(words.CANCEL, press(draft, "cancel"))],
    ]
    told = drafts.described(draft, desk.rules.zone, desk.now)
    return Screen(drafts.unfinished(told, draft.form), markup(rows))


def _offer_to_split(draft: Draft, desk: Desk) -> Screen:
    """Offer to make several appeals of a text that seems to mix them."""
    rows = [
        [
            button(parting.SPLIT, press(draft, "split"), style="success"),
            button(parting.WHOLE, press(draft, "whole")),
        ],
        [button(words.CANCEL, press(draft, "cancel"))],
    ]
    return Screen(parting.offer(draft.themes, desk.rules.zone, desk.now), markup(rows))


def _ask_whether_new(draft: Draft) -> Screen:
    """Ask whether a text is a case of its own, or answers the question of the form."""
    assert draft.told is not None  # noqa: S101 - the caller has looked
    field = forms.current(draft)
    new = button(pasting.NEW, press(draft, "new"), style="success")
    answer = button(pasting.ANSWER if field else pasting.BACK, press(draft, "answer"))
    asked = QUESTIONS[field.name].text if field else ""
    text = pasting.is_it_new(str(draft.told["text"]), draft.form, asked)
    return Screen(text, markup([[new, answer]]))


def typed_press(typed: str, draft: Draft, field: Field) -> str | None:
    """Take a typed «назад» or «отмена» for a press, when that button is on the screen."""
    word = typed.strip().casefold()
    for row in _navigation(draft, field):
        for each in row:
            if word and word == each.text.strip("← ").casefold():
                return FormPress.unpack(each.callback_data or "").what
    return None


def press(draft: Draft, what: str, value: str = "") -> FormPress:
    """Return what a button of this step carries."""
    return FormPress(draft=draft.id, step=draft.step, what=what, value=value)


async def _question(draft: Draft, field: Field, desk: Desk) -> Screen:
    value = draft.answers.get(field.name)
    current = words.answer_words(field, value, desk.rules.zone, desk.now, await names(desk))
    cabinet = await cabinet_of(draft, desk) if QUESTIONS[field.name].of_marketplace else None
    marketplace = cabinet.marketplace if cabinet else None
    offers = await options(field, draft, desk)
    shown = [*_read_back(draft, field, desk), *(each.line for each in offers if each.line)]
    text = words.question(draft, field, forms.progress(draft), current, marketplace, shown)
    rows = in_rows(_option_button(each, draft, field) for each in offers)
    *onward, last = _navigation(draft, field)
    offered = _offered(draft, field, desk)
    return Screen(text, markup([*rows, offered, *onward, [*_beside(draft, field), *last]]))


def _read_back(draft: Draft, field: Field, desk: Desk) -> list[str]:
    """Read back the answers that a question shows; of a long text the beginning will do."""
    known = {name: draft.answers.get(name) for name in field.shows}
    answers = {n: excerpt(v) if isinstance(v, str) else v for n, v in known.items()}
    return words.case_lines(answers, desk.rules.zone, desk.now, {})


def _beside(draft: Draft, field: Field) -> list[Button]:
    """Offer the question that may be answered first."""
    if field.beside is None:
        return []
    return [button(words.BESIDE[field.beside], press(draft, "correct", field.beside))]


def _offered(draft: Draft, field: Field, desk: Desk) -> list[Button]:
    """Offer the time that what was typed names in passing, until it is taken."""
    told = draft.answers.get(field.offers) if field.offers else None
    if told is None or field.beside is None or draft.answers.get(field.beside) == told:
        return []
    label = time_label(moment_of(told), desk.rules.zone, desk.now)
    return [button(label, press(draft, "take", field.name))]


def _option_button(option: Option, draft: Draft, field: Field) -> Button:
    chosen = field.ask is Ask.CHOICES and option.value in (draft.answers.get(field.name) or [])
    label = f"{words.CHOSEN}{option.label}" if chosen else option.label
    return button(label, press(draft, "choose", option.value))


def _navigation(draft: Draft, field: Field) -> Rows:
    cancel = button(words.CANCEL, press(draft, "cancel"))
    if forms.is_correction(draft):
        if draft.form not in REGISTRATION:  # it has no summary to go back to
            return [*_onward(draft, field), [cancel]]
        return [*_onward(draft, field), [button(words.TO_SUMMARY, press(draft, "finish")), cancel]]
    onward = _onward(draft, field)
    if onward and draft.form in REGISTRATION and forms.can_finish(draft):
        onward[0].append(button(words.TO_SUMMARY, press(draft, "finish")))
        if draft.form in SAVED_AT_ONCE:
            onward[0].append(button(words.SAVE, press(draft, "save"), style="success"))
    begun = forms.progress(draft).step > 1
    back = [button(words.BACK, press(draft, "back"))] if begun else []
    return [*onward, [*back, cancel]]


def _onward(draft: Draft, field: Field) -> Rows:
    """Return the button that leaves the question without typing: «Готово» or «Пропустить»."""
    if field.ask in {Ask.CHOICES, Ask.ATTACHMENTS} and draft.answers.get(field.name):
        return [[button(words.DONE, press(draft, "done"))]]
    if field.is_required(draft.answers):
        return []
    return [[button(words.SKIP, press(draft, "skip"))]]
