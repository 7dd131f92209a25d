"""The weekly review: what hangs goes to the owner, and without personal data to the groups."""

from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram.methods import SendMessage

from cases.reviews import WEEK, Review, latest_review, make_review, review_due
from cases.roster import Roster
from cases.rules import Rules
from handlers.keyboards import Keyboard, button, in_rows, markup
from handlers.presses import CasePress
from handlers.speech import outgoing
from storage.facts import Facts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import reviews

DONE, SAID_AT = "review", "review_said_at"
"""The facts: the date of the newest review that needs no saying, and when one was last said."""


@dataclass(frozen=True)
class _Letter:
    chat_id: int
    text: str
    keyboard: Keyboard | None = None


async def begin_reviews(facts: Facts, rules: Rules, now: datetime) -> None:
    """Let reviews begin with the next one: the past ones of a new day or hour are not made up for.

    That of today is: its hour has been moved before now, or it has come and was not said yet.
    """
    at = latest_review(rules, now).astimezone(rules.zone).date()
    known = await facts.known(DONE)
    if known is None or (at < now.astimezone(rules.zone).date() and known < at.isoformat()):
        await facts.changed(DONE, at.isoformat())


async def weekly_review(
    tables: Tables, facts: Facts, roster: Roster, bot_username: str
) -> list[Outgoing]:
    """Return the review if its time has come: once a date, for ever."""
    rules, now = roster.rules, roster.now
    due = review_due(rules, now)
    known = await facts.known(DONE) if due else None
    if due is None or (known is not None and known >= due.isoformat()):
        return []
    if known is None:
        await begin_reviews(facts, rules, now)
        return []
    await facts.changed(DONE, due.isoformat())
    since = await _since(facts, rules, now)
    await facts.changed(SAID_AT, str(int(now.timestamp())))
    content = make_review(
        await tables.search.all_open(),
        await tables.search.closed_between(since, now),
        since,
        rules,
        now,
    )
    letters = await _letters(content, tables, roster, bot_username)
    return [_outgoing(each, f"review:{due}:{each.chat_id}") for each in letters]


async def _since(facts: Facts, rules: Rules, now: datetime) -> datetime:
    said = await facts.known(SAID_AT)
    return datetime.fromtimestamp(int(said), UTC) if said else latest_review(rules, now) - WEEK


async def _letters(
    content: Review, tables: Tables, roster: Roster, bot_username: str
) -> list[_Letter]:
    rules, now = roster.rules, roster.now
    groups = await tables.groups.bound()
    in_group = reviews.group_review(content, rules, now, bot_username)
    letters = [_Letter(each.chat_id, in_group) for each in groups]
    if roster.owner is None:
        return letters
    text = reviews.review(content, rules, now)
    return [_Letter(roster.owner.telegram_id, text, _cards(content)), *letters]


def _cards(content: Review) -> Keyboard | None:
    numbers = [case.id for case in reviews.named(content)]
    return markup(in_rows(button(f"#{n}", CasePress(what="open", case=n)) for n in numbers))


def _outgoing(letter: _Letter, key: str) -> Outgoing:
    message = SendMessage(chat_id=letter.chat_id, text=letter.text, reply_markup=letter.keyboard)
    return outgoing(key, message, Priority.PING)  # what is to be done now comes below it
