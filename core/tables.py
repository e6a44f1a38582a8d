"""Columns with the house's habits: numbers right-aligned, a total where a total means something."""

from decimal import Decimal

import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.template.loader import get_template
from django.utils.functional import cached_property

from core.templatetags.ui import count, money

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}, "tf": {"class": "num"}}


class NumberColumn(tables.Column):
    """A right-aligned whole number; ``total=True`` sums the column over all filtered rows."""

    render_number = staticmethod(count)

    def __init__(self, *args, total: bool = False, **kwargs):
        kwargs.setdefault("attrs", NUMBER)
        self.has_total = total
        super().__init__(*args, footer=self.total if total else None, **kwargs)

    def render(self, value):
        return self.render_number(value)

    def value(self, **cell):
        """In the export a number is a number, which a sheet can add up; anything else is what the page says."""
        raw = cell["value"]
        return raw if isinstance(raw, int | Decimal) else super().value(**cell)

    def sums(self, accessor) -> dict:
        """What the total is made of: name → aggregate over all filtered rows."""
        return {"sum": Sum(accessor)}

    def total(self, bound_column, table):
        found, start = totals(table), f"{bound_column.name}_"
        return self.render_total(**{name: found[start + name] for name in self.sums(bound_column.accessor)})

    def render_total(self, sum):
        return self.render_number(sum or 0)


def totals(table) -> dict:
    """The number of ``rows`` and every total of the table, in one statement: a long list is read once, not thrice."""
    if not hasattr(table, "totals_found"):
        asked = {"rows": Count("*")}
        for bound in table.columns:
            if getattr(bound.column, "has_total", False):
                asked |= {f"{bound.name}_{name}": part for name, part in bound.column.sums(bound.accessor).items()}
        table.totals_found = table.data.data.order_by().aggregate(**asked)
    return table.totals_found


class TotalsPaginator(Paginator):
    """Counts the rows together with the table's totals."""

    @cached_property
    def count(self):
        table = self.object_list.table
        return totals(table)["rows"] if isinstance(table.data.data, QuerySet) else len(table.data)


class MoneyColumn(NumberColumn):
    """Yuan with two places."""

    render_number = staticmethod(money)


class StateColumn(tables.TemplateColumn):
    """The state as a badge; colours live in the badge component, which is read once and not for each row."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "状态")
        super().__init__(*args, template_name="components/_state_badge.html", **kwargs)

    def render(self, record):
        return get_template(self.template_name).render({"state": record.state, "label": record.get_state_display()})
