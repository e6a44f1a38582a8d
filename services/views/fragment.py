"""What other pages show of this app."""

from django.urls import reverse
from django.views.generic import DetailView

from core.views import ScopedMixin
from projects.models import Project
from projects.queries.indicator import progress
from services.counting import service_figures
from services.models import Session

SHOWN = 10


class ProjectServicesView(ScopedMixin, DetailView):
    """A project's promised indicators beside what was achieved, and its latest sessions; loaded by the project page."""

    queryset = Project.objects.all()  # unscoped: narrowed by ScopedMixin
    template_name = "services/_project_services.html"

    def get_context_data(self, **kwargs):
        rows = Session.objects.visible_to(self.request.user).filter(activity__project=self.object)
        held = Session.objects.filter(activity__project=self.object)  # unscoped: of this visible project only
        return super().get_context_data(**kwargs) | {
            "figures": service_figures(held),
            "progress": progress(self.object),
            "sessions": rows.select_related("organization", "activity").order_by("-starts_at")[:SHOWN],
            "sessions_url": f"{reverse('services:session-list')}?project={self.object.pk}",
        }
