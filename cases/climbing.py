"""The climbing: a reminder that nobody sees goes on, from who leads the case to the owner."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from cases.clocks import quiet_until, rungs, waited_for_morning
from cases.ladders import WALLS
from cases.listening import Call, Ear, Look, Unseen, walk
from cases.nights import awake_after, night_around
from cases.rules import DAY
from cases.snoozes import holds

SOONEST = timedelta(minutes=5)
FAR, PATIENCE = 2 * DAY, DAY
"""With more than so much left, before the ladder names the owner, a reminder waits a whole day."""


def climb(
    look: Look, calls: dict[int, Call], looks: list[datetime], chain: tuple[Ear, ...]
) -> None:  # fmt: skip
    """Add the next of the chain to the calls when those before have not seen the last reminder.

    Only what runs towards a deadline climbs. Anybody's «Вижу» ends it, and so does a newer rung.
    Whoever has just written a late message down has seen what had passed by then. While the bot
    was not there nobody could tell it what they have seen: the wait begins when it is back.
    """
    if not chain or chain[0].rules.climb_after is None or look.clock.kind not in WALLS:
        return
    rung = _last_rung(look, calls, chain[0])
    if rung is None or _is_seen(look, rung, chain) or _knew(look, rung, chain[0]):
        return
    first = _told_at(look, calls, chain[0], rung)
    before, since = chain[0], first or look.now
    for ear in chain[1:]:
        told = _told_at(look, calls, ear, rung, first)
        if told is not None:
            before, since = ear, max(since, told)
            continue
        at = climbs_at(look, before, max(since, look.back_at or since))
        wait = at if at > look.now else _must_wait(look, ear)
        if wait is not None:
            looks.append(wait)
        else:
            unseen = Unseen(before.person, since)
            waited = waited_for_morning(look.planned, ear.rules)
            calls[ear.person.id] = Call(rung, ear, waited, unseen)
            looks.append(climbs_at(look, ear, look.now))
        return


def climbs_at(look: Look, before: Ear, since: datetime) -> datetime:
    """Return when a reminder goes on: after a day while the deadline is far, not in the night.

    Near it after the set time of a day, or half of what is left, or of what the night leaves of it:
    nobody sees anything in their sleep, and a deadline does not wait for it.
    """
    rules, left = before.rules, look.clock.due_at - since
    assert rules.climb_after is not None  # noqa: S101 - `climb` has looked
    if left > FAR:
        night = night_around(since + PATIENCE, rules.quiet, rules.zone)
        return (night[1] if night else since + PATIENCE).replace(microsecond=0)
    at = awake_after(since, rules.climb_after, rules.quiet, rules.zone)
    if left > timedelta(0):
        half = since + max(left / 2, SOONEST)
        night = night_around(half, rules.quiet, rules.zone)
        if night and night[1] < look.clock.due_at:
            half = night[1] + (look.clock.due_at - night[1]) / 2
        at = min(at, half)
    return at.replace(microsecond=0)


def _last_rung(look: Look, calls: dict[int, Call], ear: Ear) -> str | None:
    """Return the last rung that a person has heard of, just now or before."""
    if ear.person.id in calls:
        return calls[ear.person.id].rung
    heard = sorted(_heard(look, ear), key=lambda each: each[1])
    return heard[-1][0] if heard else None


def _is_seen(look: Look, rung: str, chain: tuple[Ear, ...]) -> bool:
    return any(
        name == rung and seen is not None for ear in chain for name, _, seen in _heard(look, ear)
    )


def _knew(look: Look, rung: str, ear: Ear) -> bool:
    """Whether the person began the clock themselves, so late that this rung had passed by then."""
    begun = look.begun
    if begun is None or begun.person_id != ear.person.id:
        return False
    # By its own time as well: what a night has put off had passed before it.
    return any(
        each.name == rung
        for quiet in (ear.rules.quiet, None)
        for each in takewhile(
            lambda each: each.at <= begun.at,
            rungs(look.clock, look.case, replace(ear.rules, quiet=quiet)),
        )
    )


def _told_at(
    look: Look, calls: dict[int, Call], ear: Ear, rung: str, first: datetime | None = None
) -> datetime | None:  # fmt: skip
    """Return when a person heard of this rung or of a worse one; None when they have not.

    Any other word of this clock counts as well that came since the `first` one heard: it has
    reminded them of the case.
    """
    if ear.person.id in calls:
        return look.now
    names = [each.name for part in walk(look, ear) for each in part]
    enough = {rung, *(names[names.index(rung) :] if rung in names else [])}
    heard = _heard(look, ear)
    return max((at for name, at, _ in heard if name in enough or (first and at >= first)),
               default=None)  # fmt: skip


def _must_wait(look: Look, ear: Ear) -> datetime | None:
    """Until when the next one cannot be told; None for not at all."""
    quiet = quiet_until(look.clock, look.now, ear.rules)
    snooze = look.case.snoozes.get(ear.person.id)
    if quiet is None and holds(snooze, look.clock, look.case, ear.role, ear.rules, look.now):
        assert snooze is not None  # noqa: S101 - only a snooze holds
        return snooze.until
    return quiet


def _heard(look: Look, ear: Ear) -> Iterator[tuple[str, datetime, datetime | None]]:
    """Return the rungs of this clock that a person has heard of: when, and when they saw it."""
    for each in look.heard:
        rung = look.rung_of(each)
        if rung is not None and each.person_id == ear.person.id:
            yield rung, each.at, each.seen_at
