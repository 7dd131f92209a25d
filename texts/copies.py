"""The copies: what the owner reads of an encrypted copy, and how a key for it is set up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.copies import LARGEST, Copy
from texts.formats import moment_msk, size_of

HOW_TO_SET_UP = (
    "Копию пришлю только зашифрованной, а ключа пока нет. Один раз:\n\n"
    "1. На своём компьютере, не на сервере, поставьте age (age-encryption.org) и выполните\n"
    "<code>age-keygen -o key.txt</code>\n"
    "2. Спрячьте key.txt: без него копию не откроет никто, и я тоже.\n"
    "3. Строку age1… из вывода впишите на сервере в настройку <code>BACKUP_KEY</code>"
    " и перезапустите бота. Это открытый ключ: им можно только зашифровать.\n\n"
    "Копии на самом сервере делаются каждую ночь и без ключа."
)
MAKING = "Собираю и шифрую копию."
WITHOUT_FILES = "Без файлов"
NOT_SENT = "Копия не отправилась: связь обрывается. Попробуйте позже: /backup"
NO_COPY = (
    "Копия не собралась: не хватает места на диске, или журнал не прошёл проверку."
    " Что не так, покажет /health."
)
_WITH = {Copy.WHOLE: "журнал и файлы обращений", Copy.JOURNAL: "журнал без файлов"}


def caption(copy: Copy, zone: ZoneInfo, now: datetime) -> str:
    """Say under a copy what is in it, and how it is opened."""
    return (
        f"Копия от {moment_msk(now, zone, now)}: {_WITH[copy]}. Открыть может только ваш ключ.\n"
        "Вернуть на сервере: <code>python -m bot restore ФАЙЛ --identity key.txt</code>\n"
        "Просто посмотреть: <code>age -d -i key.txt ФАЙЛ | tar xz</code>"
    )


def too_large(copy: Copy, size: int) -> str:
    """Say how large a copy is, and how else to get it."""
    told = f"Копия весит {size_of(size)}, а Telegram берёт от бота до {size_of(LARGEST)}."
    if copy is Copy.WHOLE:
        return (
            f"{told} Пришлю журнал без файлов, а папку attachments скопируйте с сервера сами"
            " (rsync, restic)."
        )
    return f"{told} Заберите её с сервера: папка backups, свежая копия там уже лежит."
