"""Projects to decide and to move on, and the volumes of those that are over."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.enums import ArchiveState, ProjectState
from projects.models import Archive, Project
from projects.permissions import PURCHASERS
from projects.queries.archive import archivable_projects
from reports.todo.kind import Todo, todo


def projects_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    rows = Project.objects.visible_to(user).filter(here).order_by("pk")
    final = rows.filter(state=ProjectState.FINAL_REVIEW)
    yield project_todo("待审核立项的项目", rows.filter(state=ProjectState.SUBMITTED), ProjectState.SUBMITTED)
    yield project_todo("待委派评估人的项目", final.filter(evaluator=None), ProjectState.FINAL_REVIEW)
    middle = rows.filter(state=ProjectState.MIDTERM_REVIEW)
    yield project_todo("待委派中期评估人的项目", middle.filter(evaluator=None), ProjectState.MIDTERM_REVIEW)
    scored = middle.filter(midterm_score__isnull=False)
    yield project_todo("待确认中期结论的项目", scored, ProjectState.MIDTERM_REVIEW)
    yield project_todo("待确认结项的项目", final.filter(final_score__isnull=False), ProjectState.FINAL_REVIEW)


def projects_to_move(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.NGO,)), "contractor")
    rows = Project.objects.visible_to(user).filter(here).order_by("pk")
    yield project_todo("被退回、待修改的项目", rows.filter(state=ProjectState.RETURNED), ProjectState.RETURNED)
    yield project_todo("还没有提交的项目草稿", rows.filter(state=ProjectState.DRAFT), ProjectState.DRAFT)
    yield project_todo("已签约、待启动的项目", rows.filter(state=ProjectState.SIGNED), ProjectState.SIGNED)
    ended = rows.filter(state=ProjectState.ACTIVE, ends_on__lt=timezone.localdate())
    yield project_todo("已到期、待申请结项的项目", ended, ProjectState.ACTIVE)


def archives_to_fill(user) -> Iterator[Todo]:
    """Projects that are over and have no volume, and volumes nobody has sealed."""
    paths = org_paths(user, PURCHASERS)
    over = archivable_projects(user).filter(in_subtrees(paths, "organization")).select_related("organization")

    def url(row):
        return reverse("projects:archive-open", args=[row.pk])

    def note(row):
        return f"{row.organization.short_name}，{row.get_state_display()}"

    stage = {"stage": "to_open"}
    yield todo("待建卷归档的项目", over.order_by("pk"), "projects:project-list", stage, note, address=url)
    rows = Archive.objects.visible_to(user).filter(in_subtrees(paths, "project__organization"), state=ArchiveState.OPEN)
    rows = rows.select_related("project").order_by("pk")
    yield todo("待整理的案卷", rows, "projects:archive-list", {"state": ArchiveState.OPEN}, lambda row: row.number)


def project_todo(title: str, rows: QuerySet[Project], state: str) -> Todo:
    rows = rows.select_related("organization")
    return todo(title, rows, "projects:project-list", {"state": state}, lambda row: row.organization.short_name)
