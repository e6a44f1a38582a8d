"""Pages of volunteers."""

from django.db.models import Q, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.errors import DomainError
from core.forms import NoteForm
from core.templatetags.ui import day, figure
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs.forms.person import RevealForm
from orgs.models import User
from orgs.naming import NamingPage
from services import operations, workflow
from services.enums import ShiftSignUpState
from services.filters.volunteer import VolunteerFilter
from services.forms.activity import CancelForm
from services.forms.volunteer import AwardForm, VolunteerRegisterForm, VolunteerUpdateForm
from services.models import Volunteer
from services.queries.volunteer import home_of, registering_places
from services.tables.volunteer import VolunteerTable

WHOLE = Volunteer.objects.select_related("person", "organization", "team")
SHOWN = 10


class VolunteerListView(NamingPage, ListPage):
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

    def get_initial(self):
        return {"organization": home_of(self.request.user, registering_places(self.request.user))}


class VolunteerDetailView(DetailPage):
    """A personal record: it exists for those who are told whose it is."""

    queryset = WHOLE
    template_name = "services/volunteer_detail.html"
    transitions = workflow.VOLUNTEER

    def get_queryset(self):
        return super().get_queryset().told_to(self.request.user)

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
            "events": events_of(volunteer, user),
            "back": {"label": "志愿者", "url": reverse("services:volunteer-list")},
        }


def events_of(volunteer: Volunteer, user):
    """The timeline. SECURITY: who looked up a number, and why, is for those organizations to know, as on the person's
    own page."""
    colleagues = User.objects.visible_to(user).values("pk")
    seen = volunteer.events.filter(~Q(kind="reveal") | Q(by__in=colleagues))
    return seen.select_related("by").order_by("-pk")


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
