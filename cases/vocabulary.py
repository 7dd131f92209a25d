"""The Russian words that people write and the parsers recognise, and how writing is evened out."""

import unicodedata
from collections.abc import Mapping
from typing import Final

# How writing is evened out -------------------------------------------------------------------

SHOWN_AS: Final[Mapping[str, str]] = {  # by Unicode category; what is absent is shown as it is
    "Cf": "",  # zero-width and right-to-left marks, soft hyphens
    "Mn": "",
    "Me": "",
    "Cs": "",
    "Cn": "",
    "Co": "",
    "Cc": " ",
    "Zs": " ",
    "Zl": " ",
    "Zp": " ",
    "So": " ",  # emoji
    "Sk": " ",
    "Pd": "-",
}
MINUS_SIGN: Final = "\u2212"  # a mathematical sign, not a dash, for Unicode

# Latin letters that look Cyrillic, and back: keyboards are switched in the middle of a word.
AS_CYRILLIC: Final = str.maketrans("abcehkmoptxy", "авсенкмортху")
WITHOUT_DOTS: Final = str.maketrans("ё", "е")
AS_LATIN: Final = str.maketrans("авсеёнкмортхуі", "abceehkmoptxyi")


def without_invisible(text: str) -> str:
    """Drop what nobody sees: zero-width and direction marks, broken halves of pairs."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Cs"})


def shown(sign: str) -> str:
    """One character as it is read: any script's digit in ASCII, any dash a hyphen."""
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return "-" if sign == MINUS_SIGN else SHOWN_AS.get(category, sign)


def evened(text: str) -> str:
    """Small letters, single plain spaces, no emoji or invisible signs, no dots on letters."""
    # NFKC would turn the numero sign into the letters of «No».
    composed = unicodedata.normalize("NFKC", without_invisible(text).replace("№", "#"))
    small = "".join(map(shown, composed.lower())).replace("ё", "е")
    return " ".join(small.split())


def evened_words(text: str) -> str:
    """Evened text in one alphabet, Cyrillic, for grammars that need no Latin letter."""
    return evened(text).translate(AS_CYRILLIC)


# Numbers of appeals --------------------------------------------------------------------------

NUMBER_WORDS: Final = (
    r"номер[ау]?|обращени[еяю]|диалог[ау]?|тикет[ау]?|заявк[аиу]|чат[ау]?|вопрос[ау]?|n[°º]"
)

# Days ----------------------------------------------------------------------------------------

NOW: Final = frozenset({"сейчас", "щас", "только что", "прямо сейчас", "только-только"})
DAYS_FROM_TODAY: Final[Mapping[str, int]] = {
    "позавчера": -2,
    "вчера": -1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
}
WEEKDAYS: Final[Mapping[str, int]] = {  # by the first two letters
    "пн": 0,
    "по": 0,
    "вт": 1,
    "ср": 2,
    "чт": 3,
    "че": 3,
    "пт": 4,
    "пя": 4,
    "сб": 5,
    "су": 5,
    "вс": 6,
    "во": 6,
}
WEEKDAY: Final = (
    r"(?:понедельник[ау]?|вторник[ау]?|сред[аеыу]|четверг[ау]?|пятниц[аеыу]|суббот[аеыу]"
    r"|воскресень[еюя]|пн|вт|ср|чт|пт|сб|вс)\b\.?"
)
MONTHS: Final[Mapping[str, int]] = {  # by the first three letters
    "янв": 1,
    "фев": 2,
    "мар": 3,
    "апр": 4,
    "май": 5,
    "мая": 5,
    "мае": 5,
    "июн": 6,
    "июл": 7,
    "авг": 8,
    "сен": 9,
    "окт": 10,
    "ноя": 11,
    "дек": 12,
}
MONTH: Final = (
    r"(?:январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?"
    r"|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]"
    r"|янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\b\.?"
)
ORDINAL_SHOWN: Final = r"-?(?:го|ого|ое|е)\b"
ORDINAL: Final = rf"(?:{ORDINAL_SHOWN})?"
ISO_MARK: Final = "т"  # between the date and the time of ISO 8601, its T made Cyrillic
YEAR_MARK: Final = r"(?: ?(?:года|году|год|г)\b\.?)"
DAY_OF_MONTH: Final = r"числ[аоу]"
LEAD: Final = (
    r"(?:примерно|около|где-то|было|это|период|от|со?|за|до|к|на|по|во?|эт[ауо]|эт[иоу][тй]"
    r"|прошл(?:ый|ая|ое|ую|ой)|ближайш(?:ий|ая|ее|ую|ей))"
)
TAIL: Final = r"(?:,? ?\(?(?:по )?(?:мск|москве|московскому(?: времени)?)\b\.?\)?)"
HEAD: Final = (
    r"(?:(?:мы|нам|они|он|она|им|ему|ей|покупател\w+|поддержк\w+|ответ|сообщение) )*"
    r"(?:ответил\w*|отвечал\w*|написал\w*|писал\w*|отправил\w*|прислал\w*|приш[её]л|пришл[аои]"
    r"|был[аои]?)(?: (?:мы|нам|они|он|она|им|ему|ей|покупател\w+|поддержк\w+|ответ))* "
)
BETWEEN: Final = r" ?(?:-|\b(?:по|до)\b) ?"

# The time of day -----------------------------------------------------------------------------

AN_HOUR: Final = r"(?i)^\s*(?:(?:во? )?[а-яё]{2,11}\.?,?\s+)?(?:в )?\d\d?(?:[:.]\d\d)?\s*$"
"""What may be an hour, perhaps of a day of the week: «8:30», «в пятницу в 9»."""
WEEKLY_HOUR: Final = (
    rf"\s*(?:(?:во? )?(?P<day>{WEEKDAY}),?\s*)?(?:в )?(?P<at>\d\d?(?:[:.]\d\d)?)\s*"
)
AT: Final = r"(?:в|во|к|ко|до|около|примерно|после|с)"
HOUR: Final = r"(?:часов|часа|час|ч)\b\.?"
MINUTE: Final = r"(?:минут[аыу]?|мин|м)\b\.?"
PART_OF_DAY: Final = r"(?:утра|дня|вечера|ночи)"
SOME_TIME: Final = r"(?:утром|днем|вечером|ночью)"
BEGINS_AT: Final[Mapping[str, int]] = {"утром": 9, "днем": 14, "вечером": 19}
"""The hour that is meant by a part of a day that is to come."""
# By the first two letters of the part of the day: hours that are twelve more on the dial of 24.
HOURS_AFTER_NOON: Final[Mapping[str, range]] = {
    "ут": range(0),
    "дн": range(1, 8),
    "ве": range(3, 12),
    "но": range(9, 12),
}
MIDNIGHT: Final = ("но", 12)
AGO: Final = "назад"
LONG_AGO: Final = "тому назад"
IN: Final = "через"
CLOCK_UNIT: Final = r"\b(?:час\w*|полчаса|ч|мин\w*|сек\w*)\b"

# Longer periods ------------------------------------------------------------------------------

LAST: Final = r"прошл\w{2,3}|предыдущ\w{2,3}"
THIS: Final = r"эт[ауо]т?|этой|этом|текущ\w{2,3}"
LEAD_OF_PERIOD: Final = r"(?:период|за|со?|от|в|на)"
WEEK, WHOLE_MONTH, YEAR = r"недел[яюие]", r"месяц[ае]?", r"год[ау]?"
QUARTER: Final = r"(?:квартал[ае]?|кв)\b\.?"

# Sums ----------------------------------------------------------------------------------------

UNKNOWN: Final = frozenset(
    {"не знаю", "незнаю", "пока не знаю", "хз", "-", "--", "---", "?", "??", "нет", "нет данных"}
    | {"неизвестно", "неизвестна", "н/д", "нд", "не помню", "без понятия", "не указано"}
    | {"не указана", "не определена", "сумма неизвестна", "пока неизвестно", "не известно"}
)
ZERO: Final = frozenset({"ноль", "нуль", "нисколько", "ничего"})
# Written as they look after Latin look-alikes have become Cyrillic.
BYN: Final = (
    r"(?:бел(?:орусски[хйе]|\b)?\.? ?р(?:уб(?:л[ьяе]й?)?)?\b\.?|руб(?:л[ьяе]й?)?\.? ?рб\b"
    r"|[бв]уn\b|вуr\b|вr\b\.?|бр\b|б\. ?р\b\.?)"
)
RUB: Final = r"(?:рос(?:с|сийски[хйе])?\b\.? ?)?(?:р(?:уб(?:л[ьяе]й?)?)?\b\.?|₽|ruв\b|rur\b)"
THOUSAND: Final = r"(?:тыс(?:яч[аиу]?)?\b\.?|к\b|тр\b|т\b\.?)"
MILLION: Final = r"(?:млн\b\.?|миллион(?:а|ов)?)"
KOPECKS: Final = r"коп(?:еек|ейк[аиу])?\b\.?"
MINUS: Final = r"(?:-|минус)"
SUM_FILLERS: Final = (
    r"(?:около|примерно|приблизительно|где-то|порядка|сумма|сумму|итого|всего|на|ровно|по|до"
    r"|максимум|минимум|и|или|плюс|еще)\b"
)

# What an appeal is about ---------------------------------------------------------------------

ENTITY_WORDS: Final[Mapping[str, str]] = {  # the beginning of a word: the kind it announces
    "арт": "article",
    "article": "article",
    "номенклатур": "article",
    "товар": "article",
    "nm": "article",
    "нм": "article",
    "sku": "article",
    "ску": "article",
    "заказ": "order",
    "задани": "order",
    "order": "order",
    "корзин": "order",
    "отправлени": "posting",
    "posting": "posting",
    "постав": "supply",
    "supply": "supply",
    "отгруз": "shipment",
    "перевоз": "shipment",
    "короб": "shipment",
    "отчет": "report",
    "report": "report",
    "srid": "srid",
    "срид": "srid",
    "rid": "srid",
}

# Ready replies -------------------------------------------------------------------------------

REPLY_VARIABLES: Final[Mapping[str, str]] = {  # the word in braces: what it stands for
    "покупатель": "buyer",
    "товар": "goods",
    "артикул": "article",
    "заказ": "order",
    "номер": "number",
    "сумма": "sum",
    "площадка": "marketplace",
}
GOODS_NAME: Final = r"товар\w{0,2} [«\"„“]\s*(?P<name>[^«»\"„“”\n,]{2,80})"
