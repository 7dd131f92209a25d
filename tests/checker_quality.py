"""How well the checker finds each class of fault: precision and recall over labelled texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.checking.checker import check
from cases.checking.findings import Audience, Fault

Labelled = tuple[str, Audience, frozenset[Fault]]
CONTACTS = frozenset({
    Fault.EXTERNAL_LINK, Fault.MESSENGER, Fault.EMAIL, Fault.PHONE, Fault.OBFUSCATED_CONTACT,
})  # fmt: skip


@dataclass
class Quality:
    """Counts of one class of fault."""

    hit: int = 0
    false_alarm: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false_alarm) if self.hit + self.false_alarm else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0


def labelled(
    clean: Iterable[str], guilty: Iterable[tuple[str, str]], audience: Audience
) -> list[Labelled]:
    pairs = [*((text, "") for text in clean), *guilty]
    return [
        (text, audience, frozenset(map(Fault, faults.split()))) for text, faults in pairs
    ]  # fmt: skip


def found(text: str, audience: Audience) -> frozenset[Fault]:
    return frozenset(finding.fault for finding in check(text, audience))


def measure(examples: Iterable[Labelled]) -> dict[Fault, Quality]:
    """Count hits, false alarms and misses, class by class, a text at a time."""
    counts = {fault: Quality() for fault in Fault}
    for text, audience, expected in examples:
        said = found(text, audience)
        for fault in said | expected:
            counts[fault].hit += fault in said and fault in expected
            counts[fault].false_alarm += fault in said and fault not in expected
            counts[fault].missed += fault not in said and fault in expected
    return counts


def together(counts: dict[Fault, Quality], faults: Iterable[Fault]) -> Quality:
    chosen = [counts[fault] for fault in faults]
    return Quality(
        sum(q.hit for q in chosen),
        sum(q.false_alarm for q in chosen),
        sum(q.missed for q in chosen),
    )


def mistakes(examples: Iterable[Labelled]) -> list[str]:
    """The texts that the checker reads wrong, with what it found and what it should."""
    return [
        f"{text!r}: found {sorted(said)}, expected {sorted(expected)}"
        for text, audience, expected in examples
        if (said := found(text, audience)) != expected
    ]
