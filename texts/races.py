"""The races: what the second of two people may still do, and that nothing typed is lost."""

import html
from collections.abc import Sequence

from texts.formats import escape

NOTE, LEAVE = "Оставить записью", "Не надо"


def still_possible(move: str) -> str:
    """Say that the move which came second can be made on top."""
    return f"Ваше «{escape(move)}» можно сделать и теперь."


def kept(move: str, answers: Sequence[str], *, possible: bool) -> str:
    """Give back what was answered for a move that came second; `answers` are read back already."""
    said = "Можно сделать и теперь." if possible else "Теперь так нельзя, но ответы целы."
    return "\n".join([f"Вы хотели «{escape(move)}»:", *answers, said])


def note(move: str, answers: Sequence[str]) -> str:
    """Write what was answered as an entry: plain text, not HTML."""
    return html.unescape(f"Не успели «{move}». {'; '.join(answers)}")


def noted(case_id: int) -> str:
    """Say that the answers are an entry of the case now."""
    return f"Оставил записью в #{case_id}."
