"""The full-text search: every query that only SQLite's FTS5 understands, and no other module."""

from collections.abc import Iterable

from cases.finding import SHORTEST_PREFIX, SHORTEST_TAIL, Question, Term

MOST_COUNTED = 100
"""So many hits are counted; beyond them only that there are more."""


def expression(question: Question) -> str:
    """Write a question as FTS5 reads it: all terms, or the identifier that they are together."""
    terms = " AND ".join(f"({_alternatives(term)})" for term in question.terms)
    return f"({terms}) OR keys : {_begins(question.whole)}" if question.whole else terms


def any_of(keys: Iterable[str]) -> str:
    """Ask for one of the identifiers, each as it is."""
    return " OR ".join(f"keys : {_exact(key)}" for key in keys)


def _alternatives(term: Term) -> str:
    if term.key:
        backwards = [f"tails : {_begins(term.key[::-1])}"] if len(term.key) >= SHORTEST_TAIL else []
        return " OR ".join([f"keys : {_begins(term.key)}", *backwards])
    begins = len(term.word) >= SHORTEST_PREFIX
    word = _begins(term.word) if begins else _exact(term.word)
    codes = [f"codes : {_exact(code)}" for code in term.codes]
    return " OR ".join([f"stems : {_exact(term.stem)}", f"words : {word}", *codes])


def _exact(word: str) -> str:
    return f'"{word}"'  # letters and digits only: `cases/finding.py` has left nothing else


def _begins(word: str) -> str:
    return f'"{word}"*'


HITS = "SELECT rowid FROM reading_words WHERE reading_words MATCH :asked ORDER BY rowid DESC"
"""Cases, the newest first: to rank them costs a thousand times as much."""
COUNTED = f"""
    SELECT COUNT(*) FROM (
        SELECT rowid FROM reading_words WHERE reading_words MATCH :asked LIMIT {MOST_COUNTED + 1}
    ) AS counted
"""  # noqa: S608 - our own words
ANYTHING = "EXISTS (SELECT 1 FROM reading_words WHERE reading_words MATCH :{name})"
NEAR = """
    SELECT term, 0 AS backwards FROM (
        SELECT term FROM reading_terms WHERE term >= :head AND term < :head_end AND col = 'keys'
        LIMIT :limit
    ) AS begun UNION ALL SELECT term, 1 FROM (
        SELECT term FROM reading_terms WHERE term >= :tail AND term < :tail_end AND col = 'tails'
        LIMIT :limit
    ) AS ended
"""
"""Identifiers that begin like this one, and backwards those that end like it."""
SKETCHES_BY_WORDS = """
    SELECT sketches.* FROM sketch_words JOIN sketches ON sketches.case_id = sketch_words.rowid
    WHERE sketch_words MATCH :words AND sketches.cabinet_id = :cabinet
    ORDER BY sketch_words.rowid DESC LIMIT :limit
"""
SKETCH_FREQUENCIES = "SELECT term FROM sketch_stems WHERE term IN"


def any_stem(stems: Iterable[str]) -> str:
    """Ask for sketches that have one of the stems."""
    return " OR ".join(_exact(stem) for stem in stems)


MERGES = (
    "INSERT INTO reading_words (reading_words, rank) VALUES ('merge', :pages)",
    "INSERT INTO sketch_words (sketch_words, rank) VALUES ('merge', :pages)",
)
"""What was deleted from an index of words stays in it until its parts are merged into one. A merge
of a negative number of pages begins that, and goes on with it when it is asked for again."""
CHANGES = "SELECT TOTAL_CHANGES() AS changes"
NOTHING_DONE = 2
"""A merge that had nothing to do changes less than two rows."""
