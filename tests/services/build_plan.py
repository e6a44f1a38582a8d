"""Plans and policies in a given state, rows made directly."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.enums import BudgetCategory
from projects.uploads import stored
from services.enums import ActivityKind, ActivityState
from services.models import Activity, ActivityPlan, Insurance, PlanCost, PlanObjective, PlanStep
from tests.cast import make_activity

PDF = b"%PDF-1.4 policy"


def policy_file(name="保险单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def make_plan(w, activity=None, *, costs=(), state=ActivityState.DRAFT, **fields) -> Activity:
    """A complete plan: one aim tied to a need and an indicator, one step; ``costs`` are (category, price, quantity)."""
    activity = activity or make_activity(w, state=state, **({"expected_people": 40} | fields))
    project = activity.project
    PlanObjective.objects.create(
        activity=activity, number=1, text="四十名快递员学会一种减压方法", need=project.needs.first(),
        indicator=project.indicators.first(),
    )  # fmt: skip
    PlanStep.objects.create(activity=activity, number=1, time="19:00", content="讲座", responsible="社工")
    ActivityPlan.objects.create(activity=activity, worker_duties="组织签到")
    PlanCost.objects.bulk_create(
        PlanCost(activity=activity, number=number, category=category, item="物料", unit_price=price, quantity=quantity)
        for number, (category, price, quantity) in enumerate(costs, start=1)
    )
    return activity


def make_dangerous(w, *, state=ActivityState.APPROVED, safety="设观察员两名，备急救包。", **fields) -> Activity:
    """An emergency drill with a complete plan, not insured."""
    activity = make_plan(w, state=state, kind=ActivityKind.DRILL, **fields)
    ActivityPlan.objects.filter(activity=activity).update(safety_plan=safety)
    return activity


def make_insurance(w, activity=None, days=30, **fields) -> Insurance:
    """A policy from today on, for participants and volunteers."""
    today = timezone.localdate()
    defaults = {
        "insurer": "和平财产保险", "policy_number": f"PZAA2026{Insurance.objects.count():04d}", "starts_on": today,
        "ends_on": today + timedelta(days=days),
    }  # fmt: skip
    activity = activity or make_dangerous(w)
    return Insurance.objects.create(activity=activity, **(defaults | fields), **stored(policy_file(), by=w.worker))


COST = {"category": BudgetCategory.ACTIVITY, "item": "彩绳", "unit_price": "12.50", "quantity": 4}
