"""The groups: what is said when the bot comes into one, is bound there, or is taken out."""

from texts.formats import escape, quoted


def unknown_group(title: str, bot_username: str) -> str:
    """Tell the owner that the bot was added to a group that is not bound."""
    return (
        f"Меня добавили в группу {quoted(title)}. Я там молчу. Если это группа команды,"
        f" подключите её кнопкой или напишите в ней /bind@{escape(bot_username)}."
    )


def group_bound(title: str, bot_username: str) -> str:
    """Say in the group that it is bound."""
    return (
        f"Группа {quoted(title)} подключена. Карточка по номеру:"
        f" /status@{escape(bot_username)} 18123456."
    )


def group_lost(title: str) -> str:
    """Tell the owner that the bot was taken out of a bound group."""
    return f"Меня убрали из группы {quoted(title)}. Больше ей не отвечаю."


def bind_in_group(bot_username: str) -> str:
    """Say where /bind belongs."""
    return (
        f"Эту команду пишут в группе: добавьте меня туда и отправьте /bind@{escape(bot_username)}."
    )
