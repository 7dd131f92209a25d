"""`python -m sandbox`: the sandbox alone, with three people and a group."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path

from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.world import World


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="42:TEST")
    parser.add_argument("--clock-file", type=Path, default=None)
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(chosen.port, demo_world(chosen.token, chosen.clock_file)))


def demo_world(token: str, clock_file: Path | None = None) -> World:
    """A bot, three people, and a group with all of them in it."""
    world = World(Clock(offset_file=clock_file))
    bot = world.bot(token=token, username="journal_bot", name="Журнал обращений")
    group = world.group("Команда")
    for name, username in (("Анна", "anna"), ("Борис", "boris"), ("Вера", "vera")):
        group.adds(world.person(name, username=username))
    group.adds(bot)
    return world


async def _run(port: int, world: World) -> None:
    server = await serve(world, port=port)
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await server.close()


if __name__ == "__main__":
    main()
