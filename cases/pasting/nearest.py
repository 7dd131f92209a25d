"""The nearest categories to what was typed for «other», by the words that speak of them."""

from collections import Counter

from cases.kinds import Category
from cases.pasting import subject
from cases.pasting.pasted import Pasted

MOST = 3


def nearest_categories(text: str) -> tuple[Category, ...]:
    """Return the categories of which the text speaks, the likeliest first; all of them if none.

    A trouble weighs more than a word that only names a category.
    """
    weights: Counter[Category] = Counter()
    for each in subject.evidence(Pasted.of(text)):
        weights[each.category] += 3 if each.topic else 2 if each.trouble else 1
    likely = [category for category, _ in weights.most_common(MOST)]
    return tuple(likely) or tuple(each for each in Category if each is not Category.OTHER)
