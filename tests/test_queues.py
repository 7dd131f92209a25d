from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moments import Copied
from samples import NOW

from cases.rules import DAY, HOUR
from storage.database import Database, Row
from storage.queues import KEEP, Inbox, Outbox, Outgoing, Priority, Sending, Update, Waiting

SECOND = timedelta(seconds=1)
ANNA, BORIS, GROUP = 7_000_001_032, 7_000_002_045, -1_002_000_000_011


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    opened = await Copied.open(":memory:")
    yield opened
    await opened.close()


@pytest.fixture
async def inbox(database: Database) -> Inbox:
    return Inbox(database)


@pytest.fixture
async def outbox(database: Database) -> Outbox:
    return Outbox(database)


def update(number: int, chat: int = ANNA) -> Update:
    return Update(number, chat, f'{{"update_id": {number}}}')


def word(key: str, chat: int | None = ANNA, **more: Any) -> Outgoing:
    return Outgoing(key, chat, "sendMessage", '{"text": "слово"}', **more)


def ids(rows: tuple[Waiting, ...]) -> list[int]:
    return [row.update_id for row in rows]


def keys(rows: tuple[Sending, ...]) -> list[str]:
    return [row.key for row in rows]


async def one(database: Database, table: str) -> Row:
    (row,) = await database.rows(f"SELECT * FROM {table}")  # noqa: S608 - of this test
    return row


# The inbox ------------------------------------------------------------------------------------


async def test_updates_are_taken_in_the_order_of_arrival_not_of_their_ids(inbox: Inbox) -> None:
    await inbox.store([update(900), update(5, BORIS), update(901)], NOW)
    assert ids(await inbox.take(NOW, 10)) == [900, 5, 901]
    assert ids(await inbox.take(NOW, 2)) == [900, 5]


async def test_an_update_that_is_there_already_is_ignored(inbox: Inbox) -> None:
    await inbox.store([update(1), update(1)], NOW)
    (row,) = await inbox.take(NOW, 10)
    await inbox.done([row.seq])
    await inbox.store([update(1)], NOW + HOUR)
    assert await inbox.take(NOW + HOUR, 10) == ()


async def test_what_a_done_update_said_is_forgotten(database: Database, inbox: Inbox) -> None:
    await inbox.store([update(1)], NOW)
    await inbox.done([row.seq for row in await inbox.take(NOW, 10)])
    row = await one(database, "inbox")
    assert (row["state"], row["payload"]) == ("done", None)


async def test_a_row_that_is_tried_again_holds_its_chat_and_no_other(inbox: Inbox) -> None:
    await inbox.store([update(1), update(2, BORIS), update(3), update(4, BORIS)], NOW)
    first, *_ = await inbox.take(NOW, 10)
    await inbox.retry(first.seq, NOW + 2 * SECOND)
    assert ids(await inbox.take(NOW + SECOND, 10)) == [2, 4]
    waited = await inbox.take(NOW + 2 * SECOND, 10)
    assert ids(waited) == [1, 2, 3, 4]
    assert [row.tries for row in waited] == [1, 0, 0, 0]


async def test_a_buried_row_frees_its_chat_and_is_kept_as_it_came(
    database: Database, inbox: Inbox
) -> None:
    await inbox.store([update(1), update(2)], NOW)
    first, _ = await inbox.take(NOW, 10)
    await inbox.bury(first.seq, "00FF")
    assert ids(await inbox.take(NOW, 10)) == [2]
    (dead,) = await database.rows("SELECT * FROM inbox WHERE state = 'dead'")
    assert (dead["incident"], dead["payload"]) == ("00FF", '{"update_id": 1}')


async def test_ids_of_done_updates_are_forgotten_in_time_for_them_to_come_again(
    inbox: Inbox,
) -> None:
    await inbox.store([update(1), update(2, BORIS), update(3, GROUP)], NOW)
    one_, two, _ = await inbox.take(NOW, 10)
    await inbox.done([one_.seq])
    await inbox.bury(two.seq, "0002")
    await inbox.purge(NOW + KEEP)
    await inbox.store([update(1)], NOW + KEEP)
    assert ids(await inbox.take(NOW + KEEP, 10)) == [3]
    later = NOW + KEEP + SECOND
    await inbox.purge(later)
    await inbox.store([update(1), update(2, BORIS)], later)
    assert ids(await inbox.take(later, 10)) == [3, 1]


def test_ids_are_remembered_longer_than_telegram_repeats_and_shorter_than_it_renumbers() -> None:
    assert DAY < KEEP < 7 * DAY


# The outbox -----------------------------------------------------------------------------------


async def test_one_key_is_said_once_for_ever(outbox: Outbox) -> None:
    await outbox.put([word("ping:1"), word("ping:1", BORIS)], NOW)
    (row,) = await outbox.ready(NOW, 10)
    await outbox.sent([(row.id, 77)], NOW)
    await outbox.put([word("ping:1")], NOW + DAY)
    assert await outbox.ready(NOW + DAY, 10) == ()


async def test_a_chat_hears_one_thing_at_a_time_and_chats_do_not_wait_for_each_other(
    outbox: Outbox,
) -> None:
    await outbox.put([word("a1"), word("a2"), word("b1", BORIS), word("g1", GROUP)], NOW)
    ready = await outbox.ready(NOW, 10)
    assert keys(ready) == ["a1", "b1", "g1"]
    await outbox.sent([(row.id, 1) for row in ready], NOW)
    assert keys(await outbox.ready(NOW, 10)) == ["a2"]


async def test_presses_are_answered_first_then_people_then_pings_then_digests(
    outbox: Outbox,
) -> None:
    order = [Priority.DIGEST, Priority.PING, Priority.ANSWER, Priority.PRESS]
    await outbox.put([word(p.name, 100 + n, priority=p) for n, p in enumerate(order)], NOW)
    assert keys(await outbox.ready(NOW, 10)) == ["PRESS", "ANSWER", "PING", "DIGEST"]
    await outbox.put([word("mine", 100, priority=Priority.ANSWER)], NOW)
    assert "mine" in keys(await outbox.ready(NOW, 10))
    assert "DIGEST" not in keys(await outbox.ready(NOW, 10))


async def test_calls_without_a_chat_do_not_wait_for_each_other(outbox: Outbox) -> None:
    await outbox.put([word("press1", None), word("press2", None)], NOW)
    assert keys(await outbox.ready(NOW, 10)) == ["press1", "press2"]


async def test_nothing_is_said_before_its_time(outbox: Outbox) -> None:
    await outbox.put([word("later", not_before=NOW + HOUR)], NOW)
    assert await outbox.ready(NOW + HOUR - SECOND, 10) == ()
    assert keys(await outbox.ready(NOW + HOUR, 10)) == ["later"]


async def test_what_is_tried_again_keeps_its_place_in_the_chat(outbox: Outbox) -> None:
    await outbox.put([word("first"), word("second"), word("other", BORIS)], NOW)
    first, _ = await outbox.ready(NOW, 10)
    await outbox.sending([first.id])
    await outbox.again(first.id, NOW + 5 * SECOND, maybe_said=False)
    assert keys(await outbox.ready(NOW, 10)) == ["other"]
    ready = await outbox.ready(NOW + 5 * SECOND, 10)
    assert keys(ready) == ["first", "other"]
    assert (ready[0].tries, ready[0].again) == (1, False)


async def test_what_may_have_been_said_stays_marked_for_good(outbox: Outbox) -> None:
    await outbox.put([word("first")], NOW)
    (row,) = await outbox.ready(NOW, 10)
    await outbox.again(row.id, NOW, maybe_said=True)
    await outbox.again(row.id, NOW, maybe_said=False)
    (row,) = await outbox.ready(NOW, 10)
    assert row.again


async def test_what_was_being_said_at_a_crash_is_said_again_and_marked(outbox: Outbox) -> None:
    await outbox.put([word("first"), word("waiting", BORIS)], NOW)
    first, _ = await outbox.ready(NOW, 10)
    await outbox.sending([first.id])
    assert keys(await outbox.ready(NOW, 10)) == ["waiting"]
    assert await outbox.recover() == 1
    ready = await outbox.ready(NOW, 10)
    assert [(row.key, row.again) for row in ready] == [("first", True), ("waiting", False)]
    assert await outbox.recover() == 0


async def test_what_was_said_is_forgotten_but_not_that_it_was(
    database: Database, outbox: Outbox
) -> None:
    await outbox.put([word("first")], NOW)
    await outbox.sent([((await outbox.ready(NOW, 1))[0].id, 77)], NOW)
    row = await one(database, "outbox")
    assert (row["state"], row["body"], row["message_id"]) == ("sent", None, 77)
    assert row["sent_at"] == int(NOW.timestamp())


async def test_what_cannot_be_said_keeps_the_reason(database: Database, outbox: Outbox) -> None:
    await outbox.put([word("first")], NOW)
    await outbox.give_up((await outbox.ready(NOW, 1))[0].id, "Forbidden: " + "x" * 500)
    row = await one(database, "outbox")
    assert (row["state"], row["body"]) == ("undeliverable", None)
    assert row["error"].startswith("Forbidden: x")
    assert len(row["error"]) <= 200


async def test_a_thing_may_be_said_in_another_way_and_elsewhere(outbox: Outbox) -> None:
    await outbox.put([word("first")], NOW)
    (row,) = await outbox.ready(NOW, 1)
    await outbox.rewrite(row, "sendDocument", "{}", GROUP)
    (row,) = await outbox.ready(NOW, 1)
    assert (row.method, row.body, row.chat_id, row.key) == ("sendDocument", "{}", GROUP, "first")


async def test_only_what_is_over_is_forgotten(database: Database, outbox: Outbox) -> None:
    await outbox.put([word("said"), word("dead", BORIS), word("waits", GROUP)], NOW)
    said, dead, _ = await outbox.ready(NOW, 10)
    await outbox.sent([(said.id, 1)], NOW)
    await outbox.give_up(dead.id, "Forbidden")
    await outbox.purge(NOW + 10 * KEEP)
    assert len(await database.rows("SELECT * FROM outbox")) == 3
    await outbox.purge(NOW + 10 * KEEP + SECOND)
    assert keys(await outbox.ready(NOW, 10)) == ["waits"]
    assert len(await database.rows("SELECT * FROM outbox")) == 1


# Nobody waits for a flood -----------------------------------------------------------------------


async def keeps(inbox: Inbox, *updates: tuple[int, int]) -> None:
    await inbox.store([update(number, chat) for number, chat in updates], NOW)


async def test_a_flood_of_one_chat_leaves_the_others_their_share(inbox: Inbox) -> None:
    await keeps(inbox, *((number, 1) for number in range(1, 1001)), (2001, 2), (2002, 3), (2003, 2))
    assert ids(await inbox.take(NOW, 25)) == [1, 2, 3, 4, 5, 2001, 2002, 2003]


async def test_where_many_wait_and_nobody_floods_the_oldest_come_first(inbox: Inbox) -> None:
    await keeps(inbox, *((number, number % 7) for number in range(1, 101)))
    assert ids(await inbox.take(NOW, 25)) == list(range(1, 26))


async def test_in_a_flood_too_a_chat_whose_older_row_waits_is_passed_over(inbox: Inbox) -> None:
    await keeps(inbox, (1, 2), (2, 2), *((number, 1) for number in range(3, 101)), (101, 3))
    (first, *_) = await inbox.take(NOW, 1)
    await inbox.retry(first.seq, NOW + 9 * SECOND)
    assert ids(await inbox.take(NOW, 25)) == [3, 4, 5, 6, 7, 101]


async def _steps(database: Database, ask: Awaitable[object]) -> int:
    """How many hundreds of steps SQLite makes for an answer."""
    steps = count()
    await database._connection.set_progress_handler(lambda: next(steps) < 0, 100)
    await ask
    return next(steps)


async def test_what_waits_behind_in_one_chat_costs_no_step(
    database: Database, inbox: Inbox, outbox: Outbox
) -> None:
    found = []
    for more in (100, 3000):
        await keeps(inbox, *((1000 * more + n, ANNA) for n in range(more)), (more, BORIS))
        await outbox.put([word(f"{more}:{n}") for n in range(more)], NOW)
        await outbox.put([word(f"{more}:boris", BORIS)], NOW)
        ready, taken = outbox.ready(NOW, 60), inbox.take(NOW, 25)
        found.append((await _steps(database, ready), await _steps(database, taken)))
    assert found[1] <= (found[0][0] + 2, found[0][1] + 2)


ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, ANNA, BORIS, GROUP]), st.sampled_from(Priority), st.booleans()
    ),
    max_size=12,
)


@given(ROWS)
async def test_the_next_of_each_chat_is_its_most_urgent_and_waits_for_its_time(
    rows: list[tuple[int | None, Priority, bool]],
) -> None:
    database = await Copied.open(":memory:")
    at = {True: NOW, False: NOW + SECOND}
    said = [word(str(n), c, priority=p, not_before=at[due]) for n, (c, p, due) in enumerate(rows)]
    await Outbox(database).put(said, NOW)
    expected, passed = [], set[int]()
    for each in sorted(said, key=lambda word: word.priority):
        first = each.chat_id is None or each.chat_id not in passed
        expected += [each.key] if first and each.not_before == NOW else []
        passed |= {each.chat_id} if each.chat_id is not None else set()
    assert keys(await Outbox(database).ready(NOW, 60)) == expected
    await database.close()
