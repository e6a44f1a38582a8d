"""Pages of volunteers."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.errors import DomainError
from core.forms import NoteForm
from core.templatetags.ui import day, figure
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs.forms import RevealForm
from services import operations, qr, workflow
from services.enums import HourClaimState, ShiftSignUpState, VolunteerState
from services.filters.volunteer import FiguresFilter, VolunteerFilter
from services.forms.activity import CancelForm
from services.forms.volunteer import AwardForm, VolunteerRegisterForm, VolunteerUpdateForm
from services.models import Session, Volunteer
from services.queries.hour_figures import (
    confirmed_hours_of,
    hour_figures,
    hours_by_place,
    hours_by_project,
    hours_by_worker,
)
from services.queries.volunteer import home_of, registering_places, share_of_sessions_with_volunteers, volunteer_figures
from services.tables.volunteer import VolunteerTable

WHOLE = Volunteer.objects.select_related("person", "organization", "team")
SHOWN = 10


class VolunteerListView(ListPage):
    queryset = WHOLE
    filterset_class = VolunteerFilter
    table_class = VolunteerTable
    title = "志愿者"
    actions = (
        ("登记志愿者", "services:volunteer-create", "services.register_volunteer"),
        ("双工联动指标", "services:volunteer-figures", None),
        ("导出服务记录", "services:record-export", "services.export_records"),
    )
    empty_title = "还没有志愿者"
    empty_hint = "把登记二维码发到居民群，或在这里代为登记。"


class VolunteerCreateView(CreatePage):
    form_class = VolunteerRegisterForm
    model = Volunteer
    operation = staticmethod(operations.register_volunteer)
    title = "登记志愿者"
    success_message = "已登记"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["instance"]
        return kwargs

    def get_initial(self):
        return {"organization": home_of(self.request.user, registering_places(self.request.user))}


class VolunteerDetailView(DetailPage):
    queryset = WHOLE
    template_name = "services/volunteer_detail.html"
    transitions = workflow.VOLUNTEER

    def get_context_data(self, **kwargs):
        volunteer, user = self.object, self.request.user
        sign_ups = volunteer.sign_ups.visible_to(user).select_related("shift__organization")
        trained = volunteer.trainings.select_related("training__organization").order_by("-training__held_on", "-pk")
        return super().get_context_data(**kwargs) | {
            "code": volunteer.number,
            "facts": [{"label": "登记组织", "value": volunteer.organization}],
            "rows": details(volunteer),
            "sign_ups": sign_ups.order_by("-shift__starts_at", "-pk")[:SHOWN],
            "served": sign_ups.filter(state=ShiftSignUpState.SIGNED_OUT).count(),
            "sign_ups_url": f"{reverse('services:shiftsignup-list')}?volunteer={volunteer.pk}",
            "trainings": trained,
            "hours_url": f"{reverse('services:hourclaim-list')}?volunteer={volunteer.pk}&state=confirmed",
            "training_hours": figure(trained.aggregate(total=Sum("training__hours"))["total"] or 0),
            "awards": volunteer.awards.all(),
            "actions": actions(volunteer, user),
            "events": volunteer.events.select_related("by").order_by("-pk"),
            "back": {"label": "志愿者", "url": reverse("services:volunteer-list")},
        }


def details(volunteer: Volunteer) -> list[dict]:
    """The record, numbers masked."""
    person, team = volunteer.person, volunteer.team
    rows = [
        {"label": "手机号", "value": person.masked_phone},
        {"label": "性别", "value": person.get_gender_display()},
        {"label": "出生日期", "value": day(person.birth_date)},
        {"label": "技能", "value": volunteer.skill_labels},
        {"label": "服务意向", "value": volunteer.intention},
        {"label": "居住区域", "value": volunteer.area},
        {"label": "所在队伍", "value": team or "", "url": team and team.get_absolute_url()},
        {"label": "全国系统编号", "value": volunteer.national_number},
        {"label": "列入排行", "value": "本人同意" if volunteer.agrees_to_ranking else "不列入"},
        {"label": "登记日期", "value": day(volunteer.registered_on)},
    ]
    if volunteer.guardian_name:
        value = f"{volunteer.guardian_name} {volunteer.masked_guardian_phone}，{volunteer.guardian_consented_on}同意"
        rows.append({"label": "监护人", "value": value})
    return rows


def actions(volunteer: Volunteer, user) -> list[dict]:
    offered = (
        ("修改登记", "services.update_volunteer", "volunteer-update"),
        ("登记表彰", "services.add_award", "volunteer-award"),
        ("列入或退出排行", "services.set_ranking", "volunteer-ranking"),
        ("查看手机号", "services.reveal_volunteer", "volunteer-reveal"),
    )
    return [
        {"label": label, "url": reverse(f"services:{name}", args=[volunteer.pk])}
        for label, permission, name in offered
        if user.has_perm(permission, volunteer)
    ]


class VolunteerUpdateView(UpdatePage):
    queryset = WHOLE
    form_class = VolunteerUpdateForm
    operation = staticmethod(operations.update_volunteer)
    title = "修改志愿者登记"


class VolunteerAdmitView(ActionPage):
    queryset = WHOLE
    form_class = NoteForm
    operation = staticmethod(operations.admit_volunteer)
    title = "审核通过"
    warning = "请先与本人核对姓名、手机号和技能。通过后即可报名班次，并用短信告知本人。"
    success_message = "已审核通过"


class VolunteerPauseView(ActionPage):
    queryset = WHOLE
    form_class = CancelForm
    operation = staticmethod(operations.pause_volunteer)
    title = "暂停服务"
    warning = "暂停期间不能报名班次；已报名、尚未开始的班次随之取消。服务时长保留。"
    success_message = "已暂停"


class VolunteerResumeView(ActionPage):
    queryset = WHOLE
    form_class = NoteForm
    operation = staticmethod(operations.resume_volunteer)
    title = "恢复服务"
    success_message = "已恢复"


class VolunteerLeaveView(ActionPage):
    queryset = WHOLE
    form_class = CancelForm
    operation = staticmethod(operations.leave_volunteer)
    title = "退出"
    warning = "退出后不再联系本人；已报名、尚未开始的班次随之取消。服务记录和时长保留，以后可以恢复。"
    success_message = "已登记退出"


class VolunteerAwardView(ActionPage):
    queryset = WHOLE
    form_class = AwardForm
    operation = staticmethod(operations.add_award)
    title = "登记表彰"
    warning = "登记后不能删除，请核对后再保存。"
    success_message = "已登记"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


@method_decorator(never_cache, name="dispatch")
class VolunteerRevealView(ActionPage):
    """SECURITY: the phones are in the answer to this POST and nowhere else: no redirect, no session, no cache."""

    queryset = WHOLE
    form_class = RevealForm
    operation = staticmethod(operations.reveal_volunteer)
    title = "查看手机号"
    warning = "号码只在下一页显示一次。谁、何时、为何查看会长期保存。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["reason"].help_text = "例如：通知集合地点变更。谁、何时、为何查看会长期保存。"
        return form

    def form_valid(self, form):
        volunteer = self.get_object()
        try:
            numbers = operations.reveal_volunteer(volunteer, by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return render(self.request, "services/volunteer_revealed.html", {"object": volunteer, "numbers": numbers})


class VolunteerFiguresView(LoginRequiredMixin, View):
    """双工联动 of a place and period; every figure leads to its rows."""

    def get(self, request):
        today = timezone.localdate()
        data = request.GET.copy()
        if not data:
            data["start"] = date(today.year, 1, 1).isoformat()
            data["end"] = today.isoformat()
        form = FiguresFilter(data, queryset=Volunteer.objects.none(), request=request).form
        context = {"form": form, "public_code": self.registration_code()}
        if form.is_valid():
            context["figures"] = figures(request.user, form.cleaned_data)
            context |= hour_tables(request.user, form.cleaned_data)
        return render(request, "services/volunteer_figures.html", context)

    def registration_code(self):
        """The code people scan to register with the reader's own union."""
        identity = self.request.user.identity
        organization = identity and identity.organization
        if organization is None or not organization.is_territorial:
            return None
        path = reverse("public:volunteer", args=[organization.code])
        return {"svg": qr.code(self.request, path, "志愿者登记二维码"), "url": path, "name": organization.name}


def figures(user, chosen: dict) -> list[dict]:
    """The cards: label, value, the rows behind it and what it counts."""
    organization, start, end = chosen["organization"], chosen["start"], chosen["end"]
    found = volunteer_figures(user, organization=organization, start=start, end=end)
    sessions = Session.objects.visible_to(user)
    place = {"organization": organization.code} if organization else {}
    if organization:
        contracted = organization.kind == "social"
        path = "activity__project__contractor" if contracted else "organization"
        sessions = sessions.filter(**{f"{path}__path__startswith": organization.reach})
    if start:
        sessions = sessions.filter(starts_on__gte=start)
    if end:
        sessions = sessions.filter(starts_on__lte=end)
    shared = share_of_sessions_with_volunteers(sessions)
    days = {"start": start or "", "end": end or ""}
    served = {"state": ShiftSignUpState.SIGNED_OUT, **place, **days}
    people = {"served": "yes", "served_from": start, "served_to": end, "served_at": place.get("organization")}
    return [
        card("在册志愿者", found.active, "人", "volunteer-list", place | {"state": VolunteerState.ACTIVE},
             "审核通过、没有暂停或退出的志愿者，不论何时登记。"),
        card("已结束班次", found.shifts, "班", "shift-list", place | days | {"state": "done"},
             "期间开始、已办结的志愿班次。"),
        card("服务人次", found.times, "人次", "shiftsignup-list", served, "期间班次中已签退的志愿者，每班计一次。"),
        card("服务过的志愿者", found.served, "人", "volunteer-list", people,
             "期间至少签退过一个班次的志愿者，同一人只计一次。"),
        card("每名社工带动", found.per_worker, "名志愿者", "shiftsignup-list", served,
             f"服务过的志愿者{found.served}人，除以带过这些班次的社工{found.leads}人。"),
        card("有志愿者的场次", share_text(shared), "", "session-list",
             place | days | {"volunteers": "yes", "state": "held"},
             f"已举办的{shared.held}场中，有{shared.supported}场签到了志愿者。"),
    ]  # fmt: skip


def hour_tables(user, chosen: dict) -> dict:
    """服务时长 in all, and by community, project and social worker; every number leads to its claims."""
    claims = confirmed_hours_of(user, **{name: chosen[name] for name in ("organization", "start", "end")})
    place = {"organization": chosen["organization"].code} if chosen["organization"] else {}
    asked = {"state": HourClaimState.CONFIRMED, "start": chosen["start"] or "", "end": chosen["end"] or ""}
    found = hour_figures(claims)
    groups = (
        ("各社区（单位）", hours_by_place(claims), lambda part: {"organization": part.code}),
        ("各项目", hours_by_project(claims), lambda part: place | {"project": part.pk}),
        ("各社工", hours_by_worker(claims), lambda part: place | {"worker": part.pk}),
    )
    url = lambda query: f"{reverse('services:hourclaim-list')}?{urlencode(asked | query)}"  # noqa: E731
    return {
        "hour_cards": [
            card("志愿服务时长", f"{found.hours:,.1f}", "小时", "hourclaim-list", asked | place,
                 "期间内已确认的服务时长，同一小时只计一次；培训时长不计。"),
            card("人均时长", found.per_volunteer, "小时", "hourclaim-list", asked | place,
                 f"已确认时长除以有时长的志愿者{found.volunteers}人。"),
        ],
        "hour_groups": [
            {"title": title, "rows": [{"part": part, "url": url(query(part))} for part in parts]}
            for title, parts, query in groups
        ],
    }  # fmt: skip


def share_text(shared) -> str:
    return "—" if shared.share is None else f"{shared.share:.1%}"


def card(label: str, value, unit: str, page: str, query: dict, definition: str) -> dict:
    asked = urlencode({name: value for name, value in query.items() if value})
    shown = value if isinstance(value, str) else figure(value)
    url = f"{reverse(f'services:{page}')}?{asked}"
    return {"label": label, "value": shown, "unit": unit, "url": url, "definition": definition}
