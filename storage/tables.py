"""The tables: everything that is kept in one database, under one roof."""

from dataclasses import dataclass
from typing import Self

from cases.rules import Rules
from storage.attachments import Attachments
from storage.cabinets import Cabinets
from storage.chronicle import Chronicle
from storage.clocks import Clocks
from storage.consents import Consents
from storage.database import Database
from storage.drafts import Drafts
from storage.entries import Entries
from storage.finding import Finding
from storage.groups import Groups
from storage.history import History
from storage.journal import Journal
from storage.leavers import Leavers
from storage.links import Links
from storage.lists import Lists
from storage.merging import Merging
from storage.people import People
from storage.picks import Picks
from storage.presence import Presence
from storage.replies import Replies
from storage.search import Search
from storage.sections import Sections
from storage.silences import Silences
from storage.similar import Similar
from storage.snoozes import Snoozes
from storage.spoken import Spoken
from storage.tags import Tags
from storage.talk import Talk
from storage.team_rules import TeamRules
from storage.topics import Topics
from storage.undos import Undos
from storage.vitals import Signs
from storage.wiping import Wiping
from storage.working import Working


@dataclass(frozen=True)
class Tables:
    """What handlers and clocks read and write; all of it in the one transaction of an update."""

    journal: Journal
    search: Search
    history: History
    attachments: Attachments
    entries: Entries
    links: Links
    merging: Merging
    similar: Similar
    people: People
    cabinets: Cabinets
    groups: Groups
    clocks: Clocks
    drafts: Drafts
    spoken: Spoken
    topics: Topics
    sections: Sections
    finding: Finding
    lists: Lists
    picks: Picks
    replies: Replies
    consents: Consents
    signs: Signs
    chronicle: Chronicle
    talk: Talk
    undos: Undos
    working: Working
    snoozes: Snoozes
    tags: Tags
    team_rules: TeamRules
    presence: Presence
    wiping: Wiping
    leavers: Leavers
    silences: Silences

    @classmethod
    def of(cls, database: Database, rules: Rules) -> Self:
        """Return the tables of this database; `rules` are those of the environment."""
        team_rules = TeamRules(database, rules)
        return cls(
            journal=Journal(database, team_rules),
            search=Search(database),
            history=History(database),
            attachments=Attachments(database),
            entries=Entries(database),
            links=Links(database),
            merging=Merging(database, team_rules),
            similar=Similar(database, rules.zone),
            people=People(database),
            cabinets=Cabinets(database),
            groups=Groups(database),
            clocks=Clocks(database),
            drafts=Drafts(database),
            spoken=Spoken(database),
            topics=Topics(database),
            sections=Sections(database),
            finding=Finding(database),
            lists=Lists(database),
            picks=Picks(database),
            replies=Replies(database),
            consents=Consents(database),
            signs=Signs(database),
            chronicle=Chronicle(database),
            talk=Talk(database),
            undos=Undos(database),
            working=Working(database),
            snoozes=Snoozes(database),
            tags=Tags(database),
            team_rules=team_rules,
            presence=Presence(database),
            wiping=Wiping(database),
            leavers=Leavers(database),
            silences=Silences(database),
        )
