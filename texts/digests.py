"""The digests: the morning's message, with what is late, what is due and what stands still."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from cases.case import Case
from cases.digests import Digest, Lateness
from cases.rules import Rules
from texts.formats import clock_time, day, interval, lateness, long_day, sums_of
from texts.naming import in_brief, is_hard, leader
from texts.promises import is_promised_until
from texts.silences import under

DIGEST_LINES = 5
DIGEST_TITLE = "утренняя сводка"
GREETINGS = ((18, "Добрый вечер."), (12, "Добрый день."), (4, "Доброе утро."))
"""From which hour on people are greeted so; in the night they are not greeted at all."""


@dataclass(frozen=True)
class Section:
    """A group of the digest. `untold` are its cases that are not named above, as `above` are."""

    title: str
    cases: tuple[Case, ...]
    when: Callable[[Case], str]
    untold: tuple[Case, ...] = ()

    @property
    def head(self) -> str:
        """Its name with the number of its cases and the money at risk."""
        risk = sums_of(_sums(self.cases))
        return f"{self.title}: {len(self.cases)}" + (f" · {risk}" if risk else "")

    @property
    def above(self) -> int:
        """How many of its cases are named above."""
        return len(self.cases) - len(self.untold)

    def without(self, told: frozenset[int]) -> Self:
        """Leave out what is named above."""
        return replace(self, untold=tuple(case for case in self.cases if case.id not in told))


def sections(content: Digest, rules: Rules, now: datetime) -> tuple[Section, ...]:
    """Return the groups in the order of their urgency."""
    return (
        Section("🔴 Просрочено", content.overdue, lambda c: _late(c, rules, now)),
        Section("🟠 Сегодня и завтра", content.soon, lambda c: _due(c, rules, now)),
        Section("⏳ Без движения", content.stale, lambda c: interval(now - c.moved_at)),
    )


def greeting(now: datetime, rules: Rules) -> str:
    """Begin the morning's message, which may be told later in the day after an outage."""
    hour = now.astimezone(rules.zone).hour
    greeted = next((words for begins, words in GREETINGS if hour >= begins), "")
    return " ".join(filter(None, [greeted, long_day(now, rules.zone)]))


@dataclass(frozen=True)
class Waited:
    """What stands above the groups: reminders that waited for the morning, or for a silence to end.

    The `lines` are about these `cases`, which are not written once more below; `unseen` holds for
    all of them, and with the `silence` the whole message begins.
    """

    lines: tuple[str, ...] = ()
    cases: frozenset[int] = frozenset()
    unseen: str = ""
    silence: str = ""

    @property
    def written(self) -> list[str]:
        """Its lines with what stands above them; none when nothing has waited."""
        what = "Подошли сроки" if self.silence else "Напоминания, которые ждали утра"
        head = [f"{what}: {len(self.lines)}", *filter(None, [self.unseen])]
        return [*head, *self.lines] if self.lines else []


NOTHING_WAITED = Waited()


def digest(
    content: Digest, rules: Rules, now: datetime,
    waited: Waited = NOTHING_WAITED, wiped_lately: int = 0,
) -> str:  # fmt: skip
    """Write the morning's message; also when there is nothing to tell."""
    head = under(waited.silence, greeting(now, rules))
    groups = [_written(each.without(waited.cases)) for each in sections(content, rules, now)]
    written = [text for text in ("\n".join(waited.written), *groups) if text]
    late = yesterday(content.yesterday, rules)
    ends = totals(content) if written else _calm(content, rules, now)
    return "\n\n".join(filter(None, [head, *written, late, ends, wiped(wiped_lately)]))


def yesterday(late: Lateness, rules: Rules) -> str:
    """Write what came too late yesterday; nothing when nothing did."""
    passed = [f"#{case.id}" for case in late.passed if not is_promised_until(case)]
    promised = [f"#{case.id}" for case in late.passed if is_promised_until(case)]
    answered = [f"#{case.id} {_by(case, by, rules)}" for case, by in late.answered]
    lines = [f"Вчера прошёл срок, ответа ещё нет: {_few(passed)}"] if passed else []
    lines += [f"Вчера прошёл срок обещания: {_few(promised)}"] if promised else []
    lines += [f"Вчера ответили позже срока: {_few(answered)}"] if answered else []
    return "\n".join(lines)


def _few(named: list[str]) -> str:
    more = len(named) - DIGEST_LINES
    return ", ".join(named[:DIGEST_LINES]) + (f" и ещё {more}" if more > 0 else "")


def _by(case: Case, length: timedelta, rules: Rules) -> str:
    beyond = "на" if is_hard(case, rules) else "дольше нашего порога на"
    return f"{beyond} {lateness(length)}"


def _written(section: Section) -> str:
    if not section.untold:
        return ""
    shown = [
        f"#{case.id} {in_brief(case)} — {section.when(case)}, {leader(case)}"
        for case in section.untold[:DIGEST_LINES]
    ]
    more = len(section.untold) - DIGEST_LINES
    shown += [f"ещё {more}: /list"] if more > 0 else []
    shown += [f"уже названо выше: {section.above}"] if section.above else []
    return "\n".join([section.head, *shown])


def _late(case: Case, rules: Rules, now: datetime) -> str:
    if case.due_at is None:
        return ""
    if is_promised_until(case):
        return f"обещание просрочено на {lateness(now - case.due_at)}"
    return _by(case, now - case.due_at, rules)


def _due(case: Case, rules: Rules, now: datetime) -> str:
    promised = "обещание, " if is_promised_until(case) else ""
    return f"{promised}{_until(case.due_at, rules, now)}" if case.due_at else ""


def _until(due_at: datetime, rules: Rules, now: datetime) -> str:
    today = now.astimezone(rules.zone).date()
    due = due_at.astimezone(rules.zone).date()
    at = clock_time(due_at, rules.zone)
    return (
        f"до {at}"
        if due == today
        else "до полуночи"
        if due == today + timedelta(1) and at == "00:00"
        else f"завтра {at}"
        if due == today + timedelta(1)
        else f"{day(due, rules.zone, now)} {at}"
    )


def wiped(cases: int) -> str:
    """Tell the owner that buyers' data went in the night; nothing when none did."""
    return f"Ночью по сроку хранения удалены данные покупателей: {cases}" if cases else ""


def _calm(content: Digest, rules: Rules, now: datetime) -> str:
    if not content.open:
        return "Открытых обращений нет."
    if content.next_due is None or content.next_due.due_at is None:
        return (
            f"Горящего нет: открыто {len(content.open)}, ближайших сроков нет.{_at_risk(content)}"
        )
    when = day(content.next_due.due_at, rules.zone, now)
    until = f"ближайший срок в {when} (#{content.next_due.id})."
    return f"Горящего нет: открыто {len(content.open)}, {until}{_at_risk(content)}"


def _at_risk(content: Digest) -> str:
    risk = sums_of(_sums(content.open))
    return f" Под риском {risk}." if risk else ""


def totals(content: Digest) -> str:
    """Write how many cases are open, and the money at risk."""
    risk = sums_of(_sums(content.open))
    return f"Всего открыто {len(content.open)}" + (f", под риском {risk}" if risk else "")


def _sums(cases: tuple[Case, ...]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for case in cases:
        if case.risk:
            sums[case.risk.currency] += case.risk.minor
    return dict(sums)
