"""The desk: what a handler works with for one update, and the gate to the cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod

from cases.case import Case, Person
from cases.numbers import nearest
from cases.roles import Action, Forbidden, Place, may, require
from cases.roster import own_rules
from cases.rules import Rules
from storage.history import By
from storage.tables import Tables

Words = list[TelegramMethod[Any]]
"""What a handler says: Bot API methods, in order."""


class NoSuchCase(Exception):
    """There is no such case, or it is not theirs to see: both read the same."""


@dataclass(frozen=True)
class Desk(Tables):
    """The instant, the person and the place of one update, and the tables of the journal.

    `now` is aware UTC. `bot_username` is for links to the bot. `talks`: numbers that are named in
    the talk of this group bring their cards.
    """

    now: datetime
    rules: Rules
    person: Person
    place: Place
    update_id: int
    bot_username: str
    talks: bool = False

    @property
    def by(self) -> By:
        """Who changes something, for the history."""
        return By(self.person, self.place, self.now, self.update_id)

    @property
    def own_rules(self) -> Rules:
        """The rules of the team by this person's own quiet hours."""
        return own_rules(self.rules, self.person)

    def may(self, action: Action) -> bool:
        """Whether the person may do this here."""
        return may(self.person.role, action, self.place)

    def require(self, action: Action) -> None:
        """Let the action through or raise Forbidden."""
        require(self.person.role, action, self.place)

    async def case(self, case_id: int, action: Action) -> Case:
        """Return the case for this action. Raises NoSuchCase when missing or not allowed."""
        found = await self.search.find(case_id) if self.may(action) else None
        if found is None:
            raise NoSuchCase
        return found

    async def cases_by_tail(self, tail: str, limit: int) -> tuple[Case, ...]:
        """Return the cases whose number ends with this."""
        self.require(Action.VIEW_SHORT)
        return await self.search.find_by_tail(tail, limit)

    async def cases_near(self, number: str) -> tuple[Case, ...]:
        """Return a few cases whose numbers look like this one."""
        self.require(Action.VIEW_SHORT)
        near = nearest(number, await self.search.numbers_near(number))
        found = [await self.search.find_by_number(each, 1) for each in near]
        return tuple(case for cases in found for case in cases)

    async def cases_by_number(self, number: str) -> tuple[Case, ...]:
        """Return what `/status` finds: by our #number, the marketplace's number, an identifier.

        «№» may mean either number: the marketplace's is looked for first.
        """
        self.require(Action.VIEW_SHORT)
        own = await self._by_own_number(number) if number.startswith("#") else ()
        if own:
            return own
        return (
            await self.search.find_by_number(number)
            or await self.search.find_by_entity(number)
            or await self._by_own_number(number)
        )

    async def cases_named(self, number: str) -> tuple[Case, ...]:
        """Return what a number in a group's talk names: «#57» or exactly a marketplace's number."""
        self.require(Action.VIEW_SHORT)
        if number.startswith("#"):
            return await self._by_own_number(number)
        return await self.search.find_by_number(number)

    async def _by_own_number(self, number: str) -> tuple[Case, ...]:
        digits = number.strip("#№ .,")
        if not (digits.isascii() and digits.isdecimal()):
            return ()
        found = await self.search.find(int(digits))
        return (found,) if found else ()


__all__ = ["Desk", "Forbidden", "NoSuchCase", "Words"]
