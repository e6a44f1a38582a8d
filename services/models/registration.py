"""A worker's place in a session, taken without an account."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.scope import OrgScopedQuerySet
from services import workflow
from services.enums import RegistrationState
from services.models.activity import Session

# A place is taken by every live registration; the session's check constraint refuses one too many.
COUNT_PLACES = """
    IF TG_OP <> 'INSERT' AND OLD."state" = 'registered' THEN
        UPDATE services_session SET registered = registered - 1 WHERE id = OLD.session_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW."state" = 'registered' THEN
        UPDATE services_session SET registered = registered + 1 WHERE id = NEW.session_id;
    END IF;
    RETURN NULL;
"""


class RegistrationQuerySet(OrgScopedQuerySet):
    org_fields = ("session__organization", "session__activity__project__contractor")

    def live(self):
        return self.filter(state=RegistrationState.REGISTERED)


class Registration(models.Model):
    """One person signed up for one session; live ones never exceed the session's capacity."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations", verbose_name="场次")
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="registrations", verbose_name="人员")
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
                fields=["session", "person"],
                condition=Q(state=RegistrationState.REGISTERED),
                name="registration_live_once",
            ),
        ]
        triggers = [
            guarded_states(*workflow.REGISTRATION),
            pgtrigger.Trigger(
                name="count_places",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNT_PLACES,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.session}"


class RegistrationEvent(Event):
    """Who cancelled a registration; ``by`` is empty when the worker did it on the public page."""

    labels = {"create": "报名", **labels(workflow.REGISTRATION)}
    states = RegistrationState

    subject = models.ForeignKey(Registration, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
