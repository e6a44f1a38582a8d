"""What is written after a session: its summary with photos, and what is to be followed up."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, org_paths
from projects.models import columns
from projects.models.project import ProjectScopedQuerySet
from services import workflow
from services.enums import FollowUpState, GoalResult, SummaryState
from services.models.session import Session

SERVING = (
    Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.STREET_UNION, Role.COMMUNITY_UNION, Role.NGO, Role.WORKER,
    Role.SUPERVISOR,
)  # fmt: skip


class SummaryQuerySet(ProjectScopedQuerySet):
    """An expert reads the summaries of the project to be judged, as its sessions: figures and photos, no names."""

    org_fields = ("session__organization", "session__activity__project__contractor")
    project_path = "session__activity__project"


class Summary(models.Model):
    """活动总结: one per held session, due some days after it (a parameter).

    ``audience`` are typed numbers by ``ServiceGroup`` for the people nobody asked for their name; those of the named
    ones are computed from the attendance (``services.queries.summary``). Everything may be empty while it is a draft.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="summary", verbose_name="场次")
    process = models.TextField("活动过程", max_length=5000, blank=True)
    goal_result = models.CharField("目标达成", max_length=20, choices=GoalResult, blank=True)
    goals = models.TextField("目标达成说明", max_length=2000, blank=True)
    problems = models.TextField("问题与改进", max_length=2000, blank=True)
    cost = columns.money("本场费用", default=Decimal("0.00"))
    audience = models.JSONField("未实名人员类别", default=dict, blank=True)
    due_on = models.DateField("应提交日期", editable=False)
    written_by = columns.person("填报人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    approved_by = columns.person("审核人", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    state = columns.state(SummaryState, SummaryState.DRAFT)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = "活动总结"
        ordering = ["-pk"]
        constraints = [
            known_states("summary_state", SummaryState),
            models.CheckConstraint(condition=Q(cost__gte=0), name="summary_cost_not_negative"),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("written_by")), name="summary_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=SummaryState.APPROVED) | Q(approved_by__isnull=False), name="summary_approved_by"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="summary_due")]
        triggers = [guarded_states(*workflow.SUMMARY)]

    def __str__(self):
        return f"{self.session}总结"

    def get_absolute_url(self):
        return reverse("services:summary-detail", args=[self.pk])


class SummaryEvent(Event):
    """Who wrote, submitted, returned and approved a summary."""

    labels = {"create": "建立", "update": "修改", "photo": "照片", **labels(workflow.SUMMARY)}
    states = SummaryState

    subject = models.ForeignKey(Summary, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class SummaryPhotoQuerySet(ProjectScopedQuerySet):
    org_fields = ("summary__session__organization", "summary__session__activity__project__contractor")
    project_path = "summary__session__activity__project"


class SummaryPhoto(columns.StoredFile):
    """A photo of the session, drawn anew by the server: neither place nor camera stay in it."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="photos", verbose_name="活动总结")
    caption = models.CharField("说明", max_length=60, blank=True)
    thumbnail = models.FileField("缩略图", upload_to="files/%Y/%m/", editable=False)
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)

    objects = SummaryPhotoQuerySet.as_manager()

    class Meta(columns.StoredFile.Meta):
        verbose_name = "活动照片"
        constraints = [models.UniqueConstraint(fields=["summary", "sha256"], name="summary_photo_once")]


class FollowUpQuerySet(OrgScopedQuerySet):
    """SECURITY: it may name a person, so only those who serve people see it: no leader, accountant, party or expert."""

    org_fields = ("session__organization", "session__activity__project__contractor")

    def visible_to(self, user):
        return self.filter(self.within(org_paths(user, SERVING)))

    def open(self):
        return self.filter(state=FollowUpState.OPEN)


class FollowUp(models.Model):
    """Something a session left to do, about one ``person`` or the group as a whole; the texts are encrypted.

    It ends as done with its ``result``, or as the ``need`` raised from it. Both are records of other parts a follow-up
    leads to; a further kind of ending is a state and a column more.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="follow_ups", verbose_name="场次")
    person = models.ForeignKey(
        "orgs.Person", models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="人员"
    )
    text = EncryptedField("需跟进事项")
    due_on = models.DateField("跟进期限", null=True, blank=True)
    responsible = columns.person("责任人", editable=True)
    result = EncryptedField("跟进结果", blank=True, default="")
    need = models.OneToOneField(
        "projects.Need", models.PROTECT, null=True, blank=True, related_name="follow_up", verbose_name="形成的需求"
    )
    created_by = columns.person("登记人")
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    state = columns.state(FollowUpState, FollowUpState.OPEN)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "跟进事项"
        ordering = ["-pk"]
        constraints = [
            known_states("follow_up_state", FollowUpState),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.NEED) | Q(need__isnull=False), name="follow_up_need"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_due")]
        triggers = [guarded_states(*workflow.FOLLOW_UP)]

    def __str__(self):
        return f"{self.session}跟进事项"

    def get_absolute_url(self):
        return reverse("services:followup-detail", args=[self.pk])


class FollowUpEvent(Event):
    """Who noted it and what became of it."""

    labels = {"create": "登记", "update": "修改", **labels(workflow.FOLLOW_UP)}
    states = FollowUpState

    subject = models.ForeignKey(FollowUp, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
