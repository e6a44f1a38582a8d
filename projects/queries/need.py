"""Needs to choose from, what they may be merged into or served by, and how many there are of each kind."""

from dataclasses import dataclass

from django.db.models import CharField, Count, F, Func, Q

from orgs.enums import Role, ServiceGroup, UnionLevel
from orgs.models import Organization, User
from orgs.permissions import MANAGERS, UNION_STAFF
from orgs.scope import ancestor_paths, in_subtrees, org_paths
from projects.enums import NeedState
from projects.models import Need, Project
from projects.models.project import RUNNING


def filing_communities(user: User):
    """Communities the user may file a need for."""
    reached = in_subtrees(org_paths(user, (*UNION_STAFF, Role.PARTY)), "")
    return Organization.objects.visible_to(user).filter(reached, level=UnionLevel.COMMUNITY)


def open_needs(user: User, project_pk: int | None = None):
    """Needs a project may take up, and those the given project already has."""
    taken = Need.projects.through.objects.filter(project=project_pk).values("need_id")
    rows = Need.objects.visible_to(user).filter(Q(state=NeedState.VERIFIED) | Q(pk__in=taken))
    return rows.select_related("organization")


def next_to_verify(user: User, after: Need) -> Need | None:
    """The oldest other need that waits for this user's street."""
    here = in_subtrees(org_paths(user, (Role.STREET_UNION,)), "organization")
    waiting = Need.objects.visible_to(user).filter(here, state=NeedState.COLLECTED).exclude(pk=after.pk)
    return waiting.order_by("raised_at", "pk").first()


def matching_needs(rows, text: str):
    """Rows whose title or community contains ``text``, or whose community's initials begin with it."""
    text = text.replace("\0", "").strip()
    place = Q(organization__name__icontains=text) | Q(organization__initials__startswith=text.lower())
    return rows.filter(Q(title__icontains=text) | place) if text else rows


def need_label(need: Need) -> str:
    """How a need is offered among others."""
    return f"{need.title}（{need.organization}）"


def merge_label(need: Need) -> str:
    """How a need is offered to be merged into: with its own number of people, which is never added up."""
    return f"{need_label(need)}：{need.get_state_display()}，约 {need.people:,} 人"


def need_communities(user: User, project_pk: int | None = None):
    """Where a project could be carried out: communities of the needs it may take up. A social organization does
    not see the territory as such, only through those needs."""
    return Organization.objects.filter(pk__in=open_needs(user, project_pk).values("organization_id"))


def district_path(organization: Organization) -> str:
    """The path of the district an organization lies in; its own path when it lies in none."""
    above = [*ancestor_paths([organization.path]), organization.path]
    district = Organization.objects.filter(path__in=above, level=UnionLevel.DISTRICT).values_list("path", flat=True)
    return district.first() or organization.path


def same_district(one: Organization, other: Organization) -> bool:
    """Whether both lie in one district; a merged or shared need never crosses its border."""
    return other.path.startswith(district_path(one))


def merge_targets(user: User, need: Need):
    """Needs ``need`` may be merged into: open ones of the same district the user sees."""
    rows = Need.objects.visible_to(user).filter(
        organization__path__startswith=district_path(need.organization),
        state__in=[NeedState.COLLECTED, NeedState.VERIFIED],
    )
    return rows.exclude(pk=need.pk).select_related("organization")


def serving_projects(user: User, need: Need):
    """Running projects of the same district the user sees."""
    district = district_path(need.organization)
    rows = Project.objects.visible_to(user).filter(organization__path__startswith=district)
    return rows.filter(state__in=RUNNING).select_related("organization")


def servable_needs(user: User, organization: Organization):
    """Verified needs of the district ``organization`` lies in that the user may decide about."""
    rows = Need.objects.visible_to(user).filter(in_subtrees(org_paths(user, MANAGERS), "organization"))
    rows = rows.filter(organization__path__startswith=district_path(organization), state=NeedState.VERIFIED)
    return rows.select_related("organization")


def needs_to_feed_back(user: User):
    """待回告, for the unions over the needs. SECURITY: others must not learn who or how many raised without account."""
    return Need.objects.filter(in_subtrees(org_paths(user, UNION_STAFF), "organization")).to_feed_back()


def merged_needs(need: Need) -> list[Need]:
    """Every need that was merged into ``need``, directly or by way of another."""
    found, layer = [], [need.pk]
    while layer:
        rows = list(Need.objects.filter(merged_into__in=layer).select_related("raised_by").order_by("pk"))
        found, layer = found + rows, [row.pk for row in rows]
    return found


def answered_at(need: Need) -> Need:
    """Where a need is dealt with: itself, or the end of the chain of needs it was merged into."""
    while need.merged_into is not None:
        need = need.merged_into
    return need


@dataclass(frozen=True)
class Matrix:
    """Needs by community × target group. A need of two groups stands in both columns, once in the totals."""

    groups: list[ServiceGroup]
    rows: list[tuple[Organization, int, list[int]]]
    group_totals: list[int]
    total: int


def matrix_of(needs) -> Matrix:
    """``needs`` counted, the communities with most of them first; three queries whatever there is."""
    needs = needs.order_by()
    of_group = Func(F("groups"), function="unnest", output_field=CharField())
    counted = needs.annotate(group=of_group).values_list("organization_id", "group").annotate(number=Count("pk"))
    cells = {(organization, group): number for organization, group, number in counted}
    totals = dict(needs.values_list("organization_id").annotate(number=Count("pk")))
    groups = [group for group in ServiceGroup if any(key[1] == group for key in cells)]
    places = Organization.objects.filter(pk__in=totals)
    rows = [
        (place, totals[place.pk], [cells.get((place.pk, group), 0) for group in groups])
        for place in sorted(places, key=lambda place: (-totals[place.pk], place.path))
    ]
    group_totals = [sum(numbers[column] for _, _, numbers in rows) for column in range(len(groups))]
    return Matrix(groups, rows, group_totals, sum(totals.values()))
