"""Reads worth a name: volunteers, and what they amount to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from orgs.permissions import UNION_STAFF
from orgs.queries import person_known_as
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF
from services.counting import held_among, standing
from services.enums import AttendanceRole, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Attendance, Session, Shift, ShiftSignUp, Volunteer
from services.models.volunteer import carried_out

MEMBERS = Count("volunteers", filter=~Q(volunteers__state=VolunteerState.LEFT))  # of a team
TOGETHER = 500  # configurable default: names taken in one go


def registering_places(user: User) -> QuerySet[Organization]:
    """Unions for which ``user`` may register volunteers: one's own, and those whose projects one carries out."""
    served = carried_out(org_paths(user, CONTRACTOR_STAFF), "contractor").order_by().values("organization")
    mine = in_subtrees(org_paths(user, UNION_STAFF), "") | Q(pk__in=served)
    return Organization.objects.filter(mine, kind=OrganizationKind.UNION)


def hosting_places(user: User) -> QuerySet[Organization]:
    """Who may have a team or hold a training: these unions, and one's own social organization."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "")
    return Organization.objects.filter(own | Q(pk__in=registering_places(user).order_by().values("pk")))


def registered_as(name: str, phone: str) -> Volunteer | None:
    """The volunteer of this name and phone; the public pages know nobody otherwise."""
    person = person_known_as(name, phone)
    return person and Volunteer.objects.filter(person=person).select_related("person").first()


def named_volunteers(user: User, lines: list[str]) -> tuple[list[Volunteer], list[str]]:
    """Visible volunteers by number or name, one a line; and a sentence for every line that names nobody or several."""
    visible = Volunteer.objects.told_to(user).exclude(state=VolunteerState.LEFT).select_related("person")
    keys = {line.upper() for line in lines} | set(lines)
    by_key: dict[str, list[Volunteer]] = {}
    for row in visible.filter(Q(number__in=keys) | Q(person__name__in=keys)).order_by("pk"):
        by_key.setdefault(row.number, []).append(row)
        by_key.setdefault(row.person.name, []).append(row)
    found, problems = {}, []
    for line in lines:
        rows = by_key.get(line) or by_key.get(line.upper()) or []
        if len(rows) == 1:
            found[rows[0].pk] = rows[0]
        elif rows:
            problems.append(f"“{line}”有{len(rows)}人同名，请改填编号（{'、'.join(row.number for row in rows)}）")
        else:
            problems.append(f"没有找到“{line}”")
    return list(found.values()), problems


def served_between(start: date | None, end: date | None) -> Q:
    """Sign-ups that were signed out of shifts starting in this period, both days included."""
    served = Q(state=ShiftSignUpState.SIGNED_OUT)
    if start:
        served &= Q(shift__starts_at__gte=day_begins(start))
    if end:
        served &= Q(shift__starts_at__lt=day_begins(end + timedelta(days=1)))
    return served


def at_place(organization: Organization | None, shift: str = "") -> Q:
    """Shifts for ``organization`` and those below it, or by it where it is a contractor; ``shift`` leads to them."""
    if organization is None:
        return Q()
    path = "project__contractor" if organization.kind == OrganizationKind.SOCIAL else "organization"
    return Q(**{f"{shift}{path}__path__startswith": organization.reach})


def home_of(user: User, places: QuerySet[Organization]) -> int | None:
    """Which of ``places`` a form starts with: one's own, else the only one."""
    own = user.identity and places.filter(pk=user.identity.organization_id).first()
    few = [own] if own else list(places.order_by("pk")[:2])
    return few[0].pk if len(few) == 1 else None


def day_begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class VolunteerFigures:
    """双工联动 of one place and period. ``served`` volunteers signed out of a shift there; ``leads`` are the social
    workers who led these shifts."""

    active: int
    pending: int
    shifts: int
    served: int
    times: int
    leads: int

    @property
    def per_worker(self) -> Decimal | None:
        """每名社工带动志愿者数: volunteers who served, for each social worker who led a shift."""
        return (Decimal(self.served) / self.leads).quantize(Decimal("0.1")) if self.leads else None


def volunteer_figures(
    user: User, *, organization: Organization | None = None, start: date | None = None, end: date | None = None
) -> VolunteerFigures:
    """The figures of what ``user`` sees, at ``organization`` and below (or by it, if it is a contractor). Three queries
    and none for each shift."""
    volunteers, sign_ups = Volunteer.objects.visible_to(user), ShiftSignUp.objects.visible_to(user)
    shifts = Shift.objects.visible_to(user).filter(state=ShiftState.DONE)
    shifts, sign_ups = shifts.filter(at_place(organization)), sign_ups.filter(at_place(organization, "shift__"))
    if organization is not None and organization.kind != OrganizationKind.SOCIAL:
        volunteers = volunteers.filter(organization__path__startswith=organization.reach)
    shifts = shifts.filter(in_period("starts_at", start, end))
    registered = volunteers.aggregate(
        active=Count("pk", filter=Q(state=VolunteerState.ACTIVE)),
        pending=Count("pk", filter=Q(state=VolunteerState.PENDING)),
    )
    came = sign_ups.filter(served_between(start, end)).aggregate(
        served=Count("volunteer", distinct=True), times=Count("pk"), leads=Count("shift__lead", distinct=True)
    )
    return VolunteerFigures(shifts=shifts.count(), **registered, **came)


def with_volunteers(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Those at which a volunteer was present, whether signed up for a shift or put down at the door."""
    present = standing(Attendance.objects.filter(session=OuterRef("pk"), role=AttendanceRole.VOLUNTEER))
    return sessions.filter(Exists(present))


@dataclass(frozen=True)
class SessionShare:
    """Held sessions, and how many of them had volunteers."""

    held: int
    supported: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.supported) / self.held if self.held else None


def share_of_sessions_with_volunteers(sessions: QuerySet[Session]) -> SessionShare:
    """志愿者支持的场次占比 among the held ones of ``sessions`` (already scoped)."""
    held = held_among(sessions)
    return SessionShare(held=held.count(), supported=with_volunteers(held).count())


def in_period(field: str, start: date | None, end: date | None) -> Q:
    """``field``, a moment, lies between these local days, both included."""
    period = Q()
    if start:
        period &= Q(**{f"{field}__gte": day_begins(start)})
    if end:
        period &= Q(**{f"{field}__lt": day_begins(end + timedelta(days=1))})
    return period
