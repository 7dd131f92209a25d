"""The zygote: imports the bot once and forks a real process of it for every life.

`import aiogram` costs seconds; a kill test of hundreds of lives cannot pay them each time. What
runs after the fork is the production path (`bot.__main__.run`: the lock, the files, the five
loops); nothing but the imports is shared. Reads a line for each life to begin, writes the pid, and
the exit code when it is over (negative: the signal).
"""

import argparse
import gc
import os
import sys
from collections.abc import Callable

import bot.app
import bot.receiver
from bot.__main__ import run
from bot.logs import start_logging
from bot.settings import Settings

LOADED = (bot.app, bot.receiver)


def main(begins: Callable[[str], object] = str) -> None:
    """Begin lives; each is told first what stands in its line behind `live`."""
    gc.freeze()  # no life's collector has to look through what was imported for all of them
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            begins(line.removeprefix("live").strip())
            _live()
        _tell(pid)
        _tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _live() -> None:
    """Be the bot until the end; nothing of the zygote's own is cleaned up here."""
    code = 70
    try:
        settings = Settings()
        start_logging(settings.log_level)
        code = run(settings, argparse.Namespace())
    finally:
        os._exit(code)


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
