"""Reads around an application: what it may take up, what it starts from, how its check stands."""

from django.db.models import Q
from django.utils import timezone

from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User
from projects import content
from projects.enums import ApplicationState, CallState, EligibilityItem, NeedState
from projects.models import Application, Call, EligibilityCheck, Need

# Findings are the purchaser's until they are told.
UNTOLD = (ApplicationState.SUBMITTED, ApplicationState.CHECKING)


def calls_open_to(user: User):
    """Calls one may apply to right now."""
    now = timezone.now()
    return Call.objects.visible_to(user).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)


def answerable(application: Application) -> Q:
    """Verified needs, and those the applicant's own projects answer already."""
    own = Need.projects.through.objects.filter(project__contractor=application.contractor_id).values("need_id")
    return Q(state=NeedState.VERIFIED) | Q(pk__in=own, state__in=[NeedState.MATCHED, NeedState.IN_PROJECT])


def selectable_needs(user: User, application: Application):
    """Needs in the purchaser's territory the application may name, and those it already does."""
    here = Q(organization__path__startswith=application.call.organization.path) & answerable(application)
    chosen = Q(pk__in=Application.needs.through.objects.filter(application=application).values("need_id"))
    return Need.objects.visible_to(user).filter(here | chosen).select_related("organization")


def selectable_communities(user: User, application: Application):
    """Where it could be carried out: a social organization sees the territory only through the needs in it."""
    from_needs = Q(pk__in=selectable_needs(user, application).values("organization_id"))
    chosen = Application.communities.through.objects.filter(application=application).values("organization_id")
    rows = Organization.objects.filter(from_needs | Q(pk__in=chosen) | Q(pk=application.organization_id))
    return rows.filter(level=UnionLevel.COMMUNITY)


def selectable_workers(application: Application):
    """Active social workers of the applicant."""
    employed = Membership.objects.current().filter(organization=application.contractor_id, role=Role.WORKER)
    return User.objects.filter(is_active=True, pk__in=employed.values("user_id"))


def known_facts(contractor: Organization) -> dict:
    """The applicant's facts for a new draft: as last applied with, else what the register of organizations says."""
    last = Application.objects.filter(contractor=contractor).exclude(content={}).order_by("-pk").first()
    before = last.content.get("basic", {}) if last else {}
    facts = {field.name: before[field.name] for field in content.FACTS if before.get(field.name) not in (None, "")}
    registered = {
        "credit_code": contractor.credit_code,
        "legal_representative": contractor.legal_representative,
        "registered_until": contractor.legal_person_until.isoformat() if contractor.legal_person_until else "",
    }
    return {name: value for name, value in registered.items() if value} | facts


def latest_checks(application: Application) -> dict[str, EligibilityCheck]:
    """Condition → its newest finding; conditions nobody has looked at are missing."""
    rows = application.checks.select_related("by", "file").order_by("item", "-pk").distinct("item")
    return {check.item: check for check in rows}


def told_checks(application: Application, user: User) -> list[EligibilityCheck]:
    """The newest finding on each condition, in their order; the applicant reads them once the check is over."""
    if application.state in UNTOLD and not user.has_perm("projects.record_eligibility", application):
        return []
    checks = latest_checks(application)
    return [checks[item] for item in EligibilityItem if item in checks]


def unchecked_items(checks: dict[str, EligibilityCheck]) -> list[str]:
    """The conditions still without a finding, in words."""
    return [item.label for item in EligibilityItem if item not in checks]


def is_eligible(application: Application) -> bool:
    """Whether every condition has been found to be met."""
    checks = latest_checks(application)
    return len(checks) == len(EligibilityItem) and {check.result for check in checks.values()} == {"met"}


def still_writable(rows):
    """Drafts whose call has not closed and corrections whose period has not ended: what may still be handed in."""
    draft = Q(state=ApplicationState.DRAFT, call__closes_at__gt=timezone.now())
    return rows.filter(draft | Q(state=ApplicationState.RETURNED, correct_by__gte=timezone.localdate()))


def overdue_corrections(today=None):
    """Returned for correction and not handed in again in time."""
    return Application.objects.filter(state="returned", correct_by__lt=today or timezone.localdate())
