"""What the parts of the demo share while it is being made: the day it is made on, chance, and who is who."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from core.calendar import is_workday
from orgs.models import Organization, User, Venue
from projects.models import Fund, Project
from sanlian.demo.people import People
from services.models import Lecturer, Team

SEED = 20210924


@dataclass
class World:
    """Organisations by code, users by user name, funds by (organization code, year), projects by name, venues by
    (organization code, name), lecturers by organization code, teams by name."""

    now: datetime
    rng: Random = field(default_factory=lambda: Random(SEED))
    organizations: dict[str, Organization] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    funds: dict[tuple[str, int] | str, Fund] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    venues: dict[tuple[str, str], Venue] = field(default_factory=dict)
    lecturers: dict[str, list[Lecturer]] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    workdays: dict[date, bool] = field(default_factory=dict)

    def __post_init__(self):
        self.people = People(self.rng)  # one maker: no two people share a number

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def day(self, offset: int) -> date:
        """``offset`` days from today; negative is the past."""
        return self.today + timedelta(days=offset)

    def is_workday(self, day: date) -> bool:
        """The working calendar, asked once per day."""
        if day not in self.workdays:
            self.workdays[day] = is_workday(day)
        return self.workdays[day]

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def office(self, offset: int) -> datetime:
        """Some moment of office hours on that day, or on the last working day before it."""
        day = self.day(offset)
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return self.moment(day, self.rng.choice((9, 10, 11, 13, 14, 15, 16)), self.rng.randrange(60))

    def staff(self, role: str, code: str) -> User:
        """The user who serves in ``role`` at the organization with ``code``."""
        return self.users[f"{role}@{code}"]
