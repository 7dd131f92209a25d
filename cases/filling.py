"""The filling: a form as far as it is filled in, and how the conversation keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

_TUPLES = ("preset", "doubts", "apart_from", "themes")


@dataclass(frozen=True)
class Draft:
    """A half-filled form. It survives a restart: `as_json` and `of_json` are a round trip.

    `step` grows with every change, so that a button of an earlier question is recognised.
    `at` names the field that is asked out of turn (gone back to, or corrected from the summary).
    A draft of a move names the case and the version that the person saw. `preset` names the
    fields that had only one possible answer and were not asked. A `brief` draft asks only what is
    required: the rest came from a pasted text, or is filled in from the summary. One that is
    `aside` waits in the list of drafts. `touched` and `warned` are seconds since the epoch: when
    the person last worked on it, and when they were told that it goes. `doubts` are the readings of
    what was typed last, when a person must say which one is meant.
    `apart_from` are the cases that the person has told from this one. `themes` are the appeals
    that a text seems to mix, until it is split or left whole; `part_of` names what was split.
    `follows` is the case after whose exhausted dialog this one begins anew: they will be linked.
    `linked_to` is the case that what comes of it will be linked with. `told` is a text, with its
    message, of which a person must say whether it answers the question or is a case of its own.
    """

    id: str
    form: str
    answers: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    at: str | None = None
    move: str | None = None
    case_id: int | None = None
    case_version: int | None = None
    subject_id: int | None = None
    album: str | None = None
    preset: tuple[str, ...] = ()
    brief: bool = False
    aside: bool = False
    touched: int | None = None
    warned: int | None = None
    doubts: tuple[dict[str, Any], ...] = ()
    apart_from: tuple[int, ...] = ()
    themes: tuple[dict[str, Any], ...] = ()
    part_of: str | None = None
    follows: int | None = None
    linked_to: int | None = None
    told: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what the conversation keeps."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what the conversation has kept."""
        lists = {name: tuple(kept.get(name, ())) for name in _TUPLES}
        return cls(**{**kept, **lists})
