"""Tables of the lists: certificate, and the people of one session who may have one."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.tables import NumberColumn, StateColumn
from services.models import Attendance, Certificate
from services.tables.columns import DATE, MINOR, NO_WRAP, by, link


class CertificateTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"))
    state = StateColumn(order_by=by("state"))
    kind = tables.Column(order_by=by("kind"))
    number = tables.Column(empty_values=(), order_by=by("number"), attrs=NO_WRAP)
    organization = tables.Column(accessor="organization__short_name", order_by=by("organization__path"))
    issued_on = tables.DateColumn(format="Y-m-d", order_by=by("issued_on"), attrs=DATE)
    hours = NumberColumn(order_by=by("hours"))
    requested_at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("requested_at"), attrs=MINOR)

    class Meta:
        model = Certificate
        fields = ("name", "state", "kind", "number", "organization", "issued_on", "hours", "requested_at")
        order_by = ("-requested_at",)

    def render_number(self, record):
        return record.number or "（未编号）"


class CertifiableTable(tables.Table):
    """Rows know their ``certificate_pk`` and ``certificate_number`` (``services.queries.certificate``)."""

    person = tables.Column("姓名", order_by=by("person__name"))
    phone = tables.Column("手机号", accessor="person__masked_phone", orderable=False, attrs=NO_WRAP)
    at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("at"), attrs=DATE)
    certificate = tables.Column("参加证明", empty_values=(), orderable=False)

    class Meta:
        model = Attendance
        fields = ("person", "phone", "at", "certificate")
        order_by = ("at",)

    def render_certificate(self, record):
        if record.certificate_pk:
            url = reverse("services:certificate-detail", args=[record.certificate_pk])
            return format_html('<a href="{}">{}</a>', url, record.certificate_number or "待出具")
        url = reverse("services:attendance-certify", args=[record.pk])
        label = "出具证明"
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">：{}</span></a>', url, label, record.person.name
        )

    def value_certificate(self, record):
        return record.certificate_number or ""
