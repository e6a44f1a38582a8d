"""A service activity and the dated sessions it is held in."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.models import Event
from core.totals import written_by_triggers_only
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.scope import in_subtrees
from projects.models.project import ProjectScopedQuerySet
from services import workflow
from services.enums import ActivityKind, ActivityState, SessionState, TimeBand

WEEKDAYS = "一二三四五六日"


def public_token() -> str:
    """An address nobody can guess; it names an activity or session, never a person."""
    return secrets.token_urlsafe(12)


class ActivityQuerySet(ProjectScopedQuerySet):
    org_fields = ("project__organization", "project__contractor")


class Activity(models.Model):
    """One activity (活动) under a project; held in one or more sessions."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="activities", verbose_name="所属项目")
    service_item = models.ForeignKey(
        "projects.ServiceItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="对应服务内容",
    )
    name = models.CharField("活动名称", max_length=60)
    kind = models.CharField("形式", max_length=20, choices=ActivityKind)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", verbose_name="负责人")
    description = models.TextField("活动介绍", max_length=2000, blank=True, help_text="显示在报名页")
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=ActivityState, default=ActivityState.DRAFT, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        ordering = ["-pk"]
        constraints = [known_states("activity_state", ActivityState)]
        triggers = [guarded_states(*workflow.ACTIVITY)]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:activity-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:activity", args=[self.token])


class ActivityEvent(Event):
    """Who published or cancelled an activity."""

    labels = {"create": "建立", "update": "修改", **labels(workflow.ACTIVITY)}
    states = ActivityState

    subject = models.ForeignKey(Activity, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class SessionQuerySet(ProjectScopedQuerySet):
    """An expert sees the sessions of the project and their counts, never who came."""

    org_fields = ("organization", "activity__project__contractor")
    project_path = "activity__project"

    def within(self, paths):
        """The same rows as joins over ``org_fields`` would find, which took four tables to count a city's sessions."""
        places = Organization.objects.filter(in_subtrees(paths, "")).order_by()
        contracted = Activity.objects.filter(in_subtrees(paths, "project__contractor")).order_by()
        return Q(organization__in=places) | Q(activity__in=contracted)

    def held(self):
        """场次 counts these: held, with at least one attendance or headcount behind it."""
        return self.filter(state=SessionState.HELD)

    def starting_between(self, start, end):
        """Local start dates from ``start`` to ``end``, both days included."""
        return self.filter(starts_on__gte=start, starts_on__lte=end)


class Session(models.Model):
    """One dated meeting (场) of an activity at one place.

    ``starts_on`` and ``time_band`` are derived from ``starts_at`` by ``services.operations`` so that
    counting by local day and by band needs no time-zone arithmetic. ``registered`` counts the live registrations,
    ``person_times`` and ``named_times`` the participants so far (see ``services.counting``); triggers on registrations
    and attendance keep them, and no session is ever overbooked.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions", verbose_name="活动")
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="sessions", verbose_name="举办社区"
    )
    venue = models.CharField("地点", max_length=60)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    starts_on = models.DateField("日期", editable=False)
    time_band = models.CharField("时段", max_length=10, choices=TimeBand, editable=False)
    capacity = models.PositiveIntegerField("名额")
    registered = models.PositiveIntegerField("报名", default=0, editable=False)
    person_times = models.IntegerField("签到人次", default=0, editable=False)
    named_times = models.IntegerField("实名人次", default=0, editable=False)
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    state = models.CharField("状态", max_length=20, choices=SessionState, default=SessionState.PLANNED, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "场次"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            known_states("session_state", SessionState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_period"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_capacity_positive"),
            models.CheckConstraint(condition=Q(registered__lte=F("capacity")), name="session_not_overbooked"),
            models.CheckConstraint(condition=Q(person_times__gte=F("named_times")), name="session_named_times"),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="session_newest"),
            models.Index(fields=["starts_on", "state"], name="session_starts_on"),
            models.Index(fields=["organization", "starts_on"], name="session_organization"),
        ]
        triggers = [
            guarded_states(*workflow.SESSION),
            written_by_triggers_only("registered", "person_times", "named_times"),
        ]

    def __str__(self):
        return f"{self.activity}（{self.starts_on}）"

    def get_absolute_url(self):
        return reverse("services:session-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:session", args=[self.token])

    @property
    def when(self) -> str:
        """Day, weekday and hours as people say them."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%Y-%m-%d} 周{WEEKDAYS[start.weekday()]} {start:%H:%M}–{end:%H:%M}"


class SessionEvent(Event):
    """Who held, moved or cancelled a session."""

    labels = {"create": "排期", "reschedule": "改期", **labels(workflow.SESSION)}
    states = SessionState

    subject = models.ForeignKey(Session, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
