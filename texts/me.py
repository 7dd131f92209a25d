"""What a person sets for themselves: the words of /me."""

from cases.case import Person
from cases.rules import QuietHours, Rules
from texts.formats import escape

DEPUTY, NOBODY, BACK = "Заместитель", "Никто", "← Назад"
WHO_IS_DEPUTY = (
    "Кто ваш заместитель? К нему уходят напоминания о сроках, которые вы не увидели вовремя."
)
KEPT = "Записал."


QUIET, OWN, AS_TEAM, NONE = "Тихие часы", "Другие часы", "Как у команды", "Без тихих"
WHICH_HOURS = (
    "Когда вам не напоминать? Ночные напоминания придут утром, а если срок ночью, до неё."
    " Ничего не пропадёт. Можно написать: «22:00–8:00»."
)
AWAY, BACK_AGAIN = "Меня не будет", "Я на месте"


def me(person: Person, deputy: Person | None, presence: str, rules: Rules) -> str:
    """Show what a person has set for themselves; `presence` says that they are away."""
    who = escape(deputy.name) if deputy else "не назначен"
    lines = ["Ваши напоминания", "", f"{QUIET}: {quiet_words(person, rules)}", f"{DEPUTY}: {who}"]
    return "\n".join([*lines, *([presence.strip()] if presence else [])])


def quiet_words(person: Person, rules: Rules) -> str:
    """Say in what hours a person is left alone."""
    own = rules.quiet if person.quiet is None else person.quiet
    told = "нет" if own is None or own.start == own.end else hours_label(own)
    return f"{told}, как у команды" if person.quiet is None else told


def hours_label(hours: QuietHours) -> str:
    """Write a window of hours on a button: not HTML."""
    return f"{hours.start:%H:%M}–{hours.end:%H:%M}"


def you_are_deputy(person: Person) -> str:
    """Tell somebody whose deputy they are now."""
    return (
        f"{escape(person.name)}: теперь вы заместитель. Если {escape(person.name)} не увидит"
        " напоминание о сроке вовремя, оно придёт вам."
    )
