"""The copying: an appeal as blocks that a tap copies, within Telegram's lengths."""

from collections.abc import Iterator

from texts.appeals import Appeal
from texts.formats import escape

LONGEST_BLOCK = 3500
"""Characters of one block: with its heading it fits one message of Telegram. No limit of the
marketplaces' support is known, so none is kept to and none is told."""
LONGEST_COPY = 256
"""Characters that Telegram's copy button takes."""
COPY, ENTER_NUMBER, NOT_SENT = "Скопировать", "Вписать номер", "Ещё не отправил"
AFTER = "Отправите, впишите номер диалога: он понадобится в каждом разговоре с поддержкой."


def copied(appeal: Appeal) -> str | None:
    """Return what a copy button takes; None for a text that is too long for one."""
    return appeal.text if 0 < len(appeal.text) <= LONGEST_COPY else None


def shown(
    appeal: Appeal, *, unsent: bool = False, name: str = "Текст обращения"
) -> tuple[str, ...]:
    """Show the appeal as blocks, one a message, and name what is missing.

    `unsent` adds what to do next: the number is not known yet.
    """
    parts = blocks(appeal.text)
    texts = [
        f"{_head(name, number, len(parts))}\n<pre>{escape(each)}</pre>"
        for number, each in enumerate(parts, 1)
    ]
    missing = ", ".join(name.lower() for name in appeal.missing)
    texts[-1] += f"\nПусто: {missing}." if missing else ""
    texts[-1] += f"\n{AFTER}" if unsent else ""
    return tuple(texts)


def blocks(text: str, longest: int = LONGEST_BLOCK) -> tuple[str, ...]:
    """Cut a text into blocks on whole lines; a line that is too long alone is cut at a blank."""
    found: list[str] = []
    for line in (piece for each in text.split("\n") for piece in _pieces(each, longest)):
        if found and len(found[-1]) + 1 + len(line) <= longest:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return tuple(found)


def _pieces(line: str, longest: int) -> Iterator[str]:
    while len(line) > longest:
        cut = line.rfind(" ", 0, longest + 1)
        cut = cut if cut > 0 else longest
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    yield line


def _head(name: str, number: int, of: int) -> str:
    if of == 1:
        return f"{name}, нажмите на него, чтобы скопировать:"
    return f"{name}, часть {number} из {of}, копируйте по порядку:"
