"""活动策划书 as Word, from a template people can replace."""

from pathlib import Path

from django.utils import timezone

from core.templatetags.ui import money
from core.word import build_word
from orgs.enums import ServiceGroup
from services.enums import SessionState
from services.models import Activity, PlanCost
from services.queries.plan import approval_reasons, plan_of, policies_of

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "activity_plan.docx"
NOTHING = "（未填写）"
AHEAD = (SessionState.PLANNED, SessionState.POSTPONED, SessionState.HELD)


def plan_document(activity: Activity, user) -> bytes:
    """The plan as ``.docx`` with what ``user`` may see of it."""
    return build_word(SHIPPED, context_of(activity, user))


def context_of(activity: Activity, user) -> dict:
    """What the template may name; everything is text, ready to print."""
    plan, project = plan_of(activity), activity.project
    costs = list(PlanCost.objects.visible_to(user).filter(activity=activity))
    sessions = activity.sessions.filter(state__in=AHEAD).select_related("organization").order_by("starts_at", "pk")
    return {
        "name": activity.name,
        "kind": activity.get_kind_display(),
        "scale": activity.get_scale_display(),
        "state": activity.get_state_display(),
        "project": f"{project.name}（{project.code}）",
        "contractor": project.contractor.name,
        "organization": project.organization.name,
        "lead": activity.lead.name,
        "groups": "、".join(ServiceGroup(group).label for group in activity.groups) or "不限",
        "people": f"{activity.expected_people}人/场" if activity.expected_people else NOTHING,
        "danger": "、".join(approval_reasons(activity)) or "无",
        "description": activity.description or NOTHING,
        "objectives": [[str(row.number), row.text, ties(row)] for row in objectives_of(activity)],
        "sessions": [
            [row.when, f"{row.organization.short_name} {row.venue}", row.get_time_band_display()] for row in sessions
        ],
        "steps": [[row.time, row.content, row.materials, row.responsible] for row in activity.steps.all()],
        "duties": [
            [label, getattr(plan, f"{party}_duties") or NOTHING]
            for party, label in (("party", "党组织"), ("union", "工会"), ("worker", "社工"), ("volunteer", "志愿者"))
        ],
        "materials": plan.materials or NOTHING,
        "publicity": plan.publicity or NOTHING,
        "safety_plan": plan.safety_plan or NOTHING,
        "weather_plan": plan.weather_plan or NOTHING,
        "costs": [
            [row.get_category_display(), row.item, money(row.unit_price), str(row.quantity), money(row.amount)]
            for row in costs
        ],
        "total": money(sum(row.amount for row in costs)) if costs else "",
        "insurances": [
            [row.insurer, row.policy_number, row.get_cover_display(), f"{row.starts_on} 至 {row.ends_on}"]
            for row in policies_of(activity).visible_to(user)
        ],
        "approvals": [
            [event.label, event.by.name if event.by else "系统", f"{timezone.localdate(event.at)}", event.note]
            for event in activity.events.filter(kind__in=("submit", "approve", "return")).select_related("by")
        ],
    }


def objectives_of(activity: Activity):
    return activity.objectives.select_related("need", "indicator")


def ties(row) -> str:
    """What the aim serves."""
    texts = [f"需求：{row.need}" if row.need else "", f"指标：{row.indicator}" if row.indicator else ""]
    return "；".join(filter(None, texts)) or "未对应"
