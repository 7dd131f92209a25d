"""The chronicle: `/journal`, the owner's view of who did what, by day and by person."""

from collections.abc import Awaitable, Callable
from datetime import date

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.chronicle import BOT, day_numbered, day_of, day_span
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, in_rows, markup
from handlers.meaning import meant
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import show
from storage.chronicle import MOST_COUNTED, Lines
from texts import chronicle as texts

router = Router(name=__name__)
PAGE = 10
EVERYBODY = 0


class ChroniclePress(CallbackData, prefix="j"):
    """A page of a day (its ordinal), of a person (0 for everybody), or the choice of a person."""

    do: str
    day: int
    who: int = EVERYBODY
    at: int = 0


@router.message(Command("journal"), F.chat.type == "private")
async def show_journal(message: Message, desk: Desk) -> Words:
    """Show what was done today, the newest first."""
    desk.require(Action.LEAD_TEAM)
    today = day_of(desk.now, desk.rules.zone)
    shown = await _page(ChroniclePress(do="page", day=today.toordinal()), desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(ChroniclePress.filter())
async def turn_journal(
    callback: CallbackQuery, callback_data: ChroniclePress, desk: Desk
) -> Words:  # fmt: skip
    """Turn to another page, day or person."""
    desk.require(Action.LEAD_TEAM)
    shown = await meant(_SCREENS, callback_data.do)(callback_data, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def _page(pressed: ChroniclePress, desk: Desk) -> Screen:
    day = _day(pressed, desk)
    who = None if pressed.who == EVERYBODY else pressed.who
    found = await desk.chronicle.page(
        day_span(day, desk.rules.zone), who, PAGE, min(max(pressed.at, 0), MOST_COUNTED)
    )
    name = await _name(who, desk)
    text = texts.page(
        texts.head(day, name, desk.now, desk.rules), found.lines, found.offset, found.total,
        MOST_COUNTED, desk.rules, desk.now,
    )  # fmt: skip
    cases = dict.fromkeys(case_id for case_id, _ in found.lines)
    rows = in_rows(button(f"#{each}", CasePress(what="open", case=each)) for each in cases)
    asks = ChroniclePress(do="who", day=day.toordinal(), who=pressed.who)
    days = _days(found, pressed, desk)
    return Screen(text, markup([*rows, _turns(found, day, pressed), days, [
        button(texts.whose(name), asks),
    ]]))  # fmt: skip


async def _choose(pressed: ChroniclePress, desk: Desk) -> Screen:
    day = _day(pressed, desk)
    there = ChroniclePress(do="page", day=day.toordinal())
    rows = [[button(texts.EVERYBODY, there)]]
    rows += in_rows(
        button(
            texts.of_person(each.name, each.total, MOST_COUNTED),
            there.model_copy(update={"who": each.who}),
        )
        for each in await desk.chronicle.busy(day_span(day, desk.rules.zone))
    )
    back = button(texts.BACK, there.model_copy(update={"who": pressed.who}))
    head = texts.head(day, None, desk.now, desk.rules)
    return Screen(f"{head}\n\n{texts.WHO_IS_ASKED}", markup([*rows, [back]]))


def _turns(found: Lines, day: date, pressed: ChroniclePress) -> list[Button]:
    there = ChroniclePress(do="page", day=day.toordinal(), who=pressed.who)
    last, buttons = found.offset + len(found.lines), []
    if found.offset:
        newer = there.model_copy(update={"at": max(found.offset - PAGE, 0)})
        buttons.append(button(texts.NEWER, newer))
    if last < found.total and last <= MOST_COUNTED:
        older = there.model_copy(update={"at": last})
        buttons.append(button(texts.OLDER, older))
    return buttons


def _days(found: Lines, pressed: ChroniclePress, desk: Desk) -> list[Button]:
    """Offer the nearest days, before and after, on which there is anything."""
    buttons = []
    for at, label in ((found.before, texts.earlier_day), (found.after, texts.later_day)):
        if at is not None:
            day = day_of(at, desk.rules.zone)
            press = ChroniclePress(do="page", day=day.toordinal(), who=pressed.who)
            buttons.append(button(label(day), press))
    return buttons


def _day(pressed: ChroniclePress, desk: Desk) -> date:
    return day_numbered(pressed.day, day_of(desk.now, desk.rules.zone))


async def _name(who: int | None, desk: Desk) -> str | None:
    if who is None:
        return None
    return texts.BOT if who == BOT else await desk.people.name(who)


_SCREENS: dict[str, Callable[[ChroniclePress, Desk], Awaitable[Screen]]] = {
    "page": _page,
    "who": _choose,
}
