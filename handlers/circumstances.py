"""The circumstances: what is known of a draft's case and cabinet when an answer is read."""

from cases.answers import Circumstances
from cases.case import Cabinet, Case
from cases.fields import Field
from cases.filling import Draft
from cases.kinds import Currency
from cases.turns import not_before
from handlers.desk import Desk
from handlers.options import options


async def circumstances(draft: Draft, field: Field, desk: Desk) -> Circumstances:
    """Return what the reader of this field needs to know."""
    known = tuple(option.spoken for option in await options(field, draft, desk))
    cabinet = await cabinet_of(draft, desk)
    named = draft.answers.get("currency") or Currency.RUB
    currency = cabinet.currency if cabinet else Currency(named)
    case = await _case(draft, desk)
    earliest = not_before(field.bound, case) if case else None
    return Circumstances(desk.now, desk.rules.zone, currency, known, earliest)


async def cabinet_of(draft: Draft, desk: Desk) -> Cabinet | None:
    """Return the cabinet that the draft is about; None while it is not chosen."""
    if case := await _case(draft, desk):
        return case.cabinet
    chosen = draft.answers.get("cabinet")
    return await desk.cabinets.get(int(chosen)) if chosen else None


async def _case(draft: Draft, desk: Desk) -> Case | None:
    return await desk.search.find(draft.case_id) if draft.case_id is not None else None
