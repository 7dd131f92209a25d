"""How and where: the official path to the support and to the chats, in steps."""

from cases.case import Cabinet
from cases.kinds import Category, Marketplace
from texts.formats import DAYS, counted, escape, small
from texts.team import cabinet_name
from texts.words import CHOICES

WHERE = {"wb": "Поддержка WB", "ozon": "Поддержка Ozon", "chat": "Чат с покупателем"}
"""The ways that can be shown, by the word after /how."""
SPOKEN = {"вб": "wb", "вайлдберриз": "wb", "wildberries": "wb", "озон": "ozon", "чат": "chat"}
"""Other words for the same."""
FILL_IN = "Заполнить разделы"
WHICH = "Что показать?"
BACK = "← Назад"
SAVE_NUMBER = "Сохраните номер: /new"
KNOWN: dict[tuple[Marketplace, Category], str] = {
    (Marketplace.OZON, Category.TECH): "отдельная поддержка для разработчиков",
}
"""What is known of the sections without the team's help; the rest is for the owner to fill in."""

_SUPPORT: dict[Marketplace, tuple[str, ...]] = {
    Marketplace.WB: (
        "Откройте в кабинете раздел поддержки.",
        "Нажмите «Новый диалог».",
        "Выберите категорию и тему, точнее всего подходящие к делу.",
        "Вставьте текст обращения и приложите файлы.",
        "После отправки появится номер. Дальше пишите только в этом диалоге, нового не заводите.",
    ),
    Marketplace.OZON: (
        "Откройте в кабинете меню и выберите «Обратная связь».",
        "Нажмите «Написать в поддержку».",
        "Выберите тему.",
        "Вставьте текст обращения и приложите файлы.",
        "Сохраните номер и пишите дальше в той же ветке.",
    ),
}


def choices() -> str:
    """Ask which way to show."""
    return f"{WHICH} Можно и сразу: /how wb, /how ozon, /how chat."


def support(
    marketplace: Marketplace, filled: dict[Category, str], without_chats: tuple[Cabinet, ...]
) -> str:
    """Show the way to the support of a marketplace, and which category goes to which section."""
    lines = [f"<b>{WHERE[marketplace]}</b>", *_numbered(_SUPPORT[marketplace])]
    lines += ["", "<b>Куда с чем</b>", *_sections(marketplace, filled)]
    lines += ["", *map(_chats_are_off, without_chats)] if without_chats else []
    return "\n".join([*lines, "", SAVE_NUMBER])


def chat(days: int, without_chats: tuple[Cabinet, ...]) -> str:
    """Show how a buyer is answered in the chat, as WB's manual has it."""
    steps = (
        "Откройте чат с покупателем в кабинете.",
        (
            f"Ответьте за {counted(days, DAYS)} с того момента, как сообщение появилось:"
            " по делу, полно, с причинами."
        ),
        (
            "Не пишите контакты, чужие сайты и мессенджеры, личные данные покупателя."
            " С вопросами о самой площадке покупателю нужна её клиентская поддержка."
        ),
        "Текст до 1000 знаков. Файлы: JPEG, PNG или PDF, каждый до 5 МБ, вместе до 30 МБ.",
        (
            "Хочет вернуть товар: покупатель нажимает «Вернуть товар» или вы «Инициировать"
            " возврат», потом «Согласиться на возврат» или «Отказать в возврате»."
        ),
    )
    lines = [f"<b>{WHERE['chat']}</b>", "По инструкции WB:", *_numbered(steps), ""]
    lines += ["На Ozon чаты есть не у всех: некоторым продавцам их отключают."]
    lines += [_chats_are_off(each) for each in without_chats]
    return "\n".join([*lines, "", SAVE_NUMBER])


def section_for(marketplace: Marketplace, category: Category) -> str:
    """Name what is being filled in."""
    return f"{WHERE[marketplace]}, {CHOICES['category'][category]}."


def _numbered(steps: tuple[str, ...]) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _sections(marketplace: Marketplace, filled: dict[Category, str]) -> list[str]:
    known = {each: filled.get(each) or KNOWN.get((marketplace, each)) for each in FILLED_IN}
    names = CHOICES["category"]
    lines = [f"{names[each]}: {escape(told)}" for each, told in known.items() if told]
    unknown = ", ".join(small(names[each]) for each, told in known.items() if not told)
    return [*lines, f"{_TO_FILL} {unknown}."] if unknown else lines


def _chats_are_off(cabinet: Cabinet) -> str:
    return (
        f"{cabinet_name(cabinet)}: чаты с покупателями выключены, остаются обращения в поддержку."
    )


FILLED_IN = tuple(each for each in Category if each is not Category.OTHER)
_TO_FILL = f"Ещё не указаны, их заполняет владелец кнопкой «{FILL_IN}»:"
