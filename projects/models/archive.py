"""The archived volume of a project: fourteen parts, complete, then read-only."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, in_subtrees, org_paths
from projects import workflow
from projects.enums import ArchivePart, ArchiveState, Secrecy
from projects.models.columns import StoredFile, person, state
from projects.models.project import Project

KEEPERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.FINANCE, Role.AUDITOR, Role.LEADER)
PARTNERS = (Role.STREET_UNION, Role.NGO, Role.WORKER, Role.SUPERVISOR)
# Who scored whom and who objected is the purchaser's business; vouchers are not the community's.
REVIEW_PARTS = (ArchivePart.REVIEW, ArchivePart.PUBLICITY)
MONEY_PARTS = (ArchivePart.PAYMENT, ArchivePart.SETTLEMENT)


class ArchiveQuerySet(OrgScopedQuerySet):
    """SECURITY: never the outside expert; a confidential volume only its keepers."""

    org_fields = ("project__organization", "project__contractor")

    def visible_to(self, user):
        kept = in_subtrees(org_paths(user, KEEPERS), "project__organization")
        return self.filter(kept | self.within(org_paths(user)) & ~Q(secrecy=Secrecy.CONFIDENTIAL))


class Archive(models.Model):
    """The volume (案卷) of one project; sealed for ``keep_until`` at least."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="archive", verbose_name="项目")
    number = models.CharField("档号", max_length=40, unique=True, editable=False)
    secrecy = models.CharField("密级", max_length=20, choices=Secrecy, default=Secrecy.INTERNAL)
    keep_until = models.DateField("保管期限至", null=True, editable=False)
    responsible = person("责任人")
    sealed_at = models.DateTimeField("归档时间", null=True, editable=False)
    state = state(ArchiveState, ArchiveState.OPEN)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = "项目档案"
        ordering = ["-pk"]
        constraints = [
            known_states("archive_state", ArchiveState),
            models.CheckConstraint(
                condition=Q(state=ArchiveState.OPEN) | Q(keep_until__isnull=False, sealed_at__isnull=False),
                name="archive_sealed_has_term",
            ),
        ]
        triggers = [guarded_states(*workflow.ARCHIVES)]

    def __str__(self):
        return f"{self.project}档案"

    def get_absolute_url(self):
        return reverse("projects:archive-detail", args=[self.pk])


class ArchiveEvent(Event):
    """Who opened, filled, sealed or supplemented the volume."""

    labels = {
        "create": "建卷",
        "add": "归入文件",
        "supplement": "补充归档",
        "waive": "注明缺件原因",
        "download": "导出案卷",
        **labels(workflow.ARCHIVES),
    }
    states = ArchiveState

    subject = models.ForeignKey(Archive, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class ArchiveItemQuerySet(OrgScopedQuerySet):
    """SECURITY: keepers see every part, partners all but the review, the community and its party organization
    neither review nor vouchers, experts nothing."""

    org_fields = ("archive__project__organization", "archive__project__contractor")

    def visible_to(self, user):
        kept = in_subtrees(org_paths(user, KEEPERS), "archive__project__organization")
        partners = self.within(org_paths(user, PARTNERS)) & ~Q(part__in=REVIEW_PARTS)
        others = self.within(org_paths(user)) & ~Q(part__in=(*REVIEW_PARTS, *MONEY_PARTS))
        return self.filter(kept | (partners | others) & ~Q(archive__secrecy=Secrecy.CONFIDENTIAL))


class ArchiveItem(StoredFile):
    """One document in the volume: uploaded, generated from the records when it was sealed, or waived with a reason.

    ``file`` is empty only for a waiver. Rows are never changed; after sealing new ones are marked 补充归档.
    """

    archive = models.ForeignKey(Archive, models.PROTECT, related_name="items")
    part = models.CharField("部分", max_length=2, choices=ArchivePart)
    title = models.CharField("题名", max_length=100)
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)
    responsible = models.CharField("责任者", max_length=60, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    waiver = models.CharField("缺件原因", max_length=200, blank=True)
    is_generated = models.BooleanField("系统生成", default=False, editable=False)
    is_supplement = models.BooleanField("补充归档", default=False, editable=False)

    objects = ArchiveItemQuerySet.as_manager()

    class Meta:
        verbose_name = "卷内文件"
        ordering = ["archive", "part", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(file="") | ~Q(waiver=""), name="archive_item_file_or_waiver")
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="sealed_takes_supplements_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT NEW.is_supplement AND EXISTS (
                        SELECT 1 FROM projects_archive WHERE id = NEW.archive_id AND state = 'sealed'
                    ) THEN
                        RAISE EXCEPTION 'archive % is sealed', NEW.archive_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_sealed';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title
