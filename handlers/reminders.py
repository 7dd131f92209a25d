"""Reminders: a sweep over the clocks that are due and the digests of the morning."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from aiogram.methods import SendMessage

from cases.case import Case, Person
from cases.clocks import quiet_until
from cases.digests import day_before, digest_put_off, next_digest
from cases.reviews import review_due
from cases.roles import Role
from cases.roster import Roster, own_rules
from cases.rules import DAY, Rules
from cases.wiping import EXPIRED
from handlers.expiry import expire_drafts
from handlers.keyboards import button, in_rows, markup
from handlers.mornings import SEPARATE, digest_message, enriched, may_enrich, merged_pings
from handlers.pings import Ping, all_seen, ping_buttons
from handlers.presses import CasePress
from handlers.returning import wake_people
from handlers.reviews import begin_reviews, weekly_review
from handlers.ringing import Ringing
from handlers.speech import outgoing
from storage.facts import Facts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import reminders
from texts.formats import portions

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
        pings = await Ringing(self.tables, roster, now).ring(BATCH)
        mornings = await self._mornings(now, roster)
        merged = merged_pings(pings, {person.id for person in mornings})
        keys = {ping.key for each in merged.values() for ping in each}
        return [
            *await weekly_review(self.tables, self.facts, roster, self.bot_username),
            *self._pings([ping for ping in pings if ping.key not in keys], merged, owner, now),
            *await self._digests(mornings, merged, roster, now),
            *await expire_drafts(self.tables, self.rules, now),
            *await wake_people(self.tables, roster, now, {person.id for person in mornings}),
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

    async def silence(self, since: datetime, now: datetime) -> list[Outgoing]:
        """Say that the bot was not there, though not in anybody's night.

        The owner hears of it; after more than a day everybody, for what they wrote may be gone.
        """
        gone = now - since > DAY
        team = await self.tables.people.team()
        return [self._silent(each, since, now) for each in team if gone or each.role is Role.OWNER]

    def _silent(self, person: Person, since: datetime, now: datetime) -> Outgoing:
        wakes = quiet_until(None, now, own_rules(self.rules, person))
        text = reminders.silence(since, now, wakes or now, self.rules)
        key = f"silence:{int(now.timestamp())}"
        key += "" if person.role is Role.OWNER else f":{person.id}"
        message = SendMessage(chat_id=person.telegram_id, text=text)
        return replace(outgoing(key, message, Priority.PING), not_before=wakes)

    def _pings(
        self,
        pings: Iterable[Ping],
        merged: dict[int, list[Ping]],
        owner: Person | None,
        now: datetime,
    ) -> list[Outgoing]:
        by_person: dict[int, list[Ping]] = defaultdict(list)
        for ping in pings:
            by_person[ping.to.id].append(ping)
        said: list[Outgoing] = []
        for person, heard in by_person.items():
            if len(heard) + len(merged.get(person, ())) > SEPARATE:
                said += self._as_list(heard, owner, now)
            else:
                said += [self._single(ping, owner, now) for ping in heard]
        return said

    def _single(self, ping: Ping, owner: Person | None, now: datetime) -> Outgoing:
        text = reminders.ping(ping.case, ping.clock, ping.to, self.rules, now, ping.unseen)
        keyboard = markup(ping_buttons(ping))
        message = SendMessage(chat_id=ping.to.telegram_id, text=text, reply_markup=keyboard)
        return outgoing(ping.key, message, Priority.PING, owner)

    def _as_list(self, heard: list[Ping], owner: Person | None, now: datetime) -> list[Outgoing]:
        ordered = sorted(heard, key=lambda ping: ping.clock.due_at)
        said = []
        lines = [reminders.ping_line(p.case, p.clock, self.rules, now, p.unseen) for p in ordered]
        for begin, end in portions(lines, IN_A_LIST):
            chunk = ordered[begin:end]
            cases = dict.fromkeys(p.case.id for p in chunk)
            rows = in_rows(button(f"#{n}", CasePress(what="open", case=n)) for n in cases)
            rows += [[all_seen(now)]] if end == len(ordered) else []
            to = chunk[0].to
            text = reminders.several(lines[begin:end], begin, len(ordered))
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
        owner: Person | None,
        now: datetime,
        *,
        rich: bool,
        wiped: int,
    ) -> Outgoing:
        morning = digest_message(person, cases, pings, self.rules, now, wiped)
        message, html = morning.message, morning.rich if rich else None
        key = f"digest:{person.id}:{now.astimezone(self.rules.zone):%Y-%m-%d}"
        if not pings:
            return enriched(outgoing(key, message, Priority.DIGEST), html)
        # It carries pings, so it must not be lost: neither to a digest of this day that has been
        # said already, nor to a person who cannot be written to.
        word = outgoing(f"{key}:{pings[0].key}", message, Priority.PING, owner)
        return enriched(word, html)


def _of(person: Person, cases: tuple[Case, ...], roster: Roster) -> tuple[Case, ...]:
    """Return the cases of a person's digest: the owner's are all, the others' what they hear of."""
    if person.role is Role.OWNER:
        return cases
    return tuple(case for case in cases if roster.hears(person, case))
