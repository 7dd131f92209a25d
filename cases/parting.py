"""The parting: a text that mixes two appeals becomes two drafts that share their identifiers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases import forms
from cases.answers import period_json
from cases.filling import Draft
from cases.pasting.themes import Theme, split

_SHARED = ("cabinet", "entities")
_NOT_OF_A_PART = frozenset({*_SHARED, "number", "summary", "category", "topic"})
"""What a part of the text does not tell by itself."""


def themes_of(text: str, now: datetime, zone: ZoneInfo) -> tuple[dict[str, Any], ...]:
    """Return the appeals that a text mixes, as a draft keeps them; none for a single one."""
    themes = split(text, now, zone)
    return tuple(_written(theme) for theme in themes) if len(themes) > 1 else ()


def parts(draft: Draft, whole: str, says: Callable[[str], Mapping[str, Any]]) -> tuple[Draft, ...]:
    """Return a draft for each theme; `says` reads the answers that a part of the text gives.

    All share the cabinet and the identifiers. What the person has answered so far, and the number,
    stays in the first: there is one dialog with that number. `whole` names what was split.
    """
    main = _main(draft)
    others = [theme for theme in draft.themes if theme is not main]
    first = forms.fill(replace(draft, part_of=whole), _of_main(draft, main, says))
    shared = {name: draft.answers[name] for name in _SHARED if name in draft.answers}
    rest = [
        forms.fill(
            Draft(
                id=f"{draft.id}-{place}", form=draft.form, preset=draft.preset,
                brief=draft.brief, part_of=whole,
            ),
            {**shared, **_of_part(theme, says)},
        )
        for place, theme in enumerate(others, 2)
    ]  # fmt: skip
    return (first, *rest)


def _main(draft: Draft) -> dict[str, Any]:
    """Return the theme of the category that was chosen, or the first one."""
    chosen = draft.answers.get("category")
    if _is_untouched(draft):
        return draft.themes[0]
    fitting = (theme for theme in draft.themes if theme["category"] == chosen)
    return next(fitting, draft.themes[0])


def _of_main(
    draft: Draft, theme: dict[str, Any], says: Callable[[str], Mapping[str, Any]]
) -> dict[str, Any]:
    if not _is_untouched(draft):
        told = {name: value for name, value in theme.items() if name != "summary"}
        return {**told, **draft.answers, "summary": theme["summary"]}
    names = (*_SHARED, "number")
    shared = {name: draft.answers[name] for name in names if name in draft.answers}
    return {**shared, **_of_part(theme, says)}


def _of_part(theme: dict[str, Any], says: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
    said = says(theme["summary"])
    known = {name: value for name, value in said.items() if name not in _NOT_OF_A_PART}
    return {**known, **theme}


def _is_untouched(draft: Draft) -> bool:
    """Whether all answers come from a pasted text, of which each part has its own."""
    return draft.brief and draft.step == 0


def _written(theme: Theme) -> dict[str, Any]:
    told = {"category": theme.category.value, "summary": theme.text}
    topic = {"topic": theme.topic} if theme.topic else {}
    period = {"period": period_json(theme.period)} if theme.period else {}
    return {**told, **topic, **period}
