"""Lists of plans and calls."""

import django_tables2 as tables

from core.tables import MoneyColumn, NumberColumn, StateColumn
from core.templatetags.ui import moment
from projects.models import Call, Plan
from projects.tables.base import MINOR, NO_WRAP, NO_WRAP_MINOR


class PlanTable(tables.Table):
    name = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column(order_by="organization__path")
    year = tables.Column(attrs=NO_WRAP)
    purchases = NumberColumn(verbose_name="明细（条）")
    amount = MoneyColumn(verbose_name="预算（元）", total=True)
    created_by = tables.Column(attrs=MINOR, order_by="created_by__name")

    class Meta:
        model = Plan
        fields = ["name", "state", "organization", "year", "purchases", "amount", "created_by"]


class MomentColumn(tables.Column):
    """A moment on one line."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs=kwargs.pop("attrs", {"td": {"class": "date"}}), **kwargs)

    def render(self, value):
        return moment(value)


class CallTable(tables.Table):
    """No count of applications: the call is sealed until it closes."""

    title = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column(accessor="organization__short_name", order_by="organization__path", attrs=NO_WRAP)
    category = tables.Column(attrs=NO_WRAP_MINOR)
    procedure = tables.Column(attrs=NO_WRAP_MINOR)
    amount = MoneyColumn(total=True)
    opens_at = MomentColumn(attrs={"td": {"class": "date minor"}})
    closes_at = MomentColumn()

    class Meta:
        model = Call
        fields = ["title", "state", "organization", "category", "procedure", "amount", "opens_at", "closes_at"]
