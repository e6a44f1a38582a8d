"""Hours to confirm, corrections and stars to decide."""

from collections.abc import Iterator

from django.db.models import Q

from core.templatetags.ui import day
from orgs.enums import Role
from orgs.permissions import MANAGERS, UNION_STAFF
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF
from reports.todo.kind import Todo, todo
from services.enums import HourClaimState, HourCorrectionState, HourSource, StarApplicationState
from services.models import HourClaim, HourCorrection, StarApplication
from services.models.volunteer import carried_out
from services.permissions import LOW_STARS


def hours_to_confirm(user) -> Iterator[Todo]:
    """Nobody confirms what they claimed by hand; whoever proposed a correction does not decide it."""
    here = in_subtrees(org_paths(user, UNION_STAFF), "organization")
    served = carried_out(org_paths(user, CONTRACTOR_STAFF), "contractor").order_by().values("organization")
    mine = here | Q(organization__in=served) | in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor")
    own = Q(claimed_by=user) & ~Q(source=HourSource.SHIFT)
    rows = HourClaim.objects.visible_to(user).filter(mine, state=HourClaimState.PENDING).exclude(own)
    rows = rows.select_related("volunteer__person").order_by("served_on", "pk")

    def note(row):
        return f"{day(row.served_on)}，{row.content}"

    yield todo("待确认的服务时长", rows, "services:hourclaim-list", {"state": HourClaimState.PENDING}, note)
    proposed = HourCorrection.objects.visible_to(user).filter(state=HourCorrectionState.PROPOSED)
    claims = HourClaim.objects.filter(mine).order_by().values("pk")
    open_ones = proposed.filter(claim__in=claims).exclude(proposed_by=user).select_related("claim__volunteer__person")
    filters = {"state": HourClaimState.CONFIRMED, "correcting": "true"}
    yield todo("待复核的时长更正", open_ones.order_by("pk"), "services:hourclaim-list", filters, lambda row: row.reason)


def stars_to_decide(user) -> Iterator[Todo]:
    """One and two stars by the street or district, higher ones by the city; not one's own applications."""
    low = in_subtrees(org_paths(user, MANAGERS), "volunteer__organization") & Q(star__lte=LOW_STARS)
    high = in_subtrees(org_paths(user, (Role.CITY_ADMIN,)), "volunteer__organization")
    rows = StarApplication.objects.visible_to(user).filter(low | high, state=StarApplicationState.SUBMITTED)
    rows = rows.exclude(by=user).select_related("volunteer__person").order_by("pk")
    filters = {"state": StarApplicationState.SUBMITTED}
    yield todo("待审核的星级申请", rows, "services:starapplication-list", filters, lambda row: f"{row.hours}小时")
