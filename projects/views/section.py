"""A section of the project room: a view of its own, shown by the room's page."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.urls import resolve
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


def answers(request: HttpRequest, urls: Iterable[str]) -> list[str]:
    """What the views at ``urls`` answer, in the request of the page that shows them: who is asking is read once, and
    each section still decides for itself whom it answers."""
    matches = [resolve(url) for url in urls]
    return [match.func(request, *match.args, **match.kwargs).rendered_content for match in matches]
