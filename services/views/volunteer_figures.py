"""双工联动: the figures of volunteers, social workers and sessions at one place and time."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core.templatetags.ui import figure
from orgs.enums import OrganizationKind
from services import qr
from services.enums import HourClaimState, ShiftSignUpState, VolunteerState
from services.filters.volunteer import FiguresFilter
from services.models import Session, Volunteer
from services.queries.hour_figures import (
    confirmed_hours_of,
    hour_figures,
    hours_by_place,
    hours_by_project,
    hours_by_worker,
)
from services.queries.volunteer import share_of_sessions_with_volunteers, volunteer_figures


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
    home = place
    if organization:
        contracted = organization.kind == OrganizationKind.SOCIAL
        home = {} if contracted else place  # volunteers belong to communities: a contractor's are not narrowed
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
        card("在册志愿者", found.active, "人", "volunteer-list", home | {"state": VolunteerState.ACTIVE},
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

    def url(query):
        return f"{reverse('services:hourclaim-list')}?{urlencode(asked | query)}"

    return {
        "hour_cards": [
            card("志愿服务时长", f"{found.hours:,.1f}", "小时", "hourclaim-list", asked | place,
                 "期间内已确认的服务时长，同一小时只计一次；培训时长不计。"),
            card("人均时长", found.per_volunteer, "小时", "hourclaim-list", asked | place,
                 f"已确认时长除以有时长的志愿者{found.volunteers}人。"),
        ],
        "hour_groups": [
            {
                "title": title,
                "rows": [{"part": part, "url": url(query(part))} for part in parts],
                "rest": found.hours - sum(part.hours for part in parts),
            }
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
