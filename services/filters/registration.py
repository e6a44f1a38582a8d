"""Filters of the lists, shared by pages and API: registration."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from services.enums import RegistrationState
from services.filters.record import RecordFilter
from services.models import Activity, GroupSignUp, Session
from services.queries.registration import absent, with_arrival


class RegistrationFilter(PlaceFilterSet):
    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="姓名或活动", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=RegistrationState.choices)
    came = django_filters.ChoiceFilter(label="到场", choices=[("yes", "已到"), ("no", "缺席")], method="arrived")
    session = RecordFilter(Session)
    activity = RecordFilter(Activity, field_name="session__activity")
    group = RecordFilter(GroupSignUp)

    def search(self, rows, name, text):
        return rows.filter(Q(person__name__icontains=text) | Q(session__activity__name__icontains=text))

    def arrived(self, rows, name, value):
        rows = with_arrival(rows)
        return rows.filter(came=True) if value == "yes" else absent(rows)
