"""Pages of registrations for those who run a session: the list, one row, and deciding about it."""

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from core.errors import DomainError
from core.export import xlsx_response
from core.forms import NoteForm, ReasonForm
from core.sms import masked
from core.templatetags.ui import moment
from core.views import ActionPage, DetailPage, ListPage, ScopedMixin
from services import operations, workflow
from services.answers import shown
from services.enums import RegistrationState
from services.filters.registration import RegistrationFilter
from services.forms.form import ApproveManyForm
from services.forms.group import GroupForm
from services.group_lists import HEADINGS
from services.models import Registration, Session
from services.queries.registration import place_in_line, with_arrival
from services.tables.registration import RegistrationTable, arrival

ROWS = Registration.objects.select_related(
    "person", "group", "session__organization", "session__activity__project__contractor"
)
SESSIONS = Session.objects.select_related("organization", "activity__project__contractor")
BY_STAFF = (
    workflow.APPROVE_REGISTRATION,
    workflow.ACCEPT_REGISTRATION,
    workflow.QUEUE_REGISTRATION,
    workflow.REJECT_REGISTRATION,
    workflow.CANCEL_REGISTRATION,
)


class RegistrationListView(ListPage):
    queryset = with_arrival(Registration.objects.select_related("person", "session__activity", "group"))
    filterset_class = RegistrationFilter
    table_class = RegistrationTable
    title = "报名"
    empty_title = "还没有报名"
    empty_hint = "发布活动后，把活动二维码发给职工，扫码即可报名。"

    def allowed_actions(self):
        """What concerns the one session the list is narrowed to."""
        number = self.request.GET.get("session", "")
        session = number.isdecimal() and SESSIONS.visible_to(self.request.user).filter(pk=number[:18]).first()
        return session_actions(session, self.request.user) if session else []


def session_actions(session, user) -> list[dict]:
    """Approving while somebody waits for it, and signing up a whole list."""
    found = []
    if user.has_perm("services.approve_registrations", session):
        if pending := session.registrations.filter(state=RegistrationState.PENDING).count():
            found.append((f"审核报名（{pending}人）", "services:session-approve-registrations"))
        found.append(("单位集体报名", "services:session-sign-up-group"))
    return [
        {"label": label, "url": reverse(name, args=[session.pk]), "style": "secondary" if number else "primary"}
        for number, (label, name) in enumerate(found)
    ]


class RegistrationDetailView(DetailPage):
    queryset = with_arrival(ROWS)
    template_name = "services/registration_detail.html"
    transitions = BY_STAFF

    def get_context_data(self, **kwargs):
        row, session = self.object, self.object.session
        return super().get_context_data(**kwargs) | {
            "title": row.person.name,
            "facts": [
                {"label": "场次", "value": session, "url": session.get_absolute_url()},
                {"label": "时间", "value": session.when},
            ],
            "rows": details(row, self.request.user),
            "answers": shown(row.answers),
            "back": {"label": "报名", "url": f"{reverse('services:registration-list')}?session={session.pk}"},
        }


def details(row, user) -> list[dict]:
    """What is known about the registration, without what does not apply. Who receives the person may ring the
    guardian of a child."""
    waiting = row.state == RegistrationState.WAITING
    receives = user.has_perm("services.check_in_registration", row)
    phone = row.guardian_phone if receives else masked(row.guardian_phone)
    guardian = f"{row.guardian_name}（{phone}）" if row.guardian_name else ""
    facts = [
        ("人员", row.person, row.person.get_absolute_url()),
        ("手机号", row.person.masked_phone + (" · 已短信验证" if row.phone_verified_at else ""), ""),
        ("候补", f"第{place_in_line(row)}位" if waiting else "", ""),
        ("保留至", moment(row.offered_until) if row.state == RegistrationState.OFFERED else "", ""),
        ("到场", arrival(row, row.came).strip("—"), ""),
        ("优先", "优先对象" if row.priority else "", ""),
        ("单位报名", row.group and row.group.enterprise, ""),
        ("监护人", guardian, ""),
        ("监护人同意时间", row.guardian_consented_at and moment(row.guardian_consented_at), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in facts if value]


class RegistrationAction(ActionPage):
    queryset = ROWS
    form_class = NoteForm


class RegistrationApproveView(RegistrationAction):
    operation = staticmethod(operations.approve_registration)
    title = "通过报名"
    warning = "有名额的直接报上名，没有名额的进入候补名单，结果用短信通知本人。"
    success_message = "已通过"


class RegistrationQueueView(RegistrationAction):
    operation = staticmethod(operations.queue_registration)
    title = "转入候补"
    warning = "进入候补名单，有空位时依次递补。"
    success_message = "已转入候补"


class RegistrationRejectView(RegistrationAction):
    form_class = ReasonForm
    operation = staticmethod(operations.reject_registration)
    title = "不予通过"
    warning = "原因会用短信告知本人。"
    success_message = "已办理"


class RegistrationAcceptView(RegistrationAction):
    """Somebody rings instead of opening the link."""

    form_class = forms.Form
    operation = staticmethod(operations.accept_registration)
    title = "确认参加"
    warning = "本人来电确认参加时办理。"
    success_message = "已确认参加"


class RegistrationCancelView(RegistrationAction):
    operation = staticmethod(operations.cancel_registration)
    title = "取消报名"
    warning = "名额会立即空出来，有人候补时依次递补。"
    success_message = "已取消报名"

    def get_success_url(self):
        return self.get_object().session.get_absolute_url()


class SessionApproveRegistrationsView(ActionPage):
    """Everybody who waits for approval, ticked; untick whom to leave."""

    queryset = SESSIONS
    form_class = ApproveManyForm
    operation = staticmethod(operations.approve_registrations)
    title = "审核报名"
    submit_label = "通过所选报名"
    warning = "勾选的人全部通过：有名额的直接报上名，没有名额的进入候补名单，结果用短信通知。"
    success_message = "已通过"

    def get_form_kwargs(self):
        pending = self.get_object().registrations.filter(state=RegistrationState.PENDING)
        ordered = pending.select_related("person").order_by("-priority", "pk")
        return super().get_form_kwargs() | {"pending": ordered}

    def get_success_url(self):
        return f"{reverse('services:registration-list')}?session={self.get_object().pk}"


class SessionSignUpGroupView(ActionPage):
    """A list of names from an enterprise; the answer shows what became of each line."""

    queryset = SESSIONS
    form_class = GroupForm
    operation = staticmethod(operations.sign_up_group)
    template_name = "services/session_sign_up_group.html"
    title = "单位集体报名"
    submit_label = "提交名单"

    def form_valid(self, form):
        try:
            outcome = operations.sign_up_group(self.get_object(), by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        context = self.get_context_data(form=None) | {"outcome": outcome, "tally": tally(outcome)}
        return render(self.request, "services/session_sign_up_group_done.html", context)


class SessionGroupTemplateView(ScopedMixin, SingleObjectMixin, View):
    """The empty list to fill in."""

    queryset = SESSIONS

    def get(self, request, pk):
        self.get_object()
        return template_file()


def tally(outcome) -> list[tuple[str, int]]:
    """How many lines came to what, the good news first."""
    verdicts = ("已提交", "已报名", "候补", "待审核", "已报过", "错误")
    return [(verdict, number) for verdict in verdicts if (number := outcome.count(verdict))]


def template_file():
    """The empty list to fill in."""
    return xlsx_response("集体报名名单", [HEADINGS])
