"""The post: into how many messages the reminders that one person gets at once may be put."""

from collections import Counter
from datetime import datetime

from proofs.findings import Findings
from storage.database import Database, Row

MANY = 3
"""More reminders than this are one message."""
IN_A_LIST, IN_A_DIGEST = 40, 12
CATCHING_UP = ("ping:", "list:", "digest:", "silence:")


class Post:
    """What the bot says, which is taken as it is said."""

    def __init__(self, database: Database, findings: Findings) -> None:
        self._database, self._findings = database, findings

    async def take(self) -> list[Row]:
        """Return what is said now; nobody says it again."""
        said = await self._database.rows(_SAID)
        await self._database.rows(_TAKEN)
        return said

    def weigh(
        self, ids: dict[int, int], pinged: Counter[int], told: list[Row], now: datetime,
        *, silent: bool,
    ) -> None:  # fmt: skip
        """Hold the messages of each person against the reminders that they are about."""
        for telegram, person in ids.items():
            keys = [row["key"] for row in told if row["chat_id"] == telegram]
            self._findings.counts["lists"] += pinged[person] > MANY
            self._findings.counts["caught up"] += silent and pinged[person] > 0
            if not is_well_put(keys, pinged[person], silent=silent):
                self._findings.wrong.append(f"{now}: {pinged[person]} reminders in {keys}")


def is_well_put(keys: list[str], reminders: int, *, silent: bool) -> bool:
    """Whether these messages may carry so many reminders; after a silence there is one of them."""
    alone = [each for each in keys if each.startswith("ping:")]
    lists = [each for each in keys if each.startswith("list:")]
    morning = [each for each in keys if each.startswith("digest:") and ":ping:" in each]
    if silent and reminders <= IN_A_DIGEST:
        caught_up = [each for each in keys if each.startswith(CATCHING_UP)]
        return (reminders > 0) <= len(caught_up) <= 1
    if reminders > MANY:
        most = 1 + (reminders - 1) // IN_A_LIST
        return not alone and bool(lists or morning) and len(lists) <= most
    return len(alone) == reminders or bool(lists or morning)


_SAID = "SELECT chat_id, key, body FROM outbox WHERE state = 'pending'"
_TAKEN = "UPDATE outbox SET state = 'sent' WHERE state = 'pending'"
