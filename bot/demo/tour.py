"""The demo's tour: which of its steps have really happened, by the journal and by the sandbox."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.journal import person_called
from sandbox.chats import Chat
from sandbox.groups import Group
from sandbox.world import World
from texts import examples, tour

NEARLY_NINE_DAYS = timedelta(days=8, hours=20)
CARD = re.compile(r"#\d+ · ")
BEFORE_DEADLINE = timedelta(minutes=59)
"""The last reminder before a deadline comes an hour before it."""


@dataclass(frozen=True)
class Scene:
    """The case that the tour is about, and since when the clock counts as turned; seconds."""

    case: int
    turned: int

    @property
    def name(self) -> str:
        """The case as people write it."""
        return f"#{self.case}"


class Tour:
    """The steps with their ticks. A tick stays: what was seen once may be purged later."""

    def __init__(self, world: World, journal: Path, kept: Path) -> None:
        self._world, self._journal, self._kept = world, journal, kept
        self._done: set[str] = set(json.loads(kept.read_text("ascii"))) if kept.exists() else set()

    def steps(self) -> list[dict[str, Any]]:
        """The steps as the chat page wants them, in order."""
        with closing(self._opened()) as journal:
            scene = _scene(journal)
            self._tick(journal, scene)
        case = scene.name if scene else f"#{len(examples.CASES) + 1}"
        return [self._shown(step, case) for step in tour.STEPS]

    def roles(self) -> dict[int, str]:
        """Who everybody is to the bot by now, by their id in Telegram."""
        with closing(self._opened()) as journal:
            team: dict[int, str] = dict(journal.execute(_TEAM).fetchall())
        names = {person: examples.ROLES[role] for person, role in team.items()}
        return {person: names.get(person, examples.NO_ROLE) for person in self._world.people}

    def next_deadline(self) -> datetime | None:
        """Shortly before the nearest deadline that is still ahead; None when there is none."""
        now = int((self._world.clock.now() + BEFORE_DEADLINE).timestamp())
        with closing(self._opened()) as journal:
            due = _first(journal, _NEXT_DUE, now=now)
        return datetime.fromtimestamp(due, UTC) - BEFORE_DEADLINE if due else None

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._journal}?mode=ro", uri=True)

    def _tick(self, journal: sqlite3.Connection, scene: Scene | None) -> None:
        if scene is None:
            return
        new = {name for name, holds in FACTS.items() if name not in self._done
               and holds(self._world, journal, scene)}  # fmt: skip
        if new:
            self._done |= new
            self._kept.write_text(json.dumps(sorted(self._done)), "ascii")

    def _shown(self, step: tour.Step, case: str) -> dict[str, Any]:
        person = person_called(self._world, step.who)
        names = {"case": case, "bot": self._world.bot_under_test.username}
        return {
            "id": step.id,
            "title": step.title,
            "text": step.text.format(**names),
            "say": step.say and step.say.format(**names),
            "seconds": step.hours * 3600,
            "done": step.id in self._done,
            "who": step.who,
            "person": person.id,
            "chat": _team_group(self._world).id if step.in_group else person.id,
        }


def _scene(journal: sqlite3.Connection) -> Scene | None:
    case = _first(journal, _REGISTERED, examples=len(examples.CASES))
    if case is None:
        return None
    began = _first(journal, _BEGAN, case=case) or 0
    return Scene(case, began + int(NEARLY_NINE_DAYS.total_seconds()))


def _first(journal: sqlite3.Connection, sql: str, **values: int) -> int | None:
    row = journal.execute(sql, values).fetchone()
    return row[0] if row else None


def _registered(_: World, __: sqlite3.Connection, ___: Scene) -> bool:
    return True  # without the case there is no scene


def _found(world: World, _: sqlite3.Connection, scene: Scene) -> bool:
    chat = person_called(world, examples.ANNA).private
    return _answered_about(chat, scene, asked_by=chat.id)


def _waited(world: World, _: sqlite3.Connection, scene: Scene) -> bool:
    return world.clock.now().timestamp() >= scene.turned


def _pinged(world: World, journal: sqlite3.Connection, scene: Scene) -> bool:
    chat = person_called(world, examples.OWNER).private
    told = _first(journal, _PINGED, person=chat.id, since=scene.turned) is not None
    return told and any(_is_card(post.body, post.wording, scene) for post in chat.posts.values())


def _is_card(body: dict[str, Any], words: str, scene: Scene) -> bool:
    """Whether a card was opened after the clock was turned: «#6 · чат с покупателем»."""
    at: int = body.get("edit_date") or body["date"]
    return at >= scene.turned and CARD.search(words) is not None


def _answered(_: World, journal: sqlite3.Connection, scene: Scene) -> bool:
    return _first(journal, _ANSWERED, since=scene.turned) is not None


def _asked(world: World, _: sqlite3.Connection, scene: Scene) -> bool:
    asks = person_called(world, examples.BORIS).id
    return any(_answered_about(group, scene, asked_by=asks) for group in world.groups.values())


def _digested(world: World, journal: sqlite3.Connection, scene: Scene) -> bool:
    answered = _first(journal, _ANSWERED, since=scene.turned)
    owner = person_called(world, examples.OWNER).id
    return answered is not None and _first(journal, _DIGESTED, chat=owner, since=answered) == 1


def _refused(world: World, _: sqlite3.Connection, scene: Scene) -> bool:
    chat = person_called(world, examples.STRANGER).private
    asked = _asking(chat, scene, chat.id)
    said = [post.wording for post in chat.posts.values() if post.by_bot]
    return any(_bot_after(chat, asked)) and not any(scene.name in words for words in said)


def _answered_about(chat: Chat, scene: Scene, asked_by: int) -> bool:
    asked = _asking(chat, scene, asked_by)
    return any(scene.name in words for words in _bot_after(chat, asked))


def _asking(chat: Chat, scene: Scene, person: int) -> int | None:
    """The message in which the person asks for the case by its number."""
    asks = re.compile(rf"(/status(@\w+)?\s+)?#?{scene.case}", re.IGNORECASE)
    found = (
        number
        for number, post in chat.posts.items()
        if post.author == person and asks.fullmatch(post.wording.strip())
    )
    return next(found, None)


def _bot_after(chat: Chat, number: int | None) -> Iterator[str]:
    if number is not None:
        yield from (post.wording for at, post in chat.posts.items() if post.by_bot and at > number)


def _team_group(world: World) -> Group:
    return next(group for group in world.groups.values() if not group.migrated_to)


FACTS: dict[str, Callable[[World, sqlite3.Connection, Scene], bool]] = {
    "registered": _registered,
    "found": _found,
    "waited": _waited,
    "pinged": _pinged,
    "answered": _answered,
    "asked": _asked,
    "digested": _digested,
    "refused": _refused,
}
"""What makes each step of `texts/tour.py` true, by its id."""

_REGISTERED = "SELECT id FROM cases WHERE id > :examples AND kind = 'buyer_chat' ORDER BY id"
_BEGAN = "SELECT created_at FROM cases WHERE id = :case"
_TEAM = "SELECT telegram_id, role FROM people WHERE removed_at IS NULL"
_NEXT_DUE = """
    SELECT MIN(due_at) FROM cases WHERE closed_at IS NULL AND due_at > :now
"""
_PINGED = """
    SELECT 1 FROM pings JOIN people ON people.id = pings.person_id
    WHERE people.telegram_id = :person AND pings.at >= :since
"""
_ANSWERED = "SELECT at FROM history WHERE what = 'we_answered' AND at >= :since ORDER BY id"
_DIGESTED = """
    SELECT 1 FROM outbox
    WHERE chat_id = :chat AND key LIKE 'digest:%' AND state = 'sent' AND created_at > :since
"""
