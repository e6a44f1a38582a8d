"""Pages of shifts: recruiting, the list at the door, and the code on the screen."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations, qr, workflow
from services.enums import SessionState, ShiftSignUpState, ShiftState
from services.filters.shift import ShiftFilter
from services.forms.activity import CancelForm
from services.forms.shift import ShiftCreateForm, ShiftUpdateForm
from services.models import Shift
from services.permissions import plans_anything
from services.tables.shift import ShiftTable
from services.views.activity import create_actions

WHOLE = Shift.objects.select_related(
    "organization", "project__contractor", "project__organization", "lead", "training", "session__activity"
)
SHOWN = 20


class ShiftListView(ListPage):
    queryset = Shift.objects.select_related("organization", "lead")
    filterset_class = ShiftFilter
    table_class = ShiftTable
    title = "志愿班次"
    empty_title = "还没有志愿班次"
    empty_hint = "承接单位的社工在实施中的项目下建立班次，发布后志愿者扫码报名。"

    def get_context_data(self, **kwargs):
        actions = create_actions(self.request.user, "新建班次", reverse("services:shift-create"))
        return super().get_context_data(**kwargs) | {"actions": actions}


class ShiftDetailView(DetailPage):
    queryset = WHOLE
    template_name = "services/shift_detail.html"
    transitions = workflow.SHIFT

    def get_context_data(self, **kwargs):
        shift, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        came = (ShiftSignUpState.SIGNED_IN, ShiftSignUpState.SIGNED_OUT)
        here = shift.sign_ups.aggregate(
            came=Count("pk", filter=Q(state__in=came)),
            left=Count("pk", filter=Q(state=ShiftSignUpState.SIGNED_OUT)),
        )
        return context | {
            "transitions": next_steps(shift, user, context["transitions"]),
            "facts": [
                {"label": "时间", "value": shift.when},
                {"label": "集合", "value": f"{shift.organization.short_name} {shift.venue}"},
            ],
            "rows": details(shift),
            "warning": warning(shift),
            "sign_ups": shift.sign_ups.naming(user).select_related("volunteer__person").order_by("pk")[:SHOWN],
            "sign_ups_url": f"{reverse('services:shiftsignup-list')}?shift={shift.pk}",
            "actions": actions(shift, user),
            "code_svg": sign_up_code(self.request, shift),
            "events": shift.events.select_related("by").order_by("-pk"),
            "back": {"label": "志愿班次", "url": reverse("services:shift-list")},
            **here,
        }


def details(shift: Shift) -> list[dict]:
    session, project = shift.session, shift.project
    return [
        {"label": "项目", "value": project, "url": project.get_part_url("services")},
        {"label": "服务场次", "value": session or "", "url": session and session.get_absolute_url()},
        {"label": "服务社区", "value": shift.organization},
        {"label": "带队社工", "value": shift.lead},
        {"label": "最低年龄", "value": f"{shift.minimum_age}周岁"},
        {"label": "所需技能", "value": shift.skill_labels or "不限"},
        {
            "label": "须先参加培训",
            "value": shift.training or "不要求",
            "url": shift.training and shift.training.get_absolute_url(),
        },
        {"label": "人身危险", "value": "可能发生" if shift.is_dangerous else "没有特别危险"},
        {"label": "意外险保单", "value": shift.insurance},
    ]


def warning(shift: Shift) -> str:
    """What has come between the shift and its session."""
    session = shift.session
    if session is None or shift.state not in (ShiftState.DRAFT, ShiftState.PUBLISHED):
        return ""
    if session.state in (SessionState.CANCELLED, SessionState.POSTPONED):
        return f"所属场次{session.get_state_display()}。请取消本班次，已报名的志愿者会收到短信。"
    if not (session.starts_at < shift.ends_at and shift.starts_at < session.ends_at):
        return f"所属场次的时间是{session.when}，与本班次没有交叉。请核对是否需要改期。"
    return ""


def next_steps(shift: Shift, user, transitions: list[dict]) -> list[dict]:
    """On the day the list at the door comes first; before the start the shift cannot be finished."""
    if shift.state != ShiftState.PUBLISHED:
        return transitions
    now = timezone.now()
    finish, *rest = transitions
    if now < shift.starts_at:
        finish |= {"allowed": False, "reason": "开始之后才能结束"}
    door = {
        "label": "签到签退",
        "url": reverse("services:shift-check-in", args=[shift.pk]),
        "allowed": user.has_perm("services.sign_up_for_shift", shift),
        "reason": "由执行社工或服务社区办理",
    }
    return [finish, door, *rest] if now > shift.ends_at else [door, finish, *rest]


def actions(shift: Shift, user) -> list[dict]:
    offered = []
    if shift.state in (ShiftState.DRAFT, ShiftState.PUBLISHED):
        offered.append(("修改", "shift-update", "services.update_shift"))
    if shift.state == ShiftState.PUBLISHED:
        offered.append(("代报名", "shift-sign-up", "services.sign_up_for_shift"))
        offered.append(("签到大屏", "shift-screen", "services.sign_up_for_shift"))
    if shift.state == ShiftState.DONE:
        offered.append(("签到签退与评价", "shift-check-in", "services.sign_up_for_shift"))
    return [
        {"label": label, "url": reverse(f"services:{name}", args=[shift.pk])}
        for label, name, permission in offered
        if user.has_perm(permission, shift)
    ]


def sign_up_code(request, shift: Shift):
    """For paper and groups, as long as the shift recruits."""
    if shift.state != ShiftState.PUBLISHED or timezone.now() >= shift.starts_at:
        return ""
    return qr.code(request, shift.get_public_url(), "志愿者报名二维码")


class ShiftCreateView(CreatePage):
    """The form offers only projects the user may work under, so the role alone opens the page."""

    form_class = ShiftCreateForm
    model = Shift
    operation = staticmethod(operations.create_shift)
    title = "新建班次"
    success_message = "班次已建立，核对后发布招募"

    def has_permission(self):
        return plans_anything(self.request.user)

    def get_initial(self):
        return {"project": self.request.GET.get("project"), "session": self.request.GET.get("session")}


class ShiftUpdateView(UpdatePage):
    queryset = WHOLE
    form_class = ShiftUpdateForm
    operation = staticmethod(operations.update_shift)
    title = "修改班次"


class ShiftPublishView(ActionPage):
    queryset = WHOLE
    form_class = NoteForm
    operation = staticmethod(operations.publish_shift)
    title = "发布招募"
    warning = "发布后，扫描招募二维码的志愿者就能看到岗位和风险说明并报名。参加全凭自愿，不得指派，不得收费。"
    success_message = "已发布"


class ShiftFinishView(ActionPage):
    queryset = WHOLE
    form_class = NoteForm
    operation = staticmethod(operations.finish_shift)
    title = "结束班次"
    warning = "报了名、没有签到的记为未到；签退产生的服务时长等待确认。"
    success_message = "班次已结束"


class ShiftCancelView(ActionPage):
    queryset = WHOLE
    form_class = CancelForm
    operation = staticmethod(operations.cancel_shift)
    title = "取消班次"
    warning = "取消后不能恢复；已报名的志愿者会收到短信。"
    success_message = "班次已取消"
