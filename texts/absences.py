"""The absences: who is away until when, who hears of their cases, and who is on duty."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cases.case import Absence, Case, Person
from cases.roles import Role
from cases.roster import Roster
from cases.rules import Rules
from cases.standing_in import hears_for
from texts.formats import clock_time, counted, day, escape, moment, quoted

NO_STAND_IN = "Никому особо"
AM_BACK, IS_BACK, GO_AWAY, CANCEL = "Я на месте", "Уже на месте", "Отсутствие", "← Назад"
NO_DUTY, TAKE_DUTY = "Снять дежурство", "Я дежурю"
WHO_IS_AWAY = "Кого не будет?"
NOT_AWAY = "Вы и так на месте: напоминания приходят вам."
ONLY_YOURSELF = (
    "Отсутствие других отмечает владелец. Своё: /away 20.03 @имя, где имя того, кто заменит."
)
DUTY_OF_OTHERS = (
    "Дежурных назначает владелец. Себя можете записать: /duty и кнопка «Я дежурю» или /duty 20.03."
)
DUTY_BEGINS_NOW = (
    "Дежурство начинается сразу, на потом не записываю. Напишите только последний день:"
    " /duty @имя 20.03."
)
HOW_AWAY = "Например: /away 20.03 @имя. Или просто /away, спрошу сам."
HOW_DUTY = "Например: /duty @имя 15.03. Или просто /duty, выберете кнопкой."
SELF = "Заменить себя собой нельзя. Назовите коллегу или отправьте /away без имени."
OVER_BEFORE = "Отсутствие кончается раньше, чем начинается. Проверьте даты."
BACK_AGAIN = "Вы снова на месте: напоминания опять приходят вам."
NEVER_LEFT = "Отсутствие отменил: напоминания и дальше приходят вам."
CASES = ("обращение", "обращения", "обращений")


def until_words(until: datetime, rules: Rules, now: datetime) -> str:
    """Write the last day, or the instant where it is not a day's end."""
    if clock_time(until, rules.zone) == "23:59":
        return f"{day(until, rules.zone, now)} включительно"
    return moment(until, rules.zone, now)


def away(person: Person, roster: Roster) -> str:
    """Say that somebody is away, and who hears of their cases."""
    absence = person.away
    assert absence is not None  # noqa: S101 - callers have looked
    return f"{escape(person.name)}: отсутствие {span(absence, roster)}. {_hears(person, roster)}"


def not_away(person: Person, viewer: Person) -> str:
    """Say that there is no absence to be ended: not HTML."""
    return NOT_AWAY if person.id == viewer.id else f"{person.name}: отсутствия уже нет."


def is_away_instead(person: Person) -> str:
    """Offer the owner, who has named one person, that it is they who are away: not HTML."""
    return f"Отсутствует {person.name}"[:40]


def over(person: Person, viewer: Person) -> str:
    """Say that an absence has been ended, in the place of its button."""
    if person.id == viewer.id:
        return "Отсутствие снято: вы на месте."
    name = escape(person.name)
    return f"{name}: отсутствие снято. Напоминания снова получает {name}."


def span(absence: Absence, roster: Roster) -> str:
    """Write from when until when somebody is away; from when only if it is to come."""
    now, rules = roster.now, roster.rules
    begins = f"с {day(absence.since, rules.zone, now)} " if absence.since > now else ""
    return f"{begins}до {until_words(absence.until, rules, now)}"


def _hears(person: Person, roster: Roster) -> str:
    assert person.away is not None  # noqa: S101 - callers have looked
    other = roster.find(person.away.stand_in_id) or roster.find(person.deputy_id)
    if other:
        other = hears_for(person, roster)
    if other:
        return f"Напоминания пока получает {escape(other.name)}."
    last = "приходят как раньше" if person.role is Role.OWNER else "владелец"
    return f"Напоминания пока получает дежурный, а если его нет, {last}."


def welcome_back(
    person: Person, reminded: list[str], urgent: list[str], many: tuple[int, int], now: datetime,
    *, digested: bool,
) -> str:  # fmt: skip
    """Tell somebody that they hear of their cases again, what others heard, and what is urgent.

    `many` is of how many cases others heard, and how many there are to name in all; the digest
    names what is urgent in its own words.
    """
    began = person.away is not None and person.away.since <= now
    told = [BACK_AGAIN if began else NEVER_LEFT]
    if many[0]:
        told += [f"Без вас напоминали про {counted(many[0], CASES)}:", "", *reminded]
    if urgent:
        whose = "Срочное у команды:" if person.role is Role.OWNER else "Срочное у вас:"
        told += [*([""] if reminded else []), whose, "", *urgent]
    if more := many[1] - len(reminded) - len(urgent):
        told += [f"и ещё {more}: /list"]
    if not many[1] and not digested:
        told += ["Срочного нет."]
    return "\n".join(told)


def what_was_missed(cases: Iterable[str], many: int) -> str:
    """Tell somebody who had blocked the bot of what they were reminded meanwhile."""
    head = "Снова могу писать вам: напоминания опять приходят сюда."
    if not many:
        return head
    missed = f"{head}\nНе дошли напоминания про {counted(many, CASES)}:"
    return "\n".join([missed, "", *cases])


def card_line(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Say on a card that whoever leads the case is away, and who really hears of it meanwhile."""
    person = case.assignee
    if person is None or person.removed_at is not None or not is_away(person.away, now):
        return []
    assert person.away is not None  # noqa: S101 - they are away
    told = f"{escape(person.name)}: отсутствие до {until_words(person.away.until, rules, now)}"
    other = Roster(case.team, rules, now, case.duty).leader(case)
    if other is None or other.id == person.id:
        return [told]
    return [f"{told}, напоминания получает {escape(other.name)}"]


def is_away(absence: Absence | None, now: datetime) -> bool:
    """Whether an absence holds now."""
    return absence is not None and absence.since <= now < absence.until


def team_line(person: Person, roster: Roster) -> str:
    """Say in the list of the team that somebody is away, or on duty; "" for neither."""
    told = []
    if person.away is not None and roster.now < person.away.until:
        other = roster.find(person.away.stand_in_id)
        told.append(
            f"отсутствие {span(person.away, roster)}"
            + (f", заменяет {escape(other.name)}" if other else "")
        )
    if roster.on_duty and roster.on_duty.id == person.id and roster.duty:
        until = until_words(roster.duty.until, roster.rules, roster.now)
        told.append(f"дежурит до {until}")
    return "".join(f"\n    {each}" for each in told)


def unknown_name(name: str, people: Iterable[Person]) -> str:
    """Say that nobody of the team is called so, and who there is."""
    known = ", ".join(f"@{escape(each.username)}" for each in people if each.username)
    listed = f" Есть: {known}." if known else ""
    return f"В команде нет {quoted('@' + name)}.{listed} У кого нет имени в Telegram, того кнопкой."


def duty(roster: Roster) -> str:
    """Say who is on duty, and what for."""
    about = "Дежурный получает напоминания по ничьим обращениям и за тех, кого нет и кто не назвал"
    about += " заместителя."
    named = roster.find(roster.duty.person_id) if roster.duty else None
    if (
        named is None
        or roster.duty is None
        or not roster.duty.since <= roster.now < roster.duty.until
    ):
        return f"Сейчас никто не дежурит. {about}"
    until = until_words(roster.duty.until, roster.rules, roster.now)
    told = f"Дежурит {escape(named.name)} до {until}."
    if named.away and roster.is_away(named):
        back = until_words(named.away.until, roster.rules, roster.now)
        told += f" Но сейчас отсутствие до {back}, поэтому пока никто не дежурит."
    return f"{told} {about}"


def for_whom(person: Person) -> str:
    """Say whose duty is asked about."""
    return f"Дежурить будет {escape(person.name)}."


def who_until(until: datetime, rules: Rules, now: datetime) -> str:
    """Ask who is on duty until that day."""
    return f"Кто дежурит до {until_words(until, rules, now)}?"


def one_on_duty(person: Person, others: Sequence[Person]) -> list[str]:
    """Say that one person can be on duty, when more were named, and who it is."""
    if not others:
        return []
    name = escape(person.name)
    return [f"Дежурить может один: сейчас это {name}. Поменять: /duty {called(others[0])}"]


def called(person: Person) -> str:
    """Write how a person is named in a line."""
    return escape(f"@{person.username}" if person.username else person.name.split()[0])


def you_are_on_duty(until: datetime, rules: Rules, now: datetime) -> str:
    """Tell somebody that they are on duty."""
    return (
        f"Вы дежурите до {until_words(until, rules, now)}: напоминания по ничьим обращениям и за"
        " тех, кого нет, приходят вам."
    )
