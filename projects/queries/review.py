"""Reads about experts, panels and scores."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, User
from orgs.scope import STEP, has_role, in_subtrees, org_paths
from projects.enums import ApplicationState, CallState, SheetState, TieKind
from projects.models import Application, Call, ExpertTie, Panelist, ScoreSheet

PAST_POST_YEARS = 3  # how long a post that has ended still counts (configurable default)
NOT_RUNNING = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE)
UNCHECKED = (ApplicationState.SUBMITTED, ApplicationState.CHECKING, ApplicationState.RETURNED)
# What a panel has scored, in the order a ranking shows it.
SCORED = (
    ApplicationState.REVIEWING, ApplicationState.PROPOSED, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED,
    ApplicationState.PUBLICITY, ApplicationState.AWARDED,
)  # fmt: skip


def expert_pool(call: Call):
    """Experts appointed at the purchaser or at a union above it, without those who decide on the call."""
    deciding = User.objects.holding(call.organization, Role.CITY_ADMIN, Role.DISTRICT_UNION)
    return User.objects.holding(call.organization, Role.EXPERT).exclude(pk__in=deciding).order_by("pk")


def experts_around(user: User):
    """Experts in the user's territory and at the unions above it; an expert finds themself."""
    paths = org_paths(user)
    above = {path[:end] for path in paths for end in range(STEP, len(path), STEP)}
    here = in_subtrees(paths, "organization") | Q(organization__path__in=above)
    held = Membership.objects.current().filter(here, role=Role.EXPERT)
    oneself = Q(pk=user.pk) if has_role(user, Role.EXPERT) else Q(pk__in=[])
    return User.objects.filter(Q(pk__in=held.values("user_id")) | oneself, is_active=True)


def tie_organizations():
    """Whom an expert can be tied to: the bodies that apply for projects. Their names are public."""
    return Organization.objects.filter(kind__in=(OrganizationKind.SOCIAL, OrganizationKind.ENTERPRISE))


def years_before(day: date, years: int) -> date:
    """The same day some years ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def applicants(call: Call) -> list[Organization]:
    """Everybody whose application is still in the running."""
    running = call.applications.exclude(state__in=NOT_RUNNING)
    return list(Organization.objects.filter(pk__in=running.values("contractor_id")))


def ties_to(organizations: Iterable[Organization], experts: Iterable[int], on: date | None = None) -> dict[int, str]:
    """Which of ``experts`` must step aside, and why: declared ties, and posts there now or within three years.

    The newest row for an expert, an organization and a kind counts: a later one may say that the tie has ended.
    """
    organizations, experts = list(organizations), list(experts)
    since = years_before(on or timezone.localdate(), PAST_POST_YEARS)
    found: dict[int, str] = {}
    posts = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=since), user_id__in=experts)
    for post in posts.select_related("organization").order_by("pk"):
        met = _within(post.organization, organizations)
        if met:
            kind = TieKind.SAME_UNIT if post.valid_to is None else TieKind.RECENT_POST
            found.setdefault(post.user_id, f"{met}：{kind.label}")
    declared = {
        (tie.expert_id, tie.organization_id, tie.kind): tie
        for tie in ExpertTie.objects.filter(expert_id__in=experts).select_related("organization").order_by("pk")
    }
    for tie in declared.values():
        met = _within(tie.organization, organizations)
        if met and (tie.until is None or tie.until >= since):
            found.setdefault(tie.expert_id, f"{met}：{tie.get_kind_display()}")
    return found


def _within(organization: Organization, others: list[Organization]) -> Organization | None:
    return next((other for other in others if organization.path.startswith(other.path)), None)


def is_ranked(call: Call) -> bool:
    """Whether the scores of the call have been put together and nobody is back before the panel."""
    states = set(call.applications.filter(state__in=SCORED).values_list("state", flat=True))
    return bool(states) and ApplicationState.REVIEWING not in states


def seat_of(call: Call, user: User) -> Panelist | None:
    """The user's seat with a vote on the panel of ``call``."""
    return call.panelists.seated().filter(expert=user).first()


def rule_day(call: Call) -> date:
    """The rules of the day the call opened stay with it."""
    return timezone.localdate(call.opens_at)


def unfinished_panels(call: Call) -> int:
    """How many sheets of the round the seated experts still owe."""
    owed = call.panelists.seated().count() * call.applications.filter(state=ApplicationState.REVIEWING).count()
    signed = ScoreSheet.objects.counting().filter(application__call=call, application__state=ApplicationState.REVIEWING)
    return owed - signed.count()


def sheets_to_write(user: User):
    """Applications in front of the user's panels, each with the user's sheet of the round (``sheet_state``)."""
    mine = Q(sheets__panelist__expert_id=user.pk, sheets__round=F("call__review_round"))
    seats = Panelist.objects.seated().filter(expert_id=user.pk)
    return (
        Application.objects.filter(call__in=seats.values("call_id"), state=ApplicationState.REVIEWING)
        .annotate(sheet_state=Max("sheets__state", filter=mine), sheet_total=Max("sheets__total", filter=mine))
        .select_related("call")
        .order_by("call_id", "pk")
    )


def sheets_owed(user: User):
    """Those the user has not signed yet."""
    return sheets_to_write(user).filter(Q(sheet_state=None) | Q(sheet_state=SheetState.DRAFT))


def experts_listed(user: User):
    """The pool as its page lists it: with unions, declared ties and seats."""
    held = Membership.objects.current().filter(role=Role.EXPERT).select_related("organization")
    ties, seats = ExpertTie.objects.filter(expert=OuterRef("pk")), Panelist.objects.filter(expert=OuterRef("pk"))
    return (
        experts_around(user)
        .annotate(tie_count=_number_of(ties), seat_count=_number_of(seats))
        .prefetch_related(Prefetch("memberships", queryset=held, to_attr="expert_posts"))
    )


def _number_of(rows):
    """How many of ``rows`` belong to the outer row."""
    counted = rows.order_by().values("expert").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def reviews_run_by(user: User):
    """Calls between their close and the end of their publicity, at purchasers the user serves or audits."""
    here = in_subtrees(org_paths(user, (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.AUDITOR)), "organization")
    under_way = (CallState.CLOSED, CallState.REVIEWING, CallState.PUBLICITY)
    seated = Panelist.objects.seated().filter(call=OuterRef("pk")).order_by().values("call")
    return (
        Call.objects.filter(here, state__in=under_way)
        .annotate(seated_count=Coalesce(Subquery(seated.annotate(number=Count("pk")).values("number")), 0))
        .order_by("pk")
    )
