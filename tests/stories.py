"""What people press and type to register one case of each kind, from «/new» on."""

from team import Team

CHAT = ("/new", "Чат с покупателем", "Разошёлся шов", "сегодня 10:01", "Тимур", "140158860", "Брак")
TICKET = (
    "/new", "Обращение в поддержку", "Контент и карточка", "Не проходит модерацию",
    "Карточка висит на модерации", "вчера", "Исправление", "Обычная", "Пропустить", "Пропустить",
    "18123456", "К итогу", "Сохранить",
)  # fmt: skip
RETURN = (
    "/new", "Возврат через чат", "140158860", "Брак", "Разошёлся шов", "вчера 12:00", "Тимур",
    "1 186", "Есть фото или видео", "Пропустить", "Пропустить", "Сохранить",
)  # fmt: skip
SAVED = (*CHAT, "К итогу", "Сохранить")
"""The chat, with what is left unasked."""


async def three_cases(team: Team) -> None:
    """#1 Anna's ticket about moderation, #2 Anna's chat about a seam, #3 Boris's return of it."""
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    await team.boris.does(*RETURN)
