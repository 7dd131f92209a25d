"""The lists: which lists of cases there are, and how one is narrowed."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from cases.kinds import Category, Kind, Priority


class CaseList(StrEnum):
    """A list of cases; `storage/lists.py` has the condition of each, `texts/lists.py` the words."""

    OPEN = "open"
    MINE = "mine"
    NOBODYS = "nobody"
    OURS = "ours"
    THEIRS = "theirs"
    OVERDUE = "late"
    STALE = "stale"
    CLOSED = "closed"


@dataclass(frozen=True)
class View:
    """One list, narrowed by what is not None."""

    of: CaseList = CaseList.OPEN
    cabinet: int | None = None
    kind: Kind | None = None
    category: Category | None = None
    priority: Priority | None = None
    tag: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether less than the whole list is shown."""
        return self != View(self.of)

    def whole(self) -> Self:
        """Return the same list, not narrowed."""
        return type(self)(self.of)

    def with_kind(self, kind: Kind | None) -> Self:
        """Narrow by kind; only tickets have a category."""
        keeps = kind in {None, Kind.SUPPORT_TICKET}
        return replace(self, kind=kind, category=self.category if keeps else None)

    def with_category(self, category: Category | None) -> Self:
        """Narrow by category, which another kind than a ticket does not have."""
        kind = self.kind if category is None or self.kind is Kind.SUPPORT_TICKET else None
        return replace(self, kind=kind, category=category)
