"""Pages of activities."""

from django.urls import reverse

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs.enums import ServiceGroup
from services import operations, qr, workflow
from services.documents.plan import objectives_of
from services.enums import ActivityState
from services.filters.activity import ActivityFilter
from services.forms.activity import ActivityCreateForm, ActivityForm, CancelForm, NeedMatchForm
from services.models import Activity, Insurance, PlanCost
from services.models.activity import UNPUBLISHED
from services.operations.activity import finish_hindrances
from services.permissions import plans_anything
from services.queries.activity import with_session_counts
from services.queries.plan import approval_reasons, cost_standing, is_dangerous, plan_of, publishing_gaps
from services.tables.activity import ActivityTable

SHOWN = 10


PLANNED_OTHERWISE = (
    ("修改", "services.update_activity", "services:activity-update"),
    ("填写策划书", "services.save_plan", "services:activity-plan"),
    ("登记保险", "services.insure_activity", "services:activity-insure"),
    ("报名设置", "services.update_sign_up", "services:activity-sign-up"),
    ("用来满足需求", "services.match_need_to_activity", "services:activity-match"),
)


class ActivityListView(ListPage):
    queryset = with_session_counts(Activity.objects.select_related("project", "lead"))
    filterset_class = ActivityFilter
    table_class = ActivityTable
    title = "活动"
    empty_title = "还没有活动"
    empty_hint = "承接单位在已立项或实施中的项目下安排活动。"

    def get_context_data(self, **kwargs):
        actions = create_actions(self.request.user, "新建活动", reverse("services:activity-create"))
        if actions:
            templates = {"label": "从模板新建", "url": reverse("services:activity-templates"), "style": "secondary"}
            actions.append(templates)
        return super().get_context_data(**kwargs) | {"actions": actions}


def create_actions(user, label: str, url: str) -> list[dict]:
    """The create button, for those who plan for some contractor."""
    return [{"label": label, "url": url}] if plans_anything(user) else []


class ActivityDetailView(DetailPage):
    queryset = Activity.objects.select_related("project__organization", "project__contractor", "lead")
    template_name = "services/activity_detail.html"
    transitions = workflow.ACTIVITY

    def get_context_data(self, **kwargs):
        activity, user = self.object, self.request.user
        sessions = activity.sessions.visible_to(user).select_related("organization", "activity")
        context = super().get_context_data(**kwargs)
        session_count = sessions.count()
        return context | {
            "transitions": next_steps(activity, user, context["transitions"], ready=session_count > 0),
            "facts": [
                {"label": "形式", "value": f"{activity.get_kind_display()} · {activity.get_scale_display()}"},
                {"label": "项目", "value": activity.project, "url": activity.project.get_part_url("services")},
                {"label": "负责人", "value": activity.lead},
            ],
            **plan_context(activity, user),
            "actions": other_actions(activity, user),
            "sessions": sessions.order_by("-starts_at")[:SHOWN],
            "session_count": session_count,
            "sessions_url": f"{reverse('services:session-list')}?activity={activity.pk}",
            "public_url": qr.address(self.request, activity.get_public_url()),
            "sign_up_code": qr.code(self.request, activity.get_public_url(), "报名二维码")
            if activity.state == ActivityState.PUBLISHED
            else "",
            "events": activity.events.select_related("by").order_by("-pk"),
            "back": {"label": "活动", "url": reverse("services:activity-list")},
        }


def other_actions(activity, user) -> list[dict]:
    """What may be done besides the next step; of one that is over, taking a copy and the paper."""
    template = "unmark_template" if activity.is_template else "mark_template"
    offered = [
        ("复制为新活动", "services.copy_activity", "services:activity-copy"),
        ("取消模板" if activity.is_template else "设为模板", f"services.{template}",
         f"services:activity-{template.replace('_', '-')}"),
    ]  # fmt: skip
    if activity.state not in (ActivityState.DONE, ActivityState.CANCELLED):
        offered = [*PLANNED_OTHERWISE, *offered]
    found = [
        {"label": label, "url": reverse(url_name, args=[activity.pk])}
        for label, permission, url_name in offered
        if user.has_perm(permission, activity) and (may_write(activity) or permission != "services.save_plan")
    ]
    return [*found, {"label": "下载策划书", "url": reverse("services:activity-plan-word", args=[activity.pk])}]


def next_steps(activity, user, transitions: list[dict], ready: bool) -> list[dict]:
    """Scheduling comes before cancelling, and before publishing as long as there is no session to publish."""
    if activity.state == ActivityState.CANCELLED:
        return transitions
    schedule = {
        "label": "安排场次",
        "url": f"{reverse('services:session-create')}?activity={activity.pk}",
        "allowed": user.has_perm("services.schedule_session", activity),
        "reason": "由承接单位办理",
    }
    transitions = sorted(worth_offering(activity, transitions), key=lambda move: move["retreat"])
    judged = activity.state == ActivityState.SUBMITTED
    publishes = activity.state in (ActivityState.DRAFT, ActivityState.APPROVED) and ready
    return [transitions[0], schedule, *transitions[1:]] if publishes or judged else [schedule, *transitions]


def worth_offering(activity, transitions: list[dict]) -> list[dict]:
    """A draft is submitted or published, whichever its plan asks for; closing waits until no session is ahead."""
    if activity.state == ActivityState.DRAFT:
        label = workflow.PUBLISH_ACTIVITY.label if approval_reasons(activity) else workflow.SUBMIT_ACTIVITY.label
        return [move for move in transitions if move["label"] != label]
    for move in transitions:
        hindrances = finish_hindrances(activity) if move["label"] == workflow.FINISH_ACTIVITY.label else []
        if hindrances and move["allowed"]:
            move |= {"allowed": False, "reason": hindrances[0]}
    return transitions


def plan_context(activity, user) -> dict:
    """The plan as the page shows it: what is written, what approval and publishing still ask for."""
    costs = list(PlanCost.objects.visible_to(user).filter(activity=activity))
    is_ahead = activity.state in UNPUBLISHED
    return {
        "plan": plan_of(activity),
        "duties": duties_of(plan_of(activity)),
        "objectives": objectives_of(activity),
        "steps": activity.steps.all(),
        "costs": costs,
        "cost_total": sum(row.amount for row in costs),
        "cost_warnings": [row for row in cost_standing(activity) if row.message] if costs and is_ahead else [],
        "insurances": Insurance.objects.visible_to(user).filter(activity=activity),
        "voids": user.has_perm("services.void_insurance", Insurance(activity=activity)),
        "is_dangerous": is_dangerous(activity),
        "reasons": approval_reasons(activity) if activity.state == ActivityState.DRAFT else [],
        "gaps": publishing_gaps(activity) if is_ahead else [],
        "plan_url": reverse("services:activity-plan", args=[activity.pk])
        if may_write(activity) and user.has_perm("services.save_plan", activity)
        else "",
        "groups": [ServiceGroup(group).label for group in activity.groups],
    }


def may_write(activity) -> bool:
    """Not while it waits for approval, nor when it is over."""
    return activity.state in (ActivityState.DRAFT, ActivityState.APPROVED, ActivityState.PUBLISHED)


def duties_of(plan) -> list[tuple[str, str]]:
    rows = (("党组织", plan.party_duties), ("工会", plan.union_duties), ("社工", plan.worker_duties),
            ("志愿者", plan.volunteer_duties))  # fmt: skip
    return [(label, text) for label, text in rows if text]


class ActivityCreateView(CreatePage):
    """The form offers only projects the user may plan for, so the role alone opens the page."""

    form_class = ActivityCreateForm
    operation = staticmethod(operations.create_activity)
    title = "新建活动"
    success_message = "活动已建立，请安排场次后发布"

    def has_permission(self):
        return plans_anything(self.request.user)

    def get_initial(self):
        return {"project": self.request.GET.get("project")}


class ActivityUpdateView(UpdatePage):
    queryset = Activity.objects.select_related("project__contractor")
    form_class = ActivityForm
    operation = staticmethod(operations.update_activity)
    title = "修改活动"


class ActivitySubmitView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = NoteForm
    operation = staticmethod(operations.submit_activity)
    title = "提交审批"
    warning = "由本单位负责人或督导审批，编写策划书的人不能审批。"
    success_message = "已提交审批"


class ActivityApproveView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = NoteForm
    operation = staticmethod(operations.approve_activity)
    title = "审批通过"
    warning = "审批通过后可以发布活动；此后修改策划书，须重新审批。"
    success_message = "已审批通过"


class ActivityReturnView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = CancelForm
    operation = staticmethod(operations.return_activity)
    title = "退回修改"
    success_message = "已退回修改"


class ActivityFinishView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = NoteForm
    operation = staticmethod(operations.finish_activity)
    title = "办结"
    warning = "办结后不再安排场次，也不再接受报名和签到。"
    success_message = "活动已办结"


class ActivityPublishView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = NoteForm
    operation = staticmethod(operations.publish_activity)
    title = "发布"
    warning = "发布后，扫描活动二维码的人就能看到场次并报名。"
    success_message = "活动已发布"


class ActivityCancelView(ActionPage):
    queryset = Activity.objects.select_related("project")
    form_class = CancelForm
    operation = staticmethod(operations.cancel_activity)
    title = "取消活动"
    warning = "尚未举办的场次会一并取消，已举办的场次仍计入统计。取消后不能恢复，会用短信通知已报名的人。"
    success_message = "活动已取消"


class ActivityMatchView(ActionPage):
    queryset = Activity.objects.select_related("project__organization")
    form_class = NeedMatchForm
    operation = staticmethod(operations.match_need_to_activity)
    title = "用来满足需求"
    warning = "所选需求列入本活动所属项目，不再征集；项目结项合格后记为已满足，提出人会收到通知。"
    success_message = "需求已由本活动满足"

    def get_form_kwargs(self):
        place = self.get_object().project.organization
        return super().get_form_kwargs() | {"user": self.request.user, "place": place}
