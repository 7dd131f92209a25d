"""Evidence: the files of a case shown again at once, by the ids that Telegram gave them."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from aiogram import F, Router
from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)

from cases.answers import Heard
from cases.files import CaseFile, FileState
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.presses import FilesPress
from handlers.speech import say
from texts import attachments as words

router = Router(name=__name__)
ALBUM = 10
"""So many files Telegram takes for one album."""

ALONE: dict[str, Callable[..., TelegramMethod[Any]]] = {
    Heard.PHOTO: SendPhoto,
    Heard.VIDEO: SendVideo,
    Heard.DOCUMENT: SendDocument,
    Heard.AUDIO: SendAudio,
    Heard.VOICE: SendVoice,
    Heard.ANIMATION: SendAnimation,
    Heard.VIDEO_NOTE: SendVideoNote,
}
"""How one file is sent; the file's parameter has the name of the kind."""
MEDIA: dict[str, Callable[..., Any]] = {
    Heard.PHOTO: InputMediaPhoto,
    Heard.VIDEO: InputMediaVideo,
    Heard.DOCUMENT: InputMediaDocument,
    Heard.AUDIO: InputMediaAudio,
}
"""How a file stands in an album; the other kinds go alone."""
COMPANIES = ("pictures", "documents", "music", "")
TOGETHER: dict[str, str] = {
    Heard.PHOTO: "pictures",
    Heard.VIDEO: "pictures",
    Heard.DOCUMENT: "documents",
    Heard.AUDIO: "music",
}
"""Photos and videos share an album; documents and music keep to themselves, the rest goes alone."""


@router.callback_query(FilesPress.filter(F.what == "show"))
async def show_evidence(callback: CallbackQuery, callback_data: FilesPress, desk: Desk) -> Words:
    """Send the files of a case again, as albums, below a list of them."""
    case = await desk.case(callback_data.case, Action.VIEW)
    known = await desk.attachments.files(case.id)
    files = tuple(file for file in known if file.state is not FileState.WIPED)
    if not files:
        return [callback.answer(words.FILES_WIPED if known else words.NO_FILES)]
    offered = ["pack", "add"]
    buttons = [button(words.BUTTONS[w], FilesPress(what=w, case=case.id)) for w in offered]
    if any(file.state is FileState.FAILED for file in files):
        buttons.append(button(words.AGAIN, FilesPress(what="retry", case=case.id)))
    chat = desk.person.telegram_id
    head = say(chat, words.evidence(case, files), markup(in_rows(buttons)))
    return [callback.answer(), head, *_again(files, chat)]


@router.callback_query(FilesPress.filter(F.what == "retry"))
async def collect_again(callback: CallbackQuery, callback_data: FilesPress, desk: Desk) -> Words:
    """Try once more to get the files that could not be had."""
    case = await desk.case(callback_data.case, Action.MOVE)
    count = await desk.attachments.try_again(case.id)
    return [callback.answer(words.retrying(count) if count else words.NOTHING_TO_REPEAT)]


def _again(files: tuple[CaseFile, ...], chat: int) -> Iterator[TelegramMethod[Any]]:
    """Send files as few messages: in albums where they may share one, else one by one."""
    ordered = sorted(files, key=lambda file: (COMPANIES.index(_company(file)), file.number))
    for company, together in groupby(ordered, _company):
        many = list(together)
        size = ALBUM if company else 1
        for start in range(0, len(many), size):
            yield _message(many[start : start + size], chat)


def _message(files: list[CaseFile], chat: int) -> TelegramMethod[Any]:
    if len(files) == 1:
        return _alone(files[0], chat)
    album = [
        MEDIA[file.attachment.kind](media=file.attachment.file_id, caption=words.under(file))
        for file in files
    ]
    return SendMediaGroup(chat_id=chat, media=album)


def _alone(file: CaseFile, chat: int) -> TelegramMethod[Any]:
    kind = file.attachment.kind
    # A video note is the one file that carries no words: the list above names it.
    caption = {} if kind == Heard.VIDEO_NOTE else {"caption": words.under(file)}
    return ALONE[kind](**{"chat_id": chat, kind: file.attachment.file_id, **caption})


def _company(file: CaseFile) -> str:
    return TOGETHER.get(file.attachment.kind, "")
