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
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from zoneinfo import ZoneInfo

from cases.choices import NEVER as OFF
from cases.choices import Choice
from proofs.almanac import Expected
from proofs.deeds import Deeds
from proofs.findings import Findings, table, told
from proofs.one_thread import in_one_thread
from proofs.rush import Team, make_team

BEGINS = datetime(2028, 1, 20, 9, 0, tzinfo=UTC)
TICK = timedelta(seconds=30)
OUTAGES_IN_TEN_YEARS = 1000
DEEDS_APART = timedelta(days=12)
"""So long a case waits on average for what people do next with it."""
LATE = timedelta(seconds=60)
SILENT = timedelta(minutes=5)
SEEN_ALIVE = timedelta(minutes=1)
NEVER = datetime.max.replace(tzinfo=UTC)
IN_A_LIST = 40
IN_A_DIGEST = 12
CATCHING_UP = ("ping:", "list:", "digest:", "silence:")
MANY = 3
"""More reminders than this for one person at once are one message."""
YEAR = timedelta(days=365.25)


class Soak:
    """One team over one stretch of time."""

    def __init__(self, team: Team, random: Random, zone: str, *, fully: bool) -> None:
        self.team, self.random, self.fully = team, random, fully
        self.findings = Findings()
        self.deeds = Deeds(team, random, ZoneInfo(zone))
        self.up_since = team.clock.now()
        self._pings = 0

    @property
    def now(self) -> datetime:
        """The virtual instant."""
        return self.team.clock.now()

    async def prepare(self, cases: int) -> None:
        """Let the team have so many cases, and let reminders go to nobody else."""
        await self.deeds.begin(cases)
        async with self.team.database.transaction():
            await self.team.app.clock.alarms.tables.team_rules.choose(Choice.CLIMB_AFTER, OFF)
        await self.team.app.clock.wake()

    async def run(self, until: datetime) -> None:
        """Live until then."""
        jumps = (until - self.now) / 8
        every = timedelta(days=3652) / OUTAGES_IN_TEN_YEARS
        deeds = DEEDS_APART / max(len(self.deeds.cases), 1)
        deed_at, outage_at, jump_at = self._after(deeds), self._after(every), self._after(jumps)
        tell_at = self.now + YEAR
        while self.now < until:
            coming = min(deed_at, outage_at, jump_at, until, await self._next_look())
            await self._goes_to(coming)
            await self._tick()
            if self.now >= deed_at:
                self.findings.counts[await self.deeds.move()] += 1
                deed_at = self._after(deeds)
            elif self.now >= outage_at:
                await self._outage()
                outage_at = self._after(every)
            elif self.now >= jump_at:
                await self._jump()
                jump_at = self._after(jumps)
            if self.now >= tell_at:
                print(f"{self.now:%Y-%m-%d} {told(self.findings)}", file=sys.stderr, flush=True)
                tell_at = self.now + YEAR
        refused = (f"refused: {each.description}" for each in self.team.world.refusals)
        self.findings.wrong += refused

    def _after(self, mean: timedelta) -> datetime:
        drawn = self.random.expovariate(1.0) * mean
        return (self.now + drawn).replace(microsecond=0)

    async def _next_look(self) -> datetime:
        """Return when anything is due: by the bot's own book, and by the almanac."""
        own = await self.team.app.clock.clocks.next_due(self.now) or NEVER
        return min([own, *(each.next_at for each in self.deeds.clocks.values())])

    async def _goes_to(self, moment: datetime) -> None:
        """Go to the first tick that is not before this moment."""
        steps = max(1, -(-(moment - self.now) // TICK))
        for _ in range(steps - 1 if self.fully else 0):
            self.team.clock.goes_by(TICK)
            await self._tick()
        self.team.clock.goes_by(TICK if self.fully else steps * TICK)

    async def _tick(self, *, start: bool = False, silent: bool = False) -> None:
        """Let the bot tick, or start, and hold what it says against the almanac.

        After it was `silent` for long all is one message.
        """
        clock, now = self.team.app.clock, self.now
        await (clock.wake() if start else clock.tick())
        sql = "SELECT rowid AS n, key, person_id FROM pings WHERE rowid > :n"
        rows = await self.team.database.rows(sql, {"n": self._pings})
        self._pings = max([self._pings, *(row["n"] for row in rows)])
        expected: dict[str, datetime] = {}
        for each in [each for each in self.deeds.clocks.values() if each.next_at <= now]:
            for key, at in each.comes(now).items():
                expected[key] = self._latest(each, max(at, self.up_since))
        said = {row["key"] for row in rows}
        self.findings.hear(said, now)
        self._compare(said, expected)
        if said:
            await self._messages(Counter(row["person_id"] for row in rows), silent=silent)

    def _latest(self, clock: Expected, at: datetime) -> datetime:
        """Return when that has to be said which could be said from this instant on.

        What comes in the last half-minute of a day may find no tick before the night.
        """
        ready, ticked = clock.ready(at), clock.ready(at + TICK)
        return ticked if ticked > ready + TICK else ready

    def _compare(self, said: set[str], expected: dict[str, datetime]) -> None:
        found, now = self.findings, self.now
        found.counts["reminders"] += len(said)
        found.wrong += [f"{now}: {key} early, double or over" for key in said - expected.keys()]
        found.wrong += [f"{now}: {key} is missing" for key in expected.keys() - said]
        for key in said & expected.keys():
            late = max(now - expected[key], timedelta(0))
            found.latest = max(found.latest, late)
            found.wrong += [f"{now}: {key} is late by {late}"] if late > LATE else []

    async def _messages(self, pinged: Counter[int], *, silent: bool) -> None:
        """Hold the messages against the reminders: many for one person are one."""
        rows = await self.team.database.rows(_SAID)
        await self.team.database.rows(_TAKEN)
        for telegram, person in self.deeds.ids.items():
            keys = [row["key"] for row in rows if row["chat_id"] == telegram]
            alone = [each for each in keys if each.startswith("ping:")]
            lists = [each for each in keys if each not in alone and ":ping:" in each]
            if pinged[person] > MANY:
                self.findings.counts["lists"] += 1
                right = not alone and 0 < len(lists) <= 1 + (pinged[person] - 1) // IN_A_LIST
            else:
                right = len(alone) == pinged[person] or bool(lists)
            if silent and pinged[person] <= IN_A_DIGEST:
                caught_up = [each for each in keys if each.startswith(CATCHING_UP)]
                self.findings.counts["caught up"] += len(caught_up)
                right = (pinged[person] > 0) <= len(caught_up) <= 1
            if not right:
                self.findings.wrong.append(f"{self.now}: {pinged[person]} reminders in {keys}")

    # What happens ---------------------------------------------------------------------------------

    async def _outage(self) -> None:
        """Stop for a minute to a week, and start again: at once all is said that came due."""
        self.findings.counts["outages"] += 1
        minutes = 10080 ** self.random.random()
        down = timedelta(seconds=int(60 * minutes))
        self.team.clock.goes_by(down)
        self.team.app.clock._alive_at = None  # noqa: SLF001 - a new process knows nothing
        self.up_since = self.now
        await self.team.database.rows(_TAKEN)
        await self._tick(start=True, silent=down >= SILENT)
        values = {"now": int(self.now.timestamp()), "owner": self.team.owner.id}
        told = await self.team.database.row(_SILENCE, values) is not None
        if not told if down >= SILENT else told and down < SILENT - SEEN_ALIVE:
            self.findings.wrong.append(f"{self.now}: the silence of {down} is told: {told}")

    async def _jump(self) -> None:
        """Let the clock of the machine go wrong by up to three hours, either way."""
        hours = self.random.uniform(-3, 3)
        self.findings.counts["jumps"] += 1
        self.team.clock.goes_by(timedelta(seconds=int(3600 * hours)))
        self.up_since = self.now
        await self._tick()


_SAID = "SELECT chat_id, key FROM outbox WHERE state = 'pending'"
_TAKEN = "UPDATE outbox SET state = 'sent' WHERE state = 'pending'"
_SILENCE = """
    SELECT 1 FROM outbox WHERE created_at = :now AND chat_id = :owner AND body LIKE '%не работал%'
    UNION ALL SELECT 1 FROM silences JOIN people ON people.id = silences.person_id
        WHERE people.telegram_id = :owner AND silences.until = :now AND silences.tell_at > :now
"""
"""Told at once, or kept for the owner's morning."""


async def run(
    span: timedelta, cases: int, seed: int, zone: str = "Europe/Moscow", *,
    begins: datetime = BEGINS, fully: bool = False,
) -> Findings:  # fmt: skip
    """Live so long with so many cases; the same seed lives the same."""
    with in_one_thread():
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
    table(
        found, {"seed": seed, "days": span.days, "cases": chosen.cases, "zone": chosen.zone},
        time.monotonic() - begun,
    )  # fmt: skip
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
