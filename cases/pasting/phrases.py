"""The Russian phrases by which a pasted text tells its kind, marketplace and choices.

All patterns read text as `cases/pasting/pasted.py` shows it: small letters, no dots on ё, and Latin
letters that look Cyrillic written as Cyrillic.
"""

from collections.abc import Mapping
from typing import Final

from cases.kinds import Kind
from cases.vocabulary import AS_CYRILLIC

# Which marketplace ----------------------------------------------------------------------------

MARKETPLACE_WORDS: Final[Mapping[str, str]] = {  # a word without its ending: the marketplace
    "wb": "wb", "вб": "wb", "wildberries": "wb", "вайлдберриз": "wb", "вайлдберис": "wb",
    "вайлберриз": "wb", "вайлберис": "wb", "валберис": "wb", "вайлдбериз": "wb",
    "ozon": "ozon", "озон": "ozon",
}  # fmt: skip
MARKETPLACE_ENDING: Final = r"(?:а|у|е|ом|ы|овск\w{2,3})?"

# Which kind -----------------------------------------------------------------------------------

STANDARD: Final[Mapping[str, str]] = {
    Kind.CHAT_RETURN: r"хочу вернуть товар:? ?",
    Kind.BUYER_CHAT: r"вопрос по товару:? ?",
}
"""How the cabinet itself opens a chat (DOMAIN.md, Recognising pasted text)."""
KINDS: Final[Mapping[str, str]] = {
    Kind.CHAT_RETURN: (
        r"хо(?:чу|чет|тят|тим|тел[аи]? бы) (?:\w+ ){0,2}(?:вернуть|возврат|сдать обратно)"
        r"|про(?:сит|сят|сил[аи]?|шу) (?:\w+ ){0,2}(?:возврат|вернуть (?:деньги|товар))"
        r"|(?:буду|будем) (?:\w+ )?(?:возвращать|оформлять возврат)|запрос на возврат"
        r"|(?:покупател|клиент)\w*(?: \w+){0,3} (?:возвращает|оформ\w+ возврат|заявк\w+ на возврат)"
        r"|как (?:мне )?(?:вернуть товар|оформить возврат)|заявк\w+ на возврат"
    ),
    Kind.BUYER_CHAT: (
        r"(?:чат|диалог|переписк)\w* с (?:покупател|клиент)\w+"
        r"|(?:покупател|клиент)(?:ь|ьница|ка|ьниц[аы])?(?: \w+){0,3}"
        r" (?:пи[шс]\w+|написал\w*|спр[ао]\w+|жалу\w+|просит|интерес\w+|недовол\w+|ждет"
        r"|утвержда\w+)"
        r"|(?:пишет|спрашивает|написал[аи]?|спросил[аи]?|жалуется) (?:нам )?(?:покупател|клиент)\w*"
        r"|(?:вопрос|сообщение|жалоба|претензия) (?:от |у )(?:покупател|клиент)\w*"
    ),
    Kind.SUPPORT_TICKET: (
        r"поддержк\w+|саппорт\w*|обращени[еяюй]\w*|тикет\w*"
        r"|здравствуйте, (?:уважаемый )?(?:продавец|партнер)|уважаемый (?:продавец|партнер)"
    ),
}
KIND_WORDS: Final[Mapping[str, str]] = {
    Kind.SUPPORT_TICKET: r"(?:обращение|тикет|поддержка)",
    Kind.BUYER_CHAT: r"чат",
    Kind.CHAT_RETURN: r"возврат",
}
"""What a person calls the kind at the beginning or at the end of a one-line command."""
BUYER_NAME: Final = r"(?:имя покупателя|покупател(?:ьница|ь)|клиентка|клиент) ?:? ?"

# What is wanted, how bad ----------------------------------------------------------------------

WANTED: Final[Mapping[str, str]] = {
    "explanation": r"(?:разъясн|поясн|объясн)\w+|прошу пояснени\w*",
    "correction": r"исправ(?:ьте|ить|ления)|(?:прошу|просим|нужно) (?:\w+ )?исправ\w+",
    "recalculation": r"перерасчет\w*|пересчита\w+|доплатит\w*|верните деньги",
    "unblocking": r"разблок\w+|снимите блокировку|снять блокировку",
    "access": r"(?:верните|вернуть|восстанов\w+|откройте|дайте) (?:\w+ )?доступ\w*",
}
RISKS: Final[Mapping[str, str]] = {
    "sales_stopped": r"стоп(?:-| )продаж\w*|продажи (?:встали|стоят|остановил\w*|остановлены)",
    "blocked": r"(?:кабинет|магазин|аккаунт)\w*(?: \w+){0,2} заблокир\w+|заблокировал\w* (?:\w+ )?"
    r"(?:кабинет|магазин|аккаунт)\w*",
    "mass_cancellations": r"массов\w+ отмен\w*",
    "fines": r"(?:гроз\w+|из-за|будет|будут) штраф\w*|штраф\w* (?:капа|растет|растут)\w*",
}  # fmt: skip
PRIORITIES: Final[Mapping[str, str]] = {  # the first that is found counts
    "low": r"(?:не|совсем не) (?:срочно|горит)|несрочно|не к спеху",
    "burning": r"горит\b|горим\b|критично|критическ\w+|немедленно|asap".replace(
        "asap", "asap".translate(AS_CYRILLIC)
    ),
    "high": r"срочн(?:о|ое|ый|ая)\b|как можно (?:скорее|быстрее)|очень важно",
}
WORK_MODELS: Final[Mapping[str, str]] = {
    "warehouse": "|".join(word.translate(AS_CYRILLIC) for word in ("fbw", "fbo")) + "|фбо|фбв",
    "fbs": "fbs".translate(AS_CYRILLIC) + "|фбс",
    "dbs": "dbs".translate(AS_CYRILLIC) + "|дбс",
}

# The goods of a standard phrase, part by part -------------------------------------------------

GOODS_BRAND: Final = r",? ?бренд:? ?(?P<brand>[^,|]+?)(?=, ?(?:размер|артикул|товар получен)|$)"
GOODS_SIZE: Final = r",? ?размер:? ?(?P<size>[^|]+?)(?=, ?(?:артикул|товар получен|бренд)|$)"
GOODS_ARTICLE: Final = r",? ?артикул:? ?(?P<article>\d{4,20})(?!\d)"
GOODS_RECEIVED: Final = r",? ?товар получен:? ?(?P<received>\d{1,2}\.\d{1,2}\.\d{2,4})"
