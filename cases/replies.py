"""The ready replies: texts with variables, filled from a case, never with a blank in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cases import vocabulary as words
from cases.case import Person
from cases.refusals import TypedRefusal
from cases.roles import Role

_VARIABLE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class ReadyReply:
    """A text to answer with. `person_id` of None is the team's; a built-in one has an id below 0.

    `text` has variables in braces.
    """

    id: int
    title: str
    text: str
    person_id: int | None = None

    @property
    def built_in(self) -> bool:
        """Whether it came with the bot: it is copied, not changed."""
        return self.id < 0


class UnknownVariable(TypedRefusal):
    """A word in braces that is no variable; `text` is the word."""


class BraceAlone(TypedRefusal):
    """A brace without its other half; `text` is what stands around it."""


class ValueMissing(Exception):
    """The case does not know the value of this variable: it is never left blank."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


def variables(text: str) -> tuple[str, ...]:
    """Return the variables of a text by their Russian names, each once, in order.

    Raises UnknownVariable or BraceAlone.
    """
    around = _VARIABLE.sub(lambda match: " " * len(match[0]), text)
    alone = re.search(r"[{}]", around)
    if alone:
        raise BraceAlone(text[max(alone.start() - 10, 0) : alone.end() + 10])
    found = [match[1] for match in _VARIABLE.finditer(text)]
    unknown = next((name for name in found if _name(name) not in words.REPLY_VARIABLES), None)
    if unknown is not None:
        raise UnknownVariable(unknown)
    return tuple(dict.fromkeys(map(_name, found)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values of a case, by the variables' codes, in place of the variables.

    Raises ValueMissing with all that the case lacks, UnknownVariable, BraceAlone.
    """
    missing = tuple(n for n in variables(text) if not values.get(words.REPLY_VARIABLES[n]))
    if missing:
        raise ValueMissing(missing)
    return _VARIABLE.sub(lambda match: values[words.REPLY_VARIABLES[_name(match[1])]], text)


def may_see(reply: ReadyReply, person: Person) -> bool:
    """Whether somebody has this reply: their own, the team's, a built-in one."""
    return reply.person_id in {None, person.id}


def may_change(reply: ReadyReply, person: Person) -> bool:
    """Whether somebody may change it: their own; the team's only the owner."""
    if reply.built_in:
        return False
    return reply.person_id == person.id or (reply.person_id is None and person.role is Role.OWNER)


def _name(written: str) -> str:
    return words.evened(written)
