"""Write, copy and insure the plan of an activity."""

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked
from orgs.models import User
from projects.models import Project
from projects.money import positive_money
from services.models import Activity, ActivityPlan, FormField, PlanCost, PlanObjective, PlanStep
from services.operations.activity import LEADS, check_published, create_activity, reopened
from services.queries.plan import approval_reasons, plan_of

TEXTS = (
    "materials", "publicity", "weather_plan", "safety_plan", "party_duties", "union_duties", "worker_duties",
    "volunteer_duties",
)  # fmt: skip
FACTS = ("scale", "groups", "expected_people", "is_dangerous")
SETTINGS = (
    "verifies_phone", "needs_approval", "takes_groups", "minimum_age", "hold_hours", "priority_groups", "asks_location",
)  # fmt: skip
QUESTION = ("kind", "label", "hint", "choices", "is_required", "position")
MOST_ROWS = 60
MOST_PEOPLE = 100_000


def save_plan(
    activity: Activity,
    *,
    by: User,
    objectives: list[dict] | None = None,
    steps: list[dict] | None = None,
    costs: list[dict] | None = None,
    **written,
) -> Activity:
    """Write the plan: ``written`` are facts and texts (``FACTS``, ``TEXTS``), the others whole lists of rows; what is
    not given stays.

    ``objectives`` have text, need, indicator; ``steps`` time, content, materials, responsible; ``costs`` category,
    item, unit_price (yuan), quantity. An approved plan goes back to draft. Raises ``DomainError`` when the plan is
    waiting for approval, was published with one, or an aim names a need or indicator of another project.
    """
    with transaction.atomic():
        activity = reopened(locked(activity), by=by)
        before = approval_reasons(activity)
        _write_facts(activity, {name: written[name] for name in FACTS if name in written})
        _write_texts(activity, {name: written[name] for name in TEXTS if name in written})
        if objectives is not None:
            _write_objectives(activity, objectives)
        if steps is not None:
            _rewrite(PlanStep, activity, steps)
        if costs is not None:
            _rewrite(PlanCost, activity, [row | {"unit_price": _price(row["unit_price"])} for row in costs])
        check_published(activity, before=before)
        activity.events.create(kind="plan", by=by)
    return activity


def _write_facts(activity: Activity, facts: dict) -> None:
    people = facts.get("expected_people")
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise DomainError(f"预计人数须在1至{MOST_PEOPLE:,}之间。")
    for name, value in facts.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(facts))


def _write_texts(activity: Activity, texts: dict) -> None:
    if texts:
        ActivityPlan.objects.update_or_create(activity=activity, defaults=texts)


def _write_objectives(activity: Activity, rows: list[dict]) -> None:
    needs = {row["need"].pk for row in rows if row.get("need")}
    indicators = [row["indicator"] for row in rows if row.get("indicator")]
    if activity.project.needs.filter(pk__in=needs).count() < len(needs):
        raise DomainError("活动目标只能对应本项目的需求，请重新选择。")
    if any(row.project_id != activity.project_id for row in indicators):
        raise DomainError("活动目标只能对应本项目的指标，请重新选择。")
    _rewrite(PlanObjective, activity, rows)


def _rewrite(model, activity: Activity, rows: list[dict]) -> None:
    """Replace all rows of one kind, numbered from one."""
    if len(rows) > MOST_ROWS:
        raise DomainError(f"“{model._meta.verbose_name}”最多{MOST_ROWS}行，请合并后再保存。")
    model._base_manager.filter(activity=activity).delete()
    model._base_manager.bulk_create(
        model(activity=activity, number=number, **row) for number, row in enumerate(rows, start=1)
    )


def _price(value):
    try:
        return positive_money(value)
    except ValueError as error:
        raise DomainError(str(error)) from None


def copy_activity(activity: Activity, *, by: User, project: Project, name: str) -> Activity:
    """A new draft under ``project`` with the plan of ``activity``: texts, aims, running order, budget and the settings
    of its sign-up. Not its sessions, people, insurance, and no ties to another project's needs and indicators.

    Raises ``DomainError`` as ``create_activity`` does. Who copies it leads it, where they may.
    """
    with transaction.atomic():
        is_own = activity.project_id == project.pk
        can_lead = User.objects.holding(project.contractor, *LEADS).filter(pk=by.pk).exists()
        copied = create_activity(
            by=by, project=project, name=name, kind=activity.kind, lead=by if can_lead else activity.lead,
            description=activity.description, service_item=activity.service_item if is_own else None,
        )  # fmt: skip
        for column in (*FACTS, *SETTINGS):
            setattr(copied, column, getattr(activity, column))
        copied.save(update_fields=[*FACTS, *SETTINGS])
        plan = plan_of(activity)
        _write_texts(copied, {text: getattr(plan, text) for text in TEXTS})
        _copy_rows(activity, copied, is_own)
        copied.events.create(kind="copy", by=by, note=f"复制自“{activity}”")
    return copied


def _copy_rows(source: Activity, copied: Activity, is_own: bool) -> None:
    objectives = [
        {"text": row.text, "need": row.need if is_own else None, "indicator": row.indicator if is_own else None}
        for row in source.objectives.select_related("need", "indicator")
    ]
    _rewrite(PlanObjective, copied, objectives)
    _rewrite(PlanStep, copied, list(source.steps.values("time", "content", "materials", "responsible")))
    questions = source.form_fields.filter(is_removed=False).values(*QUESTION)
    FormField.objects.bulk_create(FormField(activity=copied, **row) for row in questions)
    _rewrite(PlanCost, copied, list(source.costs.values("category", "item", "unit_price", "quantity")))


def mark_template(activity: Activity, *, by: User) -> Activity:
    """Offer the plan to colleagues as a template."""
    return _set_template(activity, True, by)


def unmark_template(activity: Activity, *, by: User) -> Activity:
    """No longer offer it; what was made from it stays."""
    return _set_template(activity, False, by)


def _set_template(activity: Activity, is_template: bool, by: User) -> Activity:
    with transaction.atomic():
        activity = locked(activity)
        if activity.is_template == is_template:
            raise DomainError("活动已经是模板。" if is_template else "活动已经不是模板。")
        activity.is_template = is_template
        activity.save(update_fields=["is_template"])
        activity.events.create(kind="template" if is_template else "untemplate", by=by)
    return activity
