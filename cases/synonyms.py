"""The Russian words that mean nothing, turn the meaning, or mean the same, in compared texts."""

from collections.abc import Mapping
from typing import Final

_SILENT = (  # words that every appeal has
    "и а но или же ли бы что это как так вот уже еще очень просто тоже также нам нас "
    "мы я мне меня вы вас вам наш наша наши наше ваш он она они его ее их о об к ко "
    "по для при под над про день добрый здравствуйте коллеги пожалуйста прошу просим "
    "помогите подскажите проверьте разберитесь спасибо снова опять почему какой когда "
    "где там тут все есть был была были было будет нужно надо можно если то этот эта "
    "эти который которые которая товар сегодня вчера за"
)
SILENT: Final = frozenset(_SILENT.split())
BINDING: Final = frozenset(
    ["не", "нет", "без", "с", "со", "на", "в", "во", "из", "до", "у", "от", "вместо", "кроме"]
)
"""Small words that turn the meaning of the next one: «с FBS на FBO» is not «с FBO на FBS»."""
NOT: Final = "не"
JOINING: Final = ("и", "а", "но", "или")
NEGATING: Final = frozenset(["не", "нет", "без"])
_SYNONYMS: Final[Mapping[str, str]] = {  # the stem that stands for the stems beside it
    "выплат": "перечислен перечисл оплат деньг денег",
    "войт": "вход зайт авторизова залогин заход пуска",
    "пропа": "исчезл исчез слетел пропал",
    "видн": "вид виж видим отобража показыва",
    "застря": "завис застрял зависл вис",
    "расход": "сход сошл бьет бьют совпада расхожден",
    "удержа": "списа списал списан удержал удержан снял",
    "отклон": "отклонил отклоня заблокирова",
    "возврат": "вернут верн вернул возвраща",
}
SAME_MEANING: Final[Mapping[str, str]] = {
    stem: meant for meant, stems in _SYNONYMS.items() for stem in stems.split()
}
