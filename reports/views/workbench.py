"""The first page, and the search box."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils import timezone
from django.views.generic import TemplateView

from reports.figures import figures
from reports.links import Links
from reports.periods import last_twelve_months
from reports.queries import home_of, reachable, statistics
from reports.search import search
from reports.todo import todos

LONGEST_QUERY = 60
KEY_FIGURES = ("projects", "sessions", "person_times", "persons", "satisfaction")


class WorkbenchView(LoginRequiredMixin, TemplateView):
    """What waits for me, and a row of figures of where I work."""

    template_name = "reports/workbench.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        home = home_of(user)
        context = super().get_context_data(**kwargs) | {"todos": todos(user), "home": home}
        if home is None or not reachable(user).filter(pk=home.pk).exists():
            return context
        period = last_twelve_months(timezone.localdate())
        links = Links(home, period)
        shown = figures(statistics(user, home, period.start, period.end), None, links.rows)
        return context | {
            "figures": [figure for figure in shown if figure["name"] in KEY_FIGURES],
            "dashboard_url": links.dashboard(home.code),
        }


class SearchView(LoginRequiredMixin, TemplateView):
    """The box posts, so that a phone or identity number never stands in an address; links may ask by ``?q=``."""

    template_name = "reports/search.html"
    http_method_names = ("get", "post", "head")

    def get_context_data(self, **kwargs):
        asked = self.request.POST or self.request.GET
        words = asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
        groups = search(self.request.user, words, with_numbers=self.request.method == "POST")
        return super().get_context_data(**kwargs) | {"words": words, "groups": groups}

    def post(self, request):
        return self.get(request)
