"""The naming: a case in a line or less, its sign, its heading, its subject."""

from datetime import datetime, timedelta

from cases.case import Case
from cases.clocks import reply_limit
from cases.kinds import Kind
from cases.lifecycles import Side
from cases.rules import DAY, Rules
from cases.undoing import UNDONE
from texts.formats import NBSP, escape, excerpt, interval, lateness, moment_msk
from texts.forms import identifiers
from texts.moves import MOVE_DONE, MOVES, NOTED
from texts.questions import QUESTIONS
from texts.words import KINDS, KINDS_SHORT, MARKETPLACES, choice, topic_words

SHORT_NAME, SHORT_TOPIC, SHORT_NUMBER = 14, 28, 12
"""So many characters of each stand in a line of a list, which is read on a phone."""


def light(case: Case, now: datetime) -> str:
    """Return the one sign that says how a case stands."""
    if case.closed:
        return "✅"
    if case.due_at is None:
        return "↩️" if case.side is Side.OURS else "⏳"
    return light_until(case.due_at, now)


def light_until(due: datetime, now: datetime) -> str:
    """Return the sign of one deadline: a case may have a nearer one."""
    left = due - now
    for limit, sign in ((timedelta(0), "🔴"), (2 * DAY, "🟠"), (5 * DAY, "🟡")):
        if left <= limit:
            return sign
    return "🟢"


def heading(case: Case, now: datetime, *, with_cabinet: bool = True) -> str:
    """Write «🟠 #57 · чат с покупателем · WB · ИП Иванов»."""
    parts = [f"{light(case, now)} #{case.id}", KINDS[case.kind].lower(), marketplace(case)]
    parts += [escape(case.cabinet.name)] if with_cabinet else []
    return f"{came_from(case)}{' · '.join(parts)}"


def came_from(case: Case) -> str:
    """Say in a line that a case was asked for by the number of one that is merged into it."""
    return f"#{case.came_from} теперь в #{case.id}\n" if case.came_from is not None else ""


def done(what: str) -> str:
    """Name a line of history in words that fit anybody."""
    if what.startswith(UNDONE):
        return f"отменено: {done(what.removeprefix(UNDONE))}"
    if what.startswith("edited:"):
        return f"исправлено «{QUESTIONS[what.removeprefix('edited:')].label}»"
    return MOVE_DONE.get(what) or NOTED.get(what) or f"«{MOVES.get(what, what)}»"


def marketplace(case: Case) -> str:
    """Name the marketplace."""
    return MARKETPLACES[case.cabinet.marketplace]


def number_words(case: Case) -> str:
    """Write the marketplace's number of the dialog."""
    return f"№{NBSP}{escape(case.number)}" if case.number else ""


def public_number(case: Case) -> str:
    """Write the number where others read along: what looks like a text stays out."""
    return number_words(case) if case.number and case.number.isascii() else ""


def who_and_what(case: Case, most: int = 10) -> str:
    """Write the number, the buyer and the goods in one line; of many goods only the first."""
    buyer = escape(str(case.answers.get("buyer") or ""))
    found = identifiers(goods(case), most) or identifiers(case.answers.get("entities"), most)
    return " · ".join(filter(None, (number_words(case), ", ".join(filter(None, (buyer, found))))))


def subject(case: Case) -> str:
    """Write the category and the topic of a ticket, the reason of a return."""
    names = {
        Kind.SUPPORT_TICKET: ("category", "topic"),
        Kind.BUYER_CHAT: ("chat_category",),
        Kind.CHAT_RETURN: ("reason",),
    }
    chosen = [(name, case.answers.get(name)) for name in names[case.kind]]
    return ": ".join(
        escape(topic_words(case.answers) if name == "topic" else choice(name, str(value)))
        for name, value in chosen
        if value
    )


def short_subject(case: Case) -> str:
    """Name a case in a few words, for lists: no buyer's personal data in it."""
    about = topic_words(case.answers)
    known = identifiers(goods(case), most=1)
    return escape(excerpt(about, 40)) or known or number_words(case) or KINDS_SHORT[case.kind]


def in_brief(case: Case) -> str:
    """Tell a case from others in a line of a list: «чат, Тимур, артикул 140158860».

    For private chats only: it names the buyer. A topic is a ticket's, so its kind is not said.
    """
    told = _tell_apart(case)
    named = [] if topic_words(case.answers) else [KINDS_SHORT[case.kind]]
    return ", ".join([*named, *told])


def brief_subject(case: Case) -> str:
    """Write the same without the kind, unless nothing else is known."""
    return ", ".join(_tell_apart(case)) or KINDS_SHORT[case.kind]


def _tell_apart(case: Case) -> list[str]:
    """Return the two that tell most of what is known: the buyer, the topic or goods, the number."""
    topic = escape(excerpt(topic_words(case.answers), SHORT_TOPIC))
    known = (_short_name(case), topic or identifiers(goods(case), most=1), _short_number(case))
    return [each for each in known if each][:2]


def _short_name(case: Case) -> str:
    """Write the buyer's name; of a long one the first with the initial of the next."""
    words = str(case.answers.get("buyer") or "").split()
    name = " ".join(words)
    if len(name) > SHORT_NAME and len(words) > 1:
        name = f"{excerpt(words[0], SHORT_NAME - len(' И.'))} {words[1][0]}."
    return escape(excerpt(name, SHORT_NAME))


def _short_number(case: Case) -> str:
    """Write the number; of a long one the end, by which it is told from others."""
    number = case.number or ""
    shown = number if len(number) <= SHORT_NUMBER else f"…{number[1 - SHORT_NUMBER :]}"
    return f"№{NBSP}{escape(shown)}" if shown else ""


def led_by(case: Case) -> str:
    """Say who leads the case; somebody who was removed leads nothing any more."""
    led = case.assignee is not None and case.assignee.removed_at is None
    return f"ведёт {leader(case)}" if led else leader(case)


def leader(case: Case) -> str:
    """Name who leads the case, or say that nobody does."""
    if case.assignee is None:
        return "никто не ведёт"
    name = escape(case.assignee.name)
    return name if case.assignee.removed_at is None else f"никто не ведёт, раньше {name}"


def is_hard(case: Case, rules: Rules) -> bool:
    """Whether the deadline is the marketplace's rule or a person's own, not only our advice."""
    return case.kind is Kind.SUPPORT_TICKET or reply_limit(case, rules).hard


def answer_by(case: Case, due: datetime, rules: Rules, now: datetime) -> str:
    """Say until when the buyer must be answered, and whose limit that is."""
    advice = "" if is_hard(case, rules) else " (наш порог: известного срока у Ozon нет)"
    return f"Ответить до {moment_msk(due, rules.zone, now)}{advice}"


def time_left(case: Case, due: datetime, rules: Rules, now: datetime) -> str:
    """Say how much is left until a deadline of the case, or by how much it has passed."""
    if due <= now:
        return f"{late(case, rules)} {lateness(now - due)}"
    return f"осталось {interval(due - now)}"


def late(case: Case, rules: Rules) -> str:
    """Begin to say by how much a deadline has passed."""
    return "просрочено на" if is_hard(case, rules) else "дольше нашего порога на"


def goods(case: Case) -> list[dict[str, object]] | None:
    """Return the identifiers of the goods that a buyer writes about; None when none was given."""
    return case.answers.get("goods")
