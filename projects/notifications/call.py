"""Who is told what about plans, calls and questions.

SECURITY: nothing here says who applied or asked, nor how many did; a call is sealed until it closes."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import Membership, Organization, User
from projects.models import Call, Plan, Question
from projects.notifications.people import event_key, tell_step
from projects.permissions import PURCHASERS
from projects.queries.call import social_organizations_of

PLAN_NEWS = {
    "submit": ("采购计划待审批", "请审批。"),
    "approve": ("采购计划已批准", "可以据此编制征集批次。"),
    "return": ("采购计划被退回", "请按计划页面上的意见修改后重新提交。"),
}
CALL_NEWS = {
    "self_check": ("征集批次待批准预算", "负面清单自查已完成，请批准预算。"),
    "approve": ("征集批次预算已批准", "可以发布公告。"),
    "close": ("征集批次已截止", "可以查看申报，开始资格审查。"),
}


def purchasers_of(organization: Organization) -> list[User]:
    """The district that decides; the city where no district can."""
    district = User.objects.holding(organization, Role.DISTRICT_UNION)
    return list(district) or list(User.objects.holding(organization, *PURCHASERS))


def plan_changed(plan: Plan, kind: str, *, by: User) -> None:
    title, todo = PLAN_NEWS[kind]
    people = User.objects.holding(plan.organization, *PURCHASERS) if kind == "submit" else [plan.created_by]
    tell_step(plan, kind, people, by=by, title=title, body=f"“{plan}”：{todo}")


def call_changed(call: Call, kind: str, *, by: User | None) -> None:
    title, todo = CALL_NEWS[kind]
    people = {*purchasers_of(call.organization), call.created_by}
    if kind == "self_check":  # whoever wrote the call may not approve it; the city may where one person is a district
        people = {*User.objects.holding(call.organization, *PURCHASERS)} - {call.created_by}
    tell_step(call, kind, people, by=by, title=title, body=f"“{call}”（{call.code}）：{todo}")


def call_published(call: Call) -> None:
    """Everybody who may apply hears of it at the same moment."""
    notify(
        heads_of(social_organizations_of(call.organization)),
        key=event_key(call, "publish"),
        title="有新的项目征集",
        body=f"{call.organization}发布“{call}”，请在截止时间前申报。",
        url=call.get_absolute_url(),
    )


def call_cancelled(call: Call, applications, *, by: User) -> None:
    """The purchaser's people by the call, each applicant by their own application."""
    people = {*purchasers_of(call.organization), call.created_by} - {by}
    key, title = event_key(call, "cancel"), "征集批次已废止"
    body = f"“{call}”（{call.code}）已废止，原因见批次页面。"
    notify(people, key=key, title=title, body=body, url=call.get_absolute_url())
    for application in applications:
        told = heads_of(Organization.objects.filter(pk=application.contractor_id))
        body = f"“{call}”（{call.code}）已废止，您的申报不再评审。"
        notify(told, key=key, title=title, body=body, url=call.get_public_url())


def question_asked(question: Question) -> None:
    notify(
        purchasers_of(question.call.organization),
        key=f"question:{question.pk}:ask",
        title="征集批次有新的提问",
        body=f"“{question.call}”：请在截止时间前答复。",
        url=question.get_absolute_url(),
    )


def question_answered(question: Question) -> None:
    notify(
        [question.asked_by],
        key=f"question:{question.pk}:answer",
        title="提问已答复",
        body=f"“{question.call}”：答复已公布。",
        url=question.get_absolute_url(),
    )


def heads_of(organizations) -> list[User]:
    """Whoever answers for one of the social organizations today."""
    held = Membership.objects.current().filter(organization__in=organizations, role=Role.NGO)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))
