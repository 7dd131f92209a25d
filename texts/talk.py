"""The talk: numbers named in the team's group, and the switch for it."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case, Group
from cases.rules import Rules
from cases.talk import SHORTEST
from texts.cards import group_card
from texts.formats import day, quoted, small
from texts.naming import heading
from texts.words import STATUSES

ON, OFF = "Номера: включить", "Номера: выключить"
HOW_TO_HEAR = (
    "Чтобы я слышал разговор, сделайте меня администратором группы. Или выключите приватность"
    " у @BotFather (Bot Settings, Group Privacy), уберите меня из группы и добавьте снова."
    " Иначе Telegram передаёт мне только команды."
)


def mentioned(cases: Sequence[Case], rules: Rules, now: datetime) -> str:
    """Show the cases that were named in a group: no buyer's data; of a closed one only a line."""
    return "\n\n".join(_short(case, rules, now) for case in cases)


def switch(group: Group, *, several: bool) -> str:
    """Write the button that lets numbers be heard in a group, or not: not HTML."""
    label = OFF if group.talks else ON
    return f"{label}, {group.title}"[:64] if several else label


def groups(found: Sequence[Group]) -> str:
    """List the team's groups, and whether numbers are heard in their talk."""
    lines = [
        f"{quoted(group.title)} — номера в разговоре: {'вкл' if group.talks else 'выкл'}"
        for group in found
    ]
    return "\n".join(["Группы команды:", *lines])


def switched(group: Group) -> str:
    """Say what happens from now on in a group, and what it takes."""
    if not group.talks:
        return f"В группе {quoted(group.title)} больше не откликаюсь на номера в разговоре."
    return (
        f"Теперь в группе {quoted(group.title)} откликаюсь на номера. Назовёт кто-то из команды"
        f" #57 или номер площадки от {SHORTEST} цифр, покажу короткую карточку: без звука, без"
        f" данных покупателя, один номер не чаще раза в час.\n\n{HOW_TO_HEAR}"
    )


def _short(case: Case, rules: Rules, now: datetime) -> str:
    if case.closed_at is None:
        return group_card(case, rules, now)
    ended = f"{small(STATUSES[case.status])} {day(case.closed_at, rules.zone, now)}"
    return f"{heading(case, now, with_cabinet=False)} · {ended}"
