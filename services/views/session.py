"""Pages of sessions."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from core.errors import DomainError
from core.forms import NoteForm
from core.views import ActionPage, DetailPage, FormPage, ListPage
from orgs.models import Venue
from services import operations, qr, workflow
from services.enums import ActivityState, SessionState
from services.filters.session import SessionFilter
from services.models import Order, Registration, Session, Shift
from services.paging import KeysFirstPaginator
from services.permissions import meets_people, plans_anything
from services.queries.clash import clashes_among, needs_of
from services.tables.session import SessionTable
from services.time_band import note_on
from services.views.activity import create_actions
from services.views.session_steps import actions, next_steps, steps_after

WHOLE = Session.objects.select_related(
    "organization",
    "activity__lead",
    "activity__project__contractor",
    "activity__project__organization",
    "place",
    "lecturer",
    "series",
)
SHOWN = 10


class SessionListView(ListPage):
    queryset = Session.objects.select_related("organization", "activity", "lecturer")
    filterset_class = SessionFilter
    table_class = SessionTable
    title = "场次"
    empty_title = "还没有场次"
    empty_hint = "先建立活动，再为它安排场次。"

    def get_table_pagination(self, table):
        return super().get_table_pagination(table) | {"paginator_class": KeysFirstPaginator}

    def get_context_data(self, **kwargs):
        actions = create_actions(self.request.user, "安排场次", reverse("services:session-create"))
        calendar = {"label": "日历", "url": reverse("services:session-calendar"), "style": "secondary"}
        hours = {"label": "工时", "url": reverse("services:session-hours"), "style": "secondary"}
        return super().get_context_data(**kwargs) | {"actions": [*actions, calendar, hours]}


class SessionDetailView(DetailPage):
    queryset = WHOLE.prefetch_related("workers")
    template_name = "services/session_detail.html"
    transitions = workflow.SESSION

    def get_context_data(self, **kwargs):
        session, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        context["transitions"] = next_steps(session, user, context["transitions"])
        return (
            context
            | people_of(session, user)
            | {
                "facts": [
                    {"label": "时间", "value": session.when},
                    {"label": "地点", "value": f"{session.organization.short_name} {session.venue}"},
                ],
                "rows": [*details(session), *arranged(session, user)],
                "clashes": in_the_way(session, user),
                "actions": [*steps_after(session, user), *actions(session, user)],
                "can_cancel": timezone.now() < session.starts_at
                and user.has_perm("services.cancel_registration", Registration(session=session)),
                "codes": codes(self.request, session),
                "events": session.events.select_related("by").order_by("-pk"),
                "back": {"label": session.activity.name, "url": session.activity.get_absolute_url()},
            }
        )


def people_of(session, user) -> dict:
    """Who signed up and who came, with the lists of all of them.

    SECURITY: leaders, accountants and auditors see the figures and the rows behind them without names, outside experts
    the figures only.
    """
    rows_url = f"{reverse('services:attendance-list')}?session={session.pk}&counted=all"
    if not meets_people.test(user, session):
        return {"attendances_url": rows_url} if session.attendances.visible_to(user).exists() else {}
    return {
        "sees_people": True,
        "registrations": session.registrations.live().select_related("person")[:SHOWN],
        "registrations_url": f"{reverse('services:registration-list')}?session={session.pk}",
        "attendances": session.attendances.select_related("person", "by").order_by("-pk")[:SHOWN],
        "attendances_url": rows_url,
    }


def details(session) -> list[dict]:
    """What the page says beside the figures."""
    band = " · ".join(filter(None, (session.get_time_band_display(), note_on(session.starts_at))))
    project = session.activity.project
    return [
        {"label": "活动", "value": session.activity, "url": session.activity.get_absolute_url()},
        {"label": "项目", "value": project, "url": project.get_absolute_url()},
        {"label": "举办社区", "value": session.organization},
        {"label": "时段", "value": band},
        {"label": "承接单位", "value": project.contractor},
        {"label": "活动负责人", "value": session.activity.lead},
    ]


def arranged(session, user) -> list[dict]:
    """Where and with whom, as far as it is arranged."""
    place, workers = session.place, "、".join(map(str, session.workers.all()))
    shifts = Shift.objects.visible_to(user).filter(session=session).count()
    sees_place = place and Venue.objects.visible_to(user).filter(pk=place.pk).exists()
    rows = (
        ("本场主题", session.topic, ""),
        ("阵地", place, place.get_absolute_url() if sees_place else ""),
        ("方式", "线上" if session.is_online else "", ""),
        ("讲师", session.lecturer, ""),
        ("到场社工", workers, ""),
        ("志愿班次", f"{shifts}个" if shifts else "", f"{reverse('services:shift-list')}?session={session.pk}"),
        ("系列", session.series, session.series.get_absolute_url() if session.series else ""),
    )
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def in_the_way(session, user) -> list:
    """Clashes of a session that is still ahead, for those who arrange or receive it."""
    is_ahead = session.state == SessionState.PLANNED and session.ends_at >= timezone.now()
    if not is_ahead or not user.has_perm("services.check_in_person", session):
        return []
    order = Order.objects.visible_to(user).filter(session=session).select_related("item", "organization").first()
    slot = (session.starts_at, session.ends_at)
    return clashes_among([slot], needs_of(session), user=user, exclude=[session])[0]


def codes(request, session) -> list[dict]:
    """QR codes for paper: signing up while the session is ahead, rating from its start on."""
    if session.activity.state != ActivityState.PUBLISHED or session.state == SessionState.CANCELLED:
        ("来自", order, order.get_absolute_url() if order else ""),
        return []
    if timezone.now() < session.starts_at:
        return [{"title": "扫码报名", "svg": qr.code(request, session.get_public_url(), "报名二维码")}]
    path = reverse("rate:session", args=[session.token])
    return [{"title": "扫码评价", "svg": qr.code(request, path, "评价二维码")}]


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
