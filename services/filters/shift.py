"""Filters of the lists, shared by pages and API: shifts and who signed up for them."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.models import Project
from services.enums import ShiftSignUpState, ShiftState, VolunteerSkill
from services.filters.record import RecordFilter
from services.models import Session, Shift, Volunteer
from services.queries.volunteer import in_period


class ShiftFilter(PlaceFilterSet):
    place_paths = ("organization", "project__contractor")
    moment_field = "starts_at"

    q = django_filters.CharFilter(label="岗位、地点或社区", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=ShiftState.choices)
    skill = django_filters.ChoiceFilter(label="所需技能", choices=VolunteerSkill.choices, method="skilled")
    project = RecordFilter(Project)
    session = RecordFilter(Session)

    def search(self, rows, name, text):
        place = Q(organization__name__icontains=text) | Q(organization__initials__istartswith=text)
        return rows.filter(Q(name__icontains=text) | Q(venue__icontains=text) | place)

    def skilled(self, rows, name, skill):
        return rows.filter(skills__contains=[skill])

    def from_day(self, rows, name, day):
        return rows.filter(in_period(self.moment_field, day, None))

    def to_day(self, rows, name, day):
        return rows.filter(in_period(self.moment_field, None, day))


class ShiftSignUpFilter(ShiftFilter):
    place_paths = ("shift__organization", "shift__project__contractor")
    moment_field = "shift__starts_at"

    q = django_filters.CharFilter(label="姓名或岗位", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=ShiftSignUpState.choices)
    shift = RecordFilter(Shift)
    volunteer = RecordFilter(Volunteer)
    skill = None
    project = RecordFilter(Project, field_name="shift__project")
    session = RecordFilter(Session, field_name="shift__session")

    def search(self, rows, name, text):
        rows = rows.naming(self.request.user)
        return rows.filter(Q(shown_name__icontains=text) | Q(shift__name__icontains=text))
