"""Hours of volunteers: claims by whoever says they were worked, and the ledger of what is confirmed.

One hour is counted once: confirmed claims of a volunteer never overlap (an exclusion constraint), and the claim of the
better source stands (``HourSource``).
"""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.names import NamedQuerySet
from orgs.scope import OrgScopedQuerySet, in_subtrees
from projects.models import Project
from projects.models.columns import person, state
from services import workflow
from services.enums import HourClaimState, HourCorrectionState, HourEntryKind, HourSource
from services.models.periods import PeriodsField
from services.models.session import Session
from services.models.shift import ShiftSignUp
from services.models.volunteer import Volunteer, carried_out

ADD_HOURS = """
    UPDATE services_volunteer SET hours = hours + NEW.hours WHERE id = NEW.volunteer_id;
    RETURN NULL;
"""


def written(starts, ends) -> str:
    """A period as people say it; the second day only where there is one."""
    start, end = timezone.localtime(starts), timezone.localtime(ends)
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}–{last}"


def hours(label: str, **options) -> models.DecimalField:
    """Hours in steps of one half."""
    return models.DecimalField(label, max_digits=6, decimal_places=1, **options)


class HourClaimQuerySet(NamedQuerySet):
    """Rows of the recording organization, of the volunteer's own, and of the contractor that serves there."""

    name_field = "volunteer__person__name"

    def within(self, paths):
        places = Organization.objects.filter(in_subtrees(paths, "")).order_by().values("pk")
        own = Volunteer.objects.filter(organization__in=places).order_by().values("pk")
        contracted = Project.objects.filter(in_subtrees(paths, "contractor")).order_by().values("pk")
        served = carried_out(paths, "contractor").order_by().values("organization")
        return (
            Q(organization__in=places) | Q(volunteer__in=own) | Q(project__in=contracted) | Q(organization__in=served)
        )

    def confirmed(self):
        return self.filter(state=HourClaimState.CONFIRMED)


class HourClaim(models.Model):
    """Somebody says this volunteer served from ``starts_at`` to ``ends_at``; counted once confirmed.

    ``organization`` is who records and certifies it (谁组织谁记录、谁记录谁证明). The claimed period stays as it is;
    ``counted`` is what counts of it: nothing before it is confirmed, all of it afterwards, or what better claims leave
    over. ``hours`` follow from the period, then from what is counted (``services.hours``), without the way there;
    ``served_on`` is the local day it began. A claim that better ones cover is void and names one in ``duplicate_of``.
    ``claimed_by`` is empty when volunteers did it themselves.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="claims", verbose_name="志愿者")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="记录组织")
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, null=True, blank=True, related_name="hour_claims", verbose_name="项目"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="hour_claims", verbose_name="场次"
    )
    sign_up = models.OneToOneField(
        ShiftSignUp, models.PROTECT, null=True, blank=True, related_name="claim", verbose_name="班次"
    )
    source = models.CharField("来源", max_length=20, choices=HourSource)
    content = models.CharField("服务内容", max_length=200)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    served_on = models.DateField("服务日期", editable=False)
    counted = PeriodsField("计入时段", default=tuple, editable=False)
    hours = hours("时长（小时）")
    claimed_by = person("登记人", null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="与此记录重复"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    state = state(HourClaimState, HourClaimState.PENDING)

    objects = HourClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "服务时长"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            known_states("hour_claim_state", HourClaimState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hour_claim_period"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="hour_claim_hours_not_negative"),
            models.CheckConstraint(
                condition=Q(source=HourSource.SHIFT, sign_up__isnull=False)
                | (~Q(source=HourSource.SHIFT) & Q(sign_up=None)),
                name="hour_claim_of_a_shift",
            ),
            ExclusionConstraint(
                name="hour_claim_counted_once",
                index_type="GIST",
                expressions=[
                    (Func(F("volunteer"), F("volunteer"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    ("counted", RangeOperators.OVERLAPS),
                ],
                condition=Q(state=HourClaimState.CONFIRMED),
            ),
        ]
        triggers = [guarded_states(*workflow.HOUR_CLAIM)]
        indexes = [
            models.Index(
                fields=["served_on"],
                include=["volunteer", "organization", "project", "hours"],
                condition=Q(state=HourClaimState.CONFIRMED),
                name="hour_claim_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.volunteer} · {self.hours}小时"

    def get_absolute_url(self):
        return reverse("services:hourclaim-detail", args=[self.pk])

    @property
    def when(self) -> str:
        return written(self.starts_at, self.ends_at)


class HourClaimEvent(Event):
    """Who claimed, confirmed, corrected or voided hours."""

    labels = {"create": "登记", "correct": "更正", "cover": "扣除重复时段", **labels(workflow.HOUR_CLAIM)}
    states = HourClaimState

    subject = models.ForeignKey(HourClaim, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class HourEntry(models.Model):
    """Hours added to a volunteer's account, or taken off again. Append-only; ``key`` names the cause once."""

    claim = models.ForeignKey(HourClaim, models.PROTECT, related_name="entries", verbose_name="服务时长")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="entries", verbose_name="志愿者")
    kind = models.CharField("事由", max_length=10, choices=HourEntryKind)
    hours = hours("时长（小时）")
    key = models.CharField(max_length=60, unique=True, editable=False)
    at = models.DateTimeField("入账时间", auto_now_add=True)
    by = person("经办人")

    class Meta:
        verbose_name = "时长台账"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(hours=0), name="hour_entry_not_zero")]
        triggers = [
            append_only(),
            pgtrigger.Trigger(name="add_hours", when=pgtrigger.After, operation=pgtrigger.Insert, func=ADD_HOURS),
        ]

    def __str__(self):
        return f"{self.volunteer} {self.hours:+}"


class HourCorrectionQuerySet(OrgScopedQuerySet):
    """Seen by whoever sees the claim."""

    def within(self, paths):
        claims = HourClaim.objects.all()
        return Q(claim__in=claims.filter(claims.within(paths)).order_by().values("pk"))


class HourCorrection(models.Model):
    """A proposal to correct confirmed hours; both values stay on record, and another person decides (双人复核)."""

    claim = models.ForeignKey(HourClaim, models.PROTECT, related_name="corrections", verbose_name="服务时长")
    old_starts_at = models.DateTimeField("原开始时间")
    old_ends_at = models.DateTimeField("原结束时间")
    old_hours = hours("原时长")
    new_starts_at = models.DateTimeField("更正后开始时间")
    new_ends_at = models.DateTimeField("更正后结束时间")
    new_hours = hours("更正后时长")
    reason = models.CharField("更正原因", max_length=200)
    proposed_by = person("提出人", null=True, blank=True)  # empty: the volunteer
    decided_by = person("复核人", null=True, blank=True)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    state = state(HourCorrectionState, HourCorrectionState.PROPOSED)

    objects = HourCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "时长更正"
        ordering = ["-pk"]
        constraints = [
            known_states("hour_correction_state", HourCorrectionState),
            models.CheckConstraint(condition=Q(new_ends_at__gt=F("new_starts_at")), name="hour_correction_period"),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="hour_correction_by_two"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state=HourCorrectionState.PROPOSED),
                name="hour_correction_one_open",
            ),
        ]
        triggers = [guarded_states(*workflow.HOUR_CORRECTION)]

    def __str__(self):
        return f"{self.claim.volunteer}：{self.old_hours}改为{self.new_hours}小时"

    def get_absolute_url(self):
        return self.claim.get_absolute_url()

    @property
    def old_when(self) -> str:
        return written(self.old_starts_at, self.old_ends_at)

    @property
    def new_when(self) -> str:
        return written(self.new_starts_at, self.new_ends_at)


class HourCorrectionEvent(Event):
    """Who proposed and who decided."""

    labels = {"create": "提出", **labels(workflow.HOUR_CORRECTION)}
    states = HourCorrectionState

    subject = models.ForeignKey(HourCorrection, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
