"""What the operator reads on the terminal."""

from pathlib import Path

DESCRIPTION = "Журнал обращений: бот для команд, которые продают на Wildberries и Ozon."
HELP = {
    "run": "запустить бота",
    "healthcheck": "жив ли бот (для Docker)",
    "backup": "сделать копию журнала",
    "restore-drill": "проверить, что последняя копия восстанавливается целиком",
}
"""The commands that take nothing more."""
HELP_DEMO = "показать всё на этой машине: без токена и без интернета"
HELP_PORT = "порт страницы с чатами"
HELP_DATA = "папка, в которой демо хранит журнал (по умолчанию временная)"
HELP_RESET = "начать демо заново"
HELP_RESTORE = "вернуть журнал из копии"
HELP_IDENTITY = "файл с секретным ключом age, для копии из /backup"

ALREADY_RUNS = "Бот уже запущен с этой папкой данных. Второй не нужен: остановите первый."
ANOTHER_PROCESS = "С этим токеном работает ещё один бот. Остановите его и запустите снова."
WRONG_TOKEN = "Telegram не принял токен. Проверьте BOT_TOKEN: его выдаёт @BotFather."  # noqa: S105 - words, no token
PORT_TAKEN = "Порт METRICS_PORT занят. Укажите свободный или уберите настройку."
BROKEN = "Бот остановился из-за ошибки, она записана в журнал работы. Данные целы."
STOP_FIRST = "Бот работает с этим журналом. Сначала остановите его."


SETTINGS: dict[str, str] = {
    "BOT_TOKEN": "токен от @BotFather, вида 123456789:AAF…",
    "BOT_TOKEN_FILE": "файл, который можно прочитать, и в нём токен",
    "OWNER_ID": "ваш id в Telegram, только цифры",
    "DATA_DIR": "папка, которую можно создать и в которую можно писать",
    "DATABASE_URL": "sqlite:///путь/к/файлу.db, и в его папку можно писать",
    "TIMEZONE": "название пояса, например, Europe/Moscow",
    "DIGEST_AT": "время, например, 09:00",
    "REVIEW_AT": "день недели и время, например, mon 10:00",
    "REPLY_LIMIT_DAYS": "число дней от 1 до 60",
    "BACKUP_KEY": "открытый ключ age вида age1…; секретному AGE-SECRET-KEY-… здесь не место",
    "KEEP_BUYERS_DAYS": "число дней от 30 до 3650",
    "QUIET_HOURS": "часы вида 21:00-09:00 или off",
    "TELEGRAM_PROXY": "socks5://сервер:порт или http://сервер:порт, несколько через запятую",
    "TELEGRAM_API_URL": "адрес вида https://api.telegram.org",
    "TELEGRAM_LIMITS": "true или false",
    "LOG_LEVEL": "DEBUG, INFO, WARNING или ERROR",
    "METRICS_PORT": "свободный порт, число от 1 до 65535",
    "CLOCK_FILE": "путь к файлу",
}
"""What would be right, by the setting's name."""
ENV_NOT_UTF8 = "Файл .env не в кодировке UTF-8. Сохраните его в UTF-8 и запустите снова."
ENV_UNREADABLE = "Файл .env не читается. Проверьте права на него и запустите снова."


def bad_settings(names: list[str]) -> str:
    """Name the settings that are missing or wrong, and what would be right; never their values."""
    listed = "; ".join(f"{name}: {SETTINGS[name]}" for name in map(str.upper, names))
    return f"Проверьте настройки (.env или окружение). {listed}. Образец: config.example.env"


def newer(backup: Path | None) -> str:
    """Say that the journal is of a newer version, or looks so because it is damaged."""
    damaged = f" Если бота не откатывали, файл повреждён: python -m bot restore {backup}"
    newer = "Журнал записан более новой версией бота. Обновите бота: старый его не тронет."
    return newer + (damaged if backup else "")


def damaged(path: Path, backup: Path | None) -> str:
    """Say that the journal is damaged, and what to restore."""
    how = (
        f"Вернуть последнюю копию: python -m bot restore {backup}"
        if backup
        else "Копий рядом нет: поищите их там, куда вы их складываете."
    )
    return f"Файл журнала повреждён: {path}. Я его не трогаю и новый не завожу. {how}"


def bad_backup(path: Path) -> str:
    """Say that a backup cannot be restored."""
    return f"{path} не похож на целую копию журнала. Ничего не изменено."


_NO_KEY = {
    "KeyNeeded": "Эта копия зашифрована. Укажите файл с секретным ключом: --identity key.txt.",
    "KeyWrong": "Этот файл с ключом к копии не подходит или не читается.",
    "PassphraseWrong": "Файл с ключом закрыт паролем, этот пароль его не открывает.",
}
UNLOCK_KEY = "Пароль к файлу с ключом: "


def not_restored(why: str, path: Path) -> str:
    """Say why a backup was not put in place, by the name of the error."""
    return f"{_NO_KEY[why]} Ничего не изменено." if why in _NO_KEY else bad_backup(path)


def restored(path: Path) -> str:
    """Say that a backup is in place."""
    return f"Журнал возвращён из {path}. Прежний файл лежит рядом."


NO_BACKUPS = "Копий ещё нет. Сделать сейчас: python -m bot backup"


def drilled(path: Path, tables: int, rows: int, files: int) -> str:
    """Say that a backup can be restored, with what was compared."""
    return f"{path} восстанавливается. Сверено: таблиц {tables}, строк {rows}, файлов {files}."


def drill_failed(path: Path, differing: tuple[str, ...], missing: tuple[str, ...]) -> str:
    """Say what a restored backup lacks."""
    wrong = [*(f"таблица {each}" for each in differing), *(f"файл {each}" for each in missing)]
    return f"{path} восстанавливается не целиком. Не сошлось: {'; '.join(wrong[:20])}."


def unhealthy(problems: tuple[str, ...]) -> str:
    """List what is wrong."""
    return "\n".join(problems)


NO_BACKUP_NO_UPDATE = (
    "Перед обновлением журнала нужна его копия, а она не получилась: проверьте место на диске."
    " Журнал не тронут."
)
BACKUP_FAILED = "Копия не сошлась с проверкой и удалена. Проверьте диск и повторите."
UNREADABLE_JOURNAL = "Файл журнала не читается. Запустите бота: он назовёт последнюю копию."
NO_JOURNAL = "Журнала ещё нет: бот не запускался."


NO_DEMO = "В образе Docker только сам бот. Демо запускается из папки с исходниками: make demo"
DEMO_RUNS = "Демо с этой папкой уже открыто. Остановите его или укажите другую папку: --data."


def not_a_demo(path: Path) -> str:
    """Say that the folder is not touched."""
    return f"В {path} лежит не демо. Ничего не изменено: укажите пустую папку."


def demo_ready(url: str) -> str:
    """Say where the demo is."""
    return f"Демо открыто: {url}\nОстановить: Ctrl+C"
