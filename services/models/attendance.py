"""Who came: named people one row each, crowds as headcounts. The source of every service figure."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.clock import now
from core.workflow import append_only
from orgs.merging import append_only_across_merges, follow_merged_person
from orgs.names import NamedQuerySet
from services.enums import AttendanceRole, CheckInMethod, ScanResult
from services.models.session import Session

# A correction belongs to the first row of its chain, counts as that row does, and takes exactly its opposite.
FOLLOW_ORIGINAL = """
    IF NEW.reverses_id IS NULL THEN
        NEW.original_id := NULL;
        RETURN NEW;
    END IF;
    SELECT COALESCE(original_id, id), is_counted INTO NEW.original_id, NEW.is_counted FROM services_attendance
    WHERE id = NEW.reverses_id AND session_id = NEW.session_id AND role = NEW.role AND headcount = -NEW.headcount;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a correction is the opposite of the row it reverses'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_opposite';
    END IF;
    RETURN NEW;
"""
# 人次 by the rule of services.counting: counted participants only. Rows are never taken away, so inserts are all there
# is. A correction takes a name off, or puts it back, where the first row of its chain carries one.
ADD_TO_SESSION = """
    IF NEW.role = 'participant' AND NEW.is_counted THEN
        UPDATE services_session SET
            person_times = person_times + NEW.headcount,
            named_times = named_times + CASE
                WHEN NEW.person_id IS NOT NULL THEN 1
                WHEN NEW.original_id IS NULL THEN 0
                ELSE NEW.headcount * (
                    SELECT count(*) FROM services_attendance WHERE id = NEW.original_id AND person_id IS NOT NULL
                )
            END
        WHERE id = NEW.session_id;
    END IF;
    RETURN NULL;
"""


class AttendanceQuerySet(NamedQuerySet):
    org_fields = ("session__organization", "session__activity__project__contractor")


class Attendance(models.Model):
    """One named person at one session (``headcount`` 1), or an anonymous headcount.

    Append-only. A wrong row is corrected by one with the opposite sign and the same role that names the row it
    ``reverses``; reversing that correction restores the first row, and so on. A trigger writes the first row of such a
    chain to ``original``. 人次 is the sum of ``headcount``, 人数 the distinct people (see ``services.counting``).
    ``at`` is the moment of arrival, ``recorded_at`` the moment the row was made, later when the network was down or
    the record was added afterwards. ``nonce`` is the door's own number of the scan. ``inside`` is asked of the phone
    when the activity wants it; the position itself is never stored. ``is_counted`` is False for online visits below
    the minimum.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances", verbose_name="场次")
    person = models.ForeignKey(
        "orgs.Person", models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="人员"
    )
    headcount = models.IntegerField("人次", default=1)
    role = models.CharField("身份", max_length=20, choices=AttendanceRole, default=AttendanceRole.PARTICIPANT)
    method = models.CharField("签到方式", max_length=20, choices=CheckInMethod)
    at = models.DateTimeField("签到时间")
    recorded_at = models.DateTimeField("登记时间", default=now, editable=False)
    nonce = models.CharField("扫码编号", max_length=36, null=True, blank=True, unique=True, editable=False)
    inside = models.BooleanField("在场内", null=True, blank=True, editable=False)
    online_minutes = models.PositiveSmallIntegerField("线上停留（分钟）", null=True, blank=True)
    is_counted = models.BooleanField("计入人次", default=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="corrections", db_index=False
    )

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
                | (Q(person=None, reverses__isnull=False) & ~Q(headcount=0)),
                name="attendance_named_or_headcount",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "session"], name="attendance_person"),
            models.Index(fields=["original"], condition=Q(original__isnull=False), name="attendance_corrections"),
        ]
        triggers = [
            append_only_across_merges(),
            follow_merged_person(),
            pgtrigger.Trigger(
                name="follow_original", when=pgtrigger.Before, operation=pgtrigger.Insert, func=FOLLOW_ORIGINAL
            ),
            pgtrigger.Trigger(
                name="add_to_session", when=pgtrigger.After, operation=pgtrigger.Insert, func=ADD_TO_SESSION
            ),
        ]

    def __str__(self):
        return f"{self.person or '未实名'} · {self.session}"

    @property
    def is_named(self) -> bool:
        return self.person_id is not None

    @property
    def shown_phone(self) -> str:
        """For rows that are ``naming`` their reader."""
        return self.person.masked_phone if self.is_named and self.is_told else ""


class CheckOut(models.Model):
    """When somebody left, for activities that count hours or who stayed. Append-only, one per attendance."""

    attendance = models.OneToOneField(Attendance, models.PROTECT, related_name="check_out", verbose_name="签到")
    at = models.DateTimeField("签退时间")
    nonce = models.CharField("扫码编号", max_length=36, null=True, blank=True, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )

    class Meta:
        verbose_name = "签退"
        triggers = [append_only()]

    def __str__(self):
        return f"{self.attendance} 签退"


class Scan(models.Model):
    """One scan as the door sent it, at once or after the network came back: nothing is counted twice or lost.

    Append-only. ``nonce`` is chosen by the scanning page; sending it again returns the first answer. A refused scan
    stays here with its reason until somebody looks at it.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="scans", verbose_name="场次")
    nonce = models.CharField("扫码编号", max_length=36, unique=True)
    result = models.CharField("结果", max_length=10, choices=ScanResult)
    reason = models.CharField("说明", max_length=200, blank=True)
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, null=True, blank=True, related_name="scans", verbose_name="签到"
    )
    scanned_at = models.DateTimeField("扫码时间")
    received_at = models.DateTimeField("收到时间", default=now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "扫码记录"
        ordering = ["-pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_result_display()} · {self.session}"
