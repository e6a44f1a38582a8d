"""Tables of the lists: bases of coverage."""

import django_tables2 as tables

from core.tables import NumberColumn
from services.models import ServiceBase
from services.tables.columns import DATE, MINOR, by


class ServiceBaseTable(tables.Table):
    organization = tables.Column("组织", accessor="organization__name", order_by=by("organization__path"))
    number = NumberColumn(order_by=by("number"))
    source = tables.Column(orderable=False)
    as_of = tables.DateColumn(format="Y-m-d", order_by=by("as_of"), attrs=DATE)
    stated_by = tables.Column("登记人", accessor="by", orderable=False, attrs=MINOR)
    at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("at"), attrs=MINOR)

    class Meta:
        model = ServiceBase
        fields = ("organization", "number", "source", "as_of", "stated_by", "at")
        order_by = ("-as_of",)
