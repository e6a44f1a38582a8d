"""Pages of service hours: the list, one claim with its corrections, claiming for several, confirming many."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from core.errors import DomainError
from core.forms import NoteForm, ReasonForm
from core.templatetags.ui import day
from core.views import ActionPage, DetailPage, FormPage, ListPage
from orgs.naming import NamingPage
from services import operations, workflow
from services.enums import HourClaimState, HourCorrectionState
from services.filters.hour import HourClaimFilter
from services.forms.hour import ClaimForm, ConfirmManyForm, CorrectionForm, VoidForm
from services.models import HourClaim, HourCorrection, Session
from services.models.hour import written
from services.permissions import records_anything
from services.tables.hour import HourClaimTable

ROWS = ("volunteer__person", "volunteer__organization", "organization", "project__contractor", "claimed_by")
AT_ONCE = 100  # how many are offered on one page


class HourClaimListView(NamingPage, ListPage):
    queryset = HourClaim.objects.select_related("volunteer__person", "organization", "project")
    filterset_class = HourClaimFilter
    table_class = HourClaimTable
    title = "服务时长"
    empty_title = "还没有服务时长"
    empty_hint = "志愿者从班次签退后自动登记，也可由社工登记或本人申报。"

    def allowed_actions(self):
        offered = (("登记时长", "services:hourclaim-create"), ("批量确认", "services:hourclaim-confirm-many"))
        return [
            {"label": label, "url": reverse(name), "style": "secondary" if number else "primary"}
            for number, (label, name) in enumerate(offered)
            if records_anything(self.request.user)
        ]


class HourClaimDetailView(NamingPage, DetailPage):
    queryset = HourClaim.objects.select_related(*ROWS, "session__activity", "sign_up__shift", "duplicate_of")
    template_name = "services/hourclaim_detail.html"
    transitions = workflow.HOUR_CLAIM

    def get_context_data(self, **kwargs):
        claim, user = self.object, self.request.user
        decides = user.has_perm("services.propose_correction", claim)
        return super().get_context_data(**kwargs) | {
            "code": f"{claim.pk}",
            "title": claim.shown_name,
            "facts": [
                {"label": "时长", "value": f"{claim.hours}小时"},
                {"label": "来源", "value": claim.get_source_display()},
                {"label": "服务日期", "value": day(claim.served_on)},
            ],
            "rows": facts_of(claim),
            "counted": counted_lines(claim),
            "corrections": claim.corrections.select_related("proposed_by", "decided_by"),
            "duplicates": claim.duplicates.visible_to(user),
            "entries": claim.entries.select_related("by"),
            "decides": decides,
            "actions": correction_action(claim) if decides else [],
            "back": {"label": "服务时长", "url": reverse("services:hourclaim-list")},
        }


def facts_of(claim) -> list[dict]:
    shift = claim.sign_up.shift if claim.sign_up_id else None
    rows = [
        ("志愿者", claim.shown_name, claim.volunteer.get_absolute_url() if claim.is_told else ""),
        ("登记时段", claim.when, ""),
        ("服务内容", claim.content, ""),
        ("班次", shift, shift.get_absolute_url() if shift else ""),
        ("场次", claim.session, claim.session.get_absolute_url() if claim.session_id else ""),
        ("项目", claim.project, claim.project.get_absolute_url() if claim.project_id else ""),
        ("记录组织", claim.organization, ""),
        ("登记人", claim.claimed_by or "本人", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def counted_lines(claim) -> list[str]:
    return [written(starts, ends) for starts, ends in claim.counted]


def correction_action(claim) -> list[dict]:
    if claim.state != HourClaimState.CONFIRMED:
        return []
    if claim.corrections.filter(state=HourCorrectionState.PROPOSED).exists():
        return []
    return [{"label": "提出更正", "url": reverse("services:hourclaim-correct", args=[claim.pk])}]


class HourClaimCreateView(FormPage, FormView):
    """Staff record hours for several volunteers; somebody else confirms them."""

    form_class = ClaimForm
    title = "登记时长"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not records_anything(request.user):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    def handle_no_permission(self):
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def get_cancel_url(self):
        return reverse("services:hourclaim-list")

    def get_form_kwargs(self):
        user, asked = self.request.user, {}

        def may_claim(volunteer):
            key = volunteer.organization_id
            if key not in asked:
                asked[key] = user.has_perm("services.claim_hours", volunteer)
            return asked[key]

        return super().get_form_kwargs() | {"may_claim": may_claim}

    def get_initial(self):
        session = self.request.GET.get("session", "")
        rows = Session.objects.visible_to(self.request.user).select_related("activity")
        found = rows.filter(pk=session).first() if session.isdecimal() and len(session) < 10 else None
        project = self.request.GET.get("project", "")
        if found is None:
            return {"project": project if project.isdecimal() and len(project) < 10 else None}
        start, end = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
        return {
            "session": found.pk, "project": found.activity.project_id, "content": found.topic or found.activity.name,
            "on": start.date(), "starts": start.strftime("%H:%M"), "ends": end.strftime("%H:%M"),
        }  # fmt: skip

    def form_valid(self, form):
        facts = dict(form.cleaned_data)
        volunteers = facts.pop("volunteers")
        place = facts["session"] and facts["session"].organization
        try:
            made = operations.claim_for_many(volunteers, by=self.request.user, organization=place, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"已登记{len(made)}人的时长，请由另一名社工或社区工会确认")
        return HttpResponseRedirect(f"{self.get_cancel_url()}?state={HourClaimState.PENDING}")


class HourClaimConfirmView(ActionPage):
    queryset = HourClaim.objects.select_related(*ROWS)
    form_class = NoteForm
    operation = staticmethod(operations.confirm_hours)
    title = "确认时长"
    warning = "确认后计入志愿者的服务时长。同一时间已由更可靠的来源计入的部分不重复计算。"

    @property
    def success_message(self):
        claim = HourClaim.objects.get(pk=self.object.pk)  # unscoped: the row just confirmed
        if claim.state == HourClaimState.VOID:
            return f"这段时间已由第{claim.duplicate_of_id}号计入，本笔记为重复，不再计算"
        return f"已确认，计入{claim.hours}小时"


class HourClaimVoidView(ActionPage):
    queryset = HourClaim.objects.select_related(*ROWS)
    form_class = VoidForm
    operation = staticmethod(operations.void_hours)
    title = "作废"
    warning = "作废后不再计入；已计入的时长会从志愿者的累计中扣回。作废不能撤销，可以重新登记。"
    success_message = "已作废"


class HourClaimCorrectView(ActionPage):
    queryset = HourClaim.objects.select_related(*ROWS)
    form_class = CorrectionForm
    operation = staticmethod(operations.propose_correction)
    title = "提出更正"
    warning = "由另一名社工或社区工会复核同意后才改变时长，原来的数据一并保留。"
    success_message = "已提出，请另一名社工或社区工会复核"

    def get_initial(self):
        start, end = timezone.localtime(self.get_object().starts_at), timezone.localtime(self.get_object().ends_at)
        return {"on": start.date(), "starts": start.strftime("%H:%M"), "ends": end.strftime("%H:%M")}


class HourCorrectionApproveView(ActionPage):
    queryset = HourCorrection.objects.select_related("claim__organization", "claim__project__contractor")
    form_class = NoteForm
    operation = staticmethod(operations.approve_correction)
    title = "同意更正"
    warning = "同意后按更正的时间重新计算，时长台账记入差额，原值保留。"
    success_message = "已更正"


class HourCorrectionRejectView(ActionPage):
    queryset = HourCorrection.objects.select_related("claim__organization", "claim__project__contractor")
    form_class = ReasonForm
    operation = staticmethod(operations.reject_correction)
    title = "不予更正"
    success_message = "已记录，时长不变"


class HourClaimConfirmManyView(HourClaimCreateView):
    """Pending claims the user decides about, ticked and confirmed together."""

    form_class = ConfirmManyForm
    template_name = "services/hour_confirm_many.html"
    title = "批量确认"

    def get_initial(self):
        return {}

    def get_form_kwargs(self):
        return FormPage.get_form_kwargs(self) | {"rows": self.rows()}

    def rows(self):
        """Narrowed like the list, whose filters lead here."""
        pending = HourClaim.objects.visible_to(self.request.user).filter(state=HourClaimState.PENDING)
        found = HourClaimFilter(self.request.GET, queryset=pending, request=self.request)
        return found.qs.select_related(*ROWS).order_by("served_on", "pk")

    def get_context_data(self, **kwargs):
        decided = {}
        rows = list(self.rows()[:AT_ONCE])
        for row in rows:
            key = (row.organization_id, row.project_id)
            if key not in decided:
                decided[key] = self.request.user.has_perm("services.confirm_hours", row)
            row.is_own = row.claimed_by_id == self.request.user.pk and row.sign_up_id is None
            row.is_offered = decided[key] and not row.is_own
        return super().get_context_data(**kwargs) | {"rows": rows, "waiting": self.rows().count()}

    def form_valid(self, form):
        decided = {}
        rows = []
        for row in form.cleaned_data["claims"]:
            key = (row.organization_id, row.project_id)
            if key not in decided:
                decided[key] = self.request.user.has_perm("services.confirm_hours", row)
            rows += [row] if decided[key] else []
        result = operations.confirm_many(rows[:AT_ONCE], by=self.request.user)
        again = f"，另有{result.void}笔重复不计" if result.void else ""
        messages.success(self.request, f"已确认{result.confirmed}笔{again}")
        for claim, sentence in result.refused[:10]:
            messages.error(self.request, f"{claim.volunteer}（{claim.served_on}）：{sentence}")
        return HttpResponseRedirect(f"{reverse('services:hourclaim-list')}?state={HourClaimState.PENDING}")
