"""What the lists of the review show."""

import django_tables2 as tables
from django.urls import reverse

from core.tables import NumberColumn, StateColumn
from orgs.models import User
from projects.models import ExpertTie, ScoreSheet
from projects.tables.base import KEEP, MINOR, DayColumn


def ties_of(record) -> str:
    return f"{reverse('projects:experttie-list')}?expert={record.pk}"


class ExpertTable(tables.Table):
    name = tables.Column(verbose_name="专家")
    unions = tables.Column(verbose_name="所在工会", accessor="expert_posts", orderable=False)
    ties = NumberColumn(verbose_name="登记的关联", accessor="tie_count", linkify=ties_of, attrs=KEEP)
    seats = NumberColumn(verbose_name="参加的评审", accessor="seat_count")

    class Meta:
        model = User
        fields = ["name", "unions", "ties", "seats"]

    def render_unions(self, value):
        return "、".join(post.organization.short_name for post in value)


class ExpertTieTable(tables.Table):
    expert = tables.Column(order_by="expert__name")
    organization = tables.Column(order_by="organization__name")
    kind = tables.Column()
    until = DayColumn(minor=False)
    by = tables.Column(attrs=MINOR, order_by="by__name")
    at = DayColumn(verbose_name="登记日期")

    class Meta:
        model = ExpertTie
        fields = ["expert", "organization", "kind", "until", "by", "at"]


class ScoreSheetTable(tables.Table):
    application = tables.Column(verbose_name="申报", linkify=lambda record: record.get_absolute_url())
    state = StateColumn()
    expert = tables.Column(accessor="panelist__expert", verbose_name="专家", order_by="panelist__expert__name")
    total = NumberColumn()
    round = NumberColumn(attrs={"td": {"class": "num minor"}, "th": {"class": "num"}})
    signed_at = DayColumn(verbose_name="签署日期")

    class Meta:
        model = ScoreSheet
        fields = ["application", "state", "expert", "total", "round", "signed_at"]
