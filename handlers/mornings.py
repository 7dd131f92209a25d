"""The mornings: the daily digest of one person, with the pings that waited for the night's end."""

import json
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiogram.methods import SendMessage

from cases.case import Case, Person
from cases.digests import Digest, make_digest
from cases.ladders import WALLS
from cases.rules import Rules
from handlers.keyboards import Rows, button, in_rows, markup
from handlers.pings import Ping, all_seen, in_lines
from handlers.presses import CasePress
from storage.facts import RICH_REFUSED, Facts
from storage.queues import RICH, Outgoing
from texts.digests import Waited, digest
from texts.rich_digests import rich_digest

URGENT = 6  # cases that a digest offers to open
TRY_RICH_AGAIN = timedelta(days=30)
SEPARATE = 3  # more pings than this for one person become one message (DOMAIN.md, Deadlines 12)
IN_A_DIGEST = 12  # reminders that a digest takes in; more come as a list of their own


def urgency(ping: Ping) -> tuple[bool, datetime]:
    """Sort reminders: what runs towards a deadline before what only asks how things are."""
    return ping.clock.kind not in WALLS, ping.clock.due_at


def merged_pings(
    pings: list[Ping], mornings: set[int], together: Container[int] = ()
) -> dict[int, list[Ping]]:
    """Return the pings that the digests of this morning tell (DOMAIN.md, Deadlines 9).

    They are those that the night has put off. Many, of which only some have waited, stay together:
    all of them in the digest if they fit there, otherwise all in a list. So do all of the people
    who are to hear everything `together`.
    """
    merged: dict[int, list[Ping]] = defaultdict(list)
    for ping in sorted(pings, key=urgency):
        if ping.to.id in mornings:
            merged[ping.to.id].append(ping)
    return {
        person: _told_in_digest(mine, together=person in together)
        for person, mine in merged.items()
    }


def _told_in_digest(mine: list[Ping], *, together: bool) -> list[Ping]:
    waited = [ping for ping in mine if ping.waited]
    if not together and (len(mine) <= SEPARATE or not waited):
        return waited
    return mine if len(mine) <= IN_A_DIGEST else []


@dataclass(frozen=True)
class Morning:
    """The morning's message, and the HTML of a rich one where it is long; None where it is not."""

    message: SendMessage
    rich: str | None


def digest_message(
    person: Person, cases: tuple[Case, ...], pings: list[Ping], rules: Rules, now: datetime,
    wiped: int = 0, silence: str = "",
) -> Morning:  # fmt: skip
    """Write the morning's message of the cases that a person hears of, open or closed lately.

    `wiped` is how many lost their buyers' data in the night, `silence` what it begins with.
    """
    there = tuple(case for case in cases if not case.closed)
    content = make_digest(there, rules, now, tuple(case for case in cases if case.closed))
    lines, unseen = in_lines(pings, rules, now)
    waited = Waited(tuple(lines), frozenset(ping.case.id for ping in pings), unseen, silence)
    message = SendMessage(
        chat_id=person.telegram_id,
        text=digest(content, rules, now, waited, wiped),
        reply_markup=markup(_buttons(content, pings, now)),
    )
    return Morning(message, rich_digest(content, rules, now, waited, wiped))


def enriched(word: Outgoing, rich: str | None) -> Outgoing:
    """Let a message be sent as a rich one; its plain text travels with it, should it be refused."""
    if rich is None:
        return word
    body = {**json.loads(word.body), "rich_message": {"html": rich}}
    return replace(word, method=RICH, body=json.dumps(body, ensure_ascii=False))


async def may_enrich(facts: Facts, now: datetime) -> bool:
    """Whether rich messages may be tried: a server that has refused one is asked a month later."""
    refused = await facts.known(RICH_REFUSED)
    return refused is None or now - datetime.fromisoformat(refused) > TRY_RICH_AGAIN


def _buttons(content: Digest, pings: list[Ping], now: datetime) -> Rows:
    urgent = [c.id for c in (*content.overdue, *content.soon, *content.stale)[:URGENT]]
    numbers = dict.fromkeys([*(ping.case.id for ping in pings), *urgent])
    rows = in_rows(button(f"#{n}", CasePress(what="open", case=n)) for n in numbers)
    return [*rows, [all_seen(now)]] if pings else rows
