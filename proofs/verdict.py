"""The verdict of the kill test: what people did and heard against what the journal holds."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from html import unescape
from typing import Any

from cases.case import Case, Person
from cases.clocks import rungs, running_clocks
from cases.ladders import Clock
from cases.roles import Role
from cases.rules import Rules
from handlers.presses import CasePress
from proofs.managers import Manager, case_ids
from sandbox.calls import Call
from sandbox.world import World
from storage.database import Database
from storage.people import People
from storage.search import Search
from texts.reminders import several
from texts.team import AGAIN

LIST_HEAD = several([]).split(",", maxsplit=1)[0]
MARK = f"\n\n{AGAIN}"
_TAGS = re.compile(r"</?[a-z][^>]*>")
USUAL = ("extra_sends", "marked")
"""What kills and faults bring about: counted, and not named one by one."""


@dataclass
class Verdict:
    """What is wrong, each with its names; empty lists are what the test is for.

    `kills` are SIGKILLs and `stops` SIGTERMs. Of `unanswered` messages the bot could not know that
    Telegram had taken them, `faults` is how often the network failed it at all, and `logged` what
    stands in the logs and must not.
    """

    kills: int
    stops: int = 0
    faults: int = 0
    unanswered: int = 0
    cases: int = 0
    pings: int = 0
    turns: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    missing_answers: list[str] = field(default_factory=list)
    missing_pings: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    extra_sends: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    unruly: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing lost, doubled or missing; at most one extra send a kill, each marked.

        Without kills and faults there is nothing that could have to be repeated.
        """
        missing = (*self.missing_answers, *self.missing_pings, *self.unsaid)
        unkept = (*self.unmarked, *self.unruly, *self.logged)
        open_ones = self.kills + self.unanswered
        needless = self.marked and not (self.kills or self.faults)
        few = len(self.extra_sends) <= open_ones and not needless
        return not (self.lost or self.doubled or missing or unkept) and few and self.cases > 0

    def __add__(self, other: "Verdict") -> "Verdict":
        """Return the figures of two trials as those of one; each has to have passed by itself."""
        sums: dict[str, Any] = {
            each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)
        }
        return Verdict(**sums)

    def lines(self) -> Iterable[str]:
        """Write the figures, and under each that must be nought what makes it more."""
        for each in fields(self):
            value = getattr(self, each.name)
            name = each.name.replace("_", " ")
            if isinstance(value, list):
                yield f"{name:>16}: {len(value)}"
                if each.name not in USUAL:
                    yield from (f"{'':>18}{what}" for what in value[:10])
            else:
                yield f"{name:>16}: {value}"


@dataclass(frozen=True)
class Settled:
    """An instant of the turned clock at which the bot had nothing left to do or to say.

    `turned_from` and `turned_to` are where the clock stood before and after it was turned.
    """

    turned_from: datetime
    turned_to: datetime
    at: datetime


@dataclass(frozen=True)
class Seen:
    """What was seen from outside.

    `accounted` are the messages that the outbox knew of at one of the moments of rest.
    """

    managers: list[Manager]
    moments: list[Settled]
    accounted: set[int]


async def judge(verdict: Verdict, world: World, database: Database, seen: Seen) -> Verdict:
    """Compare everything. The bot must be quiet: nothing in the inbox, nothing in the outbox.

    The verdict comes with how the lives ended.
    """
    verdict.turns = len(seen.moments)
    sent = [call for call in world.calls if call.method == "sendMessage" and call.ok]
    await _count_cases(verdict, database, seen.managers)
    await _count_sends(verdict, database, sent, seen.accounted)
    rich = [call for call in world.calls if call.method == "sendRichMessage" and call.ok]
    await _count_pings(verdict, database, [*sent, *rich], seen.moments)
    unsaid = await database.rows(_UNSAID)
    verdict.unsaid = [str(row["key"]) for row in unsaid]
    verdict.missing_answers = [missed for each in seen.managers for missed in each.unanswered]
    return verdict


async def _count_cases(verdict: Verdict, database: Database, managers: list[Manager]) -> None:
    rows = await database.rows("SELECT number FROM cases WHERE number IS NOT NULL")
    kept = Counter(str(row["number"]) for row in rows)
    verdict.cases = len(kept)
    unanswered = " ".join(missed for each in managers for missed in each.unanswered)
    for number in (saved for each in managers for saved in each.saved):
        if kept[number] == 0 and f"{number} " not in unanswered:
            verdict.lost.append(number)
    verdict.doubled = [number for number, times in kept.items() if times > 1]
    twice = await database.rows(_REGISTERED_TWICE)
    verdict.doubled += [f"#{row['case_id']} registered twice" for row in twice]


async def _count_sends(
    verdict: Verdict, database: Database, sent: list[Call], before: set[int]
) -> None:
    """Find messages that no row of the outbox accounts for: the first of two copies.

    The row holds the id of the last copy, which must say that it is a repetition.
    """
    rows = await database.rows("SELECT message_id FROM outbox WHERE method = 'sendMessage'")
    accounted = before | {row["message_id"] for row in rows}
    marked = [call for call in sent if call.params["text"].endswith(MARK)]
    verdict.marked = [_what(call)[1] for call in marked]
    repetitions = Counter(_what(call) for call in marked)
    for call in sent:
        if call.result["message_id"] in accounted:
            continue
        what = _what(call)
        verdict.extra_sends.append(what[1])
        repetitions[what] -= 1
        if repetitions[what] < 0:
            verdict.unmarked.append(what[1])


def _what(call: Call) -> tuple[int, str]:
    """The chat, and the words without looks: what is said once more may have to be said plainly."""
    text = str(call.params["text"]).removesuffix(MARK)
    return int(call.params["chat_id"]), unescape(_TAGS.sub("", text))


async def _count_pings(
    verdict: Verdict, database: Database, sent: list[Call], moments: list[Settled]
) -> None:
    """Hold every due rung against what the sandbox delivered.

    Whenever the bot had come to rest, each listener must have heard of each running clock since
    its last rung before that: earlier ones may have been overtaken in one turn of the clock.
    """
    rules = Rules(quiet=None)
    heard = _heard(sent)
    verdict.pings = sum(len(each) for each in heard.values())
    owner = await People(database).owner()
    assert owner
    for case in await Search(database).all_open():
        for clock in running_clocks(case, rules):
            for moment in moments:
                if case.created_at <= moment.turned_from:
                    missing = _missing(case, clock, owner, rules, moment, heard)
                    verdict.missing_pings += missing


def _missing(
    case: Case,
    clock: Clock,
    owner: Person,
    rules: Rules,
    moment: Settled,
    heard: dict[tuple[int, int], list[datetime]],
) -> list[str]:
    due: dict[Person, datetime] = {}
    for rung in rungs(clock, case, rules):
        if rung.at > moment.turned_to:
            break
        for role in rung.to:
            listener = owner if role is Role.OWNER else case.assignee or owner
            due[listener] = rung.at
    return [
        f"#{case.id}: {clock.kind} of {at:%d.%m %H:%M} to {person.name} by {moment.at:%d.%m %H:%M}"
        for person, at in due.items()
        if not any(at <= e <= moment.at for e in heard.get((person.telegram_id, case.id), []))
    ]


def _heard(sent: list[Call]) -> dict[tuple[int, int], list[datetime]]:
    """When each person was reminded of each case."""
    heard: dict[tuple[int, int], list[datetime]] = {}
    for call in sent:
        for case_id in _reminded_of(call):
            heard.setdefault((int(call.params["chat_id"]), case_id), []).append(call.at)
    return heard


def _reminded_of(call: Call) -> set[int]:
    text = _text(call)
    _, head, listed = text.partition(LIST_HEAD)
    if head:  # a list, or a digest that has it among other things; a silence may stand above
        return case_ids(listed.partition("\n")[2].lstrip("\n").partition("\n\n")[0])
    named = case_ids(text)
    keyboard = json.dumps(call.params.get("reply_markup") or "")
    return {number for number in named if CasePress(what="seen", case=number).pack() in keyboard}


def _text(call: Call) -> str:
    """Return the text of a message; of a rich one with its lines and paragraphs."""
    if "text" in call.params:
        return str(call.params["text"])
    rich = call.params["rich_message"]  # as JSON in a form, or as it is
    html = str((json.loads(rich) if isinstance(rich, str) else rich)["html"])
    return _TAGS.sub("", html.replace("<br>", "\n").replace("</p>", "\n\n"))


_UNSAID = "SELECT key FROM outbox WHERE state IN ('pending', 'sending')"
_REGISTERED_TWICE = """
    SELECT case_id FROM history WHERE what = 'registered' GROUP BY case_id HAVING COUNT(*) > 1
"""
