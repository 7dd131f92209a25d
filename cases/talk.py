"""The talk: the numbers of cases that people name in passing, in the middle of a conversation."""

import re
from datetime import timedelta

EVERY = timedelta(hours=1)
"""A case that was named is shown in a group at most so often."""
SHORTEST = 6
"""A figure of fewer digits is a price or a size, not the number of a dialog."""
MOST_NUMBERS, MOST_CASES = 6, 3
"""So many numbers of one message are looked up, and so many cases shown."""
_AFTER = r"(?![\w-]|[.,:/]\d)"
_NUMBER = re.compile(
    rf"(?<![\w#&/])(?P<own>#\d{{1,9}}){_AFTER}"
    rf"|(?<![\w.,:/+#№-])(?:№\s?)?(?P<others>\d{{{SHORTEST},24}}){_AFTER}",
    re.ASCII,
)


def named(text: str) -> tuple[str, ...]:
    """Return the numbers that stand in a text as whole words: ours as «#57», the marketplaces'.

    Parts of dates, sums, telephones with a plus, links and identifiers are none.
    """
    found = (match["own"] or match["others"] for match in _NUMBER.finditer(text))
    return tuple(dict.fromkeys(found))[:MOST_NUMBERS]
