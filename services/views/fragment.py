"""What other pages show of this app."""

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from core.views import ScopedMixin
from orgs.models import Venue
from projects.models import Project
from projects.queries.indicator import sees_people
from services.counting import coverage, effort, service_figures
from services.enums import SessionState
from services.models import Activity, HourClaim, Session, Shift, Summary
from services.queries.activity import PLANNABLE
from services.queries.base import base_of

SHOWN = 10


class ProjectServicesView(ScopedMixin, DetailView):
    """What was held, what it took and whom it reached, and the latest sessions; shown on the project's page."""

    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "services/_project_services.html"

    def get_context_data(self, **kwargs):
        rows = Session.objects.visible_to(self.request.user).filter(activity__project=self.object)
        held = Session.objects.filter(activity__project=self.object)  # unscoped: of this visible project only
        figures = service_figures(held)
        return super().get_context_data(**kwargs) | {
            "figures": figures,
            "effort": effort(held),
            **coverage_of(self.object, figures.persons),
            "people_url": f"{reverse('services:participant-list')}?project={self.object.pk}"
            if sees_people(self.request.user)
            else "",
            "hours_url": f"{reverse('services:session-hours')}?project={self.object.pk}",
            "sessions": rows.select_related("organization", "activity").order_by("-starts_at")[:SHOWN],
            "sessions_url": f"{reverse('services:session-list')}?project={self.object.pk}",
            "held_url": f"{reverse('services:session-list')}?project={self.object.pk}&state={SessionState.HELD}",
            "leads": leads(self.object, self.request.user),
            "create_url": f"{reverse('services:activity-create')}?project={self.object.pk}"
            if self.object.state in PLANNABLE and self.request.user.has_perm("services.create_activity", self.object)
            else "",
        }


def coverage_of(project: Project, persons: int) -> dict:
    """覆盖率 of the project among those its community should serve, with the base it is measured against."""
    base = base_of(project.organization, min(project.ends_on, timezone.localdate()))
    return {
        "base": base,
        "coverage": coverage(persons, base),
        "bases_url": f"{reverse('services:servicebase-list')}?organization={project.organization.code}",
    }


def leads(project, user) -> list[dict]:
    """The lists of what belongs to the project, as far as there is anything in them; one query."""
    rows = (
        ("活动", "activity", Activity.objects.visible_to(user).filter(project=project)),
        ("场次", "session", Session.objects.visible_to(user).filter(activity__project=project)),
        ("活动总结", "summary", Summary.objects.visible_to(user).filter(session__activity__project=project)),
        ("志愿班次", "shift", Shift.objects.visible_to(user).filter(project=project)),
        ("服务时长", "hourclaim", HourClaim.objects.visible_to(user).filter(project=project)),
    )
    counted = [
        found.order_by().annotate(which=Value(which)).values_list("which").annotate(Count("pk"))
        for which, (_, _, found) in enumerate(rows)
    ]
    numbers = dict(counted[0].union(*counted[1:], all=True))
    return [
        {"label": label, "count": numbers[which], "url": f"{reverse(f'services:{name}-list')}?project={project.pk}"}
        for which, (label, name, _) in enumerate(rows)
        if numbers.get(which)
    ]


class VenueSessionsView(ScopedMixin, DetailView):
    """What is on at a venue and what was, as far as the reader sees it; loaded by the venue's page."""

    queryset = Venue.objects.all()  # unscoped: narrowed by ScopedMixin
    template_name = "services/_venue_sessions.html"

    def get_context_data(self, **kwargs):
        rows = Session.objects.visible_to(self.request.user).filter(place=self.object)
        rows, now = rows.select_related("organization", "activity"), timezone.now()
        url, today = f"{reverse('services:session-list')}?place={self.object.pk}", timezone.localdate()
        return super().get_context_data(**kwargs) | {
            "coming": rows.filter(ends_at__gte=now).order_by("starts_at")[:SHOWN],
            "past": rows.filter(ends_at__lt=now).order_by("-starts_at")[:SHOWN],
            "coming_url": f"{url}&start={today}",
            "past_url": f"{url}&end={today}",
            "calendar_url": f"{reverse('services:session-calendar')}?place={self.object.pk}",
        }
