"""The keyboards: buttons, their rows, and the ways back."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from texts import team


@dataclass(frozen=True, slots=True)
class Button:
    """Telegram's InlineKeyboardButton, as far as we use it.

    aiogram's own costs six times as much to make, a tenth of all that a card costs.
    """

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: CopyTextButton | None = None
    style: str | None = None


Rows = list[list[Button]]


class Keyboard(InlineKeyboardMarkup):
    """Rows of our own buttons."""

    inline_keyboard: Rows  # type: ignore[assignment]  # what is written down is the same


WIDE = 20  # a label longer than this gets a row of its own
BACK, PAGES = ("l:back:", "q:back:"), ("l:", "q:")
"""How the data of a button begins that leads back to a page, or to a page at all."""
SHORT = 11  # three labels up to this length share a row


def button(
    label: str,
    press: CallbackData | None = None,
    *,
    url: str | None = None,
    copies: str | None = None,
    style: str | None = None,
) -> Button:
    """Make one button: a press, a link with `url`, or a text that it `copies` (256 characters).

    `style` is Telegram's colour.
    """
    pressed = press.pack() if press else None
    copied = CopyTextButton(text=copies) if copies else None
    return Button(label, pressed, url, copied, style)


LONGEST_COPY = 256
"""So many characters fit a button that copies."""


def copying(label: str, text: str) -> list[Button]:
    """Make the button that copies a text, if it fits one; a block is copied by a tap as well."""
    if not 0 < len(text) <= LONGEST_COPY:
        return []
    return [button(label, copies=text)]


def in_rows(buttons: Iterable[Button]) -> Rows:
    """Lay buttons out: long labels alone, middling ones in twos, short ones in threes."""
    rows: Rows = []
    for each in buttons:
        limit = 1 if len(each.text) > WIDE else 3 if len(each.text) <= SHORT else 2
        if rows and len(rows[-1]) < min(limit, _room(rows[-1])):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _room(row: list[Button]) -> int:
    longest = max(len(each.text) for each in row)
    return 1 if longest > WIDE else 3 if longest <= SHORT else 2


def markup(rows: Rows) -> Keyboard | None:
    """Make the keyboard of a message; no rows, no keyboard."""
    kept = [row for row in rows if row]
    return Keyboard(inline_keyboard=kept) if kept else None


def with_first(row: list[Button], keyboard: Keyboard | None) -> Keyboard | None:
    """Put a row above a keyboard."""
    return markup([row, *_own(keyboard)])


def with_last(keyboard: Keyboard | None, row: list[Button]) -> Keyboard | None:
    """Put a row under a keyboard."""
    return markup([*_own(keyboard), row])


def _own(keyboard: Keyboard | None) -> Rows:
    return keyboard.inline_keyboard if keyboard else []


def rows_of(shown: InlineKeyboardMarkup | None) -> Rows:
    """Return the rows of a keyboard that Telegram gives back with a press, none for no keyboard."""
    rows = shown.inline_keyboard if shown else []
    return [[_again(each) for each in row] for row in rows]


def _again(shown: InlineKeyboardButton) -> Button:
    return Button(shown.text, shown.callback_data, shown.url, shown.copy_text, shown.style)


def way_back(shown: InlineKeyboardMarkup | None) -> Rows:
    """Return the row that leads from a card back to the page it was opened from, if any."""
    rows = rows_of(shown)
    return [row for row in rows if any((b.callback_data or "").startswith(BACK) for b in row)]


def with_way_back(keyboard: Keyboard | None, shown: InlineKeyboardMarkup | None) -> Keyboard | None:
    """Keep the way back under what replaces a card; a list needs none."""
    rows = _own(keyboard)
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
