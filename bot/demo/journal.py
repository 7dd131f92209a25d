"""The demo's journal: the team, its group and the example cases, as they lie there at the start."""

from datetime import datetime, timedelta

from cases.case import Person as Member
from cases.kinds import Currency, Kind, Marketplace
from cases.lifecycles import FIRST_STATUS, find_move
from cases.money import Money
from cases.roles import Place, Role
from cases.rules import Rules
from handlers.keyboards import menu
from sandbox.people import Person
from sandbox.world import World
from storage.cabinets import Cabinets
from storage.columns import NewCase
from storage.database import Database
from storage.groups import Groups
from storage.history import By
from storage.journal import Journal
from storage.people import People
from storage.team_rules import TeamRules
from texts import examples, team

ROLES = {
    examples.OWNER: Role.OWNER, examples.ANNA: Role.MANAGER, examples.BORIS: Role.MANAGER,
}  # fmt: skip
WELCOMES = {Role.OWNER: team.welcome_back, Role.MANAGER: team.welcome_manager}
HIRED = timedelta(hours=16)
"""So long ago the team met the bot: the day before, since the demo begins in the morning."""


def person_called(world: World, name: str) -> Person:
    """Return the person of the demo with this first name."""
    return next(person for person in world.people.values() if person.first_name == name)


async def fill_journal(database: Database, world: World) -> None:
    """Put the team and the example cases into a new journal; an old one stays as it is.

    Either way the group of this world, which is made anew at each start, is bound.
    """
    async with database.transaction():
        people = People(database)
        if not await Cabinets(database).all():
            await _fill(database, await _hire(people, world), world.clock.now())
        owner = await people.owner()
        group = next(iter(world.groups.values()))
        if owner is not None:
            await Groups(database).bind(group.id, group.title, owner, world.clock.now())


async def open_chats(world: World, token: str) -> None:
    """Let the team have met the bot the day before, so that its menu is there already."""
    world.clock.goes_by(-HIRED)
    for name, role in ROLES.items():
        person = person_called(world, name)
        person.private.opened = True
        start = {"type": "bot_command", "offset": 0, "length": 6}
        person.private.publish({"text": "/start", "entities": [start]}, author=person)
        keyboard = menu().model_dump(exclude_none=True)
        said = {"chat_id": person.id, "text": WELCOMES[role](name), "reply_markup": keyboard}
        await world.call(token, "sendMessage", said)
    world.clock.goes_by(HIRED)


async def _hire(people: People, world: World) -> dict[str, Member]:
    hired = {}
    for name, role in ROLES.items():
        person = person_called(world, name)
        now = world.clock.now()
        hired[name] = await people.join(person.id, name, person.username, role, now)
    return hired


async def _fill(database: Database, hired: dict[str, Member], now: datetime) -> None:
    cabinets = [
        await Cabinets(database).add(Marketplace(marketplace), name, Currency(currency))
        for marketplace, name, currency in examples.CABINETS
    ]
    journal = Journal(database, TeamRules(database, Rules()))
    for example in examples.CASES:
        cabinet = cabinets[example.cabinet].id
        await _register(journal, example, cabinet, hired[example.assignee], now)


async def _register(
    journal: Journal, example: examples.Example, cabinet: int, assignee: Member, now: datetime
) -> None:
    kind, began = Kind(example.kind), now - example.age
    appeared = {"at": int(began.timestamp()), "has_time": True}
    when = "when" if kind is Kind.SUPPORT_TICKET else "appeared"
    case = await journal.register(
        NewCase(
            kind=kind,
            status=FIRST_STATUS[kind],
            cabinet_id=cabinet,
            answers={**example.answers, when: appeared},
            number=example.number,
            assignee_id=assignee.id,
            risk=Money(*example.risk) if example.risk else None,
            waiting_since=None if kind is Kind.SUPPORT_TICKET else began,
        ),
        By(assignee, Place.PRIVATE, began),
    )
    for name in example.moves:
        move = find_move(case.kind, case.status, name)
        by = By(assignee, Place.PRIVATE, now)
        case = await journal.change(case, by, name, status=move.leads(case.status), moved_at=now)
