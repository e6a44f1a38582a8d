"""Filters of the lists, shared by pages and API: calendar."""

import django_filters


class CalendarDayFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(
        field_name="date", lookup_expr="year", label="年份", min_value=2000, max_value=2100
    )
    is_workday = django_filters.ChoiceFilter(label="当天是", choices=[("True", "工作日"), ("False", "休息日")])
