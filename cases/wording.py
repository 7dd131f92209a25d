"""The wording of appeals: how alike two texts are, as stems in clauses."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cases import synonyms
from cases import vocabulary as words

if TYPE_CHECKING:
    from snowballstemmer.russian_stemmer import RussianStemmer

Clauses = tuple[tuple[str, ...], ...]
"""The stems of a text, clause by clause; a small word before one is joined to it with "_"."""
LONGEST = 1000  # characters of a text: what an appeal is about stands at its beginning
_FEWEST_STEMS = 2  # a single word is about anything
_CLAUSE_END = re.compile(rf"[.,;:!?]| (?:{'|'.join(synonyms.JOINING)}) ")
_WORD = re.compile(r"[^\W_]+")


def clauses_of(text: str) -> Clauses:
    """Return the stems of the words that mean something, clause by clause, synonyms as one.

    A small word that turns the meaning (not, from, to) is joined to the next with "_".
    """
    lines = map(words.evened_words, text[:LONGEST].splitlines())
    parts = (part for line in lines for part in _CLAUSE_END.split(line))
    clauses = (tuple(_stems(part)) for part in parts)
    return tuple(clause for clause in clauses if clause)


def likeness(new: Clauses, old: Clauses) -> float:
    """Return 0 to 100: how much two texts say the same, wherever the words stand."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed only when there are candidates

    ours, theirs = _meanings(new), _meanings(old)
    if min(len(set(ours)), len(set(theirs))) < _FEWEST_STEMS or _turned(new, old):
        return 0.0
    said, heard = " ".join(ours), " ".join(theirs)
    return (fuzz.token_sort_ratio(said, heard) + fuzz.token_set_ratio(said, heard)) / 2


def bare(stem: str) -> str:
    """Return the stem without the small word before it: what is searched for."""
    return stem.rpartition("_")[2]


def _turned(new: Clauses, old: Clauses) -> bool:
    """Whether the same words say something else: «A is lost, B is found», «from B to A».

    The same words are put into other clauses, or the same small words before others.
    """
    ours, theirs = sorted(_bare(new)), sorted(_bare(old))
    if ours != theirs:
        return False
    if _moved_between_clauses(new, old):
        return True
    bound = _bound(new), _bound(old)
    return bound[0] != bound[1] and sorted(b for b, _ in bound[0]) == sorted(b for b, _ in bound[1])


def _moved_between_clauses(new: Clauses, old: Clauses) -> bool:
    """Whether as many clauses say other things; a single word is no clause to compare."""
    alike = len(new) == len(old) > 1 and min(map(len, (*new, *old))) > 1
    return alike and {frozenset(map(bare, c)) for c in new} != {
        frozenset(map(bare, c)) for c in old
    }


def _bound(clauses: Clauses) -> set[tuple[str, str]]:
    parts = [stem.rpartition("_") for clause in clauses for stem in clause]
    return {(binding, stem) for binding, _, stem in parts if binding}


def _bare(clauses: Clauses) -> list[str]:
    return [bare(stem) for clause in clauses for stem in clause]


def _meanings(clauses: Clauses) -> list[str]:
    """The stems; of the small words before them only «not» counts."""
    return [
        f"{synonyms.NOT}_{bare(stem)}"
        if stem.partition("_")[0] in synonyms.NEGATING
        else bare(stem)
        for clause in clauses
        for stem in clause
    ]


def _stems(part: str) -> Iterator[str]:
    binding = ""
    for word in _WORD.findall(part):
        if word in synonyms.BINDING:
            binding = f"{word}_"
        elif word not in synonyms.SILENT:
            yield binding + _stem(word)
            binding = ""


def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return synonyms.SAME_MEANING.get(stem, stem)


@cache
def _stemmer() -> "RussianStemmer":
    from snowballstemmer.russian_stemmer import RussianStemmer  # noqa: PLC0415 - 0.02 s

    return RussianStemmer()
