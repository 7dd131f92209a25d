"""The neighbours: the cases that one is most likely to be linked or merged with."""

from cases.case import Case
from cases.duplicates import compare, sketch_of
from handlers.desk import Desk

MOST = 5
"""So many are offered as buttons."""
LIKELY = 12
"""So many similar cases are looked at, since some are linked already."""


async def neighbours(case: Case, form: str, desk: Desk) -> tuple[Case, ...]:
    """Return open cases to choose from: similar ones first, then one's own latest."""
    known = {case.id, *(await desk.links.of(case.id))} if form == "link" else {case.id}
    similar = await _similar(case, desk)
    latest = await desk.search.latest_of(desk.person.id, LIKELY)
    found = {each.id: each for each in (*similar, *latest) if each.id not in known}
    return tuple(found.values())[:MOST]


async def _similar(case: Case, desk: Desk) -> tuple[Case, ...]:
    zone = desk.rules.zone
    sketch = sketch_of(case.kind, case.cabinet.id, case.answers, case.number, zone)
    candidates = await desk.similar.candidates(sketch, besides=case.id)
    alike = [each.case_id for each in candidates if compare(sketch, each.sketch).reason]
    newest = sorted(alike, reverse=True)[:LIKELY]
    return tuple([await desk.search.get(case_id) for case_id in newest])
