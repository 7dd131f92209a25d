"""The form engine: walks any form of `cases/fields.py`, answer by answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cases.fields import FORMS, Field
from cases.filling import Draft


@dataclass(frozen=True)
class Progress:
    """«шаг 3 из 9»."""

    step: int
    total: int


def applicable(draft: Draft) -> tuple[Field, ...]:
    """All fields of the form that make sense with the answers so far."""
    return tuple(f for f in FORMS[draft.form] if f.applies(draft.answers))


def asked(draft: Draft) -> tuple[Field, ...]:
    """Return the fields that are asked in turn; the others are preset or start from defaults."""
    return tuple(
        f
        for f in applicable(draft)
        if f.asked
        and f.name not in draft.preset
        and (not draft.brief or f.name in draft.answers or f.is_required(draft.answers))
    )


def find_field(draft: Draft, name: str) -> Field:
    """Return the field of this name. Raises KeyError when the form has none that applies."""
    for each in applicable(draft):
        if each.name == name:
            return each
    raise KeyError(name)


def current(draft: Draft) -> Field | None:
    """Return the field to ask now, or None when all is answered and the summary is due."""
    if draft.at:
        return find_field(draft, draft.at)
    return next((f for f in asked(draft) if f.name not in draft.answers), None)


def progress(draft: Draft) -> Progress:
    """Which question of how many is asked now."""
    names = [f.name for f in asked(draft)]
    now = current(draft)
    total = max(len(names), 1)  # a form of one question out of turn has none in turn
    step = names.index(now.name) + 1 if now and now.name in names else total
    return Progress(step, total)


def answer(draft: Draft, value: Any) -> Draft:
    """Take the answer to the current field and move on. A value of None means skipped."""
    now = current(draft)
    if now is None:
        return draft
    changed = draft.answers.get(now.name) != value
    answers = _without_void(draft.answers, draft.form, now.name) if changed else draft.answers
    answers = {**answers, now.name: value, **_instead(draft, now, value)}
    return _pruned(replace(draft, answers=answers, step=draft.step + 1, at=None, doubts=()))


def _instead(draft: Draft, now: Field, value: Any) -> dict[str, Any]:
    """What else the answer answers; what hung on the answer before is kept: it was typed for it."""
    if now.instead is None or value not in find_field(draft, now.instead).choices:
        return {}
    return {now.instead: value}


def exchange(draft: Draft, name: str, value: Any) -> Draft:
    """Exchange an answer that was given before; the form stays at the question where it is.

    Raises KeyError for a field that does not apply.
    """
    at = draft.at
    changed = answer(edit(draft, name), value)
    stays = at is not None and any(each.name == at for each in applicable(changed))
    return replace(changed, at=at if stays else None)


def doubt(draft: Draft, readings: tuple[dict[str, Any], ...]) -> Draft:
    """Stay at the field until a person has said which reading is meant, or has answered anew."""
    return replace(draft, doubts=readings, step=draft.step + 1)


def keep(draft: Draft, value: Any) -> Draft:
    """Take a part of the answer (a flag) and stay at the field until it is finished."""
    now = current(draft)
    if now is None:
        return draft
    answers = {**draft.answers, now.name: value}
    return replace(draft, answers=answers, at=now.name, step=draft.step + 1)


def attach(draft: Draft, name: str, value: Any, album: str | None) -> Draft:
    """Take one more file into the field of this name, whichever question is asked.

    The step does not grow: «Готово» under the first picture of an album is good for all of it.
    """
    now = current(draft)
    at = name if now is not None and now.name == name else draft.at
    return replace(draft, answers={**draft.answers, name: value}, at=at, album=album)


def preset(draft: Draft, value: Any) -> Draft:
    """Take the only possible answer to the current question: it is not asked."""
    now = current(draft)
    if now is None:
        return draft
    return replace(answer(draft, value), step=draft.step, preset=(*draft.preset, now.name))


def back(draft: Draft) -> Draft:
    """Go to the question before this one; the first question stays where it is."""
    names = [f.name for f in asked(draft)]
    now = current(draft)
    place = names.index(now.name) if now and now.name in names else len(names)
    if not names:
        return draft
    before = names[max(place - 1, 0)]
    return replace(draft, at=before, step=draft.step + 1, doubts=())


def edit(draft: Draft, name: str) -> Draft:
    """Ask one field again, from the summary. Raises KeyError for a field that does not apply."""
    return replace(draft, at=find_field(draft, name).name, step=draft.step + 1, doubts=())


def tell_apart(draft: Draft, case_ids: tuple[int, ...]) -> Draft:
    """Ask in what way this is not one of these cases («Это другое»), unless it was told already."""
    answers = {"difference": None, **draft.answers}
    at = None if answers["difference"] else "difference"
    known = tuple(dict.fromkeys((*draft.apart_from, *case_ids)))
    return replace(
        draft, answers=answers, at=at, apart_from=known, step=draft.step + 1
    )  # fmt: skip


def fill(draft: Draft, answers: Mapping[str, Any]) -> Draft:
    """Put answers in place of those that are there; what does not apply is left out."""
    filled = replace(draft, answers=dict(answers), at=None, themes=(), step=draft.step + 1)
    return _pruned(filled)


def can_finish(draft: Draft) -> bool:
    """Whether only optional questions are left."""
    left = (f for f in asked(draft) if f.name not in draft.answers)
    return not any(f.is_required(draft.answers) for f in left) and missing(draft) == ()


def is_correction(draft: Draft) -> bool:
    """Whether one field is asked again although all is answered."""
    return draft.at is not None and all(f.name in draft.answers for f in asked(draft))


def toggle(draft: Draft, value: str) -> Draft:
    """Choose one of several, or take the choice back, and stay at the field."""
    now = current(draft)
    chosen = list(draft.answers.get(now.name) or []) if now else []
    return keep(draft, [v for v in chosen if v != value] if value in chosen else [*chosen, value])


def settle(draft: Draft) -> Draft:
    """Leave a field of several parts with what it holds («Готово»)."""
    now = current(draft)
    if now is None:
        return draft
    held = draft.answers.get(now.name)
    return answer(draft, now.default if held is None else held)


def skip(draft: Draft) -> Draft:
    """Leave an optional field without an answer; a required one stays."""
    now = current(draft)
    if now is None or now.is_required(draft.answers):
        return draft
    return answer(draft, now.default)


def finish(draft: Draft) -> Draft:
    """Leave the remaining optional questions unanswered and go to the summary.

    A draft whose required questions are open stays where it is.
    """
    if not can_finish(draft):
        return draft
    left = {f.name: f.default for f in asked(draft) if f.name not in draft.answers}
    return replace(
        draft, answers={**draft.answers, **left}, at=None, step=draft.step + 1, doubts=()
    )


def missing(draft: Draft) -> tuple[Field, ...]:
    """Required fields that were skipped before they became required (by a later correction)."""
    return tuple(
        f
        for f in asked(draft)
        if f.name in draft.answers
        and f.is_required(draft.answers)
        and draft.answers[f.name] is None
    )


def complete(draft: Draft) -> Mapping[str, Any]:
    """Return the answers with the defaults of what was not asked, for the fields that apply."""
    return {f.name: draft.answers.get(f.name, f.default) for f in applicable(draft)}


def _without_void(answers: dict[str, Any], form: str, changed: str) -> dict[str, Any]:
    void = {f.name for f in FORMS[form] if f.after == changed}
    return {name: value for name, value in answers.items() if name not in void}


def _pruned(draft: Draft) -> Draft:
    names = {f.name for f in applicable(draft)}
    kept = {name: value for name, value in draft.answers.items() if name in names}
    again = missing(replace(draft, answers=kept))
    for each in again:
        kept.pop(each.name, None)
    return replace(draft, answers=kept)
