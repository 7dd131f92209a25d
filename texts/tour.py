"""The tour of the demo: what the visitor is asked to do, step by step."""

from dataclasses import dataclass

from texts import examples

OPENING = "Тур по журналу"
JUMP = "до срока"
NO_DEADLINE = "Сроков впереди нет: всё отвечено"
RESTART = "Бот перезапускается"
RESTART_NOTE = "процесс убит и запущен снова; начатая форма не теряется"
RESTARTED = "Бот снова на связи"


@dataclass(frozen=True)
class Step:
    """One step: its words, whose chat it happens in, what to say there, how far to turn the clock.

    `text` and `say` may name the case as {case} and the bot as {bot}; `hours` is for the clock.
    """

    id: str
    title: str
    text: str
    who: str
    in_group: bool = False
    say: str | None = None
    hours: int = 0


STEPS = (
    Step(
        "registered",
        "Анна записывает чат",
        "Нажмите «Новое обращение», потом «Чат с покупателем» и отвечайте кнопками."
        " На вопрос «Что случилось» можно вставить готовый текст, на «Когда» нажать «Только что»."
        " Дальше «К итогу» и «Сохранить».",
        examples.ANNA,
        say="У меня вопрос по товару: молния разошлась в первый день, что делать?",
    ),
    Step(
        "found",
        "Анна находит его по номеру",
        "Спросите {case}. В ответ придёт карточка: сколько осталось, кто ведёт, что делать дальше.",
        examples.ANNA,
        say="/status {case}",
    ),
    Step(
        "waited",
        "Проходит девять дней",
        "Анна забыла ответить, а WB даёт на ответ десять дней. Переведите часы.",
        examples.OWNER,
        hours=9 * 24,
    ),
    Step(
        "pinged",
        "Ольга узнаёт вовремя",
        "Владельцу пришло всё, что горит, одним сообщением. Нажмите под ним {case}:"
        " откроется карточка.",
        examples.OWNER,
    ),
    Step(
        "answered",
        "Анна отвечает покупателю",
        "Под её напоминанием по {case} есть кнопка «Мы ответили». Если {case} стоит в утреннем"
        " дайджесте, нажмите под ним {case}, потом «Мы ответили»."
        " Срок снят, напоминания прекратятся.",
        examples.ANNA,
    ),
    Step(
        "asked",
        "Борис спрашивает в группе",
        "В группе карточка короткая: без имени покупателя и без его слов.",
        examples.BORIS,
        in_group=True,
        say="/status@{bot} {case}",
    ),
    Step(
        "digested",
        "Утром приходит дайджест",
        "Ещё один день. К девяти утра каждый видит своё: что горит и сколько денег под риском.",
        examples.OWNER,
        hours=24,
    ),
    Step(
        "refused",
        "Чужой не видит ничего",
        "Прохожий нашёл бота и спрашивает тот же номер. Нажмите «Начать» и спросите {case}.",
        examples.STRANGER,
        say="/status {case}",
    ),
)
