"""The settings: what the owner changes in chat for the whole team (/settings)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.choices import NEVER, NO, YES, Choice, with_threshold
from cases.digests import digest_of_today
from cases.filling import Draft
from cases.hours import HourUnreadable
from cases.kinds import Priority
from cases.move_fields import DIGEST_TIME
from cases.roles import Action
from cases.rules import Rules, Weekly
from cases.vocabulary import AN_HOUR
from cases.wiping import expired_before
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.meaning import ButtonIsPast, meant
from handlers.pile import Ending, finishes
from handlers.reviews import begin_reviews
from handlers.screens import Screen
from handlers.speech import show
from handlers.typed_hours import OF_TEAM, Looked, hour_for, look_at, looking_at
from storage.facts import Facts
from texts import choices as words
from texts.refusals import refusal

router = Router(name=__name__)
MORNINGS = ("0700", "0800", "0830", "0900", "0930", "1000", "1100", "1200", "1300")
HOURS = tuple(time(hour) for hour in (8, 9, 10, 11, 12, 14, 16, 18, 20))
DAYS = ("1", "2", "3", "4", "5", "7", "10", "14", "30")
OFFERED: dict[Choice, tuple[str, ...]] = {
    Choice.CLIMB_AFTER: ("60", "120", "240", "480", NEVER),
    Choice.WEEKENDS_REST: (YES, NO),
    Choice.DIGEST_AT: MORNINGS,
    Choice.KEEP_BUYERS: ("90", "180", "365", "730", "1095", NEVER),
}
"""What may be chosen by a button, where that does not depend on what holds now."""
WINDS = frozenset({Choice.WEEKENDS_REST, Choice.STALE_AFTER})
"""What the clocks of all the cases go by."""
TYPED: dict[str, str] = {Choice.DIGEST_AT: "digest_at"}
"""The forms by which a value is typed that no button has."""


@dataclass(frozen=True)
class Parts:
    """A choice in two steps: its parts (`of`), the `values` of one part, and how one is `kept`."""

    of: Callable[[Rules], tuple[str, ...]]
    values: Callable[[str, Rules], tuple[str, ...]]
    kept: Callable[[str, Rules], str]


def _review_days(rules: Rules) -> tuple[str, ...]:
    return tuple(str(replace(rules.review_at, weekday=day)) for day in range(7))


def _review_hours(day: str, _: Rules) -> tuple[str, ...]:
    """Return the hours that may be chosen on a day, the one that holds among them."""
    weekly = meant(Weekly.read, day)
    return tuple(str(replace(weekly, at=at)) for at in sorted({*HOURS, weekly.at}))


def _review(value: str, _: Rules) -> str:
    return str(meant(Weekly.read, value))


def _stale_days(priority: str, _: Rules) -> tuple[str, ...]:
    return tuple(f"{meant(Priority, priority)} {days}" for days in DAYS)


def _stale(value: str, rules: Rules) -> str:
    priority, _, days = value.partition(" ")
    if days not in DAYS:
        raise ButtonIsPast
    return with_threshold(rules, meant(Priority, priority), int(days))


PARTS: dict[str, Parts] = {
    Choice.REVIEW_AT: Parts(_review_days, _review_hours, _review),
    Choice.STALE_AFTER: Parts(lambda _: tuple(Priority), _stale_days, _stale),
}


hours = Router(name=f"{__name__}.hours")
"""An hour that is typed under a setting: listens before a number is looked for."""


class ChoicePress(CallbackData, prefix="st"):
    """What the owner does with a setting: sees all, one or a part of one, or chooses a value."""

    what: str
    choice: str = ""
    value: str = ""


@router.message(Command("settings"), F.chat.type == "private")
async def show_settings(message: Message, desk: Desk) -> Words:
    """Show what holds for the team."""
    desk.require(Action.LEAD_TEAM)
    shown = everything(desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@hours.message(
    F.text.regexp(AN_HOUR), StateFilter(None), F.chat.type == "private", looking_at(*OF_TEAM)
)
async def take_hour(message: Message, looked: Looked, desk: Desk, facts: Facts) -> Words:
    """Keep an hour that is typed where one may be chosen, with no «Другое время» before."""
    desk.require(Action.LEAD_TEAM)
    typed, rules = message.text or "", desk.team_rules.rules
    try:
        value = hour_for(looked, typed, rules)
    except HourUnreadable as error:
        return [message.answer(refusal(error, DIGEST_TIME[0], rules.zone, desk.now))]
    choice = Choice(looked.choice)
    await _keep(choice, value, desk, facts)
    back = markup([[button(words.BACK, ChoicePress(what="all"))]])
    return [message.answer(words.kept(choice, desk.team_rules.rules), reply_markup=back)]


@router.callback_query(ChoicePress.filter(F.what == "other"))
async def ask_value(
    callback: CallbackQuery, callback_data: ChoicePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for a value that is not among the buttons."""
    desk.require(Action.LEAD_TEAM)
    form = meant(TYPED, callback_data.choice)
    shown = await pile.open_form(Draft(id=str(desk.update_id), form=form), desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(ChoicePress.filter())
async def look_at_setting(
    callback: CallbackQuery, callback_data: ChoicePress, desk: Desk, facts: Facts, state: FSMContext
) -> Words:
    """Show all settings, or one with what may be chosen, or keep what was chosen."""
    desk.require(Action.LEAD_TEAM)
    await look_at(callback_data.choice, callback_data.value, state, desk.now)
    if callback_data.what == "all":
        shown = everything(desk)
        return [callback.answer(), show(callback, shown.text, shown.keyboard)]
    choice = meant(Choice, callback_data.choice)
    told = callback.answer()
    if callback_data.what == "part":
        shown = _part(choice, callback_data.value, desk.team_rules.rules)
        return [told, show(callback, shown.text, shown.keyboard)]
    if callback_data.what == "set":
        await _choose(choice, callback_data.value, desk, facts)
        told = callback.answer(words.KEPT)
    shown = _one(choice, desk)
    more = await _falls_tonight(desk) if choice is Choice.KEEP_BUYERS else ""
    return [told, show(callback, f"{shown.text}{more}", shown.keyboard)]


async def _choose(choice: Choice, value: str, desk: Desk, facts: Facts) -> None:
    """Keep what a button stands for."""
    await _keep(choice, _kept(choice, value, desk.team_rules.rules), desk, facts)


async def _keep(choice: Choice, value: str, desk: Desk, facts: Facts) -> None:
    """Keep a choice, and let what it plans be planned anew."""
    await desk.team_rules.choose(choice, value)
    rules = desk.team_rules.rules
    if choice is Choice.DIGEST_AT:
        await _plan_digests(desk)
    elif choice is Choice.REVIEW_AT:
        await begin_reviews(facts, rules, desk.now)
    elif choice in WINDS:
        await desk.journal.wind_all_clocks()


async def _falls_tonight(desk: Desk) -> str:
    """Say how many cases will be wiped: the owner may think better of it before the night."""
    before = expired_before(desk.team_rules.rules, desk.now)
    return words.falls_tonight(await desk.wiping.count(before)) if before else ""


async def _plan_digests(desk: Desk) -> None:
    """Plan today's too: if it was said already, its date is known and it is not said again."""
    today = digest_of_today(desk.team_rules.rules, desk.now)
    await desk.people.plan_all_digests(today)


@finishes("digest_at")
async def keep_hour(draft: Draft, desk: Desk) -> Ending:
    """Keep the time of the digest that was typed when it was asked for."""
    desk.require(Action.LEAD_TEAM)
    await desk.team_rules.choose(Choice.DIGEST_AT, str(draft.answers["digest_hour"]))
    await _plan_digests(desk)
    return Ending(_one(Choice.DIGEST_AT, desk))


def _kept(choice: Choice, value: str, rules: Rules) -> str:
    """Return how a value of a button is kept. Raises ButtonIsPast for one that no button has."""
    if choice in PARTS:
        return PARTS[choice].kept(value, rules)
    if value not in OFFERED[choice]:
        raise ButtonIsPast
    return value


def everything(desk: Desk) -> Screen:
    """Show all settings of the team as they are now."""
    rows = in_rows(
        button(words.NAMES[each], ChoicePress(what="one", choice=each)) for each in Choice
    )
    return Screen(words.settings(desk.team_rules.rules), markup(rows))


def _one(choice: Choice, desk: Desk) -> Screen:
    parts = PARTS.get(choice)
    values = parts.of(desk.team_rules.rules) if parts else OFFERED[choice]
    what = "part" if parts else "set"
    rows = in_rows(
        button(words.label(choice, value), ChoicePress(what=what, choice=choice, value=value))
        for value in values
    )
    back = [button(words.BACK, ChoicePress(what="all"))]
    if choice in TYPED:
        back.insert(0, button(words.OTHER, ChoicePress(what="other", choice=choice)))
    return Screen(words.one(choice, desk.team_rules.rules), markup([*rows, back]))


def _part(choice: Choice, part: str, rules: Rules) -> Screen:
    """Ask for a value of a part that was chosen; nothing is kept before."""
    values = meant(PARTS, choice).values(part, rules)
    rows = in_rows(
        button(words.part_label(choice, value), ChoicePress(what="set", choice=choice, value=value))
        for value in values
    )
    back = [button(words.BACK, ChoicePress(what="one", choice=choice))]
    return Screen(words.of_part(choice, part, rules), markup([*rows, back]))
