"""Filters of the lists, shared by pages and API: lecturers."""

import django_filters
from django.db.models import Q

STANDINGS = {
    "schedulable": Q(is_active=True, passed_on__isnull=False),
    "waiting": Q(is_active=True, passed_on=None),
    "retired": Q(is_active=False),
}


class LecturerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名或主题", method="search")
    standing = django_filters.ChoiceFilter(
        label="状态",
        choices=[("schedulable", "可排课"), ("waiting", "待试讲"), ("retired", "已出库")],
        method="standing_as",
    )

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(topics__icontains=text))

    def standing_as(self, rows, name, value):
        return rows.filter(STANDINGS[value])
