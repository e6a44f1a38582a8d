"""Reads about publicities and objections."""

from django.db.models import Q

from projects.enums import CallState, ObjectionState, PublicityState
from projects.models import Call, Objection, Project, Publicity
from projects.queries.promotion import next_in_reserve
from projects.queries.review import is_ranked, unfinished_panels


def current_publicity(call: Call) -> Publicity | None:
    """The latest publicity of the call."""
    return call.publicities.order_by("-round").first()


def unanswered(call: Call):
    """Objections to any publicity of the call that wait for their reply."""
    return Objection.objects.filter(publicity__call=call, state=ObjectionState.RECEIVED)


def publicity_of(project: Project) -> Publicity | None:
    """The latest publicity that named the project; those of others in its call say nothing about it."""
    named = Publicity.objects.filter(entries__application_id=project.application_id)
    return named.order_by("-round").first() if project.application_id else None


def open_objections(project: Project) -> bool:
    """Whether an objection stands in the way of a contract: one without a reply that names the project's application
    or the whole of a result it was part of, or one upheld against it after the result was final."""
    if project.application_id is None:
        return False
    own = Q(application_id=project.application_id)
    whole = Q(application=None, publicity__entries__application_id=project.application_id)
    waiting = Q(state=ObjectionState.RECEIVED) & (own | whole)
    upheld = Q(state=ObjectionState.UPHELD, replied_at__gte=project.created_at) & own
    return Objection.objects.filter(waiting | upheld, publicity__call_id=project.application.call_id).exists()


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
    if call.state == CallState.DONE and next_in_reserve(call):
        return "promote"
    return ""
