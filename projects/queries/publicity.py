"""Reads about publicities and objections."""

from django.db.models import Q

from projects.enums import ObjectionState
from projects.models import Call, Objection, Project, Publicity


def current_publicity(call: Call) -> Publicity | None:
    """The latest publicity of the call."""
    return call.publicities.order_by("-round").first()


def unanswered(call: Call):
    """Objections to any publicity of the call that wait for their reply."""
    return Objection.objects.filter(publicity__call=call, state=ObjectionState.RECEIVED)


def open_objections(project: Project) -> bool:
    """Whether an objection stands in the way of a contract: one without a reply that names the project's application
    or the whole result, or one upheld against it after the result was final."""
    if project.application_id is None:
        return False
    call = project.application.call_id
    waiting = Q(state=ObjectionState.RECEIVED) & (Q(application_id=project.application_id) | Q(application=None))
    upheld = Q(state=ObjectionState.UPHELD, application_id=project.application_id, replied_at__gte=project.created_at)
    return Objection.objects.filter(waiting | upheld, publicity__call_id=call).exists()
