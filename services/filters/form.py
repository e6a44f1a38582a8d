"""Filters of the API: the questions of sign-up forms."""

import django_filters

from services.filters.record import RecordFilter
from services.models import Activity


class FormFieldFilter(django_filters.FilterSet):
    activity = RecordFilter(Activity)
    is_removed = django_filters.BooleanFilter(label="已移除")
