"""Tables of the lists: ranking."""

import django_tables2 as tables

from core.tables import NumberColumn
from orgs.tables import personal_page
from services.models import Volunteer
from services.tables.columns import MINOR
from services.tables.hour import HoursColumn


class RankingTable(tables.Table):
    name = tables.Column("志愿者", accessor="shown_name", linkify=personal_page, orderable=False, footer="合计")
    place = NumberColumn("名次", orderable=False)
    served = HoursColumn("服务时长（小时）", total=True, orderable=False)
    stars = NumberColumn("星级", orderable=False)
    team = tables.Column("队伍", orderable=False, attrs=MINOR)
    organization = tables.Column("登记组织", orderable=False, attrs=MINOR)

    class Meta:
        model = Volunteer
        fields = ("name", "place", "served", "stars", "team", "organization")

    def render_organization(self, value):
        return value.short_name
