"""What an entry changes, rule by rule: every kind of case, every status, every time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, a_case

from cases.entering import Unchanged, effect_of, kinds_for
from cases.kinds import EntryKind, Kind
from cases.lifecycles import MOVES, Status
from cases.moments import Moment
from texts import entering as words

MOSCOW = ZoneInfo("Europe/Moscow")
NOW_IS = Moment(NOW + timedelta(hours=3, seconds=1), has_time=True)
STATUSES = [
    (kind, status)
    for kind in Kind
    for status in Status
    if any(move.kind is kind and status in move.sources for move in MOVES)
]
"""Every status of every kind from which a move leads."""


def test_a_ticket_has_no_buyer_and_a_chat_no_support() -> None:
    assert EntryKind.BUYER not in kinds_for(a_case(Kind.SUPPORT_TICKET))
    assert EntryKind.SUPPORT not in kinds_for(a_case(Kind.BUYER_CHAT))


@pytest.mark.parametrize(("kind", "status"), STATUSES)
@pytest.mark.parametrize("waits", [True, False])
def test_no_entry_makes_a_move_that_is_not_legal_or_asks_more_than_a_time(
    kind: Kind, status: Status, waits: bool
) -> None:
    case = a_case(kind, status, waiting_since=NOW if waits else None, turn_since=NOW)
    for entry in kinds_for(case):
        effect = effect_of(entry, NOW_IS, case, MOSCOW, ())
        if effect.move is None:
            continue
        assert effect.move in case.moves
        assert effect.move.asks in {None, "buyer_wrote", "answered_earlier"}
        assert not effect.move.danger
        assert not effect.move.consent
        assert not effect.move.owner_only


@pytest.mark.parametrize(("kind", "status"), STATUSES)
def test_a_note_never_changes_anything(kind: Kind, status: Status) -> None:
    case = a_case(kind, status, waiting_since=NOW)
    effect = effect_of(EntryKind.NOTE, NOW_IS, case, MOSCOW, ())
    assert (effect.move, effect.moves, effect.begins, effect.unchanged) == (None,) * 1 + (
        False, False, None,
    )  # fmt: skip


@pytest.mark.parametrize("status", [s for k, s in STATUSES if k is Kind.SUPPORT_TICKET])
@pytest.mark.parametrize("entry", [EntryKind.OURS, EntryKind.SUPPORT])
def test_a_word_to_or_from_the_support_is_movement_of_every_open_ticket_that_was_sent(
    status: Status, entry: EntryKind
) -> None:
    case = a_case(Kind.SUPPORT_TICKET, status)
    effect = effect_of(entry, NOW_IS, case, MOSCOW, ())
    assert (effect.move is not None or effect.moves) == (
        not case.closed and status is not Status.DRAFT
    )
    assert effect.at == NOW_IS


@pytest.mark.parametrize("why", Unchanged)
def test_every_reason_has_its_words(why: Unchanged) -> None:
    assert words.UNCHANGED[why](a_case(Kind.CHAT_RETURN), "вчера")


moments = st.builds(
    Moment,
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 8), timezones=st.just(NOW.tzinfo)),  # noqa: DTZ001 - hypothesis adds the zone
    st.booleans(),
)


@given(moments, st.sampled_from(STATUSES), st.sampled_from(list(EntryKind)[2:]), st.booleans())
def test_no_turn_ends_before_it_began_and_none_begins_before_our_answer(
    told: Moment, where: tuple[Kind, Status], entry: EntryKind, waits: bool
) -> None:
    since, answered = NOW, NOW - timedelta(days=1)
    case = a_case(
        *where, waiting_since=since if waits else None, turn_since=since, answered_at=answered
    )
    if entry not in kinds_for(case):
        return
    effect = effect_of(entry, told, case, MOSCOW, ())
    if effect.begins:
        assert answered <= effect.at.at < since
    elif effect.move and entry is EntryKind.BUYER:
        assert effect.at.at >= answered
    elif effect.move and entry is EntryKind.OURS and where[0] is not Kind.SUPPORT_TICKET:
        assert effect.at.at >= since
