"""The small Russian words around figures: what a number is, what it is not, and when it was.

All patterns read text as `cases/pasting/pasted.py` shows it: small letters, no dots on ё, and Latin
letters that look Cyrillic written as Cyrillic.
"""

from typing import Final

# What is not an identifier, what is secret ----------------------------------------------------

NUMBER_BEFORE: Final = (
    r"(?:номер )?(?:обращени|диалог|тикет|заявк|чат)\w*(?: (?:(?:в|с) поддержк\w+|поддержки))?"
    r"(?: номер)?"
)
BY_REPORT: Final = r"(?:по|в) отчет(?:у|е|ам)(?: (?:выходит|вышло|стоит|сумма|должно быть))?"
BY_OUR_DATA: Final = (
    r"(?:у нас|по нашим(?: данным| расчетам| подсчетам)?|по факту у нас|наши данные"
    r"|мы насчитали|насчитали)(?: (?:выходит|вышло|должно быть|получается|получилось))?"
)
SUM_BEFORE: Final = r"(?:на )?сумм[аыуе]|разниц[аыуе]|недоплат\w+|ущерб\w*"
AND: Final = "и"
LABEL_FILLERS: Final = (
    r"(?:wb|вб|ozon|озон|wildberries|продавца|товара|номер|покупателя|задания?|id|ид|fbs|fbo|fbw"
    r"|фбс|фбо)"
)
NOT_COUNTED: Final = (  # a figure before these words is a count, a year, a sum
    r" ?(?:шт|штук\w*|р\b|руб|₽|%|год|г\b|д[нe]\w*|час|ч\b|мин|недел|месяц|раз\b|кг|см|мм|мл|л\b"
    r"|коп|тыс|млн|к\b|человек|заказ|товар|позици|единиц|карточ|byn)"
)
NOT_BEFORE: Final = (  # a figure after these words is no identifier of a case
    r"(?:тел|телефон\w*|тлф|моб|инн|кпп|огрн\w*|бик|снилс|счет\w*|р/с|карт[аыуе]|индекс\w*|код\w*"
    r"|смс|остаток|остатк\w+|сумм\w+|паспорт\w*|штрихкод\w*)"
)
VERSION: Final = r"(?:верси[яиюей]\w?|билд|v)"
PASSWORDS: Final = r"(?<!\w)(?:пароль|паролем|пин-?код)(?!\w)"
PASSWORDS_BENT: Final = r"(?<!\w)(?:парол[яюе]|паролями?|пин-?кода)(?!\w)"
WHAT_IT_OPENS: Final = (
    r"(?: (?:(?:от|для|к|ко|на|в) \w+(?: \w+)?|на|новый|старый|такой|прежний|у \w+))(?=[ :=])"
)
CHANGED_BEFORE: Final = r"забы|смен|помен|измен|сбр[оа]с|восстан|обнов|потеря|ввод|ввел|неверн"
STATES_AFTER: Final = (
    r"забы|смен|помен|измен|сбр[оа]с|восстан|обнов|потер|не|верн|истек|устар|слож|стар|нов|прост"
    r"|проб|подход|приход|отправ|получ|прош|откл|включ|доступ|ошиб|где|когда|кому|почему|что|как"
)
KEYS: Final = (
    r"(?<!\w)(?:токен\w*|(?:секретн\w+|[aа][pр][iі]|апи)[- ]ключ\w*"
    r"|ключ\w*(?: (?:[aа][pр][iі]|апи|доступа))?)"
)
WORDS_AFTER: Final = (
    r"(?:wb|вб|ozon|озон|wildberries|seller|api|sms|смс|telegram|whatsapp|e-?mail|g?mail|yandex"
    r"|google|excel|wi-?fi|portal|analytics|statistics|content|personal|postman|error|unauthorized"
    r"|invalid|incorrect|wrong|expired|required|reset|must|should|null|none|empty|forgot\w*"
    r"|changed?|recovery|field|login)"
)
RUSSIAN_WORD: Final = r"[а-яё]+"
AROUND_VALUES: Final = " .,;!?«»„“”\"'()[]<>"

# When -----------------------------------------------------------------------------------------

UNTIL: Final = r"(?:не позднее|не позже|крайний срок|дедлайн|срок|до|ко?)(?: до)?:? "
RECEIVED: Final = (
    r"(?:получ(?:ен|ил)\w*|забрал[аи]?):?(?: (?:я|товар|заказ|посылку|его|ее|уже|только)){0,2} "
)
RECEIVED_AFTER: Final = (
    r"(?= (?:(?:я|мы|товар|заказ|посылку) ){0,2}(?:получ(?:ен|ил)|забрал)\w*"
    r"(?! (?:отказ|ответ|письм|сообщени|штраф|отчет|уведомлени)))"
)
WRITTEN_BEFORE: Final = (  # a date after these words is when the message was written
    r"(?:написал\w*|пиш[еу]т|спросил\w*|спрашива[ею]т|сообщени[ея](?: от| пришло)?|появил(?:ось|ся)"
    r"|дата сообщения)(?: (?:нам|покупател\w+|клиент\w*|в чат\w*|еще)){0,2} ?[:—-]? ?$"
)
NOT_WRITTEN_AFTER: Final = (  # a date before these words is when something else was
    r" (?:[\w-]+ ){0,3}(?:куп|заказ|обеща|достав|получ|забрал|забира|приш[еол]|прие|привез|порвал"
    r"|слома|разош|оплат|выкуп|вернул|отправ|сда[лн]|был)"
)
WHOLE_WEEKDAY: Final = (
    r"(?:прошл\w{2,3} |эт\w{1,2} |ближайш\w{2,3} )?"
    r"(?:понедельник[ау]?|вторник[ау]?|сред[аеыу]|четверг[ау]?|пятниц[аеыу]|суббот[аеыу]"
    r"|воскресень[еюя])\b"
)
SHORT_WEEKDAY: Final = r"(?:пн|вт|ср|чт|пт|сб|вс)\b"
BEFORE_WEEKDAY: Final = r"(?:во?|со?|на) "
NOT_A_DATE: Final = r"(?! ?(?:р\b|руб|₽|%|кг|см|мм|шт|л\b|тыс|млн|вуn|бел))"
SOME_DAY: Final = r"(?:позавчера|вчера|сегодня|послезавтра|завтра)\b"
DAYS_AGO: Final = (
    r"(?:\d{1,3} |пару |несколько )?"
    r"(?:дн[яей]{1,2}|день|час(?:а|ов)?|недел[юиь]|месяц(?:а|ев)?) назад"
)
THAT_PERIOD: Final = (
    r"(?:за |на |в )(?:эт[уо][тй]?|эти|прошл\w{2,3}|предыдущ\w{2,3}|текущ\w{2,3})"
    r" (?:недел[юе]|месяц|год)\b"
)
BEFORE_MONTH: Final = r"(?:за|в|по итогам|период) "
BETWEEN_PERIODS: Final = r"(?:, ?| )?(?:(?:и|плюс|а также) )?"
ONE_MORE_MONTH: Final = r"(?<=\|)(?:, ?| и | плюс |, и |, а также )(?:за )?"
QUARTERS: Final = r"(?:за |в )?[1-4](?:-?(?:й|м|ый|ом))? ?(?:квартал[ае]?|кв\b\.?)"
AND_PERIOD: Final = r" ?(?:-|по|до|—) ?"
FROM: Final = r"(?:с|со|за|период|от) "
CLOCK_AFTER: Final = (
    r"(?:,? (?:в )?\d{1,2}:\d\d(?::\d\d)?(?: мск)?|,? в \d{1,2} (?:час\w*|ч\b|утра|дня|вечера|ночи)"
    r"|,? (?:утром|днем|вечером|ночью))?"
)
