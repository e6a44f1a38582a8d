"""Tables of the lists: catalogue and orders."""

import django_tables2 as tables
from django.urls import reverse

from core.tables import NumberColumn, StateColumn
from services.models import CatalogueItem, Order
from services.tables.columns import DATE, MINOR, by, link


def orders_of(record) -> str | None:
    return f"{reverse('services:order-list')}?item={record.pk}" if record.ordered else None


class CatalogueItemTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"))
    is_open = tables.Column("点单", order_by=by("is_open"))
    kind = tables.Column(order_by=by("kind"))
    organization = tables.Column(order_by=by("organization__name"))
    minutes = NumberColumn(order_by=by("minutes"))
    people = tables.Column("人数", empty_values=(), orderable=False, attrs={"td": {"class": "num"}})
    ordered = NumberColumn("点单数", order_by=by("ordered"), linkify=orders_of)
    score = tables.Column("平均评分", order_by=by("score"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})

    class Meta:
        model = CatalogueItem
        fields = ("name", "is_open", "kind", "organization", "minutes", "people", "ordered", "score")

    def render_is_open(self, value):
        return "接受点单" if value else "暂不接受"

    def render_people(self, record):
        return f"{record.people_min}–{record.people_max}"

    def render_score(self, value):
        return f"{value:.1f}"


class OrderTable(tables.Table):
    item = tables.Column(linkify=link, order_by=by("item__name"))
    state = StateColumn(order_by=by("state"))
    organization = tables.Column("点单", accessor="orderer", order_by=by("organization__name"))
    provider = tables.Column(
        "提供单位", accessor="item__organization", order_by=by("item__organization__name"), attrs=MINOR
    )
    wished_on = tables.Column("期望日期", order_by=by("wished_on"), attrs=DATE)
    session = tables.Column("排期", order_by=by("session__starts_at"), attrs=DATE)
    people = NumberColumn(order_by=by("people"))
    score = NumberColumn(order_by=by("score"))

    class Meta:
        model = Order
        fields = ("item", "state", "organization", "provider", "wished_on", "session", "people", "score")

    def render_wished_on(self, value):
        return f"{value[0]:%Y-%m-%d}" + ("等" if len(value) > 1 else "")

    def render_session(self, value):
        return f"{value.starts_on:%Y-%m-%d}"
