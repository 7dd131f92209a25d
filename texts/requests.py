"""The requests: what an appeal asks of the support, in the words that fit its category."""

from cases.answers import money_of
from cases.fields import Answers
from texts.formats import difference_of, sum_of

_ANYWHERE: dict[str, str] = {
    "explanation": "объясните, пожалуйста, почему так произошло и что нужно сделать нам",
    "correction": "исправьте, пожалуйста, и напишите здесь, когда будет готово",
    "recalculation": "пересчитайте, пожалуйста, и пришлите расчёт по строкам",
    "unblocking": "снимите, пожалуйста, блокировку или напишите, что для этого нужно от нас",
    "access": "верните, пожалуйста, доступ и подтвердите здесь, что он работает",
}
_IN_CATEGORY: dict[tuple[str, str], str] = {
    ("finance", "explanation"): (
        "объясните, пожалуйста, из чего сложилась {difference}, со ссылкой на строки отчёта"
    ),
    ("finance", "recalculation"): (
        "пересчитайте, пожалуйста, выплату за этот период и покажите по строкам,"
        " из чего сложилась {difference}"
    ),
    ("finance", "correction"): (
        "исправьте, пожалуйста, отчётные документы за этот период и пришлите новые"
    ),
    ("logistics", "explanation"): (
        "объясните, пожалуйста, что произошло на каждом этапе и где товар сейчас"
    ),
    ("logistics", "correction"): (
        "проверьте, пожалуйста, по указанным номерам, исправьте и напишите, что показала проверка"
    ),
    ("content", "explanation"): (
        "напишите, пожалуйста, что именно не проходит и какое значение нужно указать"
    ),
    ("content", "correction"): (
        "исправьте, пожалуйста, карточку или напишите, что именно поменять нам"
    ),
    ("tech", "explanation"): (
        "объясните, пожалуйста, причину ошибки и когда метод или экран заработает"
    ),
    ("tech", "correction"): "исправьте, пожалуйста, и напишите здесь, когда можно проверять",
}
_DIFFERENCE = "разница"


def request(answers: Answers) -> str:
    """Return what is wanted, as a plain sentence without a stop; empty when nothing was chosen."""
    wanted, category = str(answers.get("wanted") or ""), str(answers.get("category") or "")
    words = _IN_CATEGORY.get((category, wanted)) or _ANYWHERE.get(wanted, "")
    return words.format(difference=_difference(answers))


def _difference(answers: Answers) -> str:
    apart = difference_of(money_of(answers.get("report_sum")), money_of(answers.get("our_sum")))
    return f"{_DIFFERENCE} {sum_of(apart)}" if apart and apart.minor else _DIFFERENCE
