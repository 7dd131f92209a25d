"""How much of the time of a command, answered by the whole bot in one process, is the sandbox's.

Run it from the root of the project: `python -m benchmarks.sandbox_share`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time, thread_time
from typing import Any

from sandbox.people import Person
from sandbox.world import World

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import Team, make_team  # noqa: E402 - it lies among the tests

COMMANDS = 300
ROUNDS = 5
Deed = Callable[..., Awaitable[Any]]


class Stopwatch:
    """Adds up the CPU time of what it is wrapped around; the sandbox never waits inside."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, deed: Deed) -> Deed:
        """The same, timed."""

        async def timed(*given: Any, **more: Any) -> Any:
            begin = thread_time()
            try:
                return await deed(*given, **more)
            finally:
                self.seconds += thread_time() - begin

        return timed


async def measure(team: Team, sandbox: Stopwatch) -> tuple[float, float]:
    """The CPU seconds of one command: all of it, and the sandbox's."""
    sandbox.seconds, begin = 0.0, process_time()
    for _ in range(COMMANDS):
        await team.anna.says("/help")
    return (process_time() - begin) / COMMANDS, sandbox.seconds / COMMANDS


async def main() -> None:
    sandbox = Stopwatch()
    World.call = sandbox.around(World.call)  # type: ignore[assignment, method-assign]  # to time it
    Person.says = sandbox.around(Person.says)  # type: ignore[assignment, method-assign]  # to time it
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as team:
        await team.hire()
        answer = await team.anna.says("/help")
        assert answer, "the bot did not answer"
        assert answer != "/help", "the bot did not answer"
        await measure(team, sandbox)
        whole, share = min([await measure(team, sandbox) for _ in range(ROUNDS)])
    told = f"{share * 1e3:.2f} ms of {whole * 1e3:.2f} ms of CPU a command"
    print(f"sandbox share: {share / whole:.1%} ({told})")


if __name__ == "__main__":
    asyncio.run(main())
