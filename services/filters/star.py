"""Filters of the lists, shared by pages and API: star."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from services.enums import StarApplicationState
from services.filters.record import RecordFilter
from services.models import Volunteer
from services.queries.star import STARS


class StarApplicationFilter(PlaceFilterSet):
    """By where the volunteer is registered and the day of the application."""

    place_paths = ("volunteer__organization",)
    day_field = "created_at__date"

    q = django_filters.CharFilter(label="志愿者姓名或编号", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=StarApplicationState.choices)
    star = django_filters.ChoiceFilter(label="星级", choices=[(star, f"{star}星") for star in STARS])
    volunteer = RecordFilter(Volunteer)

    def search(self, rows, name, text):
        return rows.filter(Q(volunteer__person__name__icontains=text) | Q(volunteer__number__icontains=text))
