"""The eyes: who may see which canary where, written down from the rights and not from the code.

A canary is a word that stands in one place only: «кнр», a letter that says what it is, a number.
In private a member of the team sees every case whole; a group that the owner has bound sees of a
case its number and its identifiers (an order, an article), and nothing else; a foreign group, a
stranger and whoever was removed see nothing. A draft and a reply of one's own are nobody else's.
What somebody has typed themselves may come back to them.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from storage.database import Database

CANARY = re.compile(r"кнр([снлт])(\d{5})", re.IGNORECASE)
SHARED = (
    "SELECT 1 FROM cases WHERE answers LIKE :like OR number LIKE :like",
    "SELECT 1 FROM entries WHERE text LIKE :like OR answers LIKE :like",
    "SELECT 1 FROM attachments WHERE caption LIKE :like OR name LIKE :like",
    "SELECT 1 FROM history WHERE comment LIKE :like",
    "SELECT 1 FROM replies WHERE person_id IS NULL AND (title LIKE :like OR body LIKE :like)",
    "SELECT 1 FROM topics WHERE name LIKE :like",
    "SELECT 1 FROM sections WHERE name LIKE :like",
    "SELECT 1 FROM tags WHERE name LIKE :like",
    "SELECT 1 FROM cabinets WHERE name LIKE :like",
)
"""Where something stands that is the whole team's."""
NAMES = (
    "SELECT 1 FROM entities WHERE value LIKE :like",
    "SELECT 1 FROM cases WHERE number LIKE :like",
)
"""Where something stands that a case is called by."""


class Sort(StrEnum):
    """What a canary is, by its letter."""

    CASE = "с"
    NUMBER = "н"
    OWN = "л"
    TYPED = "т"


@dataclass
class Eyes:
    """What is known of canaries, people and groups now; people and chats by their Telegram ids."""

    database: Database
    authors: dict[int, int] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    bound: set[int] = field(default_factory=set)
    seen: int = 0
    _made: int = 0

    def canary(self, sort: Sort, author: int = 0) -> str:
        """Make a word that there has not been."""
        self._made += 1
        self.authors[self._made] = author
        return f"кнр{sort}{self._made:05}"

    async def look(self) -> None:
        """Learn who is in the team and which groups are bound now."""
        team = await self.database.rows("SELECT telegram_id FROM people WHERE removed_at IS NULL")
        groups = await self.database.rows("SELECT chat_id FROM chat_groups WHERE bound_at > 0")
        self.members = {row["telegram_id"] for row in team}
        self.bound = {row["chat_id"] for row in groups}

    async def hidden(self, text: str, chat: int) -> list[str]:
        """Return the canaries of a text that may not be seen in this chat."""
        found = {(m[0], Sort(m[1].lower()), int(m[2])) for m in CANARY.finditer(text)}
        hidden = [
            word
            for word, sort, number in sorted(found)
            if not await self._may_see(chat, word, sort, self.authors.get(number, 0))
        ]
        self.seen += len(found) - len(hidden)
        return hidden

    async def _may_see(self, chat: int, word: str, sort: Sort, author: int) -> bool:
        if chat < 0:
            return chat in self.bound and (sort is Sort.NUMBER or await self._stands(word, NAMES))
        if sort in {Sort.TYPED, Sort.OWN} and chat == author:
            return True
        if chat not in self.members or sort is Sort.OWN:
            return False
        return sort is not Sort.TYPED or await self._stands(word, SHARED)

    async def _stands(self, word: str, places: tuple[str, ...]) -> bool:
        like = {"like": f"%{word}%"}
        return any([await self.database.rows(f"{each} LIMIT 1", like) for each in places])
