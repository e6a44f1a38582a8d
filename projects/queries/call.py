"""Reads about plans and calls: what is open, what is public, which procedure is due, what money is left."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from core.calendar import workdays_until
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from orgs.scope import STEP, ancestor_paths, in_subtrees, org_paths
from projects.deadlines import PUBLICITY_WORKDAYS
from projects.enums import CallState, PlanState, ProcurementCategory, ThresholdKind
from projects.models import Call, CallEvent, Fund, PlanItem, Project, Question
from projects.models.call import OPEN_TO_ALL
from projects.permissions import PURCHASERS
from projects.procedures import FISCAL, Due, Limits, Verdict, judge
from projects.queries.rule import threshold

HOLDS_MONEY = (
    CallState.APPROVED, CallState.PUBLISHED, CallState.CLOSED, CallState.REVIEWING, CallState.PUBLICITY,
)  # fmt: skip
ZERO = Decimal(0)


def announced():
    """Calls that have been published; one cancelled since says so where it was announced."""
    published = CallEvent.objects.filter(kind="publish").values("subject_id")
    return Call.objects.filter(Q(state__in=OPEN_TO_ALL) | Q(state=CallState.CANCELLED, pk__in=published))


def why_cancelled(call: Call) -> str:
    """The reason, public as the announcement was; empty while the call stands."""
    if call.state != CallState.CANCELLED:
        return ""
    return call.events.filter(kind="cancel").values_list("note", flat=True).last() or ""


def open_calls(moment: datetime):
    """Published and not yet closed at ``moment``, the next to close first."""
    return Call.objects.filter(state=CallState.PUBLISHED, closes_at__gt=moment).order_by("closes_at", "pk")


def calls_to_close(moment: datetime):
    """Published ones whose closing time has come."""
    return Call.objects.filter(state=CallState.PUBLISHED, closes_at__lte=moment).order_by("closes_at", "pk")


def calls_to_check(rows, user: User):
    """Drafts the user has still to answer the negative list for."""
    return rows.filter(state=CallState.DRAFT, negative_checked_at=None, created_by=user)


def calls_to_approve(rows, user: User):
    """Drafts with the negative list answered, written by somebody else: nobody approves their own."""
    return rows.filter(state=CallState.DRAFT, negative_checked_at__isnull=False).exclude(created_by=user)


def plans_to_approve(rows, user: User):
    """Plans handed in by somebody else."""
    return rows.filter(state=PlanState.SUBMITTED).exclude(created_by=user)


def answered_questions(call: Call):
    """答疑纪要: what everybody may read; the asker is not part of it."""
    return Question.objects.filter(call=call, answered_at__isnull=False)


def limits_of(organization: Organization, category: str, on: date) -> Limits:
    """The thresholds in force for the union on that day."""
    found = {
        kind: threshold(organization, kind, category=category, on=on) for kind in ThresholdKind.values
    }  # fmt: skip
    amounts = {kind: row.amount if row else None for kind, row in found.items()}
    return Limits(
        public_tender=amounts[ThresholdKind.PUBLIC_TENDER],
        procurement=amounts[ThresholdKind.PROCUREMENT_LIMIT],
        open_call=amounts[ThresholdKind.OPEN_CALL],
    )


def verdict_on(
    fund: Fund, amount: Decimal, organization: Organization, category: str = ProcurementCategory.SERVICES,
    on: date | None = None,
) -> Verdict:  # fmt: skip
    """What the decision table says about ``amount`` yuan of ``fund`` spent by ``organization``."""
    return judge([fund.kind], amount, limits_of(organization, category, on or timezone.localdate()))


def due_procedure(
    fund: Fund, amount: Decimal, organization: Organization, category: str = ProcurementCategory.SERVICES,
    on: date | None = None,
) -> Due:  # fmt: skip
    """The procedure that is due and why, its authority included."""
    verdict = verdict_on(fund, amount, organization, category, on)
    return Due(verdict.procedure, f"{verdict.reason}（依据：{verdict.source}）")


def publicity_floor(call: Call) -> int:
    """Working days the law asks for: a single source at or above the tender threshold must be publicised for five
    (政府采购法实施条例第38条). 0 when the law says nothing."""
    if call.procedure != "single_source" or call.fund.kind not in FISCAL:
        return 0
    limit = limits_of(call.organization, ProcurementCategory.SERVICES, timezone.localdate()).public_tender
    return PUBLICITY_WORKDAYS if limit is not None and call.amount >= limit else 0


def workdays_open(call: Call, moment: datetime) -> int:
    """Whole working days between ``moment`` and the closing time."""
    return workdays_until(timezone.localdate(moment), timezone.localdate(call.closes_at))


def committed_of(items) -> dict[int, Decimal]:
    """Plan item → what its awarded projects and direct commissions have committed."""
    keys = [item.pk for item in items]
    won = Project.objects.filter(application__call__item__in=keys).values_list("application__call__item")
    given = Project.objects.filter(plan_item__in=keys).values_list("plan_item")
    sums: dict[int, Decimal] = dict.fromkeys(keys, ZERO)
    for rows in (won, given):
        for key, total in rows.order_by().annotate(total=Sum("committed")):
            sums[key] += total
    return sums


def left_of(item: PlanItem, without: Call | None = None) -> Decimal:
    """What of the item no call and no commission has taken. A finished call keeps only what it committed, a cancelled
    one nothing; ``without`` is the call being edited."""
    others = item.calls.exclude(pk=without.pk if without else None)
    running = others.exclude(state__in=[CallState.CANCELLED, CallState.DONE])
    taken = running.aggregate(total=Sum("amount"))["total"] or ZERO
    done = Project.objects.filter(application__call__item=item, application__call__state=CallState.DONE)
    given = Project.objects.filter(plan_item=item)
    for rows in (done, given):
        taken += rows.aggregate(total=Sum("committed"))["total"] or ZERO
    return item.amount - taken


def called_for(fund: Fund, without: Call) -> Decimal:
    """What other live calls have been promised from the fund and is not in the ledger yet; in it are the awards of a
    call that promotes its reserve."""
    rows = Call.objects.filter(fund=fund, state__in=HOLDS_MONEY).exclude(pk=without.pk)
    awarded = Project.objects.filter(application__call__in=rows).aggregate(total=Sum("committed"))["total"] or ZERO
    return (rows.aggregate(total=Sum("amount"))["total"] or ZERO) - awarded


def callable_items(user: User):
    """Items of approved plans from which the user may draw up a call."""
    here = in_subtrees(org_paths(user, PURCHASERS), "plan__organization")
    rows = PlanItem.objects.visible_to(user).filter(here, plan__state=PlanState.APPROVED)
    return rows.exclude(procedure="direct").select_related("plan", "fund")


def social_organizations_of(organization: Organization):
    """Social organizations in the union's territory, and those registered at the bodies above it."""
    own = Q(path__startswith=organization.path)
    for path in ancestor_paths([organization.path]):
        own |= Q(path__startswith=path, depth=len(path) // STEP + 1)
    return Organization.objects.filter(own, kind=OrganizationKind.SOCIAL).active(timezone.localdate())


def published_rules(model, user: User):
    """Scorecards or budget rule sets a call may use, those in force first."""
    return model.objects.visible_to(user).filter(published_at__isnull=False).order_by("-valid_from", "-pk")
