"""Finding by words: how the texts of a case are read, and what is asked for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cases import synonyms
from cases.numbers import number_key
from cases.vocabulary import evened, without_invisible

if TYPE_CHECKING:
    from snowballstemmer.russian_stemmer import RussianStemmer

LONGEST = 200  # characters of a question
MOST_TERMS = 12
SHORTEST_PREFIX = 2  # a single letter begins too many words
SHORTEST_TAIL = 4
CHUNK = re.compile(r"\S+")
WORD = re.compile(r"[^\W_]+")
DIGIT = re.compile(r"\d")
_KNOWN = unicodedata.ucd_3_2_0
EDGES = "«»„“”\"'()[]{}<>.,;:!?…"
_SMALL = synonyms.BINDING | frozenset(synonyms.JOINING)


class Piece(NamedTuple):
    """A text of a case: the field, or the kind of thing, where it stands, and the text."""

    source: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What a case is found by; each is a set of words."""

    words: frozenset[str]
    stems: frozenset[str]
    keys: frozenset[str]

    @property
    def tails(self) -> frozenset[str]:
        """The identifiers backwards, to be found by their last characters."""
        return frozenset(key[::-1] for key in self.keys if len(key) >= SHORTEST_TAIL)


@dataclass(frozen=True)
class Term:
    """One thing that is asked for: a word in any form, or an identifier by its beginning or end.

    `codes` are the choices of closed lists whose names have the word.
    """

    typed: str
    word: str = ""
    stem: str = ""
    key: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """All terms must be there, or else the identifier that they are together (`whole`)."""

    terms: tuple[Term, ...]
    whole: str = ""


def one_line(text: str) -> str:
    """Return the text as it is kept for finding: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", without_invisible(text)).split())


def code_of(field: str, value: str) -> str:
    """Return the one word that a choice of a closed list is found by."""
    return f"{field}{value}".replace("_", "")


def read(texts: Iterable[str]) -> Reading:
    """Read the texts of a case."""
    words: set[str] = set()
    keys: set[str] = set()
    for text in texts:
        for chunk in CHUNK.findall(text):
            parts = WORD.findall(chunk)
            words.update(part for part in map(_fold, parts) if not DIGIT.search(part))
            if DIGIT.search(chunk):
                keys.update(map(_key, (chunk, *filter(DIGIT.search, parts))))
    words.discard("")
    return Reading(frozenset(words), frozenset(map(stem_of, words)), frozenset(keys - {""}))


def question_of(text: str) -> Question:
    """Read what is asked for. No terms when there is no letter and no digit."""
    chunks = one_line(text[:LONGEST]).split()
    found = [t for chunk in chunks for t in _terms(chunk) if t.key or t.stem]
    terms = tuple([t for t in found if t.word not in _SMALL] or found)[:MOST_TERMS]
    joined = len(terms) > 1 and all(term.key for term in terms)
    return Question(terms, "".join(term.key for term in terms) if joined else "")


def only(question: Question, place: int) -> Question:
    """Return a question for one of the terms."""
    return Question(question.terms[place : place + 1])


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Return what all the forms of a Russian word have in common."""
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> "RussianStemmer":
    from snowballstemmer.russian_stemmer import RussianStemmer  # noqa: PLC0415 - 0.02 s

    return RussianStemmer()


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    return _plain(evened(word))


def _key(text: str) -> str:
    return _plain(number_key(text))


def _plain(text: str) -> str:
    """Leave letters and digits that every database knows for such: others would part a word."""
    return "".join(c for c in text if c.isalnum() and _KNOWN.category(c)[0] in "LN")


def _terms(chunk: str) -> Iterator[Term]:
    words = WORD.findall(chunk)
    named = [word for word in words if not DIGIT.search(word) and not word.isascii()]
    if DIGIT.search(chunk) and not named:
        yield Term(chunk.strip(EDGES), key=_key(chunk))
        return
    for word in words:
        if DIGIT.search(word):
            yield Term(word, key=_key(word))
        else:
            yield Term(word, word=_fold(word), stem=stem_of(_fold(word)))


def fits(word: str, term: Term) -> bool:
    """Whether a word of a text, or an identifier, is what the term asks for."""
    if DIGIT.search(word):
        key = _key(word)
        return bool(term.key) and (key.startswith(term.key) or ends(key, term.key))
    folded = _fold(word)
    begins = len(term.word) >= SHORTEST_PREFIX and folded.startswith(term.word)
    return bool(term.word) and (begins or folded == term.word or stem_of(folded) == term.stem)


def ends(key: str, tail: str) -> bool:
    """Whether an identifier ends like this; a few characters are no ending."""
    return len(tail) >= SHORTEST_TAIL and key.endswith(tail)
