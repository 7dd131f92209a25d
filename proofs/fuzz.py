"""The fuzz: mutated updates of every kind through the whole pipeline; nothing fails or is refused.

Monkeys live in the team meanwhile, so that every form and every screen meets what comes. An update
that cannot be read as one is kept aside as a dead letter; for any other nothing may be unhandled,
and Telegram (the sandbox) may refuse no call, but for chats and messages that the fuzz has made up.
`python -m proofs.fuzz 20000 [--jobs 2]`: each 10,000 are a shard with a team and a seed of its own,
so that nothing grows for ever and every processor is used.
"""

import contextlib
import json
import logging
import re
import sys
from collections import Counter, deque
from itertools import islice
from random import Random

import uvloop
from aiogram.types import Update
from pydantic import ValidationError

from bot.failures import Unreadable
from bot.worker import TRIES
from proofs.monkeys import BEGINS, Monkeys
from proofs.mutations import EXOTIC, PRESSES, mutated
from proofs.reports import asked, tell
from proofs.rush import Member, Team, make_team
from proofs.shares import shards, shared_out
from sandbox.queries import Query
from sandbox.wire import Json

SHARD = 10_000
"""So many updates are sent to one team."""
AT_ONCE = 40
RESTARTS = 1 / 500
"""How often the ids of updates start again lower, as they do after a quiet week."""
CORPUS = 600
MADE_UP = (
    "chat not found", "message to edit not found", "message to be replied not found",
    "query is too old and response timeout expired or query ID is invalid", "blocked by the user",
    "message can't be edited", "there is no text in the message to edit", "not a member",
    "message identifier is not specified",
    "current content and reply markup of the message", "upgraded to a supergroup chat",
    "kicked from the group chat", "message thread not found", "wrong remote file identifier",
)  # fmt: skip
"""Refusals that say no more than that the chat, the message, the press or the file is not there."""


class Watch(logging.Handler):
    """Takes every error that is logged, but for updates that cannot be read as one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one error."""
        error = record.exc_info[1] if record.exc_info else None
        reason = str(getattr(record, "reason", ""))
        if not isinstance(error, ValidationError | Unreadable) and not is_made_up(reason):
            self.errors.append(f"{self.format(record)[-1500:]} {reason}")


class Fuzz(Monkeys):
    """A team that lives while mutated updates come."""

    def __init__(self, team: Team, random: Random) -> None:
        super().__init__(team, random)
        self.corpus: deque[Json] = deque(EXOTIC, maxlen=CORPUS)
        self.watch = Watch()
        self.refused: list[str] = []
        self.sent: Counter[str] = Counter()
        self._ids = team.world.updates.last_id + 10**6
        self.known: list[int] = []

    async def prepare(self) -> None:
        """Let the team have a few cases of each kind."""
        await super().prepare()
        team = self.team
        people = (team.owner, team.anna, team.boris, team.stranger)
        groups = (team.group, self.foreign)
        self.known = [*(each.id for each in people), *(each.id for each in groups)]
        for deed in ("registers", "registers", "says", "presses") * 10:
            with contextlib.suppress(LookupError, ValueError, PermissionError):
                await self.deeds[deed][0](self, self.random.choice(people))
                self._remember()
                await team.settles()

    def _remember(self) -> None:
        """Take the real updates that wait into the corpus."""
        waiting = self.team.world.updates.waiting
        self.corpus.extend({k: v for k, v in each.items() if k != "update_id"} for each in waiting)

    async def storm(self, updates: int) -> None:
        """Send so many updates, some as they are and most of them mutated."""
        for begun in range(0, updates, AT_ONCE):
            await self._live()
            for _ in range(min(AT_ONCE, updates - begun)):
                self._send(self._invented())
            await self.team.settles()
            self.look_at_calls()
            if begun % (25 * AT_ONCE) == 0:
                await self.team.waits(hours=self.random.choice((1, 6, 24)))

    async def _live(self) -> None:
        """Let a few people do something as it should be done."""
        for _ in range(2):
            who, deed = self.random.choice(self.people), self.random.choice(("says", "presses"))
            with contextlib.suppress(LookupError, ValueError, PermissionError):
                await self.deeds[deed][0](self, who)
        for each in self.people:
            each.person.unblocks()
        self._remember()

    def _invented(self) -> Json:
        if self.random.random() < 0.3:
            pressed = self._pressed(self.random.choice(self.people))
            return mutated(pressed, self.corpus, self.known, self.random) if pressed else {}
        return mutated(self.random.choice(self.corpus), self.corpus, self.known, self.random)

    def _pressed(self, who: Member) -> Json | None:
        """Press something under a message of the bot that the person sees."""
        newest = reversed(who.person.private.posts.values())
        ours = islice((each for each in newest if each.author == self.team.bot.id), 40)
        posts = [each for each in ours if each.keyboard is None and "text" in each.body]
        if not posts:
            return None
        post, world = self.random.choice(posts), self.team.world
        rows = (post.body.get("reply_markup") or {}).get("inline_keyboard", [])
        shown = [b["callback_data"] for row in rows for b in row if "callback_data" in b]
        press = self.random.choice([*shown, self.random.choice(PRESSES)])
        asked = Query(who.person, self.team.bot, who.id, post.key, world.clock.now())
        return {"callback_query": world.queries.ask(asked, post.body, press)}

    def _send(self, update: Json) -> None:
        """Number an update, now and then lower than before, and send it once or twice."""
        self._ids += self.random.choice((1, 1, 1, 7))
        if self.random.random() < RESTARTS:
            self._ids = self.random.randrange(1, self.team.world.updates.last_id)
            self.sent["ids restarted"] += 1
        self.sent[next(iter(update), "nothing")] += 1
        self.team.world.updates.deliver({"update_id": self._ids, **update})
        if self.random.random() < 0.05:
            self.team.world.updates.deliver({"update_id": self._ids, **update})

    def look_at_calls(self) -> None:
        """Note every refused call that is no fault of the fuzz."""
        for call in self.team.world.calls:
            if not call.ok and not is_made_up(call.description or ""):
                self.refused.append(f"{call.method}: {call.description} {str(call.params)[:300]}")
        self.team.world.calls.clear()

    async def verdict(self) -> list[str]:
        """Return all that is wrong, when what is to be tried again has been."""
        for _ in range(TRIES):
            await self.team.waits(seconds=10)
        self.look_at_calls()
        rows = await self.team.database.rows(
            "SELECT state, payload, update_id FROM inbox WHERE state <> 'done'"
        )
        kept = [row["payload"] for row in rows if row["state"] != "dead" or _can_be_read(row)]
        self.sent["dead letters"] = len(rows)
        return [
            *(f"unhandled: {each[:1500]}" for each in self.watch.errors),
            *(f"refused: {each}" for each in self.refused),
            *(f"kept aside: {str(each)[:500]}" for each in kept),
        ]


def is_made_up(description: str | None) -> bool:
    """Whether a refusal says no more than that the fuzz has made something up."""
    return any(each in (description or "") for each in MADE_UP)


def _can_be_read(row: object) -> bool:
    kept: Json = dict(row)  # type: ignore[call-overload]  # a Row is a mapping in all but its type
    if re.search(r"[\[:,] ?-?\d{19}", kept["payload"]):  # more than any number has
        return False
    try:
        Update.model_validate({"update_id": kept["update_id"], **json.loads(kept["payload"])})
    except ValidationError:
        return False
    return True


async def run(updates: int, seed: int) -> tuple[Fuzz, list[str]]:
    """Send so many mutated updates to one team; the same seed sends the same."""
    async with make_team(BEGINS) as team:
        fuzz = Fuzz(team, Random(seed))  # noqa: S311 - a choice, not a secret
        await fuzz.prepare()
        logging.getLogger().addHandler(fuzz.watch)
        try:
            await fuzz.storm(updates)
            return fuzz, await fuzz.verdict()
        finally:
            logging.getLogger().removeHandler(fuzz.watch)


def run_shard(shard: tuple[int, int]) -> tuple[Counter[str], list[str]]:
    """Run one. Returns what was sent and what is wrong."""
    updates, seed = shard
    fuzz, wrong = uvloop.run(run(updates, seed))
    return fuzz.sent, [f"seed {seed}: {each}" for each in wrong]


def run_all(updates: int, seed: int, jobs: int) -> tuple[Counter[str], list[str]]:
    """Run the shards, so many at once, and sum up what was sent and what is wrong."""
    sent: Counter[str] = Counter()
    wrong: list[str] = []
    for sent_here, wrong_here in shared_out(shards(updates, SHARD, seed), run_shard, jobs):
        sent += sent_here
        wrong += wrong_here
    return sent, wrong


def main() -> int:
    chosen = asked("fuzz", __doc__, "updates", SHARD, in_shards=True)
    sent, wrong = run_all(chosen.updates, chosen.seed, chosen.jobs)
    figures = [f"{times:>7} × {kind}" for kind, times in sent.most_common()]
    return tell(chosen.seed, figures, {"wrong": wrong})


if __name__ == "__main__":
    sys.exit(main())
