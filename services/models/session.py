"""The dated meetings of an activity, one by one or generated as a series."""

from datetime import datetime

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
from services.enums import SessionState, TimeBand
from services.models.activity import Activity, public_token

WEEKDAYS = "一二三四五六日"


def spoken(starts_at: datetime, ends_at: datetime) -> str:
    """Day, weekday and hours as people say them; only shifts end on the day after."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    ends = f"{end:%H:%M}" if start.date() == end.date() else f"次日{end:%H:%M}"
    return f"{start:%Y-%m-%d} 周{WEEKDAYS[start.weekday()]} {start:%H:%M}–{ends}"


class SeriesQuerySet(ProjectScopedQuerySet):
    org_fields = ("activity__project__organization", "activity__project__contractor")
    project_path = "activity__project"


class Series(models.Model):
    """Sessions generated in one go (every Tuesday, 64 lectures); each stays a session of its own afterwards."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="series", verbose_name="活动")
    title = models.CharField("说明", max_length=60, help_text="如：每周二 14:00")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "系列场次"
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("services:series-detail", args=[self.pk])


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

    ``venue`` is what people read; ``place`` names the 阵地 when it is one; ``series`` is set for generated sessions.
    ``starts_on`` and ``time_band`` are derived from ``starts_at`` by ``services.operations`` so that counting by local
    day and by band needs no time-zone arithmetic. ``registered``, ``offered`` and ``waiting`` count the registrations
    in these states, ``person_times`` and ``named_times`` the participants so far (see ``services.counting``); triggers
    on registrations and attendance keep them, and no session is ever overbooked.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions", verbose_name="活动")
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="sessions", verbose_name="举办社区"
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="系列"
    )
    topic = models.CharField("本场主题", max_length=60, blank=True)
    venue = models.CharField("地点", max_length=60)
    place = models.ForeignKey(
        "orgs.Venue", models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="阵地"
    )
    lecturer = models.ForeignKey(
        "services.Lecturer", models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="讲师"
    )
    workers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="sessions", verbose_name="到场社工"
    )
    is_online = models.BooleanField("线上", default=False)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    starts_on = models.DateField("日期", editable=False)
    time_band = models.CharField("时段", max_length=10, choices=TimeBand, editable=False)
    capacity = models.PositiveIntegerField("名额")
    registered = models.PositiveIntegerField("报名", default=0, editable=False)
    offered = models.PositiveIntegerField("待确认", default=0, editable=False)
    waiting = models.PositiveIntegerField("候补", default=0, editable=False)
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
            models.CheckConstraint(
                condition=Q(registered__lte=F("capacity") - F("offered")), name="session_not_overbooked"
            ),
            models.CheckConstraint(condition=Q(person_times__gte=F("named_times")), name="session_named_times"),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="session_newest"),
            models.Index(fields=["starts_on", "state"], name="session_starts_on"),
            models.Index(fields=["organization", "starts_on"], name="session_organization"),
        ]
        triggers = [
            guarded_states(*workflow.SESSION),
            written_by_triggers_only("registered", "offered", "waiting", "person_times", "named_times"),
        ]

    def __str__(self):
        return f"{self.activity}（{self.starts_on}）"

    def get_absolute_url(self):
        return reverse("services:session-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:session", args=[self.token])

    @property
    def left(self) -> int:
        """Places nobody holds."""
        return self.capacity - self.registered - self.offered

    @property
    def times_label(self) -> str:
        """What ``person_times`` are called: views of an online session are never merged with 人次 on site."""
        return "线上观看人次" if self.is_online else "签到人次"

    @property
    def when(self) -> str:
        return spoken(self.starts_at, self.ends_at)


class SessionEvent(Event):
    """Who held, moved or cancelled a session."""

    labels = {"create": "排期", "update": "修改", "reschedule": "改期", **labels(workflow.SESSION)}
    states = SessionState

    subject = models.ForeignKey(Session, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
