"""Finding: what a search by words has found, with the fragment that fits in bold."""

from collections.abc import Iterable
from datetime import datetime

from cases.case import Case
from cases.finding import Piece, Question
from cases.fragments import Fragment, fragment
from cases.rules import Rules
from texts.formats import escape, excerpt, quoted
from texts.lists import line
from texts.questions import QUESTIONS
from texts.words import choice

USAGE = (
    "Напишите, что искать: /find шов юбка. Подойдут слова в любой форме и начала слов, номера,"
    " артикулы, имя покупателя, имя файла."
)
ONLY_IN_PRIVATE = "Поиск только в личке: в найденном бывают данные покупателей."
SEARCH_IS_PAST = "Этот поиск уже забыт. Повторите его: /find"
FIND_IN_PRIVATE, BACK = "Искать в личке", "← К найденному"
LONGEST_ASKED = 60
_SOURCES = {"attachments": "Файл", "entries": "Запись", "kind": "Вид", "tags": "Метки"}


def found(
    asked: str, hits: Iterable[tuple[Case, Fragment | None]], shown: tuple[int, int],
    total: str, rules: Rules, now: datetime,
) -> str:  # fmt: skip
    """Show a page of what was found: which cases, and why each of them; `shown` from and to."""
    first, last = shown
    pages = "" if total == str(last) and first == 1 else f", показаны {first}–{last}"
    head = f"По {quoted(excerpt(asked, LONGEST_ASKED))} нашлось {total}{pages}. Сначала новые."
    return "\n".join([head, *(_hit(case, why, rules, now) for case, why in hits)])


def near(
    asked: str, hits: Iterable[tuple[Case, Fragment | None]], rules: Rules, now: datetime
) -> str:
    """Show cases whose identifiers are nearly what was asked for."""
    head = f"В журнале нет {quoted(excerpt(asked, LONGEST_ASKED))}. Похожие:"
    return "\n".join([head, *(_hit(case, why, rules, now) for case, why in hits)])


def nothing(asked: str, words_found: int) -> str:
    """Say that nothing was found, and what to try."""
    head = f"По {quoted(excerpt(asked, LONGEST_ASKED))} ничего нет."
    if words_found:
        return f"{head} Вместе эти слова не встречаются, по отдельности есть:"
    return (
        f"{head} Попробуйте одно слово или его начало, артикул или номер заказа целиком,"
        " либо последние 4 знака номера."
    )


def only_word(word: str) -> str:
    """Write the button that searches for one of the words; not HTML."""
    return excerpt(f"Только «{word}»", 40)


def readable(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Put words in place of what was chosen from closed lists."""
    return tuple(Piece(source, choice(source, text)) for source, text in pieces)


def why(pieces: Iterable[Piece], question: Question) -> Fragment | None:
    """Return the fragment that shows why a case was found."""
    return fragment(readable(pieces), question)


def _hit(case: Case, why_found: Fragment | None, rules: Rules, now: datetime) -> str:
    return "\n".join(["", line(case, rules, now), *([_marked(why_found)] if why_found else [])])


def _marked(why_found: Fragment) -> str:
    """Write a fragment with what was asked for in bold; people's text is escaped here, once."""
    named = QUESTIONS.get(why_found.source)
    label = _SOURCES.get(why_found.source) or (named.label if named else "")
    text = "".join(f"<b>{escape(t)}</b>" if asked else escape(t) for t, asked in why_found.runs)
    return f"{label}: {text}" if label else text
