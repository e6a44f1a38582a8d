"""Filters of the lists, shared by pages and API: follow-up."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from orgs.filters import PlaceFilterSet
from services.enums import FollowUpState
from services.filters.record import RecordFilter
from services.models import Session


class FollowUpFilter(PlaceFilterSet):
    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="活动或责任人", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=FollowUpState.choices)
    whose = django_filters.ChoiceFilter(label="责任人", choices=[("mine", "由我负责")], method="own")
    overdue = django_filters.ChoiceFilter(label="期限", choices=[("1", "已过期限")], method="late")
    session = RecordFilter(Session)

    def search(self, rows, name, text):
        return rows.filter(Q(session__activity__name__icontains=text) | Q(responsible__name__icontains=text))

    def own(self, rows, name, value):
        return rows.filter(responsible_id=self.request.user.pk)

    def late(self, rows, name, value):
        return rows.filter(state=FollowUpState.OPEN, due_on__lt=timezone.localdate())
