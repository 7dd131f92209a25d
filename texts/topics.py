"""The topics: how the owner sees and edits the list that the form offers."""

from cases.kinds import Category
from texts.formats import escape
from texts.words import CHOICES, choice

ADD, RENAME, HIDE, SHOW, TO_LIST = "Добавить тему", "Переименовать", "Скрыть", "Показать", "← Назад"
WHICH_CATEGORY = "Темы обращений. В какой категории менять?"
GONE = "Этой темы уже нет."
LONGEST = 40
"""Characters of a topic: it stands on a button."""


def listed(category: Category, named: list[tuple[str, bool]]) -> str:
    """List the topics of a category; each with whether it is hidden."""
    lines = [f"{escape(name)}{' (скрыта)' if hidden else ''}" for name, hidden in named]
    return "\n".join([
        f"<b>{CHOICES['category'][category]}</b>",
        *(lines or ["Готовых тем нет."]),
        "",
        "Форма предлагает их кнопками, свою тему можно написать всегда.",
    ])  # fmt: skip


def name_of(ready: str | None, name: str | None) -> str:
    """Name a topic: the owner's words, or its own. Not HTML: it stands on buttons."""
    return name or choice("topic", ready or "")


def one(name: str, *, hidden: bool, built_in: bool) -> str:
    """Show one topic and what may be done with it."""
    lines = [f"Тема «{escape(name)}»" + (", скрыта." if hidden else ".")]
    lines += ["Прежние обращения останутся с той темой, с какой записаны."]
    lines += ["По этой теме я ищу похожие обращения, и с другим названием тоже."] * built_in
    return "\n".join(lines)
