"""The merging: why two cases cannot be one, what will happen if they become one, what has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.case import Case, Person
from cases.clocks import nearest_wall, running_clocks
from cases.merging import Doubt, Hindrance, Merger
from cases.rules import Rules
from texts.attachments import FILES
from texts.cards import card
from texts.doubles import short
from texts.formats import NBSP, counted, escape, moment_msk, small, sum_of
from texts.naming import leader, led_by
from texts.words import KINDS_SHORT, PRIORITIES, STATUSES

YES, OTHER_WAY, LINK, NO = "Да, объединить", "Наоборот", "Связать", "Не надо"
FOR_EVER = "Отменить объединение будет нельзя."
ENTRIES = ("запись", "записи", "записей")
CHANGED = "Пока вы смотрели, одно из них изменилось. Проверьте ещё раз."


def question(
    merger: Merger, new: dict[str, Any], doubts: Sequence[Doubt], rules: Rules, now: datetime
) -> str:
    """Show both cases, what will happen to them, and that there is no way back."""
    gone, kept = merger.gone, merger.kept
    will = replace(kept, **{name: new[name] for name in new if name != "assignee_id"})
    lines = [
        *(DOUBTS[doubt] for doubt in doubts),
        _stays(gone, kept),
        _goes_over(gone, kept),
        _wall(will, rules, now),
        f"Срочность: {PRIORITIES[will.priority]}." if will.priority != kept.priority else "",
        _risk(gone, kept, will),
        FOR_EVER,
    ]
    told = "\n".join(f"• {line}" for line in lines if line)
    shown = [short(case, rules, now) for case in (kept, gone)]
    return "\n\n".join([f"Объединить #{gone.id} с #{kept.id}?", *shown, told])


def refused(merger: Merger, why: Hindrance, *, other_way: bool) -> str:
    """Say why two cases cannot be merged, and what can be done instead."""
    gone, kept = merger.gone, merger.kept
    closed = gone if gone.closed else kept
    reasons = {
        Hindrance.SAME: f"#{kept.id} и есть это обращение: объединять не с чем.",
        Hindrance.KIND: (
            f"#{gone.id} {KINDS_SHORT[gone.kind]}, а #{kept.id} {KINDS_SHORT[kept.kind]}:"
            " у них разный путь. Такие не объединяют, а связывают."
        ),
        Hindrance.CABINET: (
            f"#{gone.id} и #{kept.id} из разных кабинетов: это два разговора. Их можно связать."
        ),
        Hindrance.CLOSED: (
            f"#{closed.id} уже закрыто, у него свой итог. Если вопрос живой, сначала откройте его"
            " снова; если нет, свяжите их."
        ),
        Hindrance.BOTH_DECIDED: (
            "По обоим возвратам решение уже есть, деньги у каждого свои. Их можно связать."
        ),
        Hindrance.OTHER_WAY: (
            f"#{gone.id} ушло дальше ({small(STATUSES[gone.status])}), чем #{kept.id}"
            f" ({small(STATUSES[kept.status])}): так его ход потерялся бы."
        ),
        Hindrance.BUYER_WAITS: (
            f"В #{gone.id} покупатель ещё ждёт ответа. Сначала ответьте ему, потом объединяйте."
        ),
        Hindrance.TWO_PROMISES: (
            "В обоих стоит обещание покупателю, а помнить я могу одно на обращение."
            " Отметьте выполненное, потом объединяйте."
        ),
    }
    offered = f" Наоборот можно: #{kept.id} войдёт в #{gone.id}." if other_way else ""
    return reasons[why] + offered


def merged(gone: Case, kept: Case, rules: Rules, now: datetime) -> str:
    """Say that the two are one now, above the card."""
    return f"Объединил: #{gone.id} теперь в #{kept.id}.\n\n{card(kept, rules, now)}"


def merged_by(gone: Case, kept: Case, by: Person, rules: Rules, now: datetime) -> str:
    """Tell whoever leads one of the cases, and the owner, that they are one now."""
    told = f"Объединение ({escape(by.name)}): #{gone.id} теперь в #{kept.id}."
    return f"{told} {_served(gone, kept)}".rstrip() + f"\n\n{card(kept, rules, now)}"


DOUBTS: dict[Doubt, str] = {
    Doubt.TWO_BUYERS: "Имена покупателей разные: проверьте, что это один человек.",
    Doubt.TWO_NUMBERS: "Номера на площадке разные: проверьте, что вопрос один. Найдётся по обоим.",
}


def _served(gone: Case, kept: Case) -> str:
    led = gone.assignee
    if led is None or kept.assignee is None or led.id == kept.assignee.id:
        return ""
    return f"Ответственный: был {escape(led.name)}, теперь {leader(kept)}."


def _stays(gone: Case, kept: Case) -> str:
    return (
        f"Останется #{kept.id}: «{small(STATUSES[kept.status])}», {led_by(kept)}."
        f" Номера #{gone.id} будут открывать #{kept.id}."
    )


def _goes_over(gone: Case, kept: Case) -> str:
    """Say what goes over, and which numbers the files will have."""
    files = counted(gone.attachments, FILES)
    if gone.attachments and kept.attachments:
        files += f" (номера пойдут после №{NBSP}{kept.attachments})"
    moved = (
        (gone.attachments, files),
        (gone.entries, counted(gone.entries, ENTRIES)),
        (gone.links > (kept.id == gone.linked_id or gone.id == kept.linked_id), "связи"),
        (gone.tags, "метки"),
    )
    told = [words for count, words in moved if count]
    return f"Перейдёт всё записанное: суть и номера{''.join(f', {each}' for each in told)}."


def _wall(will: Case, rules: Rules, now: datetime) -> str:
    due = nearest_wall(running_clocks(will, rules))
    return f"Срок ближайший из двух: {moment_msk(due, rules.zone, now)}." if due else ""


def _risk(gone: Case, kept: Case, will: Case) -> str:
    if gone.risk is None or will.risk is None:
        return ""
    if kept.risk is None or gone.risk == kept.risk:
        return f"Под риском {sum_of(will.risk)}."
    other = gone.risk if will.risk == kept.risk else kept.risk
    return f"Под риском останется {sum_of(will.risk)}; {sum_of(other)} не прибавляю."
