"""Pages of who signed up for a shift: the list at the door, one tap in and out, and the code on the screen."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core.errors import DomainError
from core.forms import NoteForm
from core.views import ActionPage, ListPage, RowMixin
from orgs.naming import NamingPage
from services import operations, qr
from services.enums import ShiftSignUpState
from services.filters.shift import ShiftSignUpFilter
from services.forms.shift import GradeForm, MomentForm, ShiftSignUpForm
from services.models import ShiftSignUp
from services.operations.shift_sign_up import OPENS_BEFORE
from services.shift_tickets import shift_code
from services.tables.shift import ShiftSignUpTable
from services.views.shift import WHOLE

ROWS = ShiftSignUp.objects.select_related("shift__organization", "shift__project__contractor", "volunteer__person")


class ShiftSignUpListView(NamingPage, ListPage):
    queryset = ShiftSignUp.objects.select_related("shift", "volunteer__person")
    filterset_class = ShiftSignUpFilter
    table_class = ShiftSignUpTable
    title = "志愿者报名与签到"
    empty_title = "还没有志愿者报名"
    empty_hint = "发布班次后，把招募二维码发到志愿者群。"


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


class AtShift(RowMixin, View):
    """A page of those who receive the volunteers."""

    queryset = WHOLE
    operation = staticmethod(operations.sign_up_for_shift)


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
