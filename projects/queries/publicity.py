"""Reads about publicities and objections."""

from django.db.models import Q

from projects.enums import CallState, ObjectionState, PublicityState
from projects.models import Call, Objection, Project, Publicity
from projects.queries.review import is_ranked, unfinished_panels


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


def next_in_review(call: Call) -> str:
    """What the purchaser does next with a call that has closed; empty while others must act or all is over."""
    if call.state == CallState.CLOSED:
        return "draw" if call.panelists.seated().count() < call.panel_size else "review"
    if call.state == CallState.REVIEWING:
        if call.panelists.seated().count() < call.panel_size:
            return "draw"
        return "publicise" if is_ranked(call) else "" if unfinished_panels(call) else "rank"
    if call.state == CallState.PUBLICITY:
        publicity = current_publicity(call)
        return "finish" if publicity and publicity.state == PublicityState.CLOSED else "watch"
    return ""
