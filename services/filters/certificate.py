"""Filters of the lists, shared by pages and API: certificate."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from services.enums import CertificateKind, CertificateState
from services.filters.record import RecordFilter
from services.models import Attendance, Session


class CertificateFilter(PlaceFilterSet):
    place_paths = ("organization", "attendance__session__activity__project__contractor")
    day_field = "issued_on"

    q = django_filters.CharFilter(label="编号或姓名", method="search")
    kind = django_filters.ChoiceFilter(label="种类", choices=CertificateKind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=CertificateState.choices)
    session = RecordFilter(Session, field_name="attendance__session")

    def search(self, rows, name, text):
        return rows.filter(Q(number__icontains=text) | Q(name__icontains=text))


class CertifiableFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="icontains")
    certificate = django_filters.ChoiceFilter(
        label="参加证明", choices=[("no", "没有证明"), ("yes", "已有证明")], method="has"
    )

    class Meta:
        model = Attendance
        fields = ()

    def has(self, rows, name, value):
        return rows.filter(certificate_pk__isnull=value == "no")
