"""What other pages show of this app."""

from django.urls import reverse
from django.views.generic import DetailView

from core.views import ScopedMixin
from projects.models import Project
from services.models import Session
from services.queries import indicator_progress, with_counts

SHOWN = 10


class ProjectServicesView(ScopedMixin, DetailView):
    """A project's promised indicators beside what was achieved, and its latest sessions; loaded by the project page."""

    queryset = Project.objects.prefetch_related("indicators")
    template_name = "services/_project_services.html"

    def get_context_data(self, **kwargs):
        figures, progress = indicator_progress(self.object)
        rows = Session.objects.visible_to(self.request.user).filter(activity__project=self.object)
        rows = with_counts(rows).select_related("organization", "activity")
        return super().get_context_data(**kwargs) | {
            "figures": figures,
            "progress": progress,
            "sessions": rows.order_by("-starts_at")[:SHOWN],
            "sessions_url": f"{reverse('services:session-list')}?project={self.object.pk}",
        }
