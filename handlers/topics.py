"""Topics: the owner adds ready topics, gives them other names, hides them and shows them again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.filling import Draft
from cases.kinds import Category
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.presses import TopicPress
from handlers.screens import Screen
from handlers.speech import show
from storage.topics import Topic
from texts import topics as words
from texts.words import CHOICES

router = Router(name=__name__)


@router.message(Command("topics"), F.chat.type == "private")
async def show_topics(message: Message, desk: Desk) -> Words:
    """Ask whose category's topics are to be edited."""
    desk.require(Action.LEAD_TEAM)
    return [message.answer(words.WHICH_CATEGORY, reply_markup=_CATEGORIES.keyboard)]


@router.callback_query(TopicPress.filter(F.what == "categories"))
async def show_categories(callback: CallbackQuery, desk: Desk) -> Words:
    """Go back to the categories."""
    desk.require(Action.LEAD_TEAM)
    return [callback.answer(), show(callback, _CATEGORIES.text, _CATEGORIES.keyboard)]


@router.callback_query(TopicPress.filter(F.what == "list"))
async def list_topics(callback: CallbackQuery, callback_data: TopicPress, desk: Desk) -> Words:
    """List the topics of a category."""
    desk.require(Action.LEAD_TEAM)
    shown = await _listed(meant(Category, callback_data.category), desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TopicPress.filter(F.what == "one"))
async def show_topic(callback: CallbackQuery, callback_data: TopicPress, desk: Desk) -> Words:
    """Show one topic and what may be done with it."""
    desk.require(Action.LEAD_TEAM)
    topic = await desk.topics.find(meant(Category, callback_data.category), callback_data.key)
    if topic is None:
        return [callback.answer(words.GONE)]
    shown = _one(topic)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TopicPress.filter(F.what.in_({"hide", "show"})))
async def hide_or_show(callback: CallbackQuery, callback_data: TopicPress, desk: Desk) -> Words:
    """Take a topic off the form's buttons, or put it back."""
    desk.require(Action.LEAD_TEAM)
    topic = await desk.topics.find(meant(Category, callback_data.category), callback_data.key)
    if topic is None:
        return [callback.answer(words.GONE)]
    await desk.topics.change(replace(topic, hidden=callback_data.what == "hide"))
    shown = await _listed(topic.category, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TopicPress.filter(F.what.in_({"add", "rename"})))
async def ask_for_name(
    callback: CallbackQuery, callback_data: TopicPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for the name of a new topic, or for another name of one that is there."""
    desk.require(Action.LEAD_TEAM)
    about = {"category": callback_data.category, "topic_key": callback_data.key or None}
    draft = Draft(id=str(desk.update_id), form=f"topic_{callback_data.what}", answers=about)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("topic_add", "topic_rename")
async def keep_name(draft: Draft, desk: Desk) -> Ending:
    """Keep the name that was given."""
    desk.require(Action.LEAD_TEAM)
    category, name = Category(draft.answers["category"]), draft.answers["topic_name"]
    topic = await desk.topics.find(category, draft.answers.get("topic_key") or "")
    if topic is None:
        await desk.topics.add(category, name)
    else:
        await desk.topics.change(replace(topic, name=name))
    return Ending(await _listed(category, desk))


async def words_of_topic(answers: Mapping[str, Any], desk: Desk) -> dict[str, str]:
    """Return what a case keeps beside the key of a built-in topic that has another name now.

    The key stays: it is what duplicates are found by. The words stay as they were chosen.
    """
    chosen = answers.get("topic")
    renamed = await desk.topics.renamed() if chosen else {}
    return {"topic_words": renamed[chosen]} if chosen in renamed else {}


async def _listed(category: Category, desk: Desk) -> Screen:
    found = await desk.topics.of(category)
    named = [(words.name_of(each.ready, each.name), each.hidden) for each in found]
    buttons = [
        button(name, TopicPress(what="one", category=category, key=each.key))
        for each, (name, _) in zip(found, named, strict=True)
    ]
    add = button(words.ADD, TopicPress(what="add", category=category))
    back = button(words.TO_LIST, TopicPress(what="categories"))
    return Screen(words.listed(category, named), markup([*in_rows(buttons), [add], [back]]))


def _one(topic: Topic) -> Screen:
    name = words.name_of(topic.ready, topic.name)
    turn, label = ("show", words.SHOW) if topic.hidden else ("hide", words.HIDE)
    here = {"category": topic.category, "key": topic.key}
    rows = [
        [
            button(words.RENAME, TopicPress(what="rename", **here)),
            button(label, TopicPress(what=turn, **here)),
        ],
        [button(words.TO_LIST, TopicPress(what="list", category=topic.category))],
    ]
    text = words.one(name, hidden=topic.hidden, built_in=topic.ready is not None)
    return Screen(text, markup(rows))


_CATEGORIES = Screen(
    words.WHICH_CATEGORY,
    markup(
        in_rows(
            button(CHOICES["category"][each], TopicPress(what="list", category=each))
            for each in Category
        )
    ),
)
