"""Columns with the house's habits: numbers right-aligned, a total where a total means something."""

import django_tables2 as tables
from django.db.models import Sum

from core.templatetags.ui import count, money

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}, "tf": {"class": "num"}}


class NumberColumn(tables.Column):
    """A right-aligned whole number; ``total=True`` sums the column over all filtered rows."""

    render_number = staticmethod(count)

    def __init__(self, *args, total: bool = False, **kwargs):
        kwargs.setdefault("attrs", NUMBER)
        footer = self._total if total else None
        super().__init__(*args, footer=footer, **kwargs)

    def render(self, value):
        return self.render_number(value)

    def _total(self, bound_column, table):
        rows = table.data.data
        return self.render_number(rows.order_by().aggregate(total=Sum(bound_column.accessor))["total"] or 0)


class MoneyColumn(NumberColumn):
    """Yuan with two places."""

    render_number = staticmethod(money)


class StateColumn(tables.TemplateColumn):
    """The state as a badge; colours live in the badge component."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "状态")
        super().__init__(
            *args,
            template_code='{% include "components/_state_badge.html" with state=record.state'
            " label=record.get_state_display only %}",
            **kwargs,
        )
