"""Packing: `/pack <номер>` makes an archive of a case: its card, its history, its files."""

from collections.abc import Iterable

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Message

from cases.case import Case
from cases.files import CaseFile, FileState, safe_name
from cases.kinds import Kind
from cases.numbers import number_key
from cases.packs import Pack, in_parts
from cases.roles import Action
from handlers import entries
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, button, markup
from handlers.moves import as_answers
from handlers.options import names
from handlers.presses import FilesPress
from handlers.speech import card_text
from handlers.status import CHOICES, SHORTEST_TAIL
from texts import appeals, lists, packs
from texts import forms as form_words

router = Router(name=__name__)


@router.message(Command("pack"), F.chat.type == "private")
async def pack_by_number(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Send the archive of the case with this number, or the choices for a tail."""
    asked = (command.args or "").strip()
    desk.require(Action.VIEW)
    if not asked:
        return [message.answer(packs.USAGE)]
    found = await desk.cases_by_number(asked)
    if not found and len(number_key(asked)) >= SHORTEST_TAIL:
        found = await desk.cases_by_tail(asked, CHOICES)
    if len(found) == 1:
        return [*await _archive(await desk.case(found[0].id, Action.VIEW), desk)]
    text = lists.choose(asked) if found else lists.nothing_found(asked, near=False)
    return [message.answer(text, reply_markup=_choices(found[:CHOICES]))]


@router.callback_query(FilesPress.filter(F.what == "pack"))
async def pack_by_press(callback: CallbackQuery, callback_data: FilesPress, desk: Desk) -> Words:
    """Send the archive of the case whose button was pressed."""
    case = await desk.case(callback_data.case, Action.VIEW)
    return [callback.answer(packs.PACKING), *await _archive(case, desk)]


async def _archive(case: Case, desk: Desk) -> Iterable[SendDocument]:
    """Return the archive in as many documents as Telegram's limit needs.

    Everything it says is written down now; the sender only puts it together with the files.
    """
    files = await desk.attachments.files(case.id)
    parts = in_parts([file for file in files if file.state is FileState.KEPT])
    named = safe_name(case.number or str(case.id))
    said = []
    for part, kept in enumerate(parts, 1):
        name = f"{named}-{part}.zip" if len(parts) > 1 else f"{named}.zip"
        texts = await _texts(case, files, desk) if part == 1 else {}
        pack = Pack(name, texts, tuple((f.place, packs.inside(f)) for f in kept))
        caption = packs.caption(case, files, part, len(parts))
        chat = desk.person.telegram_id
        said.append(SendDocument(chat_id=chat, document=pack.as_document(), caption=caption))
    return said


async def _texts(case: Case, files: tuple[CaseFile, ...], desk: Desk) -> dict[str, str]:
    zone, now = desk.rules.zone, desk.now
    people = await names(desk)
    lines = await desk.history.of(case.id)
    happened = [
        (line.at, line.person, line.what, line.new, line.comment, line.of_case) for line in lines
    ]
    written = {
        packs.CARD: packs.card(
            card_text(case, desk), form_words.case_lines(as_answers(case), zone, now, people)
        ),
        packs.HISTORY: packs.history(case, happened, zone, now),
        packs.INDEX: packs.index(files, zone),
    }
    if case.entries:
        read_back = await entries.read_back(case, desk)
        written[packs.ENTRIES] = packs.entries(case, read_back, desk.rules, now)
    if case.kind is Kind.SUPPORT_TICKET:
        told = tuple((file.number, file.attachment) for file in files)
        written[packs.APPEAL] = appeals.compose(case.answers, told, zone).text
    return written


def _choices(found: tuple[Case, ...]) -> Keyboard | None:
    return markup(
        [[button(lists.choice_label(c), FilesPress(what="pack", case=c.id))] for c in found]
    )
