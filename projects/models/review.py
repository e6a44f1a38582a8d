"""Experts, the draw that seats them, and what each of them scored alone."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.models import Membership
from orgs.scope import ancestor_paths, has_role, in_subtrees, org_paths
from projects import workflow
from projects.enums import SheetState, TieKind
from projects.models.application import Application, ApplicationRevision, judged_by
from projects.models.call import Call
from projects.models.columns import person, points, state
from projects.models.rule import ScorecardItem

READERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.AUDITOR)  # of a review: purchaser and auditor


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sits on a panel is the purchaser's and the auditor's business, and one's own seat one's own."""
        return self.filter(in_subtrees(org_paths(user, READERS), "call__organization") | Q(**{self.seat_of: user.pk}))

    seat_of = "expert_id"


class DrawQuerySet(PanelQuerySet):
    seat_of = "panelists__expert_id"

    def visible_to(self, user):
        return super().visible_to(user).distinct()


class PanelistQuerySet(PanelQuerySet):
    def seated(self):
        """Those who still have a vote."""
        return self.filter(recused_at=None)


class ExpertTieQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; for a purchaser those of the experts at unions of its territory and above it."""
        paths = org_paths(user, (Role.CITY_ADMIN, Role.DISTRICT_UNION))
        here = in_subtrees(paths, "organization") | Q(organization__path__in=ancestor_paths(paths))
        experts = Membership.objects.filter(here, role=Role.EXPERT)
        return self.filter(Q(expert_id=user.pk) | Q(expert__in=experts.values("user_id")))


class ExpertTie(models.Model):
    """Why an expert must step aside when an organization applies (回避); a past post counts for three years."""

    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="expert_ties", verbose_name="专家"
    )
    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="+", verbose_name="关联单位")
    kind = models.CharField("关联", max_length=20, choices=TieKind)
    until = models.DateField("离任日期", null=True, blank=True, help_text="仍在任则不填")
    by = person("登记人")
    at = models.DateTimeField("登记时间", default=now, editable=False)

    objects = ExpertTieQuerySet.as_manager()

    class Meta:
        verbose_name = "专家关联"
        ordering = ["expert", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.expert}与{self.organization}：{self.get_kind_display()}"


class Draw(models.Model):
    """One random draw: from whom, with which seed, who came out. Anybody can repeat it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField("次序")
    seed = models.CharField("随机种子", max_length=64)
    candidates = ArrayField(models.BigIntegerField(), verbose_name="候选专家")
    chosen = ArrayField(models.BigIntegerField(), verbose_name="抽中专家")
    reason = models.CharField("原因", max_length=200)
    by = person("抽取人")
    at = models.DateTimeField("抽取时间", default=now, editable=False)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = "专家抽取"
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="draw_once")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.call}第{self.number}次抽取"


class Panelist(models.Model):
    """A seat on the panel of a call; a recused expert keeps the row, the reason and no vote."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="panelists")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panels", verbose_name="专家")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="panelists")
    recused_at = models.DateTimeField("回避时间", null=True, editable=False)
    tie = models.CharField("回避原因", max_length=20, choices=TieKind, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = PanelistQuerySet.as_manager()

    class Meta:
        verbose_name = "评审专家"
        ordering = ["call", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "expert"], name="panelist_once")]
        triggers = [
            pgtrigger.Protect(
                name="recusal_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__recused_at__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.expert)


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody sees a peer's sheet: an expert the own ones, the purchaser and the auditor those that are signed,
        and no sheet of the round under way before it is ranked."""
        over = Q(application__score__isnull=False) | Q(round__lt=models.F("application__call__review_round"))
        reading = in_subtrees(org_paths(user, READERS), "application__call__organization")
        signed = reading & Q(state=SheetState.SIGNED) & over & ~Q(application__call__in=judged_by(user))
        own = Q(panelist__expert_id=user.pk) if has_role(user, Role.EXPERT) else Q(pk__in=[])
        return self.filter(signed | own)

    def counting(self):
        """Signed by experts who are not recused, in the round the call is in."""
        return self.filter(
            state=SheetState.SIGNED, panelist__recused_at=None, round=models.F("application__call__review_round")
        )


class ScoreSheet(models.Model):
    """One expert's independent judgement of one application; frozen once signed.

    ``round`` is 1, and one more after every upheld objection that sent the call back to the panel.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="sheets", verbose_name="申报")
    panelist = models.ForeignKey(Panelist, models.PROTECT, related_name="sheets")
    round = models.PositiveSmallIntegerField("轮次", default=1, editable=False)
    revision = models.ForeignKey(ApplicationRevision, models.PROTECT, related_name="+", editable=False)
    total = points("总分", default=0, editable=False)
    comment = models.TextField("评审意见", max_length=1000, blank=True)
    signed_at = models.DateTimeField("签署时间", null=True, editable=False)
    state = state(SheetState, SheetState.DRAFT)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "评分表"
        ordering = ["application", "pk"]
        constraints = [
            known_states("score_sheet_state", SheetState),
            models.UniqueConstraint(fields=["application", "panelist", "round"], name="score_sheet_once"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=100), name="score_sheet_total_range"),
        ]
        triggers = [
            guarded_states(*workflow.SHEET),
            pgtrigger.Protect(
                name="frozen_when_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=SheetState.SIGNED),
            ),
        ]

    def __str__(self):
        return f"{self.application}评分表"

    def get_absolute_url(self):
        return reverse("projects:scoresheet-detail", args=[self.pk])


class ScoreSheetEvent(Event):
    """When a sheet was begun and signed."""

    labels = {"create": "开始评分", **labels(workflow.SHEET)}
    states = SheetState

    subject = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class ScoreLine(models.Model):
    """Points for one criterion, from zero to what it is worth."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="lines")
    item = models.ForeignKey(ScorecardItem, models.PROTECT, related_name="+")
    points = points("得分")

    class Meta:
        ordering = ["sheet", "item__number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="score_line_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_line_points"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_with_its_sheet",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM projects_scoresheet
                        WHERE id = COALESCE(NEW.sheet_id, OLD.sheet_id) AND state = 'signed'
                    ) THEN
                        RAISE EXCEPTION 'sheet is signed'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_line_frozen';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self):
        return f"{self.item} {self.points}"


class OfApplicationReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The purchaser's and the auditor's business; experts do not read it."""
        return self.filter(in_subtrees(org_paths(user, READERS), "application__call__organization"))


class SpreadNote(models.Model):
    """Why the experts' scores lie so far apart; owed before the ranking when they do."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="spread_notes")
    round = models.PositiveSmallIntegerField("轮次")
    text = models.TextField("复核说明", max_length=500)
    by = person("说明人")
    at = models.DateTimeField("时间", default=now, editable=False)

    objects = OfApplicationReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "分差说明"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="spread_note_once")]
        triggers = [append_only()]

    def __str__(self):
        return self.text[:30]
