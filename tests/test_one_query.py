"""A card, a page of a list and a page of a search cost as many statements however much there is."""

import pytest
from rights_scene import Scene
from stories import CHAT, RETURN, TICKET
from team import Team

from cases.answers import Attachment
from cases.kinds import Category, Kind, Priority
from cases.lists import CaseList, View
from cases.record import EntryKind
from cases.roles import Place
from handlers.lists import press
from handlers.presses import CasePress, ListPress
from storage.database import Database, Statement
from storage.history import By

MANY = 40
"""So many times more of everything the second time."""


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The hops to the database: each is a list of the statements that it carried."""
    made: list[list[str]] = []
    run = Database._run

    def overheard(self: Database, last: Statement) -> object:
        waiting = self._waiting if self._is_writing() else []
        made.append([each.sql for each in (*waiting, last)])
        return run(self, last)

    monkeypatch.setattr(Database, "_run", overheard)
    return made


@pytest.fixture
async def journal(team: Team) -> Team:
    """#1 a ticket, #2 a chat, #3 a return; each has a file, an entry, a link and a tag."""
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.boris.does(*RETURN)
    await grows(team, 1)
    return team


async def grows(team: Team, times: int) -> None:
    """Give the first three cases more of everything, and the journal more cases like the chat."""
    tables = team.app.worker.services["tables"]
    anna = await team.people.by_telegram(team.anna.id)
    by = By(anna, Place.PRIVATE, team.clock.now())
    async with team.database.transaction():
        for n in range(times):
            await team.database.run_many(
                "INSERT INTO cases (kind, status, version, cabinet_id, answers, author_id,"
                " assignee_id, created_at, moved_at, waiting_since, side) SELECT kind, status, 1,"
                " cabinet_id, answers, author_id, assignee_id, created_at, moved_at, waiting_since,"
                " 'ours' FROM cases WHERE id = 2",
                [{}],
            )
            row = await team.database.row("SELECT MAX(id) AS id FROM cases")
            assert row is not None
            for case_id in (1, 2, 3):
                file = Attachment(f"f{n}", f"u{n}", "document", f"файл{n}.pdf")
                await tables.attachments.add(case_id, file, by)
                await tables.entries.write(
                    case_id, EntryKind.ADDITION, f"слово{n}", {}, by.now, by
                )  # fmt: skip
                await tables.links.join(case_id, row["id"], by)
                if n < 2:
                    await tables.tags.put(await team.search.get(case_id), f"метка{n}", by)
                await tables.finding.keep(case_id)
            await tables.finding.keep(row["id"])


LIST_PAGES = {
    **{f"list {of}": press("page", View(of)) for of in CaseList},
    "list of a cabinet": press("page", View(cabinet=1)),
    "list of a kind": press("page", View(kind=Kind.BUYER_CHAT)),
    "list of a category": press("page", View(category=Category.CONTENT)),
    "list of an urgency": press("page", View(priority=Priority.NORMAL)),
    "list of a tag": press("page", View(tag=1)),
    "menu of lists": press("menu", View()),
    "card in a list": press("card", View(), 0, 2),
}
VIEWS = ("card", "more", "full", "history", "links", "tags")


async def does(team: Team, hops: list[list[str]], deed: str | ListPress) -> list[list[str]]:
    """Let Anna do it, and return the hops that were made for it, without those of the queues."""
    hops.clear()
    if isinstance(deed, str) and not deed.startswith("c:"):
        await team.anna.person.says(deed)
    else:
        Scene(team).forges(team.anna, None, deed if isinstance(deed, str) else deed.pack())
    await team.settles()
    made = [[sql for sql in hop if not any(q in sql for q in QUEUES)] for hop in hops]
    return [hop for hop in made if hop]


async def cost(team: Team, hops: list[list[str]], deed: str | ListPress) -> int:
    """How many statements a deed costs."""
    asked = [sql for hop in await does(team, hops, deed) for sql in hop]
    assert asked
    return len(asked)


QUEUES = ("inbox", "outbox", "BEGIN", "COMMIT")
DEEDS: dict[str, str | ListPress] = {
    **LIST_PAGES,
    **{f"view {what} of #{case_id}": CasePress(what=what, case=case_id).pack()
       for what in VIEWS for case_id in (1, 2, 3)},
    "status": "/status #2",
    "status by number": "/status 18123456",
    "search": "/find шов",
    "search by tag": "/find метка0",
}  # fmt: skip


async def test_what_is_shown_costs_as_many_statements_however_much_there_is(
    journal: Team, hops: list[list[str]]
) -> None:
    few = {name: await cost(journal, hops, deed) for name, deed in DEEDS.items()}
    await grows(journal, MANY)
    many = {name: await cost(journal, hops, deed) for name, deed in DEEDS.items()}
    assert many == few


@pytest.mark.parametrize("name", ["list open", "list of a tag", "search", "view card of #2"])
async def test_a_card_and_a_page_are_one_query_of_cases(
    journal: Team, hops: list[list[str]], name: str
) -> None:
    made = await does(journal, hops, DEEDS[name])
    assert len([sql for hop in made for sql in hop if "FROM cases\n" in sql]) == 1


async def test_a_card_that_is_asked_for_by_number_is_one_hop(
    journal: Team, hops: list[list[str]]
) -> None:
    made = await does(journal, hops, "/status 18123456")
    assert len([hop for hop in made if any("FROM cases\n" in sql for sql in hop)]) == 1
