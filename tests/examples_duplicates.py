# ruff: noqa: E501 - an example is read whole on one line
"""Pairs of appeals that are one problem, and pairs that only look so."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from cases.duplicates import Sketch
from cases.wording import clauses_of


@dataclass(frozen=True)
class Trouble:
    """One real problem and how different people have put it."""

    category: str
    topic: str | None
    days: str
    told: tuple[str, ...]
    keys: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Pair:
    new: Sketch
    old: Sketch
    same: bool
    why: str


def _day(typed: str) -> date:
    day, month = map(int, typed.split("."))
    return date(2026, month, day)


def sketch(trouble: Trouble, told: int | str = 0, **more: object) -> Sketch:
    """Draw a sketch of the trouble as one person told it."""
    first, _, last = trouble.days.partition("-")
    text = trouble.told[told] if isinstance(told, int) else told
    drawn = Sketch(
        1,
        trouble.category,
        trouble.topic,
        trouble.keys,
        _day(first),
        _day(last or first),
        "",
        clauses_of(text),
    )
    return replace(drawn, **more)  # type: ignore[arg-type] # the fields of Sketch, by name


TROUBLES = (
    Trouble("finance", "payouts_differ", "01.02-28.02", (
        "Не сходятся выплаты за февраль, пришло меньше на 12 тысяч", "За февраль выплаты не сходятся с отчётом",
        "Выплата меньше, чем в отчёте за февраль", "Февральские выплаты не бьются с отчётом о реализации")),
    Trouble("finance", "payouts_differ", "02.03-08.03", (
        "Не пришла выплата за неделю", "За неделю деньги не поступили на счёт",
        "Недельная выплата не поступила, банк платежа не видит", "Не поступили деньги, выплата за прошлую неделю")),
    Trouble("finance", "unclear_deductions", "01.02-28.02", (
        "Непонятное удержание за хранение, товара на складе не было", "Удержали за хранение, хотя на складе пусто",
        "Списали деньги за хранение без товара", "За что удержание по хранению?")),
    Trouble("finance", "unclear_deductions", "01.03-07.03", (
        "Начислили штраф за отмену, отмены не было", "Штраф за отмену заказа начислен ошибочно",
        "Ошибочный штраф: заказ мы не отменяли", "Пришёл штраф за отмену, просим снять штраф")),
    Trouble("finance", "document_errors", "01.01-31.01", (
        "В УПД за январь ошибка в сумме", "Ошибка в сумме УПД, январь", "УПД за январь: сумма неверная",
        "Неверная сумма в УПД января, исправьте документ")),
    Trouble("finance", "corrections", "01.02-15.02", (
        "Корректировка без пояснений на 3200", "Непонятная корректировка 3200 в отчёте", "В отчёте корректировка 3200, пояснений нет",
        "Поясните корректировку на 3200 рублей")),
    Trouble("logistics", "status_stuck", "02.03", (
        "Поставка на Коледино зависла в статусе Принимается", "Зависла поставка Коледино, статус Принимается",
        "Статус поставки в Коледино не меняется, Принимается", "Коледино: поставка застряла, статус Принимается")),
    Trouble("logistics", "status_stuck", "03.03", (
        "Отправление застряло на сортировке в Казани", "Застряло отправление, сортировка Казань",
        "Посылка застряла на сортировке, Казань", "Казань: отправление зависло на сортировочном центре")),
    Trouble("logistics", "supply_differs", "26.02", (
        "Недостача в поставке, приняли меньше на 14 штук", "По поставке приняли меньше на 14 штук", "Расхождение по поставке: недостача 14 штук",
        "Склад принял поставку с недостачей 14 шт")),
    Trouble("logistics", "return_not_accepted", "01.03", (
        "Возврат не принят на складе, курьер увёз обратно", "Курьер увёз возврат обратно, склад не принял",
        "Склад не принял возврат", "Не принят возврат на складе")),
    Trouble("logistics", None, "03.03", (
        "Не можем забронировать слот на Тулу, пишет нет лимита", "Нет лимита на слот Тула, не можем забронировать поставку",
        "Тула: слот не бронируется, нет лимита", "Слот на Тулу забронировать не можем, лимит")),
    Trouble("content", "moderation_fails", "01.03", (
        "Юбка миди не проходит модерацию, пишут неверная категория", "Модерация юбки: отклонили, неверная категория",
        "Карточка юбки миди отклонена модерацией из-за категории", "Не проходит модерацию юбка, категория неверная")),
    Trouble("content", "moderation_fails", "02.03", (
        "Чайник заблокировали за бренд, сертификат есть", "Карточка чайника: блокировка за чужой бренд, сертификат приложен",
        "Заблокирована карточка чайника, претензия к бренду", "За бренд заблокировали чайник")),
    Trouble("content", "features_vanished", "03.03", (
        "Пропали характеристики у рюкзака после правки", "После правки слетели характеристики рюкзака",
        "У рюкзака исчезли характеристики", "Рюкзак: пропали все характеристики после обновления")),
    Trouble("content", "features_vanished", "03.03", (
        "Не отображаются фото платья", "Фото платья пропали из карточки", "Исчезли фото в карточке платья",
        "В карточке платья не видно фото")),
    Trouble("content", "error_after_upload", "28.02", (
        "Ошибка при загрузке файла с ценами, строка 14", "Файл с ценами не загружается, ошибка в строке 14",
        "Загрузка цен файлом: ошибка строка 14", "Не грузится файл цен, пишет строка 14")),
    Trouble("access", "cannot_log_in", "04.03", (
        "Не можем войти в кабинет, не приходит код", "Не приходит код для входа в кабинет", "Код не приходит, войти в кабинет не можем",
        "Вход в кабинет: код по смс не приходит")),
    Trouble("access", "section_hidden", "03.03", (
        "Не вижу раздел Финансы у бухгалтера", "У бухгалтера пропал раздел Финансы", "Раздел Финансы не отображается у бухгалтера",
        "Бухгалтер не видит раздел Финансы")),
    Trouble("access", "no_rights", "02.03", (
        "Менеджеру не хватает прав на отгрузку", "Нет прав на отгрузку у менеджера", "Права на отгрузку пропали у менеджера",
        "Не хватает прав: менеджер не может сделать отгрузку")),
    Trouble("tech", "api_error", "04.03", (
        "API отдаёт 500 на методе заказов", "Метод заказов API возвращает 500", "Ошибка 500 в API заказов",
        "500 на методе заказов, API не работает")),
    Trouble("tech", "screen_error", "04.03", (
        "Страница аналитики не открывается, белый экран", "Белый экран вместо аналитики", "Не открывается аналитика, белый экран",
        "Аналитика: страница не грузится, белый экран")),
    Trouble("tech", None, "03.03", (
        "Не обновляются остатки по интеграции с 1С", "Интеграция с 1С: остатки не обновляются", "Остатки из 1С не обновляются через интеграцию",
        "С 1С остатки не обновляются, интеграция")),
    Trouble("buyer_chat", None, "03.03", (
        "Покупатель Тимур спрашивает, когда приедет чайник", "Тимур спрашивает, когда приедет чайник",
        "Когда приедет чайник, спрашивает покупатель Тимур")),
    Trouble("chat_return", None, "02.03", (
        "Разошёлся шов на юбке, хочет вернуть", "Хочет вернуть юбку: разошёлся шов", "Юбка, разошёлся шов, хочет вернуть деньги")),
    Trouble("logistics", "supply_differs", "01.03", (
        "Не приняли поставку на Электросталь, вернули машину", "Электросталь: машину развернули, поставку не взяли", "Поставка Электросталь вернулась, склад не принял машину")),
    Trouble("logistics", "supply_differs", "01.03", (
        "Пересорт на складе Подольск, вместо юбок платья", "В Подольске пересорт: платья вместо юбок", "Пересортица Подольск юбки платья")),
    Trouble("finance", "unclear_deductions", "01.02-28.02", (
        "Насчитали платную приёмку, слот был бесплатный", "Платная приёмка начислена по ошибке, слот бесплатный", "Ошибочно взяли за платную приёмку")),
    Trouble("finance", "unclear_deductions", "01.02-28.02", (
        "Удержали дважды логистику по одному заказу", "Двойное удержание логистики", "Логистику списали два раза")),
    Trouble("content", "error_after_upload", "01.03", (
        "После загрузки прайса слетели цены на 40 товарах", "Слетели цены после обновления прайса", "Загрузили прайс, у 40 товаров сбросились цены")),
    Trouble("content", "error_after_upload", "01.03", (
        "Отзывы пропали с карточки куртки", "У куртки исчезли все отзывы", "Куртка: пропали отзывы и рейтинг")),
    Trouble("access", "no_rights", "01.03", (
        "Убрать доступ уволенному сотруднику", "Сотрудник уволился, закройте ему доступ", "Нужно закрыть доступ бывшему сотруднику")),
    Trouble("access", "no_rights", "01.03", (
        "Новому менеджеру не дать роль, кнопка серая", "Не назначается роль менеджеру, кнопка неактивна", "Роль менеджера не назначается")),
    Trouble("tech", "api_error", "01.03", (
        "Метод остатков отвечает 409", "409 на остатках в API", "API остатков: ошибка 409")),
    Trouble("tech", "api_error", "01.03", (
        "Вебхуки по заказам не приходят", "Не приходят уведомления вебхуком о заказах", "Перестали приходить вебхуки заказов")),
)  # fmt: skip

# The same words about something else: who did what to whom is turned round.
TURNED = (
    (
        "logistics",
        "Переместили товар с FBS на FBO без заявки",
        "Переместили товар с FBO на FBS без заявки",
    ),
    ("logistics", "Поставка уехала в Тулу вместо Казани", "Вместо Тулы поставка уехала в Казань"),
    ("content", "Фото пропали, характеристики остались", "Характеристики пропали, фото остались"),
    ("content", "Описание загрузилось, видео отклонили", "Видео загрузилось, описание отклонили"),
    ("access", "Анна видит отчёты, Борис не видит", "Борис видит отчёты, Анна не видит"),
    ("access", "Права забрали у Анны и дали Борису", "Права забрали у Бориса и дали Анне"),
    ("tech", "Заказы приходят, остатки не обновляются", "Остатки приходят, заказы не обновляются"),
    ("tech", "Сайт работает, приложение зависает", "Приложение работает, сайт зависает"),
    ("logistics", "Красные приняли, синие потеряли", "Синие приняли, красные потеряли"),
    ("content", "Юбку одобрили, платье отклонили", "Платье одобрили, юбку отклонили"),
    (
        "finance",
        "Логистику пересчитали, хранение удержали",
        "Хранение пересчитали, логистику удержали",
    ),
    ("finance", "Штраф вернули, комиссию списали", "Комиссию вернули, штраф списали"),
)
# The same words about the same thing.
REORDERED = (
    ("finance", "Не сходятся выплаты по рекламе", "По рекламе не сходятся выплаты"),
    ("logistics", "Потеряли три короба на складе Тула", "На складе Тула потеряли три короба"),
    ("content", "Пропало описание у детской куртки", "У детской куртки пропало описание"),
    ("access", "Не открывается раздел Поставки", "Раздел Поставки не открывается"),
    ("tech", "Зависает приложение на входе", "На входе зависает приложение"),
    ("logistics", "Возврат едет обратно вторую неделю", "Вторую неделю возврат едет обратно"),
    ("finance", "Удержали комиссию дважды", "Дважды удержали комиссию"),
    ("content", "Отклонили карточку лампы без причины", "Карточку лампы отклонили без причины"),
)
# One order, and what went wrong with it in two ways.
ONE_ORDER = (
    ("finance", "Удержан штраф по заказу", "logistics", "Заказ застрял на сортировке"),
    ("finance", "Не пришла оплата заказа", "logistics", "Возврат по заказу не принят"),
    ("logistics", "Заказ потеряли", "tech", "Заказ не открывается в кабинете"),
    ("content", "В карточке чужие фото", "finance", "Комиссия по артикулу выше тарифа"),
    ("content", "Карточка отклонена", "logistics", "Недостача по артикулу в поставке"),
    ("access", "Не вижу заказ под ролью менеджера", "logistics", "Заказ не доставлен"),
    ("tech", "API не отдаёт заказ", "finance", "По заказу дважды удержали логистику"),
    ("chat_return", "Хочет вернуть, брак", "buyer_chat", "Спрашивает, где заказ"),
    ("chat_return", "Просит вернуть деньги за заказ", "finance", "По заказу не вернули комиссию"),
    (
        "buyer_chat",
        "Пишет, что заказ не доставлен",
        "logistics",
        "Заказ не доставлен, статус завис",
    ),
    ("finance", "Компенсация за заказ не начислена", "tech", "Карточка заказа падает с ошибкой"),
    ("logistics", "Заказ завис в статусе", "content", "Размеры в карточке неверные"),
)


def pairs() -> tuple[Pair, ...]:
    """All labelled pairs."""
    return (*_same_trouble(), *_by_words(), *_by_identifiers(), *_elsewhere(), *_other_trouble())


def _same_trouble() -> list[Pair]:
    return [
        Pair(sketch(each, a), sketch(each, b), same=True, why="told by two people")
        for each in TROUBLES
        for a, b in combinations(range(len(each.told)), 2)
    ]


def _by_words() -> list[Pair]:
    found = []
    for table, same, why in ((TURNED, False, "turned round"), (REORDERED, True, "reordered")):
        for category, one, other in table:
            trouble = Trouble(category, None, "02.03-03.03", (one, other))
            found.append(Pair(sketch(trouble, 0), sketch(trouble, 1), same=same, why=why))
    return found


def _by_identifiers() -> list[Pair]:
    found = []
    keys = frozenset({"1696540900141"})
    for category, one, other_category, other in ONE_ORDER:
        new = sketch(Trouble(category, None, "02.03", (one,), keys))
        old = sketch(Trouble(other_category, None, "02.03", (other,), keys))
        found.append(Pair(new, old, same=False, why="same order, other problem"))
        twin = sketch(Trouble(category, None, "02.03", ("Повторно пишем, вопрос открыт",), keys))
        found.append(Pair(new, twin, same=True, why="same order, same category"))
    for each in TROUBLES[6:16]:
        new = sketch(each, 0, entity_keys=frozenset({"1234567"}))
        old = sketch(each, 1, entity_keys=frozenset({"7654321"}))
        found.append(Pair(new, old, same=False, why="other goods"))
    return found


def _elsewhere() -> list[Pair]:
    found = []
    for each in TROUBLES:
        found.append(
            Pair(sketch(each, 0), sketch(each, 1, cabinet_id=2), same=False, why="other cabinet")
        )
        later = replace(each, days="01.05-15.05" if "-" in each.days else "15.05")
        found.append(Pair(sketch(each, 0), sketch(later, 1), same=False, why="other period"))
    return found


def _other_trouble() -> list[Pair]:
    """Two troubles of one category at one time, each as its first teller put it."""
    return [
        Pair(
            sketch(one),
            replace(sketch(other), first=sketch(one).first, last=sketch(one).last),
            same=False,
            why="other trouble",
        )
        for one, other in combinations(TROUBLES, 2)
        if one.category == other.category
    ]
