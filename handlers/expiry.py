"""Expiry: drafts that nobody touches are announced to their person, and deleted a day later."""

from datetime import datetime

from cases.case import Person
from cases.clocks import quiet_until
from cases.drafts import Fate, fate, next_look, warned
from cases.filling import Draft
from cases.rules import Rules
from handlers.keyboards import button, markup
from handlers.pile import Filling
from handlers.presses import DraftPress
from handlers.speech import outgoing, say
from storage.drafts import DueDrafts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import drafts as words
from texts.forms import CONTINUE


async def expire_drafts(tables: Tables, rules: Rules, now: datetime) -> list[Outgoing]:
    """Return the words about drafts that go tomorrow; delete those that were announced."""
    due = await tables.drafts.due(now)
    night = quiet_until(None, now, rules) if due else None
    if night is not None:
        await tables.drafts.defer(now, night)
        return []
    return [word for each in due for word in await _expire(each, tables, rules, now)]


async def _expire(due: DueDrafts, tables: Tables, rules: Rules, now: datetime) -> list[Outgoing]:
    kept, said = [], []
    person = await tables.people.by_telegram(due.telegram_id)
    for draft in map(Draft.of_json, due.forms):
        match fate(draft, now):
            case Fate.STAYS:
                kept.append(draft)
            case Fate.IS_WARNED:
                kept.append(warned(draft, now))
                said += [_announcement(kept[-1], person, rules, now)] if person else []
            case Fate.GOES:
                pass
    state = None if all(each.aside for each in kept) else Filling.form.state
    await tables.drafts.keep(due, [each.as_json() for each in kept], state, next_look(kept))
    return said


def _announcement(draft: Draft, person: Person, rules: Rules, now: datetime) -> Outgoing:
    rows = [
        [button(CONTINUE, DraftPress(what="go", draft=draft.id))],
        [button(words.TO_DRAFTS, DraftPress(what="list"))],
    ]
    message = say(person.telegram_id, words.goes_tomorrow(draft, rules.zone, now), markup(rows))
    return outgoing(f"draft:{person.id}:{draft.id}:{draft.touched}", message, Priority.PING)
