"""Pasting: a text from the cabinet, or one line after /new, becomes a pre-filled form."""

import re
from dataclasses import asdict, replace

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from cases import forms
from cases.answers import Attachment
from cases.case import Cabinet
from cases.fields import FORMS
from cases.filling import Draft
from cases.kinds import Kind, Marketplace
from cases.pasting.line import without_command
from cases.pasting.recognition import Understood, recognise
from cases.roles import Action
from handlers import parting, pile
from handlers.desk import Desk, Words
from handlers.hearing import heard
from handlers.pile import Ending, finishes
from handlers.screens import Screen
from handlers.status import answer_number
from texts import pasting as words

lines = Router(name=f"{__name__}.lines")
"""One line after /new: listens before the bare command does."""
router = Router(name=__name__)
"""A pasted text: listens after the menu's buttons, which are texts as well."""
_LINK_ALONE = re.compile(r"\s*\S+\s*")
_NO_COMMAND = r"^[^/]"
LEAST = 2
"""So many things must be understood in a text that names no kind, before it is called a case."""


@lines.message(Command("new", magic=F.args), F.chat.type == "private")
async def begin_from_line(
    message: Message, command: CommandObject, desk: Desk, state: FSMContext
) -> Words:
    """Begin a registration from one line: `/new wb 18123456 выплаты не сходятся`."""
    if not await desk.cabinets.all():
        raise SkipHandler
    return await _begin(message, f"/new {command.args}", desk, state)


@router.message(
    StateFilter(None), F.chat.type == "private", or_f(F.text.regexp(_NO_COMMAND), F.caption)
)
async def begin_from_paste(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Begin a registration from a pasted or forwarded text, or from a picture's caption."""
    text = message.text or message.caption or ""
    if not await desk.cabinets.all():
        raise SkipHandler
    understood = await _understood(text, desk)
    article = _article(understood)
    if understood.kind is None and len(understood.findings) <= LEAST and article is None:
        raise SkipHandler
    if article and _LINK_ALONE.fullmatch(text) and await desk.cases_by_number(article):
        return [await answer_number(message, article, desk)]
    return await _begin(message, text, desk, state)


@finishes("paste")
async def open_kind(draft: Draft, desk: Desk) -> Ending:
    """Go on with the form of the kind that was chosen for a pasted text."""
    kind = Kind(draft.answers["kind"])
    opened = await _draft(kind, draft.answers["pasted"], draft.id, desk)
    files = {name: draft.answers[name] for name in ("attachments",) if name in draft.answers}
    opened = replace(opened, answers={**opened.answers, **files}, album=draft.album)
    return Ending(Screen(words.UNDERSTOOD), opens=opened)


async def _begin(message: Message, text: str, desk: Desk, state: FSMContext) -> Words:
    shown = await opened(text, desk, state, heard(message).attachment)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


async def opened(
    text: str, desk: Desk, state: FSMContext, file: Attachment | None = None
) -> Screen:  # fmt: skip
    """Begin a form with what a text says, and with the file whose caption it is."""
    desk.require(Action.REGISTER)
    understood = await _understood(text, desk)
    draft_id = str(desk.update_id)
    if understood.kind is None and understood.secret:
        return Screen(words.SECRET)
    if understood.kind is None:
        draft = Draft(id=draft_id, form="paste", answers={"pasted": text})
    else:
        draft = await _draft(understood.kind, text, draft_id, desk)
    shown = await pile.open_form(_with_file(draft, file), desk, state)
    left = bool(draft.themes) or forms.current(draft) is not None
    note = words.understood(understood, desk.rules.zone, desk.now, left=left)
    if understood.marketplace and not await _fitting(understood.marketplace, desk):
        note = f"{note}\n{words.no_cabinet(understood.marketplace)}"
    return Screen(f"{note}\n\n{shown.text}", shown.keyboard)


def _with_file(draft: Draft, file: Attachment | None) -> Draft:
    """Put the file into the form whose caption has begun it; the rest of its album follows."""
    if file is None:
        return draft
    answers = {**draft.answers, "attachments": [asdict(replace(file, caption=""))]}
    return replace(draft, answers=answers, album=file.album or None)


def _article(understood: Understood) -> str | None:
    """Return the article that a link or its word has named: goods enough to begin a case."""
    if understood.secret:
        return None
    named = (f.value for f in understood.findings if f.field in {"goods", "entities"})
    found = (each["value"] for value in named for each in value if each["kind"] == "article")
    return next(found, None)


async def _understood(text: str, desk: Desk, kind: Kind | None = None) -> Understood:
    """Understand a text; a sum without a currency is in that of all cabinets it can mean."""
    found = recognise(text, desk.now, desk.rules.zone, chosen=kind)
    cabinets = await _fitting(found.marketplace, desk) or await desk.cabinets.all()
    currencies = {each.currency for each in cabinets}
    if len(currencies) != 1:
        return found
    return recognise(text, desk.now, desk.rules.zone, currencies.pop(), kind)


async def _draft(kind: Kind, text: str, draft_id: str, desk: Desk) -> Draft:
    """Return the form of a kind with what the text says; only what is required is asked."""
    understood = await _understood(text, desk, kind)
    fields = {field.name for field in FORMS[kind.value]}
    answers = {f.field: f.value for f in understood.findings if f.field in fields}
    fitting = await _fitting(understood.marketplace, desk)
    known = {"cabinet": str(fitting[0].id)} if len(fitting) == 1 else {}
    draft = Draft(
        id=draft_id, form=kind.value, answers={**known, **answers}, brief=True,
        at=None if fitting else "cabinet",  # asked even where there is only one: it does not fit
    )  # fmt: skip
    return draft if understood.secret else parting.noticed_in(without_command(text)[0], draft, desk)


async def _fitting(marketplace: Marketplace | None, desk: Desk) -> list[Cabinet]:
    """Return the cabinets that the text can mean; none when it names a marketplace without one."""
    return [c for c in await desk.cabinets.all() if marketplace in {None, c.marketplace}]
