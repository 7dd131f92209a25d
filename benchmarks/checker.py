"""How well the checker of replies does: precision and recall per class, over labelled replies."""

import argparse
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tests"))

import checker_quality as quality
import examples_replies as tuned
import examples_replies_lively as lively
import examples_replies_unseen as unseen

from cases.checking.checker import check
from cases.checking.findings import Audience, Fault


def examples(half: object) -> list[quality.Labelled]:
    clean, guilty = half.CLEAN, half.GUILTY  # type: ignore[attr-defined] # a module of examples
    return [
        *quality.labelled(clean, guilty, Audience.WB_BUYER),
        *quality.labelled((), half.APPEALS, Audience.SUPPORT),  # type: ignore[attr-defined] # same
        *quality.labelled((), half.OZON, Audience.OZON_BUYER),  # type: ignore[attr-defined] # same
    ]


def show(title: str, texts: list[quality.Labelled]) -> None:
    counts = quality.measure(texts)
    print(f"\n{title}: {len(texts)} texts, {sum(not e for *_, e in texts)} of them clean")
    print(f"  {'class':<26}{'found':>6}{'false':>6}{'missed':>7}{'precision':>11}{'recall':>8}")
    rows = [(fault.value, counts[fault]) for fault in Fault]
    rows = [(name, q) for name, q in rows if q.hit or q.false_alarm or q.missed]
    for name, q in [*rows, ("contacts and links", quality.together(counts, quality.CONTACTS)),
                    ("all", quality.together(counts, Fault))]:  # fmt: skip
        counted = f"{q.hit:>6}{q.false_alarm:>6}{q.missed:>7}"
        print(f"  {name:<26}{counted}{q.precision:>11.3f}{q.recall:>8.3f}")


def speed(texts: list[quality.Labelled]) -> float:
    """Milliseconds for one text."""
    for text, audience, _ in texts:
        check(text, audience)
    began = time.perf_counter()
    for text, audience, _ in texts:
        check(text, audience)
    return (time.perf_counter() - began) / len(texts) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mistakes", action="store_true", help="show the texts read wrong")
    asked = parser.parse_args()
    halves = {"tuned by": [*examples(tuned), *examples(lively)], "unseen": examples(unseen)}
    for title, texts in halves.items():
        show(title, texts)
        if asked.mistakes:
            print("\n".join(quality.mistakes(texts)))
    print(f"\n{speed([*halves['tuned by'], *halves['unseen']]):.2f} ms a text")


if __name__ == "__main__":
    main()
