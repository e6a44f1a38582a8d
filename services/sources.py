"""What projects are told about their services; every figure comes from ``services.counting``.

There is no figure for cases: nobody keeps them yet, and a missing figure is not zero.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse

from orgs.models import User
from projects.enums import Measure
from projects.models import Need, Project
from projects.sources import Actual, ServiceRecord, ServiceSource, register_need_origin, register_services
from services.counting import ServiceFigures, grouped_figures, grouped_hours, held_among
from services.enums import SessionState
from services.milestones import figures_until
from services.models import FollowUp, Session


def actuals(project: Project, start: date, end: date) -> dict[str, Actual]:
    """Every measure of the days from ``start`` to ``end``. 人数 is counted over all these days at once: nobody
    is counted twice, and two periods are never added up."""
    sessions = Session.objects.filter(activity__project=project).starting_between(start, end)
    found = _measured(sessions, "activity__project_id")
    return _addressed(found.get(project.pk), project, {"start": start, "end": end})


def totals(projects: Iterable[Project], until: date) -> dict[int, dict[str, Actual]]:
    """The same from each project's beginning up to ``until``, for all of them in three queries."""
    projects = list(projects)
    sessions = Session.objects.filter(activity__project__in=projects, starts_on__lte=until)
    found = _measured(sessions, "activity__project_id")
    return {project.pk: _addressed(found.get(project.pk), project, {"end": until}) for project in projects}


def milestones(project: Project, days: Iterable[date]) -> dict[date, dict[str, Actual]]:
    """The same of one project from its beginning up to each of ``days``, for all of them in two queries."""
    found = figures_until(Session.objects.filter(activity__project=project), days)
    return {
        day: _addressed(_by_measure(figures, hours), project, {"end": day}) for day, (figures, hours) in found.items()
    }


def by_item(project: Project, start: date, end: date) -> dict[int, dict[str, Actual]]:
    """The same per service item; sessions of activities that name none are left out."""
    sessions = Session.objects.filter(activity__project=project).starting_between(start, end)
    found = _measured(sessions.filter(activity__service_item__isnull=False), "activity__service_item_id")
    period = {"start": start, "end": end}
    return {pk: _addressed(values, project, {**period, "service_item": pk}) for pk, values in found.items()}


def records(project: Project, start: date, end: date) -> list[ServiceRecord]:
    """The held sessions behind the figures, in order of time; their 人次 add up to the figure, views stand apart."""
    sessions = Session.objects.filter(activity__project=project).starting_between(start, end)
    held = held_among(sessions).select_related("activity", "organization").order_by("starts_at", "pk")
    return [
        ServiceRecord(
            title=titled(session),
            on=session.starts_on,
            place=f"{session.organization.short_name} {session.venue}",
            person_times=0 if session.is_online else session.person_times,
            url=session.get_absolute_url(),
        )
        for session in held
    ]


def titled(session: Session) -> str:
    """What was held; online how many watched."""
    name = session.activity.name
    return f"{name}（线上，观看{session.person_times}人次）" if session.is_online else name


def _measured(sessions: QuerySet[Session], path: str) -> dict[int, dict[str, Decimal]]:
    """Measure → value for each group of ``sessions`` that has any."""

    def key(prefix: str) -> F:
        return F(f"{prefix}{path}")

    figures, hours = grouped_figures(sessions, key), grouped_hours(sessions, key)
    return {group: _by_measure(found, hours[group]) for group, found in figures.items()}


def _by_measure(found: ServiceFigures, hours: Decimal) -> dict[str, Decimal]:
    return {
        Measure.SESSIONS: Decimal(found.sessions),
        Measure.PERSON_TIMES: Decimal(found.person_times),
        Measure.PERSONS: Decimal(found.persons),
        Measure.HOURS: hours,
    }


def _addressed(values: dict[str, Decimal] | None, project: Project, narrowed: dict) -> dict[str, Actual]:
    """Each figure with the list of its records; 人数 leads to the people, the others to the sessions."""
    values = values or dict.fromkeys(
        (Measure.SESSIONS, Measure.PERSON_TIMES, Measure.PERSONS, Measure.HOURS), Decimal(0)
    )
    query = {"project": project.pk, **narrowed}
    people = f"{reverse('services:participant-list')}?{urlencode(query)}"
    sessions = f"{reverse('services:session-list')}?{urlencode({**query, 'state': SessionState.HELD})}"
    return {
        measure: Actual(value, people if measure == Measure.PERSONS else sessions) for measure, value in values.items()
    }


def need_origin(need: Need, user: User) -> list[dict]:
    """The follow-up a need was raised from; whoever may not see that is led to the session at most."""
    found = FollowUp.objects.filter(need=need).select_related("session__activity").first()
    if found is None:
        return []
    if FollowUp.objects.visible_to(user).filter(pk=found.pk).exists():
        return [{"label": "来自跟进", "value": found.session, "url": found.get_absolute_url()}]
    if Session.objects.visible_to(user).filter(pk=found.session_id).exists():
        return [{"label": "来自活动", "value": found.session, "url": found.session.get_absolute_url()}]
    return []


register_need_origin(need_origin)
register_services(
    ServiceSource(actuals=actuals, by_item=by_item, records=records, totals=totals, milestones=milestones)
)
