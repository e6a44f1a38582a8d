"""What the lists of the rule centre show."""

import django_tables2 as tables

from core.tables import MoneyColumn, NumberColumn
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.tables.base import MINOR, DayColumn


class StandingColumn(tables.TemplateColumn):
    """Whether a version is a draft, decided, in force or replaced."""

    def __init__(self):
        super().__init__(
            verbose_name="状态",
            order_by="standing",
            template_code='{% include "components/_state_badge.html" with state=record.standing'
            " label=record.standing_label only %}",
        )

    def value(self, record):
        return record.standing_label


class ThresholdTable(tables.Table):
    organization = tables.Column(order_by="organization__path")
    kind = tables.Column()
    level = tables.Column()
    category = tables.Column()
    amount = MoneyColumn()
    valid_from = DayColumn(minor=False)
    source_text = tables.Column(orderable=False, attrs=MINOR)

    class Meta:
        model = Threshold
        fields = ["organization", "kind", "level", "category", "amount", "valid_from", "source_text"]


class ParameterTable(tables.Table):
    """The history of one parameter."""

    valid_from = DayColumn(minor=False)
    value = NumberColumn(verbose_name="值", accessor="shown", order_by="value")
    source_text = tables.Column(orderable=False)
    by = tables.Column(order_by="by__name", attrs=MINOR)
    at = DayColumn()

    class Meta:
        model = Parameter
        fields = ["valid_from", "value", "source_text", "by", "at"]


class VersionTable(tables.Table):
    name = tables.Column(linkify=True)
    standing = StandingColumn()
    version = NumberColumn()
    valid_from = DayColumn(minor=False)
    published_at = DayColumn()
    source_text = tables.Column(orderable=False, attrs=MINOR)


class ScorecardTable(VersionTable):
    class Meta:
        model = Scorecard
        fields = ["name", "standing", "version", "valid_from", "published_at", "source_text"]


class BudgetRuleSetTable(VersionTable):
    class Meta:
        model = BudgetRuleSet
        fields = ["name", "standing", "version", "valid_from", "published_at", "source_text"]
