"""Who came: named people one row each, crowds as headcounts. The source of every service figure."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.workflow import append_only
from orgs.scope import OrgScopedQuerySet
from services.enums import AttendanceRole, CheckInMethod
from services.models.activity import Session

# 人次 by the rule of services.counting: participants only. Rows are never changed, so inserts are all there is.
ADD_TO_SESSION = """
    IF NEW.role = 'participant' THEN
        UPDATE services_session SET
            person_times = person_times + NEW.headcount,
            named_times = named_times + CASE WHEN NEW.person_id IS NULL THEN 0 ELSE 1 END
        WHERE id = NEW.session_id;
    END IF;
    RETURN NULL;
"""


class AttendanceQuerySet(OrgScopedQuerySet):
    org_fields = ("session__organization", "session__activity__project__contractor")


class Attendance(models.Model):
    """One named person at one session (``headcount`` 1), or an anonymous headcount.

    Append-only. A wrong headcount is corrected by a row with the opposite sign that names the row it
    ``reverses``; 人次 is the sum of ``headcount``, 人数 the distinct people (see ``services.counting``).
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances", verbose_name="场次")
    person = models.ForeignKey(
        "orgs.Person", models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="人员"
    )
    headcount = models.IntegerField("人次", default=1)
    role = models.CharField("身份", max_length=20, choices=AttendanceRole, default=AttendanceRole.PARTICIPANT)
    method = models.CharField("签到方式", max_length=20, choices=CheckInMethod)
    at = models.DateTimeField("签到时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "签到"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, headcount=1, reverses=None)
                | Q(person=None, headcount__gte=1, reverses=None)
                | Q(person=None, headcount__lte=-1, reverses__isnull=False),
                name="attendance_named_or_headcount",
            ),
        ]
        indexes = [models.Index(fields=["person", "session"], name="attendance_person")]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="add_to_session", when=pgtrigger.After, operation=pgtrigger.Insert, func=ADD_TO_SESSION
            ),
        ]

    def __str__(self):
        return f"{self.person or '未实名'} · {self.session}"

    @property
    def is_named(self) -> bool:
        return self.person_id is not None
