"""双工联动 in hours: how many were confirmed, and where, under which project and with which social worker."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from services.models import HourClaim

SHOWN = 10
# Whose work it was: the lead of the shift, else the project's social worker.
WORKER = Coalesce("sign_up__shift__lead", "project__worker")


@dataclass(frozen=True)
class HourFigures:
    """Confirmed service hours of a place and period, and of how many ``volunteers``."""

    hours: Decimal
    volunteers: int

    @property
    def per_volunteer(self) -> Decimal | None:
        return (self.hours / self.volunteers).quantize(Decimal("0.1")) if self.volunteers else None


@dataclass(frozen=True)
class HourPart:
    """What one community, project or social worker has of them."""

    pk: int
    name: str
    code: str
    hours: Decimal
    volunteers: int


def confirmed_hours_of(
    user: User, *, organization: Organization | None = None, start: date | None = None, end: date | None = None
) -> QuerySet[HourClaim]:
    """The confirmed claims ``user`` sees, recorded at ``organization`` and below (or under its projects, if it is a
    contractor), served from ``start`` to ``end``."""
    rows = HourClaim.objects.visible_to(user).confirmed().order_by()
    if organization is not None:
        path = "project__contractor" if organization.kind == OrganizationKind.SOCIAL else "organization"
        rows = rows.filter(**{f"{path}__path__startswith": organization.reach})
    if start:
        rows = rows.filter(served_on__gte=start)
    return rows.filter(served_on__lte=end) if end else rows


def hour_figures(claims: QuerySet[HourClaim]) -> HourFigures:
    """One query."""
    found = claims.aggregate(hours=Sum("hours"), volunteers=Count("volunteer", distinct=True))
    return HourFigures(found["hours"] or Decimal(0), found["volunteers"])


def hours_by_place(claims: QuerySet[HourClaim], limit: int = SHOWN) -> list[HourPart]:
    return _parts(claims, F("organization"), F("organization__name"), F("organization__code"), limit)


def hours_by_project(claims: QuerySet[HourClaim], limit: int = SHOWN) -> list[HourPart]:
    under = claims.filter(project__isnull=False)
    return _parts(under, F("project"), F("project__name"), F("project__code"), limit)


def hours_by_worker(claims: QuerySet[HourClaim], limit: int = SHOWN) -> list[HourPart]:
    """服务时长 by social worker; hours without a shift or a project are nobody's here."""
    name = Coalesce("sign_up__shift__lead__name", "project__worker__name")
    return _parts(claims.annotate(led=WORKER).filter(led__isnull=False), F("led"), name, name, limit)


def _parts(claims: QuerySet[HourClaim], key, name, code, limit: int) -> list[HourPart]:
    rows = claims.annotate(part=key, part_name=name, part_code=code).values("part", "part_name", "part_code")
    rows = rows.annotate(total=Sum("hours"), people=Count("volunteer", distinct=True)).order_by("-total", "part")
    return [
        HourPart(row["part"], row["part_name"], row["part_code"], row["total"], row["people"]) for row in rows[:limit]
    ]
