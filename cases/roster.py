"""The roster: who is there, who stands in for whom, and who hears of a case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from cases.case import Case, Duty, Person
from cases.listening import Ear
from cases.roles import Role
from cases.rounds import Listeners
from cases.rules import QuietHours, Rules


@dataclass(frozen=True)
class Roster:
    """The people of the team at one instant, by the rules of the team."""

    people: tuple[Person, ...]
    rules: Rules
    now: datetime
    duty: Duty | None = None

    @property
    def owner(self) -> Person | None:
        """Return the owner; None before they have pressed Start."""
        return next((each for each in self.people if each.role is Role.OWNER), None)

    @property
    def on_duty(self) -> Person | None:
        """Return who is on duty now, if they are there."""
        if self.duty is None or not self.duty.since <= self.now < self.duty.until:
            return None
        person = self.find(self.duty.person_id)
        return person if person and not self.is_away(person) else None

    def find(self, person_id: int | None) -> Person | None:
        """Return a member of the team; None for those who were removed."""
        return next((each for each in self.people if each.id == person_id), None)

    def is_away(self, person: Person) -> bool:
        """Whether a person is away now."""
        return person.away is not None and person.away.since <= self.now < person.away.until

    def acting_for(self, person: Person) -> Person | None:
        """Return who hears what is meant for a person: they, or whoever stands in for them.

        Stand-ins and deputies may be away as well, and have their own; whoever is on duty comes
        after all of them. None when they are away and nobody is left.
        """
        return next(self._acting(person, {person.id}), self.on_duty)

    def _acting(self, person: Person, asked: set[int]) -> Iterator[Person]:
        if not self.is_away(person):
            yield person
            return
        assert person.away is not None  # noqa: S101 - they are away
        for person_id in (person.away.stand_in_id, person.deputy_id):
            other = self.find(person_id)
            if other and other.id not in asked:
                asked.add(other.id)
                yield from self._acting(other, asked)

    def leader(self, case: Case) -> Person | None:
        """Return who hears of a case first: who leads it or stands in, else the duty, the owner."""
        leads = self.find(case.assignee.id) if case.assignee else None
        acting = self.acting_for(leads) if leads else self.on_duty
        return acting or self.chief

    def hears(self, person: Person, case: Case) -> bool:
        """Whether a case is this person's to look after: they lead it, or act for who does."""
        leads = case.assignee is not None and case.assignee.id == person.id
        first = self.leader(case)
        return leads or (first is not None and first.id == person.id)

    @property
    def chief(self) -> Person | None:
        """Return who hears what is meant for the owner; the owner, when nobody stands in."""
        owner = self.owner
        return (self.acting_for(owner) or owner) if owner else None

    def ears(self, case: Case) -> tuple[Ear, ...]:
        """Return who listens on the two sides of a case."""
        sides = ((Role.MANAGER, self.leader(case)), (Role.OWNER, self.chief))
        return tuple(Ear(role, each, self.rules_of(each)) for role, each in sides if each)

    def chain(self, case: Case) -> tuple[Ear, ...]:
        """Return to whom a reminder that nobody sees goes, one after another, each once."""
        leader = self.leader(case)
        if leader is None or leader.out_of_reach:  # their reminders fall back to the owner at once
            return ()
        deputy = self.find(leader.deputy_id)
        second = (self.acting_for(deputy) if deputy else None) or self.on_duty
        steps = {each.id: each for each in (leader, second, self.chief) if each}
        last = self.chief.id if self.chief else None
        return tuple(
            Ear(Role.OWNER if each.id == last else Role.MANAGER, each, self.rules_of(each))
            for each in steps.values()
        )

    def listeners(self, case: Case) -> Listeners:
        """Return who listens to a case now."""
        return Listeners(self.ears(case), self.chain(case), self.ear_for, self.rules)

    def ear_for(self, person_id: int) -> Ear | None:
        """Return who hears what somebody has put off: they, or whoever acts for them meanwhile.

        None for those who were removed.
        """
        sleeper = self.find(person_id)
        person = (self.acting_for(sleeper) or self.chief) if sleeper else None
        role = Role.OWNER if person and person.role is Role.OWNER else Role.MANAGER
        return Ear(role, person, self.rules_of(person)) if person else None

    def rules_of(self, person: Person) -> Rules:
        """Return the rules that hold for a person."""
        return own_rules(self.rules, person)


def own_rules(rules: Rules, person: Person) -> Rules:
    """Return the rules that hold for a person: the team's, by their own quiet hours.

    A digest does not come into hours that somebody has called quiet themselves.
    """
    quiet = person.quiet
    if quiet is None:
        return rules
    return replace(rules, quiet=quiet, digest_at=_after(quiet, rules.digest_at))


def _after(quiet: QuietHours, at: time) -> time:
    over_midnight = quiet.start > quiet.end
    inside = at >= quiet.start or at < quiet.end if over_midnight else quiet.start <= at < quiet.end
    return quiet.end if inside else at
