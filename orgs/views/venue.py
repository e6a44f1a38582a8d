"""Pages of venues."""

from django.urls import reverse

from core.views import CreatePage, DetailPage, ListPage, UpdatePage
from orgs import operations
from orgs.filters import VenueFilter
from orgs.forms.venue import VenueCreateForm, VenueForm
from orgs.models import Venue
from orgs.permissions import reaches
from orgs.tables import VenueTable


class VenueListView(ListPage):
    queryset = Venue.objects.select_related("organization")
    filterset_class = VenueFilter
    table_class = VenueTable
    title = "阵地"
    actions = (("登记阵地", "orgs:venue-create", "orgs.create_venue"),)
    empty_title = "还没有阵地"
    empty_hint = "登记职工之家、驿站、活动室等场所，安排场次时可以直接选择。"


class VenueDetailView(DetailPage):
    """Its sessions come from the app that has them, as a fragment."""

    queryset = Venue.objects.select_related("organization")

    def get_context_data(self, **kwargs):
        venue, user = self.object, self.request.user
        context = super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "类型", "value": venue.get_kind_display()},
                {"label": "所属组织", "value": venue.organization},
            ],
            "rows": details(venue),
            "actions": self.allowed_actions(),
            "back": {"label": "阵地", "url": reverse("orgs:venue-list")},
        }
        # SECURITY: the history names staff; who only uses the venue does not see who keeps it.
        return context | ({} if reaches(user, venue.organization) else {"events": None})

    def allowed_actions(self) -> list[dict]:
        if not self.request.user.has_perm("orgs.update_venue", self.object):
            return []
        return [{"label": "修改", "url": reverse("orgs:venue-update", args=[self.object.pk]), "primary": True}]


def details(venue) -> list[dict]:
    located = venue.latitude is not None
    return [
        {"label": "地址", "value": venue.address},
        {"label": "开放时间", "value": venue.opening_hours},
        {"label": "对外电话", "value": venue.phone},
        {"label": "容纳人数", "value": f"{venue.capacity:,}人" if venue.capacity else ""},
        {"label": "面积", "value": f"{venue.area:,}平方米" if venue.area else ""},
        {"label": "设施", "value": venue.facilities},
        {"label": "无障碍", "value": "有" if venue.is_accessible else "无"},
        {"label": "坐标", "value": f"{venue.latitude}, {venue.longitude}" if located else ""},
        {"label": "签到范围", "value": f"{venue.radius}米以内" if located else ""},
    ]


class VenueCreateView(CreatePage):
    form_class = VenueCreateForm
    model = Venue
    operation = staticmethod(operations.create_venue)
    title = "登记阵地"
    success_message = "已登记"

    def get_initial(self):
        return {"organization": self.request.GET.get("organization")}


class VenueUpdateView(UpdatePage):
    queryset = Venue.objects.select_related("organization")
    form_class = VenueForm
    operation = staticmethod(operations.update_venue)
    title = "修改阵地"
