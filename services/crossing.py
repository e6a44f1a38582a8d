"""The same sessions as a whole, step by step in time and part by part, without counting the people for each anew."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import DateField, QuerySet
from django.db.models.functions import Cast

from services.counting import PER_SESSION, SERVED, ServiceFigures, grouped_figures, held_among, of_sessions, standing
from services.models import Attendance, Session

MOST_STEPS = 63  # the bits of a bigint that tell steps apart

# ``came`` has one row per part and person, with the steps at which they came as bits; on site and online apart. 人数 of
# a part is its number of rows; of the whole and of a step it follows from all the bits of each person.
# COUNT(DISTINCT …) for the whole, by step and by part would sort a million rows three times. Everything else is summed
# from the sessions.
CROSSED = """
WITH held AS MATERIALIZED (
    SELECT id, step, part, is_online, 1::bigint << (dense_rank() OVER (ORDER BY step) - 1)::int AS bit
    FROM ({sessions}) keyed
), came AS MATERIALIZED (
    SELECT part, is_online, person_id, bit_or(bit) AS bits
    FROM ({named}) named JOIN held ON held.id = session_id GROUP BY part, is_online, person_id
)
SELECT 'step', NULL AS part, false AS is_online, step, bit, 0 AS persons FROM held GROUP BY step, bit
UNION ALL
SELECT 'part', part, is_online, NULL, NULL, count(*) FROM came GROUP BY part, is_online
UNION ALL
SELECT 'people', NULL, is_online, NULL, bits, count(*)
FROM (SELECT is_online, bit_or(bits) AS bits FROM came GROUP BY is_online, person_id) people GROUP BY is_online, bits
"""


@dataclass(frozen=True)
class Crossing:
    """Figures of the whole, and of every step and part that has any; 人数 is recounted for each."""

    total: ServiceFigures
    by_step: dict
    by_part: dict


def crossed_figures(sessions: QuerySet[Session], *, step: Callable, part: Callable) -> Crossing:
    """What ``service_figures``, and ``grouped_figures`` by ``step`` and by ``part`` say, in two queries.

    ``step`` and ``part`` are keys as ``grouped_figures`` takes them; a step is a day.
    """
    keyed = held_among(sessions).annotate(step=Cast(step(""), DateField()), part=part(""))
    total, steps, parts = Counter(), defaultdict(Counter), defaultdict(Counter)
    for row in keyed.values("step", "part").annotate(**PER_SESSION):
        for tally in (total, steps[row["step"]], parts[row["part"]]):
            tally.update(of_sessions(row))
    _tally_people(keyed, total, steps, parts)
    return Crossing(
        total=ServiceFigures(**total),
        by_step=_figures(steps) if len(steps) <= MOST_STEPS else grouped_figures(sessions, step),
        by_part=_figures(parts),
    )


def _tally_people(keyed: QuerySet[Session], total: Counter, steps: dict, parts: dict) -> None:
    """Adds 人数; the steps come before the people, who are told by them."""
    step_of = {}
    for kind, part, is_online, step, bits, persons in _people(keyed):
        found = {"online_persons" if is_online else "persons": persons}
        if kind == "step":
            step_of[bits] = step
        elif kind == "part":
            parts[part].update(found)
        else:
            total.update(found)
            for step in (step_of[bit] for bit in step_of if bits & bit):
                steps[step].update(found)


def _people(keyed: QuerySet[Session]) -> Iterator[tuple]:
    sessions, of_sessions = keyed.values("id", "step", "part", "is_online").query.sql_with_params()
    rows = standing(Attendance.objects.filter(SERVED)).order_by()
    named, of_named = rows.values("session_id", "person_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(CROSSED.format(sessions=sessions, named=named), [*of_sessions, *of_named])
        yield from cursor


def _figures(tallies: dict) -> dict:
    return {key: ServiceFigures(**tally) for key, tally in tallies.items()}
