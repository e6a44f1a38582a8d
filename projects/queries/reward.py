"""Sheets as they are read: by payee, and in public."""

from django.db.models import Count, Q, Sum
from django.utils import timezone

from orgs.enums import OrganizationKind
from orgs.models import Organization
from orgs.scope import in_subtrees, org_paths
from projects.enums import RewardSheetState
from projects.models import Fund, RewardScheme, RewardSheet
from projects.permissions import PURCHASERS
from projects.sources import reward_sources

SHOWN_IN_PUBLIC = (RewardSheetState.PUBLICITY, RewardSheetState.APPROVED, RewardSheetState.PAID)


def rewarding_bodies(user):
    """Unions that may have a scheme of their own, within the user's reach."""
    reached = in_subtrees(org_paths(user, PURCHASERS), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.UNION)


def reward_funds(user):
    """Funds a scheme may pay from."""
    return Fund.objects.visible_to(user).filter(organization__in=rewarding_bodies(user))


def schemes_in_force(user):
    """Published schemes whose source exists, of unions the user decides for."""
    rows = RewardScheme.objects.visible_to(user).filter(organization__in=rewarding_bodies(user))
    today = timezone.localdate()
    return rows.filter(published_at__isnull=False, valid_from__lte=today, source__in=reward_sources())


def by_payee(lines) -> list[dict]:
    """One row for each payee: how many records came in, how many count, for how much."""
    rows = lines.values("payee_id", "payee__name").annotate(
        total=Count("pk"), counted=Count("pk", filter=Q(is_counted=True)), amount=Sum("amount")
    )
    return list(rows.order_by("-amount", "payee_id"))


def published_sheet(token: str) -> RewardSheet | None:
    """The sheet behind a public address while it is shown; voided and unpublished ones do not exist."""
    sheets = RewardSheet.objects.filter(token=token, state__in=SHOWN_IN_PUBLIC)
    return sheets.select_related("scheme__organization").first()
