"""The team: greetings, set-up, invitations, groups, strangers and help."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.case import Cabinet, Person
from cases.roles import Role
from texts.formats import escape, moment_msk
from texts.words import MARKETPLACES

STRANGER = "Это рабочий бот команды. Если вы в ней, попросите приглашение у владельца."
INVITATION_SPENT = "Приглашение уже использовано или истекло. Попросите у владельца новое."
NOT_ALLOWED = "Это может только владелец."
BUTTON_IS_PAST = "Эта кнопка уже не действует."
NO_SUCH_CASE = "Такого обращения нет."

MENU_NEW, MENU_LIST, MENU_HELP = "Новое обращение", "Список", "Помощь"
MENU_PLACEHOLDER = "Номер или команда"

ADD_CABINET, INVITE, RENAME, REMOVE = "Добавить кабинет", "Пригласить", "Переименовать", "Убрать"
CHATS_ARE_OFF, CHATS_ARE_ON = "Чатов нет", "Чаты есть"
BIND = "Подключить группу"
YES_REMOVE, NO = "Да, убрать", "Нет"

COMMANDS: dict[str, str] = {
    "new": "записать обращение, чат или возврат",
    "list": "открытые, сначала горящие",
    "status": "карточка по номеру",
    "find": "поиск по словам и номерам",
    "drafts": "черновики",
    "how": "как и куда писать на площадке",
    "pack": "архив обращения с файлами",
    "check": "можно ли это отправлять",
    "tpl": "готовые ответы",
    "me": "мои напоминания",
    "away": "отсутствие и кто заменяет",
    "back": "я снова на месте",
    "duty": "кто дежурит",
    "cancel": "отменить начатое",
    "help": "что я умею",
}
OWNER_COMMANDS: dict[str, str] = {
    "invite": "пригласить менеджера",
    "team": "кто в команде",
    "cabinets": "кабинеты",
    "topics": "темы обращений",
    "limits": "порог для отказов",
    "health": "всё ли в порядке с ботом",
    "journal": "кто что делал, по дням",
    "settings": "настройки команды",
    "preview": "что отправлю за сутки",
    "forget": "удалить данные покупателя",
    "backup": "зашифрованная копия журнала",
}
GROUP_COMMANDS: dict[str, str] = {"status": "карточка по номеру"}
ONLY_IN_PRIVATE = tuple(sorted({*COMMANDS, *OWNER_COMMANDS} - {"status", "find"}))
"""The commands that the team's group is not the place for; /find says so in its own words."""
THIS_IS_PRIVATE, GO_PRIVATE = "Это в личке.", "Открыть личку"

HELP = (
    "Я веду журнал обращений: что ждёт ответа, до какого срока и сколько денег под риском.\n\n"
    "/new — записать обращение, чат или возврат\n"
    "/list — открытые, сначала горящие; там же мои, ничьи, просроченные\n"
    "/status 18123456 — карточка по номеру; можно #57 или последние 4 цифры\n"
    "/find шов юбка — найти по словам и номерам, и среди закрытых\n"
    "/check — можно ли это отправлять; /tpl — готовые ответы; /how — куда писать\n"
    "/drafts — черновики; /cancel — отменить начатое; /pack 18123456 — архив с файлами\n"
    "/away 20.03 — меня не будет; /back — вернулся; /duty — кто дежурит; /me — напоминания\n\n"
    "Команды работают и посреди формы: она не потеряется."
)
HELP_OWNER = (
    "\n\nВладельцу:\n"
    "/invite — ссылка для нового менеджера; /team — кто в команде; /journal — кто что делал\n"
    "/cabinets — кабинеты; /topics — темы; /limits — когда отказ ждёт вашего «Да»\n"
    "/bind@имя_бота — в группе: /status и номера в разговоре; /settings — часы сводки и разбора;"
    " /preview — что уйдёт за сутки; /health — всё ли в порядке; /forget — забыть покупателя;"
    " /backup — зашифрованная копия"
)
STATUS_USAGE = "Напишите номер: /status 18123456. Подойдёт #57 или последние 4 знака."
UNKNOWN_COMMAND = "Такой команды нет. Что я умею: /help"
_INSTEAD = "Пришлите номер обращения или начните новое: /new"
NO_CABINETS = "Сначала нужен кабинет: владелец добавляет его командой /cabinets."


def not_understood(came: str) -> str:
    """Say that this was not for a journal; `came` names what is no text."""
    return f"Не понял: {came}. {_INSTEAD}" if came else f"Не понял. {_INSTEAD}"


def welcome_owner(name: str) -> str:
    """Greet the owner and begin the set-up."""
    return (
        f"Здравствуйте, {escape(name)}. Я веду журнал обращений: вы не пропустите десятый день"
        " и увидите, что висит и сколько это стоит.\n\nНачнём с первого кабинета."
    )


def setup_next(cabinet: Cabinet) -> str:
    """Say what to do after the first cabinet."""
    return (
        f"Кабинет {cabinet_name(cabinet)} добавлен.\n\n"
        "Дальше:\n"
        "1. Пригласите менеджера: кнопка ниже или /invite.\n"
        "2. Добавьте меня в группу команды: пришлю кнопку «Подключить группу»,"
        " и там заработает /status.\n"
        "3. Запишите первое обращение: /new."
    )


def welcome_back(name: str) -> str:
    """Greet a member of the team who has pressed Start again."""
    return f"{escape(name)}, я на месте. Записать: /new, открытые: /list, всё остальное: /help."


def welcome_manager(name: str) -> str:
    """Greet a new manager."""
    return (
        f"{escape(name)}, вы в команде. Записывайте сюда каждое обращение, чат и возврат: /new."
        " Я напомню до срока и найду по номеру."
    )


def joined(person: Person) -> str:
    """Tell the owner that the invitation worked."""
    return f"{who(person)} теперь в команде."


def invitation(link: str, expires_at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Give the owner a one-time link to pass on."""
    return (
        f"Ссылка для одного менеджера, до {moment_msk(expires_at, zone, now)}:\n{escape(link)}\n\n"
        "Перешлите её лично: кто откроет первым, тот и войдёт."
    )


def team(people: tuple[Person, ...], presence: Callable[[Person], str] = lambda _: "") -> str:
    """List the team; `presence` says who is away or on duty."""
    roles = {Role.OWNER: "владелец", Role.MANAGER: "менеджер"}
    lines = [f"{who(person)} — {roles[person.role]}{presence(person)}" for person in people]
    return "\n".join(["В команде:", *lines])


def sure_to_remove(person: Person) -> str:
    """Ask before a person is removed."""
    return f"Убрать из команды: {who(person)}? Доступ пропадёт сразу, обращения останутся."


def removed(person: Person, left: str) -> str:
    """Say that a person is off the team; `left` is how many open cases nobody leads now."""
    told = f"{who(person)} больше не в команде."
    return f"{told} Открытых осталось {left}: они в списке «Ничьи»." if left else told


NOBODY_TO_REMOVE = "Этого человека уже нет в команде."


def cabinets(found: tuple[Cabinet, ...]) -> str:
    """List the cabinets."""
    if not found:
        return "Кабинетов пока нет. Добавьте первый."
    return "\n".join(["Кабинеты:", *map(_cabinet_line, found)])


def _cabinet_line(cabinet: Cabinet) -> str:
    off = " · чаты выключены" if cabinet.chats_off else ""
    return f"{cabinet_name(cabinet)} · {cabinet.currency}{off}"


def chats_button(cabinet: Cabinet) -> str:
    """Name the button that switches the note about the chats: not HTML."""
    return f"{CHATS_ARE_ON if cabinet.chats_off else CHATS_ARE_OFF}: {cabinet.name}"


def cabinet_added(cabinet: Cabinet) -> str:
    """Say that a cabinet is there."""
    return f"Кабинет {cabinet_name(cabinet)} добавлен."


def cabinet_renamed(cabinet: Cabinet) -> str:
    """Say that a cabinet has another name."""
    return f"Теперь он называется {cabinet_name(cabinet)}."


def cabinet_name(cabinet: Cabinet) -> str:
    """Write «WB · ИП Иванов»."""
    return f"{MARKETPLACES[cabinet.marketplace]} · {escape(cabinet.name)}"


def cabinet_label(cabinet: Cabinet) -> str:
    """Write the cabinet on a button: not HTML."""
    return f"{MARKETPLACES[cabinet.marketplace]} · {cabinet.name}"


def who(person: Person) -> str:
    """Write a person with their username, if any."""
    return escape(person.name) + (f" (@{escape(person.username)})" if person.username else "")


def out_of_reach(person: Person) -> str:
    """Tell the owner, once, that somebody cannot be written to."""
    return (
        f"Не могу писать в личку: {who(person)}. Скорее всего, меня заблокировали. Эти"
        " напоминания приходят вам, а когда связь вернётся, пойдут как прежде."
    )


def in_reach_again(person: Person) -> str:
    """Tell the owner that somebody can be written to again."""
    return f"Снова на связи: {who(person)}. Напоминания опять приходят лично."


def our_fault(incident: str) -> str:
    """Say that the fault is ours and nothing is lost."""
    return (
        f"Сломалось у меня, не у вас. Ничего не потеряно, случай {incident}."
        " Повторите через минуту."
    )


def dead_letter(incident: str) -> str:
    """Tell the owner of an update that could not be handled."""
    return f"Одно сообщение из Telegram обработать не удалось, случай {incident}. Оно сохранено."


AGAIN = "(повтор)"
NOT_DELIVERED = "Не смог доставить лично, поэтому пишу вам:"


def not_delivered(person: Person | None) -> str:
    """Say above a message to whom it could not be delivered, if that is known."""
    return f"Не смог доставить: {who(person)}. Пишу вам:" if person else NOT_DELIVERED
