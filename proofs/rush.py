"""A rush: many people act at once on the whole bot, while its loops run into each other."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import Member, Team, make_team  # noqa: E402 - it lies among the tests

from cases.kinds import Currency, Marketplace  # noqa: E402 - after the path of the tests
from cases.roles import Role  # noqa: E402 - after the path of the tests

__all__ = ["Member", "Team", "make_team"]

Deed = Callable[[], Awaitable[object]]
BATCHES = (1, 2, 5, 11, 30, 60)
"""How many act before the bot looks: up to ten updates are handled where they are stored, more wait
in the inbox, and the worker takes 25 of them in one commit."""


async def crowd(team: Team, names: list[str]) -> list[Member]:
    """Take people into the team, beside its owner, with one cabinet."""
    people = [team.member(name, f"person_{n}") for n, name in enumerate(names)]
    now = team.clock.now()
    async with team.database.transaction():
        await team.people.join(team.owner.id, "Ольга", "olga", Role.OWNER, now)
        for member in people:
            await team.people.join(member.id, member.person.first_name, None, Role.MANAGER, now)
        await team.cabinets.add(Marketplace.WB, "ИП Иванов", Currency.RUB)
    for member in people:
        await member.person.starts()
    await team.settles()
    return people


async def rush(team: Team, deeds: list[Deed], random: Random) -> None:
    """Let all this be done in a random order, the loops of the bot side by side meanwhile."""
    waiting = random.sample(deeds, len(deeds))
    while waiting:
        size = random.choice(BATCHES)
        now, waiting = waiting[:size], waiting[size:]
        for deed in now:
            await deed()
        await asyncio.gather(
            team.app.receiver.receive(0), team.app.worker.handle_waiting(), team.app.sender.step()
        )
    await team.settles()


async def put_aside(team: Team) -> list[str]:
    """Return the updates with which a handler could not cope."""
    rows = await team.database.rows("SELECT payload FROM inbox WHERE tries > 0")
    return [str(row["payload"]) for row in rows]
