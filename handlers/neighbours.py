"""The neighbours: the cases that one is most likely to be linked or merged with."""

from cases.case import Case
from cases.duplicates import compare, sketch_of
from cases.merging import Merger, hindrance
from handlers.desk import Desk

MERGE = "merge"
MOST = 5
"""So many are offered as buttons."""
LIKELY = 12
"""So many similar cases are looked at, since some are linked already."""


async def neighbours(case: Case, form: str, desk: Desk) -> tuple[Case, ...]:
    """Return open cases to choose from: similar ones first, then one's own latest.

    With the form of a merger only those that may become one with it, the linked ones before all.
    """
    linked = await desk.links.cases_of(case.id)
    similar = await _similar(case, desk)
    latest = await desk.search.latest_of(desk.person.id, LIKELY)
    first = linked if form == MERGE else ()
    known = {case.id} if form == MERGE else {case.id, *(each.id for each in linked)}
    found = {each.id: each for each in (*first, *similar, *latest) if each.id not in known}
    wanted = [each for each in found.values() if form != MERGE or _may_be_one(case, each)]
    return tuple(wanted)[:MOST]


def _may_be_one(case: Case, other: Case) -> bool:
    merger = Merger(case, other)
    return hindrance(merger) is None or hindrance(merger.reversed) is None


async def _similar(case: Case, desk: Desk) -> tuple[Case, ...]:
    zone = desk.rules.zone
    sketch = sketch_of(case.kind, case.cabinet.id, case.answers, case.number, zone)
    candidates = await desk.similar.candidates(sketch, besides=case.id)
    alike = [each.case_id for each in candidates if compare(sketch, each.sketch).reason]
    newest = sorted(alike, reverse=True)[:LIKELY]
    return tuple([await desk.search.get(case_id) for case_id in newest])
