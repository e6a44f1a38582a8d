"""Filters of the lists, shared by pages and API: hour."""

import django_filters
from django import forms
from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from orgs.filters import PlaceFilterSet
from orgs.models import User
from projects.models import Project
from services.enums import HourClaimState, HourCorrectionState, HourSource
from services.filters.record import RecordFilter
from services.models import Session, Shift, Team, Volunteer
from services.queries.hour_figures import WORKER


def leads(request):
    """Who leads a visible shift or works on a visible project, also when the account itself is out of sight."""
    if not request:
        return User.objects.none()
    shifts, projects = Shift.objects.visible_to(request.user), Project.objects.visible_to(request.user)
    return User.objects.filter(  # unscoped: named on records the reader sees
        Q(pk__in=shifts.order_by().values("lead")) | Q(pk__in=projects.order_by().values("worker"))
    )


@extend_schema_field(OpenApiTypes.INT)
class WorkerFilter(django_filters.ModelChoiceFilter):
    """A social worker by number."""


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

    worker = WorkerFilter(
        label="社工",
        queryset=leads,
        method="led_by",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "没有这名社工，或者不在您能看到的范围内。"},
    )

    def led_by(self, rows, name, user):
        return rows.annotate(led=WORKER).filter(led=user.pk)

    def in_correction(self, rows, name, value):
        return rows.filter(corrections__state=HourCorrectionState.PROPOSED)  # one open at most

    def search(self, rows, name, text):
        return rows.naming(self.request.user).filter(
            Q(shown_name__icontains=text) | Q(volunteer__number__icontains=text) | Q(content__icontains=text)
        )
