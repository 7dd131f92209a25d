"""The monkeys: people who do everything at random through the whole bot; nothing may go wrong.

A person of the team, a stranger or somebody who was removed says, presses, edits, forwards and
sends whatever there is, in private and in groups, while the clock is turned and updates come twice.
Whatever is typed in private carries a canary. It prints what was unhandled, refused or leaked:
`python -m proofs.monkeys 20000`; `--seed` repeats a run.
"""

import asyncio
import logging
import sys
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from proofs.mischief import DEEDS, Deed
from proofs.phrases import ANSWERS, COMMANDS, HOSTILE
from proofs.reports import asked, tell
from proofs.rush import Member, Team, make_team
from sandbox.calls import Call
from sandbox.groups import Group
from sandbox.wire import Json

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CANARY = "канарейка"
REMEMBERED = 12
NO_HARM = ("bot was blocked by the user", "current content and reply markup of the message")
"""Refusals that people bring about: a block, and a second press that changes nothing."""


@dataclass
class Troubles:
    """What went wrong; all of it must stay empty."""

    unhandled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.unhandled or self.refused or self.leaked)


class Listener(logging.Handler):
    """Takes what the bot logs as an error, with what the monkeys did before it."""

    def __init__(self, troubles: Troubles, done: deque[str]) -> None:
        super().__init__(logging.ERROR)
        self._troubles, self._done = troubles, done

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one error."""
        told = self.format(record)
        if "blocked by the user" not in str(getattr(record, "reason", "")):
            last = " → ".join(list(self._done)[-4:])
            self._troubles.unhandled.append(
                f"{told} {getattr(record, 'reason', '')}\n    after {last}"
            )


class Monkeys:
    """The people, and what each of them may do next."""

    def __init__(self, team: Team, random: Random) -> None:
        self.team, self.random = team, random
        self.done: deque[str] = deque(maxlen=REMEMBERED)
        self.troubles = Troubles()
        self.counts: Counter[str] = Counter()
        self.said: list[tuple[Member, Json]] = []
        self.foreign = team.world.group("Чужая группа")
        self.deeds: dict[str, tuple[Deed, int]] = dict(DEEDS)
        self._looked_at = 0

    async def prepare(self) -> None:
        """Take everybody in and bind the group; another group stays foreign."""
        await self.team.hire()
        await self.team.binds_group()
        self.foreign.adds(self.team.stranger.person)
        self.foreign.adds(self.team.anna.person)
        self.foreign.adds(self.team.bot)
        await self.team.settles()

    async def go_on(self, deeds: int) -> None:
        """Let people do so many things; whatever is logged as an error meanwhile is noted."""
        listener = Listener(self.troubles, self.done)
        logging.getLogger().addHandler(listener)
        try:
            for _ in range(deeds):
                await self.act()
        finally:
            logging.getLogger().removeHandler(listener)

    async def act(self) -> None:
        """Let somebody do something, and let the bot finish."""
        who = self.random.choice(self.people)
        name = self.random.choices(list(self.deeds), [each[1] for each in self.deeds.values()])[0]
        self.done.append(f"{who.person.first_name} {name}")
        try:
            await self.deeds[name][0](self, who)
        except (LookupError, ValueError, PermissionError):
            return  # there is no such button, or no client lets a person do this
        self.counts[name] += 1
        await self.team.settles()
        await self.notice()
        self.look()

    @property
    def people(self) -> list[Member]:
        """Whoever may act next; Anna does so more often."""
        team = self.team
        return [team.owner, team.anna, team.anna, team.boris, team.stranger]

    def place(self, who: Member) -> Group | None:
        """Mostly the private chat, now and then a group that the person is in."""
        groups = [g for g in (self.team.group, self.foreign) if g.has(who.person.id)]
        return self.random.choice(groups) if groups and self.random.random() < 0.15 else None

    async def notice(self) -> None:
        """Learn what has changed before the calls are looked at."""

    def canary(self, who: Member, where: Group | None) -> str:  # noqa: ARG002 - one for all here
        """Return the word that what this person says there carries."""
        return CANARY if where is None else ""

    def words(self, who: Member, where: Group | None) -> str:
        """Something to say. What is said in private carries a canary, unless it is a command."""
        kind = self.random.random()
        if kind < 0.3:
            return self.random.choice(COMMANDS)
        said = self.random.choice(HOSTILE if kind > 0.8 else ANSWERS)
        if where is None and self.random.random() < 0.4:
            said = f"{said[:4000]} {self.canary(who, where)}"
        return said[:4096]

    def look(self) -> None:
        """Look at every call since the last look."""
        world = self.team.world
        for call in world.calls[self._looked_at :]:
            if not call.ok and not (call.description or "").endswith(NO_HARM):
                last = " → ".join(list(self.done)[-4:])
                self.troubles.refused.append(
                    f"{call.method}: {call.description} {str(call.params)[:300]}\n    after {last}"
                )
            self.troubles.leaked.extend(self.leaks(call))
        self._looked_at = len(world.calls)
        if self._looked_at > 5000:
            world.calls.clear()
            self._looked_at = 0

    def leaks(self, call: Call) -> list[str]:
        """Return what a call shows to somebody who may not see it."""
        chat = int(call.params.get("chat_id") or 0)
        hidden = chat < 0 or chat == self.team.stranger.id
        leaked = hidden and CANARY in str(call.params)
        return [f"{call.method} {str(call.params)[:300]}"] if leaked else []


async def run(deeds: int, seed: int) -> Monkeys:
    """Let the monkeys do so many things; the same seed does the same."""
    async with make_team(BEGINS) as team:
        monkeys = Monkeys(team, Random(seed))  # noqa: S311 - a choice, not a secret
        await monkeys.prepare()
        await monkeys.go_on(deeds)
        return monkeys


def main() -> int:
    chosen = asked("monkeys", __doc__, "deeds", 2000)
    monkeys = asyncio.run(run(chosen.deeds, chosen.seed))
    return tell(chosen.seed, [str(dict(monkeys.counts))], vars(monkeys.troubles))


if __name__ == "__main__":
    sys.exit(main())
