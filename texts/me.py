"""What a person sets for themselves: the words of /me."""

from cases.case import Person
from texts.formats import escape

DEPUTY, NOBODY, BACK = "Заместитель", "Никто", "← Назад"
WHO_IS_DEPUTY = (
    "Кто ваш заместитель? К нему уходят напоминания о сроках, которые вы не увидели вовремя."
)
KEPT = "Записал."


def me(deputy: Person | None) -> str:
    """Show what a person has set for themselves."""
    who = escape(deputy.name) if deputy else "не назначен"
    return f"Ваши напоминания\n\n{DEPUTY}: {who}"


def you_are_deputy(person: Person) -> str:
    """Tell somebody whose deputy they are now."""
    return (
        f"{escape(person.name)}: теперь вы заместитель. Напоминания о сроках, которые там не увидят"
        " вовремя, придут вам."
    )
