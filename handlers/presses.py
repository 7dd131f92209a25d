"""The presses: the data that each button carries."""

from aiogram.filters.callback_data import CallbackData


class MovePress(CallbackData, prefix="v1"):
    """A move of a case, as the card of this version offered it."""

    move: str
    case: int
    version: int


class CasePress(CallbackData, prefix="c"):
    """Something to see of a case: its card, its details, its history, an acknowledgement."""

    what: str
    case: int


class SeenPress(CallbackData, prefix="s"):
    """An acknowledgement of all the pings of one message, by the instant of its sweep."""

    at: int


class FilesPress(CallbackData, prefix="a"):
    """Something to do with the files of a case: show them, add some, try again, pack."""

    what: str
    case: int


class GapPress(CallbackData, prefix="g"):
    """What an appeal lacks: all of it, or the one question of this field."""

    case: int
    field: str = ""


class EntryPress(CallbackData, prefix="en"):
    """The page of a case's entries that holds the entry of this id."""

    case: int
    place: int


class FormPress(CallbackData, prefix="f"):
    """An answer to one step of one draft."""

    draft: str
    step: int
    what: str
    value: str = ""


class NewPress(CallbackData, prefix="n"):
    """The beginning of a registration."""

    kind: str


class DraftPress(CallbackData, prefix="d"):
    """Something to do with the drafts: to list them, to go on with one, to delete it."""

    what: str
    draft: str = ""


class EditPress(CallbackData, prefix="e"):
    """What to do with an answer whose message was edited."""

    what: str
    message: int


class TopicPress(CallbackData, prefix="tp"):
    """Something the owner does with the ready topics of a category."""

    what: str
    category: str = ""
    key: str = ""


class HowPress(CallbackData, prefix="h"):
    """A way to be shown, or a section of it that the owner fills in."""

    what: str
    where: str = ""
    category: str = ""


class ListPress(CallbackData, prefix="l"):
    """Something done in a list: `of` and what narrows it (by place, 0 for nothing), from `at` on.

    `id` is the case, the person or the outcome that the deed is about.
    """

    do: str
    of: str
    cabinet: int = 0
    kind: int = 0
    category: int = 0
    priority: int = 0
    at: int = 0
    id: int = 0
    tag: int = 0


class FindPress(CallbackData, prefix="q"):
    """A page of what a search has found, or a case of it; `only` is one of the words asked for."""

    do: str
    search: int
    only: int = -1
    at: int = 0
    case: int = 0


class TeamPress(CallbackData, prefix="t"):
    """Something the owner does with a person or a cabinet."""

    what: str
    id: int = 0


class CheckPress(CallbackData, prefix="k"):
    """Something to do with a checked text: check another, check it otherwise, send it anyway.

    `faults` are the positions of what was found in the list of faults, as bits of one number.
    """

    what: str
    case: int = 0
    audience: str = ""
    faults: int = 0
    check: int = 0


class ReplyPress(CallbackData, prefix="y"):
    """Something to do with a ready reply, or with the list of them, maybe for a case."""

    what: str
    id: int = 0
    case: int = 0
    offset: int = 0


class BindPress(CallbackData, prefix="b"):
    """The owner binds a group."""

    chat: int
