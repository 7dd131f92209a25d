"""The soak: months and years of a team in virtual time; every due reminder comes once, and in time.

People register, answer, close and open cases again by the bot's own buttons, hand them over one by
one or a shift at once, see reminders or do not, put them off, go away and come back, while the bot
is stopped and started, the clock jumps, summer time begins and ends, and a 29th of February comes.
`proofs/expected.py` says, from the rules and not from the code, what each tick has to say, and all
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

from proofs import naps
from proofs.comings import Comings
from proofs.deeds import Deeds
from proofs.expected import Expected
from proofs.findings import Findings, table, told
from proofs.glances import Glances
from proofs.habits import Habits
from proofs.handovers import Handovers
from proofs.naps import Naps
from proofs.one_thread import in_one_thread
from proofs.post import MANY, Post
from proofs.rush import Team, make_team
from proofs.welcomes import Welcomes

BEGINS = datetime(2028, 1, 20, 9, 0, tzinfo=UTC)
TICK = timedelta(seconds=30)
OUTAGES_IN_TEN_YEARS = 1450
DEEDS_APART = timedelta(days=12)
"""So long a case waits on average for what people do next with it."""
COMINGS_APART, HANDOVERS_APART = timedelta(days=2), timedelta(days=1)
LATE = timedelta(seconds=60)
SILENT = timedelta(minutes=5)
SEEN_ALIVE = timedelta(minutes=1)
NEVER = datetime.max.replace(tzinfo=UTC)
UNCHANGED = "message is not modified"
"""What Telegram says to an edit with nothing new: to be told the same twice is no fault."""
YEAR = timedelta(days=365.25)


class Soak:
    """One team over one stretch of time."""

    def __init__(self, team: Team, random: Random, zone: str, *, fully: bool) -> None:
        self.team, self.random, self.fully = team, random, fully
        self.findings = Findings()
        self.deeds = Deeds(team, random, ZoneInfo(zone))
        self.glances, self.welcomes = Glances(self.deeds, NEVER), Welcomes(self.deeds)
        self.comings = Comings(self.deeds, self.welcomes, self.findings)
        self.handovers, self.naps = Handovers(self.deeds, NEVER), Naps(self.deeds)
        self.post = Post(team.database, self.findings)
        self.up_since = team.clock.now()
        self._pings = 0

    @property
    def now(self) -> datetime:
        """The virtual instant."""
        return self.team.clock.now()

    async def prepare(self, cases: int) -> None:
        """Let the team have so many cases."""
        await self.deeds.begin(cases)
        await self._tick(start=True)

    async def run(self, until: datetime) -> None:
        """Live until then."""
        every = timedelta(days=3652) / OUTAGES_IN_TEN_YEARS
        deeds = DEEDS_APART / max(len(self.deeds.cases), 1)
        habits = Habits(self.random, lambda: self.now)
        habits.add(deeds, self.deeds.move)
        habits.add(deeds / naps.PUT_OFF, self.naps.happen)
        habits.add(COMINGS_APART, self._come_and_go)
        habits.add(HANDOVERS_APART, self.handovers.happen)
        habits.add(every, self._outage)
        habits.add((until - self.now) / 8, self._jump)
        tell_at, known = self.now + YEAR, 0
        while self.now < until:
            coming = min(habits.next_at, until, await self._next_look())
            await self._goes_to(min(coming, self.glances.next_at, self.handovers.next_at))
            await self._tick()
            self.findings.counts["seen"] += await self.glances.due()
            if done := await self.handovers.due() or await habits.due():
                self.findings.counts[done] += 1
            if self.now >= tell_at:
                print(f"{self.now:%Y-%m-%d} {told(self.findings)}", file=sys.stderr, flush=True)
                tell_at = self.now + YEAR
            if wrong := self.findings.wrong[known:]:
                print(*wrong, sep="\n", file=sys.stderr, flush=True)
                known += len(wrong)
        refused = (str(each.description) for each in self.team.world.refusals)
        self.findings.wrong += [f"refused: {each}" for each in refused if UNCHANGED not in each]

    async def _next_look(self) -> datetime:
        """Return when anything is due: by the bot's own book, and by the almanac."""
        own = await self.team.app.clock.clocks.next_due(self.now) or NEVER
        looks = (each.next_at for each in self.deeds.clocks.values())
        return min(own, self.deeds.crew.next_at or NEVER, *looks)

    async def _goes_to(self, moment: datetime) -> None:
        """Go to the first tick that is not before this moment."""
        steps = max(1, -(-(moment - self.now) // TICK))
        for _ in range(steps - 1 if self.fully else 0):
            self.team.clock.goes_by(TICK)
            await self._tick()
        self.team.clock.goes_by(TICK if self.fully else steps * TICK)

    async def _tick(
        self, *, start: bool = False, silent: bool = False, quietly: bool = False
    ) -> None:
        """Let the bot tick, or start, and hold what it says against the almanac.

        After it was `silent` for long all is one message. `quietly` when reminders may have been
        told in another message than one of their own.
        """
        clock, now = self.team.app.clock, self.now
        await (clock.wake() if start else clock.tick())
        sql = "SELECT rowid AS n, key, person_id, case_id FROM pings WHERE rowid > :n"
        rows = await self.team.database.rows(sql, {"n": self._pings})
        self._pings = max([self._pings, *(row["n"] for row in rows)])
        expected: dict[str, datetime] = {}
        said = {row["key"] for row in rows}
        gone, back = self.deeds.turn()
        reminded = {row["case_id"] for row in rows}
        for case, each in self.deeds.clocks.items():
            if each.next_at > now and case not in reminded:
                continue
            for key, call in each.comes(now, said).items():
                expected[key] = self._latest(each, max(call.at, self.up_since))
                self.findings.counts["went on"] += call.went_on
        self.findings.hear(said, now)
        self._compare(said, expected)
        self.glances.draw(((row["person_id"], row["case_id"]) for row in rows), MANY, now)
        self.welcomes.hear(rows, now)
        if said or gone or back:
            told = await self.post.take()
            self.findings.wrong += self.welcomes.wrong(back, told, now)
            if not (quietly or gone or back):
                pinged = Counter(row["person_id"] for row in rows)
                self.post.weigh(self.deeds.ids, pinged, told, now, silent=silent)

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

    # What happens ---------------------------------------------------------------------------------

    async def _come_and_go(self) -> str:
        """Let somebody say where they are; what they hear then is heard at once."""
        said = await self.comings.happen()
        await self._tick(quietly=True)
        return said

    async def _outage(self) -> str:
        """Stop for a minute to a week, and start again: at once all is said that came due."""
        minutes = 10080 ** self.random.random()
        down = timedelta(seconds=int(60 * minutes))
        if SILENT - SEEN_ALIVE <= down < SILENT:  # it may count as a silence or not
            down = SILENT
        self.team.clock.goes_by(down)
        self.team.app.clock._alive_at = None  # noqa: SLF001 - a new process knows nothing
        self.up_since = self.now
        self.deeds.crew.back_at = self.now if down >= SILENT else self.deeds.crew.back_at
        await self.post.take()
        await self._tick(start=True, silent=down >= SILENT)
        values = {"now": int(self.now.timestamp()), "owner": self.team.owner.id}
        told = await self.team.database.row(_SILENCE, values) is not None
        if told != (down >= SILENT):
            self.findings.wrong.append(f"{self.now}: the silence of {down} is told: {told}")
        return "outages"

    async def _jump(self) -> str:
        """Let the clock of the machine go wrong by up to three hours, either way."""
        hours = self.random.uniform(-3, 3)
        self.team.clock.goes_by(timedelta(seconds=int(3600 * hours)))
        self.up_since = self.now
        await self._tick()
        return "jumps"


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
