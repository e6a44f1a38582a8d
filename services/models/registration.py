"""A worker's place in a session, taken without an account."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.merging import follow_merged_person
from orgs.names import NamedQuerySet
from services import workflow
from services.enums import RegistrationState
from services.models.session import Session

# One update of the session per change; its check constraint refuses one place too many.
COUNT_PLACES = """
    IF TG_OP = 'UPDATE' AND OLD.session_id <> NEW.session_id THEN
        RAISE EXCEPTION 'a registration stays with its session';
    END IF;
    UPDATE services_session SET
        registered = registered
            + CASE WHEN TG_OP <> 'DELETE' AND NEW."state" = 'registered' THEN 1 ELSE 0 END
            - CASE WHEN TG_OP <> 'INSERT' AND OLD."state" = 'registered' THEN 1 ELSE 0 END,
        offered = offered
            + CASE WHEN TG_OP <> 'DELETE' AND NEW."state" = 'offered' THEN 1 ELSE 0 END
            - CASE WHEN TG_OP <> 'INSERT' AND OLD."state" = 'offered' THEN 1 ELSE 0 END,
        waiting = waiting
            + CASE WHEN TG_OP <> 'DELETE' AND NEW."state" = 'waiting' THEN 1 ELSE 0 END
            - CASE WHEN TG_OP <> 'INSERT' AND OLD."state" = 'waiting' THEN 1 ELSE 0 END
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.session_id ELSE NEW.session_id END;
    RETURN NULL;
"""
LIVE = (
    RegistrationState.PENDING,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.REGISTERED,
)


class RegistrationQuerySet(NamedQuerySet):
    """SECURITY: names with answers and guardians are for those who meet these people; leaders, accountants and
    auditors see how many there are on the session."""

    org_fields = ("session__organization", "session__activity__project__contractor")

    def visible_to(self, user):
        return self.told_to(user)

    def live(self):
        """Neither refused, expired nor cancelled."""
        return self.filter(state__in=LIVE)

    def coming(self):
        """Those with a confirmed place."""
        return self.filter(state=RegistrationState.REGISTERED)

    def in_line(self):
        """The waiting list in the order places are given: priority groups first, then by arrival."""
        return self.filter(state=RegistrationState.WAITING).order_by("-priority", "pk")


class GroupSignUp(models.Model):
    """One list of names an enterprise hands in for a session; each name becomes a registration of its own."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="group_sign_ups", verbose_name="场次")
    enterprise = models.CharField("单位名称", max_length=60)
    contact_name = models.CharField("联系人", max_length=60)
    contact_phone = EncryptedField("联系电话")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "单位报名"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.enterprise} · {self.session}"


class Registration(models.Model):
    """One person signed up for one session, or waiting for a place in it.

    The primary key is the order of arrival: rows are inserted under the session's lock. ``priority`` 1 goes ahead in
    the waiting list. An offered place is held until ``offered_until``. ``answers`` (JSON by question) may be
    sensitive and is encrypted.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations", verbose_name="场次")
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="registrations", verbose_name="人员")
    group = models.ForeignKey(
        GroupSignUp, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="单位报名"
    )
    priority = models.PositiveSmallIntegerField("优先", default=0, editable=False)
    answers = EncryptedField("报名表", blank=True, default="")
    guardian_name = models.CharField("监护人", max_length=60, blank=True)
    guardian_phone = EncryptedField("监护人电话", blank=True, default="")
    guardian_consented_at = models.DateTimeField("监护人同意时间", null=True, blank=True)
    phone_verified_at = models.DateTimeField("手机号验证时间", null=True, blank=True)
    offered_until = models.DateTimeField("保留至", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("报名时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=20, choices=RegistrationState, default=RegistrationState.REGISTERED, editable=False
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "报名"
        ordering = ["pk"]
        constraints = [
            known_states("registration_state", RegistrationState),
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(state__in=LIVE), name="registration_live_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(offered_until__isnull=False),
                name="registration_offer_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "-priority", "id"],
                condition=Q(state=RegistrationState.WAITING),
                name="registration_waiting",
            ),
            models.Index(
                fields=["offered_until"], condition=Q(state=RegistrationState.OFFERED), name="registration_offered"
            ),
        ]
        triggers = [
            guarded_states(*workflow.REGISTRATION),
            follow_merged_person(),
            pgtrigger.Trigger(
                name="count_places",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "session_id") | pgtrigger.Delete,
                func=COUNT_PLACES,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.session}"

    def get_absolute_url(self):
        return reverse("services:registration-detail", args=[self.pk])


class RegistrationEvent(Event):
    """Who moved a registration; ``by`` is empty when the worker did it on the public page."""

    labels = {"create": "报名", "remind": "提醒确认", **labels(workflow.REGISTRATION)}
    states = RegistrationState

    subject = models.ForeignKey(Registration, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
