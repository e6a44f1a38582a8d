"""The same sessions as they stood on several days, from the first one up to each of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from services.counting import ServiceFigures, half_hours, held_among, of_sessions, participations, per_session
from services.models import Session


def figures_until(sessions: QuerySet[Session], days: Iterable[date]) -> dict[date, tuple[ServiceFigures, Decimal]]:
    """``service_figures`` and 服务小时 of ``sessions`` (already scoped) up to each of ``days``, in two queries however
    many. 人数 is counted anew for each."""
    days = sorted(set(days))
    held, people = {}, {}
    for number, day in enumerate(days):
        within = Q(starts_on__lte=day)
        held |= {f"{key}_{number}": found for key, found in per_session(within).items()}
        held[f"length_{number}"] = Sum(F("ends_at") - F("starts_at"), filter=within)
        people |= {f"{key}_{number}": found for key, found in _persons(day).items()}
    found = held_among(sessions).aggregate(**held) | participations(sessions).aggregate(**people)
    return {day: _on_day(found, f"_{number}") for number, day in enumerate(days)}


def _persons(day: date) -> dict:
    """人数 on site and online of the sessions up to ``day``."""
    within, online = Q(session__starts_on__lte=day), Q(session__is_online=True)
    return {
        "persons": Count("person_id", distinct=True, filter=within & ~online),
        "online_persons": Count("person_id", distinct=True, filter=within & online),
    }


def _on_day(found: dict, suffix: str) -> tuple[ServiceFigures, Decimal]:
    """The columns of one day, under the names they have elsewhere."""
    row = {key.removesuffix(suffix): value for key, value in found.items() if key.endswith(suffix)}
    persons = {key: row[key] for key in ("persons", "online_persons")}
    return ServiceFigures(**of_sessions(row), **persons), half_hours(row["length"] or timedelta())
