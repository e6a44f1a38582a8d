"""Filters of the lists, shared by pages and API: hour."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.models import Project
from services.enums import HourClaimState, HourCorrectionState, HourSource
from services.filters.columns import RecordFilter
from services.models import Session, Team, Volunteer


class HourClaimFilter(PlaceFilterSet):
    """By where the hours are recorded and the day they were served."""

    place_paths = ("organization", "project__contractor")
    day_field = "served_on"

    q = django_filters.CharFilter(label="志愿者姓名、编号或服务内容", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=HourClaimState.choices)
    source = django_filters.ChoiceFilter(label="来源", choices=HourSource.choices)
    volunteer = RecordFilter(Volunteer)
    team = RecordFilter(Team, field_name="volunteer__team")
    project = RecordFilter(Project)
    session = RecordFilter(Session)
    correcting = django_filters.ChoiceFilter(label="更正", choices=[("true", "更正待复核")], method="in_correction")

    def in_correction(self, rows, name, value):
        return rows.filter(corrections__state=HourCorrectionState.PROPOSED)  # one open at most

    def search(self, rows, name, text):
        return rows.filter(
            Q(volunteer__person__name__icontains=text)
            | Q(volunteer__number__icontains=text)
            | Q(content__icontains=text)
        )
