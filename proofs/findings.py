"""The findings: what a soak has counted and what was wrong, in a line or as a table."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

APART = ("reminders", "went on", "lists", "caught up", "outages", "jumps")
"""What is counted and is no act of anybody's."""


@dataclass
class Findings:
    """What has happened; `wrong` must stay empty, `said` is the print of all that was said."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    latest: timedelta = timedelta(0)
    said: str = ""

    def hear(self, keys: set[str], now: datetime) -> None:
        """Take down what was said, so that two lives can be compared."""
        for key in sorted(keys):
            said = f"{self.said} {key} {int(now.timestamp())}"
            self.said = sha256(said.encode()).hexdigest()


def told(found: Findings) -> str:
    """Write the figures in a line."""
    acts = sum(found.counts.values()) - sum(found.counts[each] for each in APART)
    figures = {each: found.counts[each] for each in APART}
    figures |= {"acts": acts, "wrong": len(found.wrong)}
    return ", ".join(f"{name} {figure:,}" for name, figure in figures.items())


def table(found: Findings, chosen: dict[str, object], seconds: float) -> None:
    """Print what was lived and what was found."""
    acts = {name: n for name, n in sorted(found.counts.items()) if name not in APART}
    figures: dict[str, object] = {
        **chosen, **{each: found.counts[each] for each in APART},
        "acts": sum(acts.values()), **{f"  {name}": n for name, n in acts.items()},
        "latest": f"{found.latest.total_seconds():.0f} s", "wrong": len(found.wrong),
        "took": f"{seconds:.0f} s, {time.process_time():.0f} s of them on a core",
    }  # fmt: skip
    for name, figure in figures.items():
        shown = f"{figure:,}" if isinstance(figure, int) and name != "seed" else figure
        print(f"{name:16} {shown}")
    print(*found.wrong[:12], sep="\n")
