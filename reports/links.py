"""Addresses that carry the place and the period along, so that a figure leads to its rows."""

from urllib.parse import urlencode

from django.urls import reverse

from orgs.models import Organization
from reports.periods import Period
from reports.queries import Part

PEOPLE = ("services:attendance-list", "services:participant-list")


class Links:
    """Addresses that carry the place and the period along."""

    def __init__(self, organization: Organization, period: Period, *, is_reachable: bool = True):
        days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        self.period = days
        # An expert reaches no territory: the lists show what is theirs without asking for a place, and no people.
        self.is_reachable = is_reachable
        self.place = {"organization": organization.code} if is_reachable else {}

    def rows(self, url_name: str, **filters) -> str:
        """The list behind a figure; nowhere for one whose rows the viewer never sees."""
        if url_name in PEOPLE and not self.is_reachable:
            return ""
        return f"{reverse(url_name)}?{urlencode({**self.place, **self.period, **filters})}"

    def everything(self, url_name: str, **filters) -> str:
        """The list behind a figure that the period does not narrow."""
        return f"{reverse(url_name)}?{urlencode({**self.place, **filters})}"

    def dashboard(self, code: str) -> str:
        return f"{reverse('reports:dashboard')}?{urlencode({'organization': code, **self.period})}"

    def part(self, part: Part) -> str:
        """Down to a place, over to a project; nowhere for what the viewer cannot open."""
        if part.project:
            return part.project.get_absolute_url()
        return self.dashboard(part.code) if part.is_reachable else ""
