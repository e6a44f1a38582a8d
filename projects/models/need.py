"""What people of a community lack, from the day it is raised to the day it is met."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils import timezone

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role, ServiceGroup
from orgs.scope import grants_of, has_role, in_subtrees, org_paths
from projects import workflow
from projects.enums import (
    ApplicationState,
    CallState,
    FeedbackChannel,
    Frequency,
    NeedCategory,
    NeedSource,
    NeedState,
)

# An application in one of these asks for the need no longer.
OUT_OF_THE_RUNNING = (
    ApplicationState.DRAFT, ApplicationState.INELIGIBLE, ApplicationState.NOT_SELECTED, ApplicationState.WITHDRAWN,
)  # fmt: skip
# Being written, or to be corrected, for a call that takes it.
IN_HAND = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
TAKING = (CallState.PUBLISHED, CallState.CLOSED)
PATH = "call__organization__path"
# After these a call awards nothing more: what it awarded shows as a project of the need.
OVER = (CallState.DONE, CallState.CANCELLED)
UNION_STAFF = (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.STREET_UNION, Role.COMMUNITY_UNION)
SOCIAL_ROLES = (Role.NGO, Role.WORKER, Role.SUPERVISOR)


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Needs of one's communities, needs one raised, and, for a social organization, the needs it may
        answer: verified ones in the territory it is registered in or of a call it applies to, and those already in
        its projects. An outside expert sees the needs of the projects to be judged."""
        social = [grant.organization for grant in grants_of(user) if grant.role in SOCIAL_ROLES]
        near = in_subtrees([org.parent_path for org in social], "organization") | self.called_for(social)
        open_to_answer = Q(state=NeedState.VERIFIED) & near
        through = self.model.projects.through.objects
        concerned = Q(project__contractor__in=[org.pk for org in social])
        if has_role(user, Role.EXPERT):
            concerned |= Q(project__evaluator_id=user.pk)
        answered = Q(pk__in=through.filter(concerned).values("need_id"))
        return self.filter(
            in_subtrees(org_paths(user), "organization") | Q(raised_by_id=user.pk) | open_to_answer | answered
        )

    def called_for(self, social) -> Q:
        """Needs in the territory of a call that one of ``social`` is applying to: a call is open to organizations from
        elsewhere, too (政府采购法第5条: 不得阻挠和限制供应商自由进入本地区)."""
        if not social:
            return Q(pk__in=[])
        applications = self.model.applications.rel.related_model.objects.filter(
            contractor__in=[org.pk for org in social], state__in=IN_HAND, call__state__in=TAKING
        )
        here = applications.filter(call__organization__path=Left(OuterRef("organization__path"), Length(PATH)))
        return Q(Exists(here))

    def uncovered(self):
        """未满足需求: real, and nobody has taken it up: no project, and no application still in the running.

        SECURITY: an application counts from the closing of its call on; before, nobody may learn that it exists.
        """
        applications = self.model.applications.rel.related_model.objects
        running = applications.filter(call__closes_at__lte=timezone.now()).exclude(call__state__in=OVER)
        applied = running.exclude(state__in=OUT_OF_THE_RUNNING)
        taken = Exists(applied.filter(needs=OuterRef("pk")))
        return self.filter(~taken, state=NeedState.VERIFIED)

    def to_feed_back(self):
        """Raised by somebody without an account who has not been told since the need last moved, or the one it was
        merged into, directly or by way of another (需求反馈制度)."""
        own = Q(subject=OuterRef("pk")) | Q(subject=OuterRef("merged_into"))
        own |= Q(subject=OuterRef("merged_into__merged_into"))
        moves = NeedEvent.objects.filter(own).exclude(kind="create").exclude(to_state="")
        last_move = Subquery(moves.order_by("-at").values("at")[:1])
        told = NeedFeedback.objects.filter(need=OuterRef("pk"), at__gte=OuterRef("moved_at"))
        rows = self.exclude(raiser="").annotate(moved_at=last_move)
        return rows.filter(~Exists(told), moved_at__isnull=False)


class Need(models.Model):
    """One need (需求) of one community; ``raised_by`` is empty when somebody raised it on the public page."""

    title = models.CharField("需求名称", max_length=60)
    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="needs", verbose_name="社区")
    category = models.CharField("类别", max_length=20, choices=NeedCategory)
    groups = ArrayField(models.CharField(max_length=20, choices=ServiceGroup), verbose_name="服务对象")
    frequency = models.CharField("频次", max_length=20, choices=Frequency)
    source = models.CharField("来源", max_length=20, choices=NeedSource, default=NeedSource.VISIT)
    people = models.PositiveIntegerField("涉及人数", help_text="约数")
    evidence = models.TextField("依据", max_length=2000, help_text="调查时间、样本量、主要发现")
    evidence_file = models.FileField("依据附件", upload_to="needs/%Y/%m/", blank=True)
    evidence_name = models.CharField("附件名", max_length=120, blank=True, editable=False)
    raiser = EncryptedField("反映人及联系方式", default="", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name="并入", editable=False
    )
    served_by = models.CharField("满足方式", max_length=120, blank=True, editable=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="needs", verbose_name="提出人", editable=False
    )
    raised_at = models.DateTimeField("提出时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=NeedState, default=NeedState.COLLECTED, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "需求"
        ordering = ["-pk"]
        constraints = [
            known_states("need_state", NeedState),
            models.CheckConstraint(condition=Q(people__gte=1), name="need_people_positive"),
            models.CheckConstraint(
                condition=~Q(state=NeedState.MERGED) | Q(merged_into__isnull=False), name="need_merged_into"
            ),
        ]
        triggers = [guarded_states(*workflow.NEED)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:need-detail", args=[self.pk])

    @property
    def group_labels(self) -> list[str]:
        return [ServiceGroup(group).label for group in self.groups]


class NeedEvent(Event):
    """What became of a need; the person who raised it is told each time (需求反馈制度)."""

    labels = {
        "create": "提出需求",
        "update": "修改",
        "absorb": "另有需求并入",
        "feed_back": "回告反映人",
        **labels(workflow.NEED),
    }
    states = NeedState

    subject = models.ForeignKey(Need, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class NeedFeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """SECURITY: what was said to whoever raised the need is for the need's own people and who filed it, not for
        everybody who may answer it."""
        own = in_subtrees(org_paths(user, UNION_STAFF), "need__organization") | Q(need__raised_by_id=user.pk)
        return self.filter(own)


class NeedFeedback(models.Model):
    """The raiser without an account was told, by whom and how (需求反馈制度)."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="feedbacks")
    channel = models.CharField("告知方式", max_length=20, choices=FeedbackChannel)
    text = models.CharField("告知内容", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="告知人")
    at = models.DateTimeField("告知时间", auto_now_add=True)

    objects = NeedFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "需求回告"
        ordering = ["pk"]
        triggers = [append_only()]

    def __str__(self):
        return self.text[:30]
