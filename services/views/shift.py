"""Pages of shifts: recruiting, the list at the door, and the code on the screen."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from core.errors import DomainError
from core.forms import NoteForm
from core.permissions import permission_of
from core.views import ActionPage, CreatePage, DetailPage, ListPage, ObjectPermissionMixin, ScopedMixin, UpdatePage
from services import operations, qr, workflow
from services.enums import SessionState, ShiftSignUpState, ShiftState
from services.filters.shift import ShiftFilter, ShiftSignUpFilter
from services.forms.activity import CancelForm
from services.forms.shift import GradeForm, MomentForm, ShiftCreateForm, ShiftSignUpForm, ShiftUpdateForm
from services.models import Shift, ShiftSignUp
from services.operations.shift_sign_up import OPENS_BEFORE
from services.permissions import plans_anything
from services.shift_tickets import shift_code
from services.tables.shift import ShiftSignUpTable, ShiftTable
from services.views.activity import create_actions

WHOLE = Shift.objects.select_related(
    "organization", "project__contractor", "project__organization", "lead", "training", "session__activity"
)
ROWS = ShiftSignUp.objects.select_related("shift__organization", "shift__project__contractor", "volunteer__person")
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


class ShiftSignUpListView(ListPage):
    queryset = ShiftSignUp.objects.select_related("shift", "volunteer__person")
    filterset_class = ShiftSignUpFilter
    table_class = ShiftSignUpTable
    title = "志愿者报名与签到"
    empty_title = "还没有志愿者报名"
    empty_hint = "发布班次后，把招募二维码发到志愿者群。"


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
            "sign_ups": shift.sign_ups.select_related("volunteer__person").order_by("pk")[:SHOWN],
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
        {"label": "项目", "value": project, "url": project.get_absolute_url()},
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

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["instance"]
        return kwargs

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


class ShiftSignUpView(ActionPage):
    """Volunteers who call or come by; all of them or none."""

    queryset = WHOLE
    form_class = ShiftSignUpForm
    operation = staticmethod(operations.sign_up_for_shift)
    title = "代报名"
    warning = "请确认本人自愿参加，并已告知可能的风险。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self):
        return reverse("services:shift-check-in", args=[self.get_object().pk])

    def form_valid(self, form):
        shift, volunteers = self.get_object(), form.cleaned_data["volunteers"]
        volunteer = None
        try:
            with transaction.atomic():
                for volunteer in sorted(volunteers, key=lambda row: row.pk):
                    operations.sign_up_for_shift(shift, by=self.request.user, volunteer=volunteer)
        except DomainError as error:
            form.add_error(None, f"{volunteer}：{error}")
            return self.form_invalid(form)
        messages.success(self.request, f"已报名{len(volunteers)}人")
        return HttpResponseRedirect(self.get_success_url())


class AtShift(ScopedMixin, ObjectPermissionMixin, SingleObjectMixin, View):
    """A page of those who receive the volunteers."""

    queryset = WHOLE

    def get_permission_required(self):
        return (permission_of(operations.sign_up_for_shift),)


class ShiftCheckInView(AtShift):
    """Everybody who signed up, with one tap for coming and one for leaving."""

    def get(self, request, pk):
        shift = self.get_object()
        rows = list(shift.sign_ups.exclude(state=ShiftSignUpState.CANCELLED).select_related("volunteer__person"))
        order = {state: number for number, state in enumerate(ShiftSignUpState.values)}
        context = {
            "shift": shift,
            "sign_ups": sorted(rows, key=lambda row: (order[row.state], row.pk)),
            "here": sum(row.state == ShiftSignUpState.SIGNED_IN for row in rows),
            "gone": sum(row.state == ShiftSignUpState.SIGNED_OUT for row in rows),
            "is_open": timezone.now() >= shift.starts_at - OPENS_BEFORE,
            "has_begun": timezone.now() >= shift.starts_at,
            "may_grade": request.user.has_perm("services.grade_sign_up", ShiftSignUp(shift=shift)),
            "back": {"label": str(shift), "url": shift.get_absolute_url()},
        }
        return render(request, "services/shift_check_in.html", context)


class ShiftScreenView(AtShift):
    """For a projector or a phone held up: a big code that changes by itself."""

    def get(self, request, pk):
        shift = self.get_object()
        path = reverse("public:shift-check-in", args=[shift.token, shift_code(shift)])
        template = "services/_shift_screen.html" if request.htmx else "services/shift_screen.html"
        here = shift.sign_ups.filter(state=ShiftSignUpState.SIGNED_IN).count()
        context = {"shift": shift, "svg": qr.code(request, path, "志愿者签到签退二维码"), "here": here}
        return render(request, template, context)


class SignInView(ActionPage):
    """One tap on the list posts without a moment: now. A refusal shows the form, to write down when it really was."""

    queryset = ROWS
    form_class = MomentForm
    operation = staticmethod(operations.sign_in)
    title = "签到"
    warning = "刚刚发生的不用填时间；事后补登的，填写实际时间。"
    success_message = "已签到"


class SignOutView(ActionPage):
    queryset = ROWS
    form_class = MomentForm
    operation = staticmethod(operations.sign_out)
    title = "签退"
    warning = "签退后产生待确认的服务时长。刚刚发生的不用填时间；事后补登的，填写实际时间。"
    success_message = "已签退，服务时长待确认"


class MissView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.miss_shift)
    title = "记为未到"
    success_message = "已记为未到"


class SignUpCancelView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.cancel_sign_up)
    title = "取消报名"
    warning = "名额会立即空出来。"
    success_message = "已取消报名"


class GradeView(ActionPage):
    queryset = ROWS
    form_class = GradeForm
    operation = staticmethod(operations.grade_sign_up)
    title = "评价"
    warning = "评价写入志愿者的服务记录。"
    success_message = "已评价"
