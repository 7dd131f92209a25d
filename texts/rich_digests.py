"""The rich digests: a long morning as groups that fold, with every case in a table."""

from datetime import datetime

from cases.case import Case
from cases.digests import Digest
from cases.rules import Rules
from texts.digests import (
    DIGEST_LINES,
    NOTHING_WAITED,
    Section,
    Waited,
    greeting,
    sections,
    totals,
    wiped,
    yesterday,
)
from texts.naming import in_brief, leader

MOST = 40
"""So many cases of a group stand in its table; the lists have them all."""


def rich_digest(
    content: Digest, rules: Rules, now: datetime,
    waited: Waited = NOTHING_WAITED, wiped_lately: int = 0,
) -> str | None:  # fmt: skip
    """Write the HTML of a rich message; None when the plain message has room for all of it."""
    groups = [each.without(waited.cases) for each in sections(content, rules, now)]
    if all(len(each.untold) <= DIGEST_LINES for each in groups):
        return None
    shown = [each for each in groups if each.untold]
    late = yesterday(content.yesterday, rules)
    return "".join(
        [
            _paragraph([waited.silence] if waited.silence else []),
            f"<h3>{greeting(now, rules)}</h3>",
            _paragraph(waited.written),
            *(_group(each, is_open=each is shown[0]) for each in shown),
            _paragraph(late.split("\n") if late else []),
            _paragraph([totals(content), *filter(None, [wiped(wiped_lately)])]),
        ]
    )


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


def _group(section: Section, *, is_open: bool) -> str:
    rows = "".join(_row(each, section) for each in section.untold[:MOST])
    notes = [f"ещё {len(section.untold) - MOST}: /list"] if len(section.untold) > MOST else []
    notes += [f"уже названо выше: {section.above}"] if section.above else []
    unfolded = " open" if is_open else ""
    return (
        f"<details{unfolded}><summary>{section.head}</summary>"
        f"<table striped>{rows}</table>{_paragraph(notes)}</details>"
    )


def _row(case: Case, section: Section) -> str:
    cells = (f"#{case.id} {in_brief(case)}", section.when(case), leader(case))
    return f"<tr>{''.join(f'<td>{each}</td>' for each in cells)}</tr>"
