"""What the lists of contracts and changes show."""

import django_tables2 as tables

from core.tables import MoneyColumn, StateColumn
from core.templatetags.ui import moment
from projects.models import Change, Contract
from projects.tables.base import MINOR, NO_WRAP, DayColumn


class ContractTable(tables.Table):
    project = tables.Column(
        verbose_name="项目", linkify=lambda record: record.get_absolute_url(), order_by="project__name"
    )
    state = StateColumn()
    number = tables.Column(attrs=NO_WRAP)
    party_b = tables.Column(verbose_name="承接单位", order_by="party_b__name")
    amount = MoneyColumn(verbose_name="合同金额", total=True)
    signed_on = DayColumn(verbose_name="签署日期")
    ends_on = DayColumn(verbose_name="到期日", minor=False)

    class Meta:
        model = Contract
        fields = ["project", "state", "number", "party_b", "amount", "signed_on", "ends_on"]


class ChangeTable(tables.Table):
    project = tables.Column(
        verbose_name="项目", linkify=lambda record: record.get_absolute_url(), order_by="project__name"
    )
    state = StateColumn()
    kind = tables.Column()
    reason = tables.Column(attrs=MINOR, orderable=False)
    requested_by = tables.Column(attrs=MINOR, order_by="requested_by__name")
    requested_at = tables.Column(attrs=NO_WRAP)

    class Meta:
        model = Change
        fields = ["project", "state", "kind", "reason", "requested_by", "requested_at"]

    def render_requested_at(self, value):
        return moment(value)
