"""Recording: an entry is written into its case, with the move that it implies."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cases.answers import Attachment, moment_json
from cases.case import Case
from cases.entering import Effect, Unchanged, effect_of
from cases.kinds import EntryKind
from cases.lifecycles import Turn
from cases.record import NewEntry
from cases.turns import turn_after
from handlers.desk import Desk
from handlers.moves import changes
from handlers.pile import Ending
from handlers.races import who_was_first
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text
from handlers.telling import tell_others, wake_everybody
from handlers.undo import with_own_undo
from storage.journal import Change
from texts import entering as words

_TOLD_BY = {Turn.STARTS: "appeared", Turn.ENDS: "answered", Turn.CORRECTS: "answered"}
"""The answer by which a move is told its real time."""


async def enter(case: Case, entry: NewEntry, desk: Desk, seen: int | None = None) -> Ending:
    """Write an entry with the move that it implies, and show the card.

    `seen` is the version that the person saw: when somebody has changed the case since and the
    entry changes nothing any more, it is told who.
    """
    made = await desk.entries.of(case.id) if case.entries else ()
    ours = {each.at for each in made if each.kind is EntryKind.OURS}
    effect = effect_of(entry.kind, entry.at, case, desk.rules.zone, ours)
    entry = replace(entry, at=effect.at)
    noted = words.noted(entry.at, desk.rules, desk.now)
    change = _change(case, effect, desk.now)
    changed = await desk.journal.write(case, desk.by, entry, noted, change)
    told = words.written(case, entry, effect, desk.rules, desk.now)
    if entry.kind is EntryKind.BUYER and effect.unchanged is not Unchanged.BEFORE_ANSWER:
        told += words.AWAKE_AGAIN if case.snoozes else ""
        changed = await wake_everybody(changed, desk)
    missed = effect.unchanged is not None and changed.version == case.version
    raced = missed and seen not in {None, case.version}
    card = await who_was_first(changed, desk) if raced else card_text(changed, desk)
    keyboard = await with_own_undo(card_keyboard(changed, desk), changed, desk)
    shown = Screen(f"{told}\n\n{card}", keyboard)
    heard = words.told_to_leader(changed, entry, desk.person, desk.rules, desk.now)
    said = await tell_others(changed, change.what if change else None, heard, desk)
    return Ending(shown, tuple(said))


async def attach_all(case: Case, files: Iterable[Attachment], desk: Desk) -> tuple[int, ...]:
    """Give files their numbers in the case, with one line of history."""
    numbers = tuple([await desk.attachments.add(case.id, each, desk.by) for each in files])
    if numbers:
        ends = "-".join(str(each) for each in dict.fromkeys((numbers[0], numbers[-1])))
        await desk.history.note(case.id, desk.by, "files_added", comment=ends)
    return numbers


def _change(case: Case, effect: Effect, now: datetime) -> Change | None:
    """Return what the entry changes: as the button of its move does, at the real time."""
    at, move, told = effect.at.at, effect.move, moment_json(effect.at)
    if move is not None:
        name = _TOLD_BY.get(move.turn)
        new = changes(case, move, {name: told} if name else {}, now)
        if move.turn is not Turn.CORRECTS and move.turn is not Turn.STARTS:
            new["moved_at"] = at
        return Change(move.name, new, at.isoformat() if move.turn is Turn.CORRECTS else None)
    if effect.begins:
        new = {"answers": {**case.answers, "appeared": told}, **turn_after(Turn.STARTS, at)}
        return Change("began_earlier", new)
    return Change(None, {"moved_at": at}) if effect.moves and at > case.moved_at else None
