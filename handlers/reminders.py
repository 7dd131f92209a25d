"""Reminders: a sweep over the clocks that are due and the digests of the morning."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from aiogram.methods import SendMessage

from cases.case import Case, Person
from cases.digests import day_before, digest_put_off, next_digest
from cases.reviews import review_due
from cases.roles import Role
from cases.roster import Roster
from cases.rules import DAY, Rules
from cases.wiping import EXPIRED
from handlers.expiry import expire_drafts
from handlers.keyboards import button, in_rows, markup
from handlers.mornings import SEPARATE, digest_message, enriched, may_enrich, merged_pings, urgency
from handlers.pings import Ping, all_seen, in_lines, ping_buttons
from handlers.presses import CasePress
from handlers.returning import wake_people
from handlers.reviews import begin_reviews, weekly_review
from handlers.ringing import Ringing
from handlers.silences import back_at, break_silence
from handlers.speech import outgoing
from storage.facts import Facts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import reminders
from texts.formats import portions
from texts.silences import under

BATCH = 500
IN_A_LIST = 40  # buttons are pressed with a thumb: more of them are in the next message


@dataclass(frozen=True)
class Alarms:
    """Who reminds: the tables that a sweep reads and writes, the rules of the team among them."""

    tables: Tables
    facts: Facts
    bot_username: str = ""

    @property
    def rules(self) -> Rules:
        """The rules of the team as they are now."""
        return self.tables.team_rules.rules

    async def sweep(self, now: datetime) -> list[Outgoing]:
        """Return what is to be said now. Must stand inside a transaction.

        Every clock that is due is wound to its next reminder; a ping's key is used once, for ever.
        """
        roster = await self._roster(now)
        owner = roster.owner
        since = await back_at(self.facts)
        mornings = await self._mornings(now, roster)
        digested = {person.id for person in mornings}
        # Before the clocks are looked at: who is back hears of some that would not be looked at.
        back, returned = await wake_people(self.tables, roster, now, digested)
        pings = await Ringing(self.tables, roster, now, since).ring(BATCH)
        hearing = digested | {ping.to.id for ping in pings}
        silence = await break_silence(self.tables, roster, hearing)
        merged = merged_pings(pings, digested, silence.above.keys() | returned)
        keys = {ping.key for each in merged.values() for ping in each}
        left = [ping for ping in pings if ping.key not in keys]
        above = _without(silence.above, left)
        review = await weekly_review(self.tables, self.facts, roster, self.bot_username)
        due = [
            *self._pings(left, merged, silence.above, owner, now),
            *await self._digests(mornings, merged, above, roster, now),
        ]
        return [
            *silence.alone,
            *back,
            *(due + review if silence.above else review + due),  # what tells of a silence is first
            *await expire_drafts(self.tables, self.rules, now),
        ]

    async def _roster(self, now: datetime) -> Roster:
        rules = await self.tables.team_rules.current()
        duty = await self.tables.presence.duty()
        return Roster(await self.tables.people.team(), rules, now, duty)

    async def follow_rules(self, now: datetime) -> None:
        """Wind every clock anew when the limits or thresholds were changed since the last run."""
        await self.tables.team_rules.current()
        if await self.facts.changed("rules", self.rules.fingerprint):
            await self.tables.journal.wind_all_clocks()
        if await self.facts.changed("review_at", str(self.rules.review_at)):
            await begin_reviews(self.facts, self.rules, now)

    async def anything_due(self, now: datetime) -> bool:
        """Whether a sweep would find something: one look at an index."""
        review = review_due(self.rules, now)
        return await self.tables.clocks.anything_due(now, review.isoformat() if review else "")

    def _pings(
        self,
        pings: Iterable[Ping],
        merged: dict[int, list[Ping]],
        above: dict[int, str],
        owner: Person | None,
        now: datetime,
    ) -> list[Outgoing]:
        by_person: dict[int, list[Ping]] = defaultdict(list)
        for ping in pings:
            by_person[ping.to.id].append(ping)
        said: list[Outgoing] = []
        for person, heard in by_person.items():
            silence = above.get(person, "")
            many = 1 if silence else SEPARATE  # after a silence all that came due is one message
            if len(heard) + len(merged.get(person, ())) > many:
                said += self._as_list(heard, owner, now, silence)
            else:
                said += [self._single(ping, owner, now, silence) for ping in heard]
        return said

    def _single(self, ping: Ping, owner: Person | None, now: datetime, above: str) -> Outgoing:
        told = reminders.ping(ping.case, ping.clock, ping.to, self.rules, now, ping.unseen)
        keyboard = markup(ping_buttons(ping))
        text = under(above, told)
        message = SendMessage(chat_id=ping.to.telegram_id, text=text, reply_markup=keyboard)
        return outgoing(ping.key, message, Priority.PING, owner)

    def _as_list(
        self, heard: list[Ping], owner: Person | None, now: datetime, above: str
    ) -> list[Outgoing]:
        ordered = sorted(heard, key=urgency)
        said = []
        lines, unseen = in_lines(ordered, self.rules, now)
        for begin, end in portions(lines, IN_A_LIST):
            chunk = ordered[begin:end]
            cases = dict.fromkeys(p.case.id for p in chunk)
            rows = in_rows(button(f"#{n}", CasePress(what="open", case=n)) for n in cases)
            rows += [[all_seen(now)]] if end == len(ordered) else []
            to = chunk[0].to
            listed = reminders.several(lines[begin:end], begin, len(ordered), unseen)
            text = listed if begin else under(above, listed)
            message = SendMessage(chat_id=to.telegram_id, text=text, reply_markup=markup(rows))
            # Named by its first ping, which comes once for ever: two sweeps may share a second.
            said.append(outgoing(f"list:{chunk[0].key}", message, Priority.PING, owner))
        return said

    async def _mornings(self, now: datetime, roster: Roster) -> tuple[Person, ...]:
        """Return whose digest is said now; all whose digest has come get the time of the next.

        Whoever is away has none.
        """
        people, there = self.tables.people, []
        for person in await people.without_digest():
            await people.plan_digest(person, next_digest(roster.rules_of(person), now))
        for person in await people.digests_due(now):
            own = roster.rules_of(person)
            put_off = digest_put_off(own, now)
            await people.plan_digest(person, put_off or next_digest(own, now))
            there += [] if put_off or roster.is_away(person) else [person]
        return tuple([p for p in there if await self._is_first_today(p, now)])

    async def _is_first_today(self, person: Person, now: datetime) -> bool:
        today = f"{now.astimezone(self.rules.zone):%Y-%m-%d}"
        return await self.facts.changed(f"digest:{person.id}", today)

    async def _digests(
        self,
        mornings: tuple[Person, ...],
        merged: dict[int, list[Ping]],
        above: dict[int, str],
        roster: Roster,
        now: datetime,
    ) -> list[Outgoing]:
        if not mornings:
            return []
        search, rich = self.tables.search, await may_enrich(self.facts, now)
        lately = await search.closed_between(day_before(self.rules, now), now)
        cases = (*await search.all_open(), *lately)
        wiped = await self.tables.wiping.lately(EXPIRED, now - DAY)
        return [
            self._digest(
                person,
                _of(person, cases, roster),
                merged.get(person.id, []),
                above.get(person.id, ""),
                roster.owner,
                now,
                rich=rich,
                wiped=wiped if person.role is Role.OWNER else 0,
            )
            for person in mornings
        ]

    def _digest(
        self,
        person: Person,
        cases: tuple[Case, ...],
        pings: list[Ping],
        silence: str,
        owner: Person | None,
        now: datetime,
        *,
        rich: bool,
        wiped: int,
    ) -> Outgoing:
        morning = digest_message(person, cases, pings, self.rules, now, wiped, silence)
        message, html = morning.message, morning.rich if rich else None
        key = f"digest:{person.id}:{now.astimezone(self.rules.zone):%Y-%m-%d}"
        if not pings:
            key += f":silence:{int(now.timestamp())}" if silence else ""
            return enriched(outgoing(key, message, Priority.DIGEST), html)
        # It carries pings, so it must not be lost: neither to a digest of this day that has been
        # said already, nor to a person who cannot be written to.
        word = outgoing(f"{key}:{pings[0].key}", message, Priority.PING, owner)
        return enriched(word, html)


def _without(above: dict[int, str], left: list[Ping]) -> dict[int, str]:
    """Leave out whoever reads it above the reminders that no digest takes in."""
    reading = {ping.to.id for ping in left}
    return {person: text for person, text in above.items() if person not in reading}


def _of(person: Person, cases: tuple[Case, ...], roster: Roster) -> tuple[Case, ...]:
    """Return the cases of a person's digest: the owner's are all, the others' what they hear of."""
    if person.role is Role.OWNER:
        return cases
    return tuple(case for case in cases if roster.hears(person, case))
