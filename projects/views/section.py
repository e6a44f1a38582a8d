"""A section of the project room, loaded by its page as a fragment."""

from django.http import Http404
from django.views.generic import DetailView

from core.views import ScopedMixin
from projects.queries.room import may_see


class ProjectSection(ScopedMixin, DetailView):
    """SECURITY: a section the reader is not offered does not exist for them, by its own address either."""

    section = ""

    def get_object(self, queryset=None):
        project = super().get_object(queryset)
        if not may_see(self.request.user, project, self.section):
            raise Http404("Not a section for this reader.")
        return project
