"""The files: what the marketplaces' chats take with a message."""

from collections.abc import Iterator

from cases.answers import Attachment
from cases.checking.findings import Advice, Fault, Finding

MEGABYTE = 1024 * 1024
MOST_EACH, MOST_IN_ALL = 5 * MEGABYTE, 30 * MEGABYTE
TAKEN = (".jpg", ".jpeg", ".png", ".pdf")
_PHOTO = "photo"


def files_wrong(files: tuple[Attachment, ...]) -> Iterator[Finding]:
    """Find files of another kind than JPEG, PNG and PDF, and those that are too large."""
    for file in files:
        if file.kind != _PHOTO and not file.name.lower().endswith(TAKEN):
            yield _finding(Advice.FILE_KIND, file.name)
        if file.size > MOST_EACH:
            yield _finding(Advice.FILE_SIZE, file.name)
    if sum(file.size for file in files) > MOST_IN_ALL:
        yield _finding(Advice.FILES_TOTAL, files[-1].name)


def _finding(advice: Advice, name: str) -> Finding:
    return Finding(Fault.BAD_FILE, advice, (0, 0), name)
