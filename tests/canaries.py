"""The canaries of the logs: what stands in the stories and in no line that the bot ever logs.

Every record of the whole suite is written by the formatter of production and looked at; so is what
each real process has written. A test in which a canary is found fails.
"""

import logging
import re

from bot.logs import _QUIET, JsonLines

CANARIES = re.compile(r"42:TEST|AAHdqTcvCH1|Тимур|канарей|кнр[снлт]\d|79990000000", re.IGNORECASE)
"""The tokens of the tests, the buyer of the stories, words that carry «канарейка», a telephone."""


class Canaries(logging.Handler):
    """Keeps the lines of the log in which a canary is found."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.found: list[str] = []
        self.seen = 0

    def listens(self) -> None:
        """Hear what a process hears that logs as it does by default."""
        logging.getLogger().addHandler(self)
        logging.getLogger().setLevel(logging.INFO)
        for name, least in _QUIET.items():
            logging.getLogger(name).setLevel(least)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record, as it would be written."""
        self.seen += 1
        self.found += found_in(self.format(record))

    def taken(self) -> list[str]:
        """Return what was found, and begin anew."""
        found, self.found = self.found, []
        return found


def found_in(written: str) -> list[str]:
    """Return the lines that have a canary in them."""
    return [line for line in written.splitlines() if CANARIES.search(line)]
