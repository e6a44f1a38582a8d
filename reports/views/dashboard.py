"""The dashboard of one place and period, and the communities it shows to be without a project."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, OuterRef, Subquery, Window
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from core.views import ListPage
from orgs.enums import OrganizationKind, UnionLevel
from orgs.models import Organization
from orgs.scope import STEP, ancestor_paths, org_paths
from reports.charts import band_chart, parts_chart, people_chart
from reports.effort import effort_figures
from reports.figures import figures, without_money
from reports.filters import PlaceWithoutProjectFilter
from reports.forms import PeriodForm
from reports.links import Links
from reports.periods import Period, last_twelve_months, presets
from reports.queries import Part, find_place, overview, reachable, statistics, without_projects
from reports.tables import PlaceTable
from reports.teamwork import teamwork_figures

PLACES_SHOWN = 8
PLACES_QUESTION, PROJECTS_QUESTION = "哪里服务多，哪里服务少？", "哪些项目服务多？"
WITH_COMMUNITIES = (UnionLevel.CITY, UnionLevel.DISTRICT, UnionLevel.STREET)
THE_BODY_ABOVE = Organization.objects.filter(  # unscoped: what is above a visible community is visible too
    path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - STEP)
)


class DashboardView(LoginRequiredMixin, TemplateView):
    template_name = "reports/dashboard.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        code = self.request.GET.get("organization", "")
        organization = find_place(self.request.user, code)
        if organization is None and code:
            raise Http404
        if organization is None:
            return context
        self.reach = tuple(org_paths(self.request.user))
        self.is_reachable = organization.path.startswith(self.reach)
        form = PeriodForm(self.request.GET)
        period = form.period if form.is_valid() else last_twelve_months(timezone.localdate())
        links = Links(organization, period, is_reachable=self.is_reachable)
        return context | {
            "organization": organization,
            "form": form,
            "period": period,
            "is_reachable": self.is_reachable,
            "is_wall": "wall" in self.request.GET,
            "page_url": links.dashboard(organization.code),
            "presets": presets_of(organization, period),
            "trail": self.get_trail(organization, links),
            **self.get_figures(organization, period, links),
            **self.get_places(organization, period, links),
        }

    def get_trail(self, organization: Organization, links: Links) -> list[dict]:
        """The way up, as far as the viewer reaches."""
        above = [path for path in ancestor_paths([organization.path]) if path.startswith(self.reach)]
        places = reachable(self.request.user).filter(path__in=above) if above else ()
        return [{"name": place.short_name, "url": links.dashboard(place.code)} for place in places]

    def get_figures(self, organization, period: Period, links: Links) -> dict:
        """The figures beside those of the period before; charts and parts only for a territory."""
        user, former = self.request.user, period.previous
        before = statistics(user, organization, former.start, former.end)
        if not self.is_reachable:
            now = statistics(user, organization, period.start, period.end)
            shown = without_money(figures(now, before, links.rows))
            return {"former": former, "figures": shown, "efforts": effort_figures(now, before, links.rows)[:3]}
        has_places = organization.kind == OrganizationKind.SOCIAL or organization.level in WITH_COMMUNITIES
        now = overview(user, organization, period, by_place=has_places)
        return {
            "former": former,
            "figures": figures(now.statistics, before, links.rows, now.steps),
            "efforts": effort_figures(now.statistics, before, links.rows),
            "teamwork": teamwork_figures(user, organization, period, links),
            "charts": [people_chart(now.steps, period.is_short), band_chart(now.steps, period.is_short)],
            **parts_of(now.parts, organization, links, has_places),
        }

    def get_places(self, organization, period: Period, links: Links) -> dict:
        """Communities left out; asked of territories with communities below."""
        if organization.level not in WITH_COMMUNITIES or not self.is_reachable:
            return {}
        below = reachable(self.request.user).filter(path__startswith=organization.reach)
        places = without_projects(below, self.request.user, period).annotate(total=Window(Count("pk")))[:PLACES_SHOWN]
        return {
            "places_total": places[0].total if places else 0,
            "places": places,
            "places_url": links.rows("reports:place-list"),
        }


def parts_of(parts: list[Part], organization, links: Links, has_places: bool) -> dict:
    """Places below; from the community downwards the projects."""
    is_social = organization.kind == OrganizationKind.SOCIAL
    return {
        "parts": [{"part": part, "url": links.part(part)} for part in parts],
        "has_online": any(part.statistics.services.online_sessions for part in parts),
        "parts_chart": parts_chart(PLACES_QUESTION if has_places else PROJECTS_QUESTION, parts, links.part),
        "parts_title": "各实施社区" if is_social else "各下级组织" if has_places else "各项目",
    }


def presets_of(organization: Organization, period: Period) -> list[dict]:
    return [
        {
            "label": label,
            "url": Links(organization, preset).dashboard(organization.code),
            "active": preset == period,
        }
        for label, preset in presets(timezone.localdate())
    ]


class PlaceListView(ListPage):
    title = "没有项目的社区"
    queryset = Organization.objects.annotate(parent=Subquery(THE_BODY_ABOVE.values("name")))
    filterset_class = PlaceWithoutProjectFilter
    table_class = PlaceTable
    empty_title = "每个社区都有项目"
    empty_hint = "期间内，您范围里的每个社区都有已立项的项目在实施。"
