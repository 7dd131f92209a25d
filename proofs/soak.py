"""The soak: months and years of a team in virtual time; every due reminder comes once, and in time.

People register, answer, close and open cases again by the bot's own buttons, while the bot is
stopped and started, the clock jumps, summer time begins and ends, and a 29th of February comes.
`proofs/almanac.py` says, from the rules and not from the code, what each tick has to say, and all
that it says is compared: nothing may be missing, early, double or of a case that is closed.

Between two instants at which something is due a tick says nothing; so time goes from one such
instant to the next, to the tick of the half-minute that follows it. What is due is asked of the
almanac as well as of the bot: a clock that the bot wound too far is late here as it would be there.
A test ticks a week through, every half-minute, and finds the same.
`python -m proofs.soak --days 90 --seed 1`, `--years 10`, `--zone Europe/Berlin`.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from zoneinfo import ZoneInfo

from cases.choices import NEVER as OFF
from cases.choices import Choice
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from proofs.almanac import Expected
from proofs.rush import Member, Team, make_team
from sandbox.queries import Query
from storage.columns import NewCase
from storage.history import By

BEGINS = datetime(2028, 1, 20, 9, 0, tzinfo=UTC)
TICK = timedelta(seconds=30)
OUTAGES_IN_TEN_YEARS = 1000
LATE = timedelta(seconds=60)
NEVER = datetime.max.replace(tzinfo=UTC)
IN_A_LIST = 40
MANY = 3
"""More reminders than this for one person at once are one message."""


@dataclass
class Findings:
    """What has happened; `wrong` must stay empty."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    latest: timedelta = timedelta(0)
    said: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Subject:
    """A case as the almanac knows it."""

    id: int
    kind: Kind
    leader: Member
    state: str


class Soak:
    """One team over one stretch of time."""

    def __init__(self, team: Team, random: Random, zone: str, *, fully: bool) -> None:
        self.team, self.random, self.zone, self.fully = team, random, ZoneInfo(zone), fully
        self.findings = Findings()
        self.cases: list[Subject] = []
        self.clocks: dict[int, Expected] = {}
        self.ids: dict[int, int] = {}
        self.up_since = team.clock.now()
        self._pings = 0

    async def prepare(self, cases: int) -> None:
        """Let the team have so many cases, and let reminders go to nobody else."""
        await self.team.hire()
        for member in (self.team.owner, self.team.anna, self.team.boris):
            person = await self.team.people.by_telegram(member.id)
            assert person is not None
            self.ids[member.id] = person.id
            await member.says("/help")
            await member.says("/list")
        async with self.team.database.transaction():
            await self.team.app.clock.alarms.tables.team_rules.choose(Choice.CLIMB_AFTER, OFF)
        for number in range(cases):
            await self._register((Kind.BUYER_CHAT, Kind.SUPPORT_TICKET)[number % 2])
        await self.team.app.clock.wake()

    async def _register(self, kind: Kind) -> None:
        leader = self.random.choice((self.team.anna, self.team.boris))
        owner, now = await self.team.people.by_telegram(self.team.owner.id), self.now
        chat = kind is Kind.BUYER_CHAT
        status = Status.WAITING_US if chat else Status.SENT
        new = NewCase(
            kind, status, 1, {"summary": "шов", "category": "content"}, f"N-{len(self.cases)}",
            assignee_id=self.ids[leader.id], waiting_since=now if chat else None,
        )  # fmt: skip
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, By(owner, Place.PRIVATE, now))
        self.cases.append(Subject(case.id, kind, leader, status.value))
        self._starts(self.cases[-1])

    @property
    def now(self) -> datetime:
        """The virtual instant."""
        return self.team.clock.now()

    def _starts(self, subject: Subject) -> None:
        kind = "reply" if subject.kind is Kind.BUYER_CHAT else "stale"
        leader, owner = self.ids[subject.leader.id], self.ids[self.team.owner.id]
        self.clocks[subject.id] = Expected(
            subject.id, kind, self.now, leader, owner, self.zone
        )  # fmt: skip

    async def run(self, until: datetime) -> None:
        """Live until then."""
        span = until - self.now
        every = timedelta(days=3652) / OUTAGES_IN_TEN_YEARS
        deeds = timedelta(days=4) / max(len(self.cases), 1)
        deed_at, outage_at = self._after(deeds), self._after(every)
        jump_at = self._after(span / 8)
        while self.now < until:
            coming = min(deed_at, outage_at, jump_at, until, await self._next_look())
            await self._goes_to(coming)
            await self._tick()
            if self.now >= deed_at:
                await self._deed()
                deed_at = self._after(deeds)
            elif self.now >= outage_at:
                await self._outage()
                outage_at = self._after(every)
            elif self.now >= jump_at:
                await self._jump()
                jump_at = self._after(span / 8)

    def _after(self, mean: timedelta) -> datetime:
        drawn = self.random.expovariate(1.0) * mean
        return (self.now + drawn).replace(microsecond=0)

    async def _next_look(self) -> datetime:
        """Return when anything is due: by the bot's own book, and by the almanac."""
        own = await self.team.app.clock.clocks.next_due(self.now) or NEVER
        return min([own, *(each.next_at for each in self.clocks.values())])

    async def _goes_to(self, moment: datetime) -> None:
        """Go to the first tick that is not before this moment."""
        steps = max(1, -(-(moment - self.now) // TICK))
        for _ in range(steps - 1 if self.fully else 0):
            self.team.clock.goes_by(TICK)
            await self._tick()
        self.team.clock.goes_by(TICK if self.fully else steps * TICK)

    async def _tick(self, *, start: bool = False) -> None:
        """Let the bot tick, or start, and hold what it says against the almanac."""
        clock, now = self.team.app.clock, self.now
        await (clock.wake() if start else clock.tick())
        sql = "SELECT rowid AS n, key, person_id FROM pings WHERE rowid > :n"
        rows = await self.team.database.rows(sql, {"n": self._pings})
        self._pings = max([self._pings, *(row["n"] for row in rows)])
        expected: dict[str, datetime] = {}
        for each in [each for each in self.clocks.values() if each.next_at <= now]:
            for key, at in each.comes(now).items():
                expected[key] = each.ready(max(at, self.up_since))
        said = {row["key"] for row in rows}
        self.findings.said += [(key, int(now.timestamp())) for key in sorted(said)]
        self._compare(said, expected)
        if said:
            await self._messages(Counter(row["person_id"] for row in rows))

    def _compare(self, said: set[str], expected: dict[str, datetime]) -> None:
        found, now = self.findings, self.now
        found.counts["reminders"] += len(said)
        found.wrong += [f"{now}: {key} early, double or over" for key in said - expected.keys()]
        found.wrong += [f"{now}: {key} is missing" for key in expected.keys() - said]
        for key in said & expected.keys():
            late = now - expected[key]
            found.latest = max(found.latest, late)
            found.wrong += [f"{now}: {key} is late by {late}"] if late > LATE else []

    async def _messages(self, pinged: Counter[int]) -> None:
        """Hold the messages against the reminders: many for one person are one."""
        rows = await self.team.database.rows(_SAID)
        await self.team.database.rows(_TAKEN)
        for telegram, person in self.ids.items():
            keys = [row["key"] for row in rows if row["chat_id"] == telegram]
            alone = [each for each in keys if each.startswith("ping:")]
            lists = [each for each in keys if each not in alone and ":ping:" in each]
            if pinged[person] > MANY:
                self.findings.counts["lists"] += 1
                right = not alone and 0 < len(lists) <= 1 + (pinged[person] - 1) // IN_A_LIST
            else:
                right = len(alone) == pinged[person] or bool(lists)
            if not right:
                self.findings.wrong.append(f"{self.now}: {pinged[person]} reminders in {keys}")

    # What happens ---------------------------------------------------------------------------------

    async def _outage(self) -> None:
        """Stop for a minute to a week, and start again."""
        self.findings.counts["outages"] += 1
        minutes = 10080 ** self.random.random()
        self.team.clock.goes_by(timedelta(seconds=int(60 * minutes)))
        self.team.app.clock._alive_at = None  # noqa: SLF001 - a new process knows nothing
        self.up_since = self.now
        await self._tick(start=True)

    async def _jump(self) -> None:
        """Let the clock of the machine go wrong by up to three hours, either way."""
        hours = self.random.uniform(-3, 3)
        self.findings.counts["jumps"] += 1
        self.team.clock.goes_by(timedelta(seconds=int(3600 * hours)))
        self.up_since = self.now
        await self._tick()

    async def _deed(self) -> None:
        """Let whoever leads some case do what comes next there."""
        subject = self.random.choice(self.cases)
        move, answers, state = self.random.choice(DEEDS[subject.kind][subject.state])
        row = await self.team.database.row(
            "SELECT version FROM cases WHERE id = :id", {"id": subject.id}
        )
        assert row is not None
        self._press(subject.leader, f"v1:{move}:{subject.id}:{row['version']}")
        await self.team.settles()
        for answer in answers:
            if answer in subject.leader.buttons:
                await subject.leader.person.presses(answer)
            else:
                await subject.leader.person.says(answer)
            await self.team.settles()
        self.findings.counts[move] += 1
        subject.state = state
        self.clocks.pop(subject.id, None)
        if state in RUNNING:
            self._starts(subject)

    def _press(self, who: Member, press: str) -> None:
        world, bot = self.team.world, self.team.bot
        posts = [p for p in who.person.private.posts.values() if p.author == bot.id]
        post = next(each for each in reversed(posts) if each.keyboard is None)
        asked = Query(who.person, bot, who.id, post.key, self.now)
        bot.queue.put("callback_query", world.queries.ask(asked, post.body, press))


_SAID = "SELECT chat_id, key FROM outbox WHERE state = 'pending'"
_TAKEN = "UPDATE outbox SET state = 'sent', body = NULL WHERE state = 'pending'"
Deed = tuple[str, tuple[str, ...], str]
CLOSES = ("Решено", "Нисколько", "Пропустить")
DEEDS: dict[Kind, dict[str, tuple[Deed, ...]]] = {
    Kind.BUYER_CHAT: {
        "waiting_us": (
            ("we_answered", (), "waiting_buyer"), ("we_answered", (), "waiting_buyer"),
            ("close_chat", ("Спам",), "closed"),
        ),
        "waiting_buyer": (
            ("buyer_wrote", ("Только что",), "waiting_us"), ("close_chat", ("Спам",), "closed"),
        ),
        "closed": (("buyer_wrote", ("Только что",), "waiting_us"),),
    },
    Kind.SUPPORT_TICKET: {
        "sent": (("answered", (), "answered"), ("support_asks", (), "waiting_us")),
        "answered": (("support_asks", (), "waiting_us"), ("close", CLOSES, "closed")),
        "waiting_us": (("we_replied", (), "sent"),),
        "closed": (("reopen", (), "reopened"),),
        "reopened": (("answered", (), "answered"), ("close", CLOSES, "closed")),
    },
}  # fmt: skip
"""What may be done in each status: the button, what is answered, and the status after it."""
RUNNING = {"waiting_us", "sent", "answered", "reopened"}


async def run(
    span: timedelta, cases: int, seed: int, zone: str = "Europe/Moscow", *,
    begins: datetime = BEGINS, fully: bool = False,
) -> Findings:  # fmt: skip
    """Live so long with so many cases; the same seed lives the same."""
    async with make_team(begins, timezone=zone) as team:
        soak = Soak(team, Random(seed), zone, fully=fully)  # noqa: S311 - a life, not a secret
        await soak.prepare(cases)
        await soak.run(begins + span)
        return soak.findings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.soak", description=__doc__)
    parser.add_argument("--days", type=float, default=90)
    parser.add_argument("--years", type=float, default=0)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--zone", default="Europe/Moscow")
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(10**6) if chosen.seed is None else chosen.seed
    span = timedelta(days=chosen.years * 365.25 or chosen.days)
    begun = time.monotonic()
    found = asyncio.run(run(span, chosen.cases, seed, chosen.zone))
    print(f"seed {seed}, {span.days} days, {chosen.cases} cases, {chosen.zone}")
    print(f"{time.monotonic() - begun:.0f} s; {dict(found.counts)}")
    print(f"the latest reminder came {found.latest.total_seconds():.0f} s after its time")
    print(f"wrong: {len(found.wrong)}", *found.wrong[:12], sep="\n  ")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
