"""The keyboards: rows of buttons, and the data that each press carries."""

from collections.abc import Iterable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from texts import team

Rows = list[list[InlineKeyboardButton]]
WIDE = 20  # a label longer than this gets a row of its own
BACK, PAGES = ("l:back:", "q:back:"), ("l:", "q:")
"""How the data of a button begins that leads back to a page, or to a page at all."""
SHORT = 11  # three labels up to this length share a row


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


def button(
    label: str,
    press: CallbackData | None = None,
    *,
    url: str | None = None,
    copies: str | None = None,
    style: str | None = None,
) -> InlineKeyboardButton:
    """Make one button: a press, a link with `url`, or a text that it `copies` (256 characters).

    `style` is Telegram's colour.
    """
    pressed = press.pack() if press else None
    copied = CopyTextButton(text=copies) if copies else None
    return InlineKeyboardButton(
        text=label, callback_data=pressed, url=url, copy_text=copied, style=style
    )


LONGEST_COPY = 256
"""So many characters fit a button that copies."""


def copying(label: str, text: str) -> list[InlineKeyboardButton]:
    """Make the button that copies a text, if it fits one; a block is copied by a tap as well."""
    if not 0 < len(text) <= LONGEST_COPY:
        return []
    return [InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=text))]


def in_rows(buttons: Iterable[InlineKeyboardButton]) -> Rows:
    """Lay buttons out: long labels alone, middling ones in twos, short ones in threes."""
    rows: Rows = []
    for each in buttons:
        limit = 1 if len(each.text) > WIDE else 3 if len(each.text) <= SHORT else 2
        if rows and len(rows[-1]) < min(limit, _room(rows[-1])):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _room(row: list[InlineKeyboardButton]) -> int:
    longest = max(len(each.text) for each in row)
    return 1 if longest > WIDE else 3 if longest <= SHORT else 2


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Make the keyboard of a message; no rows, no keyboard."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def way_back(shown: InlineKeyboardMarkup | None) -> Rows:
    """Return the row that leads from a card back to the page it was opened from, if any."""
    rows = shown.inline_keyboard if shown else []
    return [row for row in rows if any((b.callback_data or "").startswith(BACK) for b in row)]


def with_way_back(
    keyboard: InlineKeyboardMarkup | None, shown: InlineKeyboardMarkup | None
) -> InlineKeyboardMarkup | None:
    """Keep the way back under what replaces a card; a list needs none."""
    rows = keyboard.inline_keyboard if keyboard else []
    leads = any((b.callback_data or "").startswith(PAGES) for row in rows for b in row)
    return keyboard if leads else markup([*rows, *way_back(shown)])


def menu() -> ReplyKeyboardMarkup:
    """Make the menu under the input field."""
    return ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text=team.MENU_NEW)],
            [KeyboardButton(text=team.MENU_LIST), KeyboardButton(text=team.MENU_HELP)],
        ],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=team.MENU_PLACEHOLDER,
    )
