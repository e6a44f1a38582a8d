"""Certificates (证明) with a verification page: of taking part in a session, and of a volunteer's service record."""

import secrets

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.names import masked
from orgs.scope import OrgScopedQuerySet, org_paths
from projects.models import columns
from services import workflow
from services.enums import CertificateKind, CertificateState
from services.models.attendance import Attendance
from services.models.summary import SERVING
from services.models.volunteer import Volunteer

LIVE = (CertificateState.REQUESTED, CertificateState.ISSUED)
OUT = (CertificateState.ISSUED, CertificateState.REVOKED)

# What was handed out never changes: only the state may, with who took it back, and the row follows its person into
# the one they were merged into.
FROZEN = """
    IF OLD."state" IN ('requested', 'rejected') AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'state' - 'handled_by_id' - 'person_id'
            = to_jsonb(OLD) - 'state' - 'handled_by_id' - 'person_id'
        AND (NEW.person_id = OLD.person_id
            OR NEW.person_id = (SELECT merged_into_id FROM orgs_person WHERE id = OLD.person_id))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'pgtrigger: an issued certificate is frozen';
"""


def certificate_token() -> str:
    """192 random bits: nobody finds a verification page by trying."""
    return secrets.token_urlsafe(24)


class CertificateQuerySet(OrgScopedQuerySet):
    """SECURITY: it names a person, so only those who serve people see it."""

    org_fields = ("organization", "attendance__session__activity__project__contractor")

    def visible_to(self, user):
        return self.filter(self.within(org_paths(user, SERVING)))

    def live(self):
        """Asked for or issued, neither refused nor taken back."""
        return self.filter(state__in=LIVE)


class Certificate(models.Model):
    """One certificate ``organization`` issues about one person (谁组织谁记录、谁记录谁证明).

    ``number`` is given on issue, without gaps within kind and year. ``name`` and ``lines`` are copies of what was true
    then: a line is ``{"on": "2026-11-22", "what": …, "hours": "2.0"}``, nothing else about the person. ``hours`` is
    empty where nobody counted them. ``token`` opens the verification page. Frozen once issued; a wrong one is revoked
    and issued anew. ``requested_by`` is empty when the person asked for it without an account.
    """

    kind = models.CharField("种类", max_length=20, choices=CertificateKind)
    number = models.CharField("编号", max_length=20, null=True, blank=True, unique=True, editable=False)
    token = models.CharField(max_length=40, unique=True, default=certificate_token, editable=False)
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="certificates", verbose_name="人员")
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="certificates", verbose_name="出具单位"
    )
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="签到"
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="志愿者"
    )
    name = models.CharField("姓名", max_length=60)
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期")
    hours = models.DecimalField("时长（小时）", max_digits=8, decimal_places=1, null=True, blank=True)
    lines = models.JSONField("明细", default=list)
    issued_on = models.DateField("出具日期", null=True, blank=True, editable=False)
    requested_at = models.DateTimeField("申请时间", auto_now_add=True)
    requested_by = columns.person("申请人", null=True, blank=True)
    handled_by = columns.person("经办人", null=True, blank=True)
    state = columns.state(CertificateState, CertificateState.REQUESTED)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "证明"
        ordering = ["-pk"]
        constraints = [
            known_states("certificate_state", CertificateState),
            models.CheckConstraint(
                condition=Q(kind=CertificateKind.ATTENDANCE, attendance__isnull=False, volunteer=None)
                | Q(kind=CertificateKind.VOLUNTEER, attendance=None, volunteer__isnull=False),
                name="certificate_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OUT) | Q(number__isnull=False, issued_on__isnull=False),
                name="certificate_numbered_on_issue",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="certificate_period"),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(state__in=LIVE), name="certificate_live_once_per_attendance"
            ),
        ]
        triggers = [
            guarded_states(*workflow.CERTIFICATE),
            pgtrigger.Trigger(
                name="frozen_once_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            ),
        ]

    def __str__(self):
        return self.number or f"{self.get_kind_display()}（{self.get_state_display()}）"

    def get_absolute_url(self):
        return reverse("services:certificate-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:certificate", args=[self.token])

    @property
    def masked_name(self) -> str:
        """What the verification page shows: the family name only."""
        return masked(self.name)


class CertificateEvent(Event):
    """Who asked, issued, refused or revoked; ``by`` is empty for the person themself and for the automatic issue."""

    labels = {"create": "申请", **labels(workflow.CERTIFICATE)}
    states = CertificateState

    subject = models.ForeignKey(Certificate, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class CertificateCounter(models.Model):
    """The last number of one kind in one year; whoever issues holds its row lock, so no number is skipped."""

    kind = models.CharField("种类", max_length=20, choices=CertificateKind)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "证明编号"
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="certificate_counter_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}：{self.last}"
