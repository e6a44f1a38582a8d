"""Filters of the lists, shared by pages and API: volunteers, teams and trainings."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from orgs.filters import NoNumbersForm, OrganizationFilter, PlaceFilterSet, PlaceForm
from services.enums import TeamKind, VolunteerSkill, VolunteerState
from services.filters.record import RecordFilter
from services.models import ShiftSignUp, Team, Training
from services.queries.volunteer import at_place, served_between


class VolunteerForm(PlaceForm):
    """A volunteer's number is no secret; a phone is, and stays out of the address."""

    def clean_q(self):
        text = self.cleaned_data["q"]
        return text if text.upper().startswith("ZY") else NoNumbersForm.clean_q(self)


class VolunteerFilter(PlaceFilterSet):
    """Volunteers by name, number, team and skill; what starts with ``served`` is put there by the figures."""

    day_field = "registered_on"

    q = django_filters.CharFilter(label="姓名、编号或队伍", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=VolunteerState.choices)
    skill = django_filters.ChoiceFilter(label="技能", choices=VolunteerSkill.choices, method="skilled")
    team = RecordFilter(Team, label="队伍")
    training = RecordFilter(Training, field_name="trainings__training", label="参加过培训")
    served = django_filters.ChoiceFilter(
        label="服务过", choices=[("yes", "期间签退过班次")], method="as_asked", widget=forms.HiddenInput
    )
    served_from = django_filters.DateFilter(label="服务日期自", method="as_asked", widget=forms.HiddenInput)
    served_to = django_filters.DateFilter(label="服务日期至", method="as_asked", widget=forms.HiddenInput)
    served_at = OrganizationFilter(label="服务于", method="as_asked", widget=forms.HiddenInput)

    def get_form_class(self):
        return type("VolunteerFilterForm", (VolunteerForm,), dict(super().get_form_class().base_fields))

    def search(self, rows, name, text):
        text = "".join(text.split())
        rows = rows.naming(self.request.user)
        return rows.filter(Q(shown_name__icontains=text) | Q(number__istartswith=text) | Q(team__name__icontains=text))

    def skilled(self, rows, name, skill):
        return rows.filter(skills__contains=[skill])

    def as_asked(self, rows, name, value):
        """The four belong together: one shift has to answer all of them (``filter_queryset``)."""
        return rows

    def filter_queryset(self, queryset):
        rows, asked = super().filter_queryset(queryset), self.form.cleaned_data
        if not any(asked.get(name) for name in ("served", "served_from", "served_to", "served_at")):
            return rows
        came = ShiftSignUp.objects.visible_to(self.request.user).filter(
            served_between(asked.get("served_from"), asked.get("served_to")),
            at_place(asked.get("served_at"), "shift__"),
            volunteer=OuterRef("pk"),
        )
        return rows.filter(Exists(came))


class TeamFilter(PlaceFilterSet):
    q = django_filters.CharFilter(label="队伍、负责人或资质", method="search")
    kind = django_filters.ChoiceFilter(label="类型", choices=TeamKind.choices)
    is_active = django_filters.ChoiceFilter(
        label="是否活动", choices=[("true", "活动中"), ("false", "已停止")], method="active"
    )
    start = None
    end = None

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(leader__icontains=text) | Q(qualification__icontains=text))

    def active(self, rows, name, value):
        return rows.filter(is_active=value == "true")


class TrainingFilter(PlaceFilterSet):
    day_field = "held_on"

    q = django_filters.CharFilter(label="培训或主讲人", method="search")

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(lecturer__icontains=text))


class FiguresFilter(PlaceFilterSet):
    """Place and period of the indicators; narrows nothing itself."""
