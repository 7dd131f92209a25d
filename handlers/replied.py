"""The replied: which case the bot's message shows that a person answers."""

import re
from contextlib import suppress

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message

from handlers.presses import CasePress, EntryPress, FilesPress, FormPress, GapPress, MovePress

_HEADING = re.compile(r"#(\d{1,15}) · ")
_MENTION = re.compile(r"#(\d{1,15})\b")
_OF_A_CASE: tuple[type[CallbackData], ...] = (
    MovePress, CasePress, FilesPress, GapPress, EntryPress,
)  # fmt: skip
"""What the buttons carry that belong to one case; a card's moves are surely its own."""


def case_shown(message: Message, *, form_is_open: bool) -> int | None:
    """Return the case that the answered message shows; None when it shows none, or several.

    Its buttons tell: first those of moves, which only the card itself has. Then its heading does,
    its other buttons, and at last the only number that it names. A question of a form is about
    that form as long as one is open.
    """
    answered = message.reply_to_message
    if not is_of_the_bot(message) or answered is None:
        return None
    pressed = _presses(answered)
    if form_is_open and any(each.startswith(f"{FormPress.__prefix__}:") for each in pressed):
        return None
    text = answered.text or answered.caption or ""
    told = (
        _carried(pressed, (MovePress,)), _HEADING.findall(text), _carried(pressed, _OF_A_CASE),
        _MENTION.findall(text),
    )  # fmt: skip
    only = (set(numbers) for numbers in told)
    return next((int(numbers.pop()) for numbers in only if len(numbers) == 1), None)


def is_of_the_bot(message: Message) -> bool:
    """Whether the message answers one of the bot's."""
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.is_bot


def names_several(message: Message) -> bool:
    """Whether the answered message names several cases: a list, a digest, many reminders."""
    answered = message.reply_to_message
    if answered is None or not is_of_the_bot(message):
        return False
    return len(set(_MENTION.findall(answered.text or answered.caption or ""))) > 1


def _presses(shown: Message) -> list[str]:
    rows = shown.reply_markup.inline_keyboard if shown.reply_markup else []
    return [each.callback_data for row in rows for each in row if each.callback_data]


def _carried(pressed: list[str], kinds: tuple[type[CallbackData], ...]) -> list[str]:
    """Return the cases that presses of these kinds carry, as digits; old writings are passed by."""
    found = []
    for kind in kinds:
        for each in pressed:
            with suppress(TypeError, ValueError):
                found.append(str(kind.unpack(each).model_dump()["case"]))
    return found
