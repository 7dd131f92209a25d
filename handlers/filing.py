"""Filing: files that were sent to a case are said to be a part of its conversation."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.answers import moment_json
from cases.case import Case
from cases.entering import kinds_for
from cases.files import CaseFile
from cases.filling import Draft
from cases.kinds import EntryKind
from cases.moments import Moment
from cases.record import NewEntry
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Rows, button, in_rows
from handlers.meaning import ButtonIsPast, meant
from handlers.recording import enter
from handlers.speech import show
from texts import entering as words
from texts.forms import BESIDE
from texts.record import kind_words

router = Router(name=__name__)
TEXT, AT = "entry_text", "entry_at"
OF_FILES, WHEN = "files", "when"


class FilingPress(CallbackData, prefix="ef"):
    """What a file of a case belongs to: a kind of entry, or «when» to tell its time first."""

    case: int
    number: int
    kind: str


def filing(case: Case, number: int) -> Rows:
    """Offer to say what a file is a part of, with the whole album that it begins."""
    presses = ((kind, kind_words(kind, case.kind)) for kind in kinds_for(case))
    return [
        *in_rows(
            button(label, FilingPress(case=case.id, number=number, kind=kind))
            for kind, label in presses
        ),
        [button(BESIDE[AT], FilingPress(case=case.id, number=number, kind=WHEN))],
    ]


@router.callback_query(FilingPress.filter())
async def file_away(
    callback: CallbackQuery, callback_data: FilingPress, desk: Desk, state: FSMContext
) -> Words:
    """Make an entry of files that the case has, once; their captions are its text."""
    case = await desk.case(callback_data.case, Action.MOVE)
    files = await files_with(case.id, callback_data.number, desk)
    numbers = tuple(each.number for each in files)
    if not files:
        raise ButtonIsPast
    if any(not set(numbers).isdisjoint(each.files) for each in await desk.entries.of(case.id)):
        return [callback.answer(words.WRITTEN_ALREADY)]
    text = "\n".join(filter(None, (each.attachment.caption for each in files)))
    at = Moment(files[0].added_at, has_time=True)
    if callback_data.kind == WHEN:
        draft = Draft(
            id=str(desk.update_id), form="entry", case_id=case.id, case_version=case.version,
            move=OF_FILES, subject_id=numbers[0], preset=(TEXT,), at=AT,
            answers={TEXT: text, AT: moment_json(at)},
        )  # fmt: skip
        shown = await pile.open_form(draft, desk, state)
        return [callback.answer(), show(callback, shown.text, shown.keyboard)]
    kind = meant(EntryKind, callback_data.kind)
    if kind not in kinds_for(case):
        raise ButtonIsPast
    ending = await enter(case, NewEntry(kind, text, at, numbers), desk)
    shown = ending.screen
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *ending.more]


async def files_with(case_id: int, number: int, desk: Desk) -> list[CaseFile]:
    """Return the file of this number with its whole album; none when the case has no such file."""
    files = await desk.attachments.files(case_id)
    named = next((each for each in files if each.number == number), None)
    if named is None:
        return []
    album = named.attachment.album
    return [each for each in files if each is named or (album and each.attachment.album == album)]
