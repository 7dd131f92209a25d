"""The drafts: how many half-filled registrations a person may have, and how long they are kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cases.fields import REGISTRATION
from cases.filling import Draft

KEPT = timedelta(days=7)
"""So long a draft is kept after it was last touched."""
NOTICE = timedelta(days=1)
"""So long before it goes its person is told; without that word no draft goes."""
MOST = 10
DRAFTED = REGISTRATION | {"paste"}
"""The forms that are worth coming back to: those that end with a case."""


class TooManyDrafts(Exception):
    """The person has MOST drafts already: one has to be finished or deleted first."""


class Fate(StrEnum):
    """What becomes of a draft when its time is looked at."""

    STAYS = "stays"
    IS_WARNED = "is_warned"
    GOES = "goes"


def touched(draft: Draft, now: datetime) -> Draft:
    """Return the draft as one that its person has just worked on."""
    return replace(draft, touched=int(now.timestamp()), warned=None)


def is_blank(draft: Draft) -> bool:
    """Whether the person has answered nothing yet: such a form is not worth keeping."""
    return set(draft.answers) <= set(draft.preset)


def goes_at(draft: Draft) -> datetime | None:
    """When the draft is deleted; None for a form that is kept for ever.

    Never before its person was told NOTICE ahead, however long the bot was down.
    """
    if draft.form not in DRAFTED or draft.touched is None:
        return None
    end = datetime.fromtimestamp(draft.touched, UTC) + KEPT
    told = datetime.fromtimestamp(draft.warned, UTC) + NOTICE if draft.warned else end
    return max(end, told)


def next_look(kept: Iterable[Draft]) -> datetime | None:
    """When the first of these drafts has to be looked at; None when none ever has."""
    ends = [(each, goes_at(each)) for each in kept]
    looks = [end if each.warned else end - NOTICE for each, end in ends if end]
    return min(looks, default=None)


def fate(draft: Draft, now: datetime) -> Fate:
    """Return what becomes of the draft now."""
    end = goes_at(draft)
    if end is None:
        return Fate.STAYS
    if draft.warned is None:
        return Fate.IS_WARNED if now >= end - NOTICE else Fate.STAYS
    return Fate.GOES if now >= end else Fate.STAYS


def warned(draft: Draft, now: datetime) -> Draft:
    """Return the draft as one whose person was told that it goes."""
    return replace(draft, warned=int(now.timestamp()))


def set_aside(kept: Iterable[Draft]) -> list[Draft]:
    """Put the registrations among these forms aside; one without an answer is dropped."""
    return [
        replace(each, aside=True) if each.form in DRAFTED else each
        for each in kept
        if each.form not in DRAFTED or not is_blank(each)
    ]
