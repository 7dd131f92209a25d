"""The attachments: what is said about the files of a case."""

from cases.answers import Attachment
from cases.case import Case
from cases.files import CaseFile, FileState, is_too_big
from texts.formats import NBSP, counted, escape, excerpt, fitting, quoted, size_of

BUTTONS = {"show": "Доказательства", "add": "Добавить файлы", "pack": "Собрать архив"}
"""What a card offers to do with the files of its case, by the word that the buttons carry."""
AGAIN = "Повторить"
NEW, NEW_CASE = "new", "Записать новое"
NOT_SHOWN = (
    "Часть файлов Telegram больше не показывает: так бывает, когда у бота сменился токен."
    " То, что скачано на диск, придёт в архиве: «Собрать архив»."
)
NO_FILES = "У этого обращения файлов пока нет."
FILES_WIPED = "Файлы удалены вместе с данными покупателя."
NOTHING_TO_REPEAT = "Докачивать нечего."
FILES = ("файл", "файла", "файлов")
DISK_REFUSES = (
    "Не могу сохранять файлы на диск: нет места или папка закрыта для записи."
    " Обращения записываю как прежде, файлы пока остаются в Telegram."
    " Освободите место, докачаю сам."
)
STATES: dict[FileState, str] = {
    FileState.PENDING: "ещё сохраняю",
    FileState.KEPT: "",
    FileState.TOO_BIG: "только в Telegram, больше 20 МБ",
    FileState.FAILED: "только в Telegram, не скачался",
    FileState.WIPED: "удалён",
}
"""Where a file is, when that is not where it should be."""


def kept(attachment: Attachment, count: int) -> str:
    """Say that a file was taken into the form, and at once what will not become of it."""
    taken = "Принял альбом" if attachment.album else f"Принял, всего {counted(count, FILES)}"
    return f"{taken}. Ещё файл или «Готово».{_warning(attachment)}"


def kept_aside(attachment: Attachment) -> str:
    """Say that a file which came with another question is among the attachments."""
    return f"Приложил к вложениям, вопрос остаётся.{_warning(attachment)}"


def added(case_id: int, number: int, attachment: Attachment) -> str:
    """Say that a file is with its case, and under which number."""
    numbers = f"номера с №{NBSP}{number}" if attachment.album else f"№{NBSP}{number}"
    return f"Добавил к #{case_id}: {numbers}.{_warning(attachment)}"


def added_many(case_id: int, numbers: list[int]) -> str:
    """Say under which numbers several files are with their case."""
    if len(numbers) == 1:
        return f"Добавил к #{case_id}: №{NBSP}{numbers[0]}."
    many = counted(len(numbers), FILES)
    return f"Добавил к #{case_id}: №{NBSP}{numbers[0]}–{numbers[-1]}, {many}."


def too_big(attachment: Attachment) -> str:
    """Say that a file of an album is too large."""
    return _warning(attachment).strip()


def _warning(attachment: Attachment) -> str:
    if not is_too_big(attachment):
        return ""
    return (
        f"\n{quoted(excerpt(attachment.name, 60))} больше 20{NBSP}МБ: таких Telegram ботам"
        " не отдаёт. Покажу его по кнопке «Доказательства», но на диске и в архиве его не будет."
    )


def lost(case_id: int, files: tuple[CaseFile, ...]) -> str:
    """Tell whoever sent the files that they did not get to the disk."""
    listed = ", ".join(f"№{NBSP}{file.number}" for file in files[:20])
    if any(file.state is FileState.FAILED for file in files):
        return (
            f"#{case_id}: не скачалось из Telegram: {listed}. В обращении и в Telegram файлы"
            " остались, на диске и в архиве их пока нет."
        )
    return (
        f"#{case_id}: {listed} больше 20{NBSP}МБ, таких Telegram ботам не отдаёт. Покажу по кнопке"
        " «Доказательства», но на диске и в архиве их не будет."
    )


def not_found(asked: str) -> str:
    """Say that what was typed names no case, or more than one."""
    return (
        f"По {quoted(excerpt(asked, 60))} не нашёл одного обращения. Выберите кнопкой"
        " или напишите номер журнала, например, «#57»."
    )


def retrying(count: int) -> str:
    """Say that files are collected once more."""
    return f"Качаю ещё раз: {counted(count, FILES)}."


def evidence(case: Case, files: tuple[CaseFile, ...]) -> str:
    """List the files of a case above the files themselves."""
    head = f"Доказательства #{case.id}: {counted(len(files), FILES)}"
    return fitting(head, [line(file) for file in files])


def line(file: CaseFile) -> str:
    """Write a file in a line: number, name, description, size, and where it is not."""
    about = [quoted(excerpt(file.attachment.name, 60)), escape(excerpt(file.attachment.caption))]
    about += [size_of(file.attachment.size), STATES[file.state]]
    return f"№{NBSP}{file.number} " + ", ".join(filter(None, about))


def under(file: CaseFile) -> str:
    """Write what stands under a file that is shown again."""
    return f"№{NBSP}{file.number} {escape(excerpt(file.attachment.caption, 800))}".rstrip()
