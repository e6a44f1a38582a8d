"""What lists of projects can be narrowed by, on pages and over the API."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import NeedCategory, ProjectState
from projects.filters.base import SearchFilter, of_organization
from projects.models import Project
from projects.workflow import ARCHIVE

# 阶段: what people ask for, above the single states.
STAGES = {
    "applying": ("申报中", (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RETURNED)),
    "to_sign": ("待签约", (ProjectState.APPROVED, ProjectState.CONTRACTING)),
    "running": ("在办", (ProjectState.SIGNED, ProjectState.ACTIVE, ProjectState.CHANGE_PENDING)),
    "review": ("评估中", (ProjectState.MIDTERM_REVIEW, ProjectState.FINAL_REVIEW)),
    "rectifying": ("整改", (ProjectState.RECTIFYING,)),
    "settling": ("决算审计", (ProjectState.COMPLETED, ProjectState.SETTLING)),
    "to_archive": ("待归档", ARCHIVE.sources),
    "to_open": ("待建卷", ARCHIVE.sources),
    "archived": ("已归档", (ProjectState.ARCHIVED,)),
    "stopped": ("暂停或终止", (ProjectState.SUSPENDED, ProjectState.TERMINATED, ProjectState.CLAWBACK)),
}


class ProjectFilter(PlaceFilterSet):
    place_paths = ("organization", "contractor")
    day_field = "starts_on"
    last_day_field = "ends_on"

    q = SearchFilter("项目、编号或承接单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ProjectState.choices)
    stage = django_filters.ChoiceFilter(
        label="阶段", choices=[(key, label) for key, (label, _) in STAGES.items()], method="at_stage"
    )
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    funded = django_filters.ChoiceFilter(
        label="立项情况", choices=[("1", "已立项"), ("0", "未立项")], method="is_funded"
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(name__icontains=text) | Q(code__icontains=text)
        return rows.filter(found | of_organization(text) | of_organization(text, "contractor"))

    def at_stage(self, rows, name, value):
        rows = rows.filter(state__in=STAGES[value][1])
        return rows.filter(archive=None) if value == "to_open" else rows

    def is_funded(self, rows, name, value):
        return rows.funded() if value == "1" else rows.filter(fund=None)
