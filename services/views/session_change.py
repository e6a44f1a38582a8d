"""Pages that schedule, move, hold and cancel sessions."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from core.errors import DomainError
from core.forms import NoteForm
from core.views import ActionPage, FormPage
from services import operations
from services.forms.activity import CancelForm
from services.forms.registration import SignUpForm
from services.forms.session import MeetingForm, SessionForm
from services.permissions import plans_anything
from services.views.session import WHOLE


class SessionCreateView(FormPage, PermissionRequiredMixin, FormView):
    """One session or a weekly series. The form offers only activities the user may schedule for."""

    form_class = SessionForm
    template_name = "services/session_form.html"
    title = "安排场次"

    def has_permission(self):
        return plans_anything(self.request.user)

    def get_initial(self):
        asked = {name: self.request.GET.get(name) for name in ("activity", "on", "place")}
        return {name: value for name, value in asked.items() if value} | {"count": 1}

    def get_cancel_url(self):
        return reverse("services:session-list")

    def form_valid(self, form):
        """A series is saved by the second click, when its days have been on the page."""
        if not form.is_confirmed:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sessions = operations.schedule_series(by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"已安排{len(sessions)}场")
        record = sessions[0] if len(sessions) == 1 else sessions[0].series
        return HttpResponseRedirect(record.get_absolute_url())


class MeetingPage(ActionPage):
    """A form that starts from what the session is now."""

    queryset = WHOLE
    form_class = MeetingForm
    template_name = "services/session_move.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "session": self.get_object()}

    def get_initial(self):
        return meeting_of(self.get_object())


def meeting_of(session) -> dict:
    """The session as the form shows it."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    is_named = session.place and session.venue == session.place.name  # the 阵地 says it all
    return {
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": session.place_id,
        "venue": "" if is_named else session.venue,
        "capacity": session.capacity,
        "topic": session.topic,
        "lecturer": session.lecturer_id,
        "workers": [worker.pk for worker in session.workers.all()],
        "is_online": session.is_online,
    }


class SessionUpdateView(MeetingPage):
    operation = staticmethod(operations.reschedule_session)
    title = "修改或改期"
    submit_label = "保存"
    warning = "时间或地点有变的，会通知负责人、到场社工、举办社区和已报名的人。"
    success_message = "已改期"


class SessionResumeView(MeetingPage):
    operation = staticmethod(operations.resume_session)
    title = "确定新时间"
    warning = "确定后会通知负责人、到场社工、举办社区和已报名的人，报名继续有效。"
    success_message = "已确定新时间"


class SessionPostponeView(ActionPage):
    queryset = WHOLE
    form_class = CancelForm
    operation = staticmethod(operations.postpone_session)
    title = "延期"
    warning = "延期后暂不接受报名，原有报名保留；会通知负责人、到场社工、举办社区和已报名的人。"
    success_message = "本场已延期"


class SessionRegisterView(ActionPage):
    """For those who call or come by instead of scanning."""

    queryset = WHOLE
    form_class = SignUpForm
    operation = staticmethod(operations.register_participant)
    title = "代报名"
    success_message = "已登记报名"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.get_object()}


class SessionHoldView(ActionPage):
    queryset = WHOLE
    form_class = NoteForm
    operation = staticmethod(operations.hold_session)
    title = "确认已举办"
    warning = "确认后，本场计入场次，签到和点数计入人次。"
    success_message = "已确认举办"


class SessionCancelView(ActionPage):
    queryset = WHOLE
    form_class = CancelForm
    operation = staticmethod(operations.cancel_session)
    title = "取消本场"
    warning = "取消后不能恢复，会通知负责人、执行社工和举办社区。"
    success_message = "本场已取消"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if signed_up := self.get_object().registered:
            context["warning"] += f"已有{signed_up}人报名，会短信通知他们。"
        return context
