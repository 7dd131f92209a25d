"""Finding: `/find слова` over all cases, open and closed, in private only."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from cases.case import Case
from cases.finding import LONGEST, Question, only, question_of
from cases.fragments import with_codes
from cases.numbers import nearest
from cases.roles import Action, Place
from handlers.desk import Desk, Words
from handlers.keyboards import Button, Rows, button, in_rows, markup
from handlers.lists import card_screen
from handlers.presses import FindPress
from handlers.screens import Screen
from handlers.speech import show
from storage.finding import Hits
from storage.fulltext import MOST_COUNTED
from texts import finding as texts
from texts import lists, words

router = Router(name=__name__)
PAGE = 5
MOST_WORDS = 5  # so many single words are tried when together they find nothing


@router.message(Command("find"), F.chat.type == "private")
async def find(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Find cases by words, identifiers, names of files and of buyers."""
    desk.require(Action.VIEW)
    asked = (command.args or "").strip()[:LONGEST]
    if not question_of(asked).terms:
        return [message.answer(texts.USAGE)]
    search_id = await desk.finding.remember(desk.person.id, asked, desk.now)
    shown = await _found(asked, FindPress(do="page", search=search_id), desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.message(Command("find"))
async def find_in_private(message: Message, desk: Desk) -> Words:
    """Say in the team's group that a search belongs into the private chat."""
    if desk.place is not Place.GROUP:
        return []
    link = button(texts.FIND_IN_PRIVATE, url=f"https://t.me/{desk.bot_username}")
    return [message.reply(texts.ONLY_IN_PRIVATE, reply_markup=markup([[link]]))]


@router.callback_query(FindPress.filter())
async def turn_found(callback: CallbackQuery, callback_data: FindPress, desk: Desk) -> Words:
    """Turn a page of what was found, or open a case of it, in the same message."""
    desk.require(Action.VIEW)
    asked = await desk.finding.recall(callback_data.search, desk.person.id)
    if asked is None:
        return [callback.answer(texts.SEARCH_IS_PAST, show_alert=True)]
    if callback_data.do == "card":
        case = await desk.case(callback_data.case, Action.VIEW)
        shown = card_screen(case, button(texts.BACK, _press(callback_data, "back")), desk)
    else:
        shown = await _found(asked, callback_data, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def _found(asked: str, pressed: FindPress, desk: Desk) -> Screen:
    question = with_codes(question_of(asked), words.CHOICES)
    if pressed.only >= 0:
        question = only(question, pressed.only)
        asked = question.terms[0].typed if question.terms else asked
    at = max(pressed.at, 0)
    hits = await desk.finding.hits(question, PAGE, at)
    if not hits.hits:
        return await _not_found(asked, question, pressed, desk)
    pages = [
        *([button(lists.EARLIER, _press(pressed, at=max(at - PAGE, 0)))] if at else []),
        *([button(lists.LATER, _press(pressed, at=at + PAGE))] if at + PAGE < hits.total else []),
    ]
    told = [(hit.case, texts.why(hit.pieces, question)) for hit in hits.hits]
    total = lists.amount(hits.total, MOST_COUNTED)
    text = texts.found(asked, told, (at + 1, at + len(told)), total, desk.rules, desk.now)
    return Screen(text, markup([*_cases([case for case, _ in told], pressed), pages]))


async def _not_found(asked: str, question: Question, pressed: FindPress, desk: Desk) -> Screen:
    near, alike = await _near(question, desk)
    if near.hits:
        told = [(hit.case, texts.why(hit.pieces, alike)) for hit in near.hits]
        text = texts.near(asked, told, desk.rules, desk.now)
        return Screen(text, markup(_cases([case for case, _ in told], pressed)))
    several = range(min(len(question.terms), MOST_WORDS) if len(question.terms) > 1 else 0)
    found = await desk.finding.found_alone(tuple(only(question, place) for place in several))
    rows = [
        [button(texts.only_word(question.terms[place].typed), _press(pressed, only=place, at=0))]
        for place in several
        if found[place]
    ]
    return Screen(texts.nothing(asked, len(rows)), markup(rows))


async def _near(question: Question, desk: Desk) -> tuple[Hits, Question]:
    """Return cases with an identifier that is nearly the one asked for: a slip of a finger."""
    asked = question.whole or next((term.key for term in question.terms if term.key), "")
    keys = nearest(asked, await desk.finding.keys_near(asked)) if asked else ()
    if not keys:
        return Hits((), 0), question
    return await desk.finding.with_keys(keys, PAGE), question_of(" ".join(keys))


def _cases(cases: list[Case], pressed: FindPress) -> Rows:
    return in_rows(_case(case, pressed) for case in cases)


def _case(case: Case, pressed: FindPress) -> Button:
    return button(f"#{case.id}", _press(pressed, "card", case=case.id))


def _press(pressed: FindPress, do: str = "page", **changed: int) -> FindPress:
    return pressed.model_copy(update={"do": do, "case": 0, **changed})
