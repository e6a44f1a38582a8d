"""An application (申报书): a draft several people write, immutable revisions, a check item by item."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import has_role, in_subtrees, org_paths
from projects import workflow
from projects.enums import ApplicationState, CallState, EligibilityItem, EligibilityResult
from projects.models.call import Call
from projects.models.columns import StoredFile, money, person, points, state
from projects.models.need import SOCIAL_ROLES, Need

UNDER_REVIEW = (CallState.CLOSED, CallState.REVIEWING)
BEFORE_THE_PANEL = (
    ApplicationState.REVIEWING, ApplicationState.PROPOSED, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED,
    ApplicationState.PUBLICITY, ApplicationState.AWARDED,
)  # fmt: skip


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those open to the user; for an expert also those in front of a panel they sit on."""
        rows = opened_to(user)
        if has_role(user, Role.EXPERT):
            seats = Call.panelists.rel.related_model.objects.filter(expert_id=user.pk, recused_at=None)
            rows |= Q(call__in=seats.values("call_id"), state__in=BEFORE_THE_PANEL)
        return self.filter(rows)

    def open_to(self, user):
        """Everything about them, names, evidence and eligibility included: what no expert sees as such."""
        return self.filter(opened_to(user))


def opened_to(user) -> Q:
    """The applicant's own people's; for the purchaser those submitted, once the call has closed. A withdrawn one stays
    with its applicant. SECURITY: the union a social organization is registered under is not the applicant: it may be
    the purchaser, and bids are sealed. Nor does another post of theirs tell an expert whom a blind panel judges."""
    sealed = Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
    submitted = Q(call__closes_at__lte=timezone.now()) & ~sealed
    blind = Q(call__in=judged_by(user).filter(is_blind=True))
    own = in_subtrees(org_paths(user, SOCIAL_ROLES), "contractor")
    return own | in_subtrees(org_paths(user), "call__organization") & submitted & ~blind


def judged_by(user):
    """Calls whose panel the user sits on, until the result is public."""
    seats = Call.panelists.rel.related_model.objects.filter(expert_id=user.pk, recused_at=None)
    return Call.objects.filter(pk__in=seats.values("call_id"), state__in=UNDER_REVIEW)


class Application(models.Model):
    """One organization's answer to a call.

    ``content`` is the working draft (``projects.content`` defines its sections); every submission freezes it as an
    ``ApplicationRevision``. ``version`` grows with every save, so that two writers cannot overwrite each other;
    ``saves`` says for each section in which version it was last saved, by whom and when.
    """

    code = models.CharField("申报编号", max_length=20, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="征集批次")
    contractor = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="applications", verbose_name="申报单位"
    )
    name = models.CharField("项目名称", max_length=60)
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主要实施社区"
    )
    communities = models.ManyToManyField("orgs.Organization", related_name="+", verbose_name="实施社区", blank=True)
    needs = models.ManyToManyField(Need, related_name="applications", verbose_name="对应需求", blank=True)
    worker = person("执行社工", null=True, blank=True, editable=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    amount = money("申请金额（元）", default=0, editable=False)
    own_contribution = money("自筹配套（元）", default=0, editable=False)
    content = models.JSONField("内容", default=dict, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    saves = models.JSONField("保存记录", default=dict, editable=False)
    has_union = models.BooleanField("已建会", default=False, editable=False)
    is_weak = models.BooleanField("落地薄弱社区", default=False, editable=False)
    correct_by = models.DateField("补正期限", null=True, editable=False)
    score = points("得分", null=True, editable=False)
    rank = models.PositiveSmallIntegerField("名次", null=True, editable=False)
    created_by = person("填报人")
    created_at = models.DateTimeField("填报时间", default=now, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    state = state(ApplicationState, ApplicationState.DRAFT)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "申报"
        ordering = ["-pk"]
        constraints = [
            known_states("application_state", ApplicationState),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="application_period",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, own_contribution__gte=0), name="application_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="application_score_range"
            ),
            models.UniqueConstraint(fields=["call", "contractor", "name"], name="application_once"),
        ]
        indexes = [
            models.Index(fields=["call", "state", "rank"], name="application_ranking"),
            GinIndex(fields=["content"], name="application_content", opclasses=["jsonb_path_ops"]),
        ]
        triggers = [guarded_states(*workflow.APPLICATION)]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:application-detail", args=[self.pk])


class ApplicationEvent(Event):
    """Who moved an application, when and why."""

    labels = {
        "create": "建立草稿",
        "update": "修改",
        "upload": "上传附件",
        "remove_file": "删除附件",
        **labels(workflow.APPLICATION),
    }
    states = ApplicationState

    subject = models.ForeignKey(Application, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OfApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What hangs under an application is seen by whoever sees the application."""
        return self.filter(application__in=Application.objects.visible_to(user))


class InternalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence and eligibility: for the applicant and the purchaser, never for an expert."""
        return self.filter(application__in=Application.objects.open_to(user))


class ApplicationRevision(models.Model):
    """The application as it was submitted; a score sheet says which revision it judged."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    amount = money("申请金额（元）")
    by = person("提交人")
    at = models.DateTimeField("提交时间", default=now, editable=False)

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "申报版本"
        ordering = ["application", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="application_revision_once")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.application}第{self.number}版"


class ApplicationFile(StoredFile):
    """Evidence for the eligibility check, or an attachment of the application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    item = models.CharField("对应资格条件", max_length=20, choices=EligibilityItem, blank=True)

    objects = InternalQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "申报附件"


class EligibilityCheck(models.Model):
    """A finding on one condition; the newest per item counts, none is ever changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks")
    item = models.CharField("资格条件", max_length=20, choices=EligibilityItem)
    result = models.CharField("结论", max_length=20, choices=EligibilityResult)
    file = models.ForeignKey(ApplicationFile, models.PROTECT, null=True, blank=True, verbose_name="证据附件")
    note = models.CharField("说明", max_length=200, blank=True)
    by = person("审查人")
    at = models.DateTimeField("审查时间", default=now, editable=False)

    objects = InternalQuerySet.as_manager()

    class Meta:
        verbose_name = "资格审查"
        ordering = ["application", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_item_display()}：{self.get_result_display()}"
