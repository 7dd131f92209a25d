"""The gate: who may do what to a case, and where."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the team."""

    OWNER = "owner"
    MANAGER = "manager"


class Action(StrEnum):
    """What a person wants."""

    VIEW = "view"
    VIEW_SHORT = "view_short"
    REGISTER = "register"
    MOVE = "move"
    MERGE = "merge"
    LEAD_TEAM = "lead_team"
    BIND = "bind"


class Place(StrEnum):
    """Where the person asks: in the private chat with the bot, or in a group."""

    PRIVATE = "private"
    GROUP = "group"
    FOREIGN_GROUP = "foreign_group"


class Forbidden(Exception):
    """The person may not do this here; a missing case answers exactly the same."""


RIGHTS: dict[Place, dict[Role, frozenset[Action]]] = {
    Place.PRIVATE: {
        Role.OWNER: frozenset(Action),
        Role.MANAGER: frozenset(
            {Action.VIEW, Action.VIEW_SHORT, Action.REGISTER, Action.MOVE, Action.MERGE},
        ),
    },
    Place.GROUP: {
        Role.OWNER: frozenset({Action.VIEW_SHORT, Action.BIND}),
        Role.MANAGER: frozenset({Action.VIEW_SHORT}),
    },
    Place.FOREIGN_GROUP: {
        Role.OWNER: frozenset({Action.BIND}),
        Role.MANAGER: frozenset(),
    },
}
"""A group never sees more than the short card: no buyer's personal data (DOMAIN.md, Privacy).
Of what the owner may do only the binding of a group belongs there: an invitation does not."""


def may(role: Role | None, action: Action, place: Place) -> bool:
    """Whether somebody of this role may do this here. A role of None is a stranger."""
    return role is not None and action in RIGHTS[place][role]


def require(role: Role | None, action: Action, place: Place) -> None:
    """Let the action through or raise Forbidden."""
    if not may(role, action, place):
        raise Forbidden
