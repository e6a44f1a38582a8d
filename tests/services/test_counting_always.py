"""统计口径 whatever happens: random attendance against counting one by one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from services.counting import (
    service_figures,
)
from services.models import Session
from tests.cast import make_activity, make_session, make_world
from tests.services.build_counting import came, make_person, reverse, the_triggers_agree

# One attendance: the session, a person's number or None, a headcount, the role, minutes online, corrections after it.
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(st.integers(0, 3), st.none()),
        st.integers(1, 60),
        st.sampled_from(["participant", "participant", "staff", "volunteer"]),
        st.integers(0, 9),
        st.integers(0, 3),
    ),
    max_size=14,
)
SESSIONS = st.tuples(*[st.tuples(st.sampled_from(["held", "held", "planned"]), st.booleans())] * 4)


@pytest.mark.django_db
class RandomCasesTest(TestCase):
    """人次 adds up over any partition, 人数 never exceeds the sum, and both are what counting one by one gives."""

    @classmethod
    def setUpTestData(cls):
        cls.world = make_world()
        cls.activity = make_activity(cls.world)
        cls.people = [make_person(cls.world, name) for name in "甲乙丙丁"]

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows=ROWS, kinds=SESSIONS, parts=st.lists(st.integers(0, 2), min_size=4, max_size=4))
    def test_brute_force(self, rows, kinds, parts):
        sessions = [make_session(self.world, self.activity, state=state, is_online=on) for state, on in kinds]
        counted, seen = [], set()
        for number, who, headcount, role, minutes, corrections in rows:
            if who is not None and (number, who) in seen:
                continue
            seen.add((number, who))
            row = last = self.record(sessions[number], who, headcount, role, minutes)
            for _ in range(corrections):
                last = reverse(last)
            if corrections % 2 == 0 and role == "participant" and row.is_counted and kinds[number][0] == "held":
                counted.append((number, who, 1 if who is not None else headcount))
        self.compare(sessions, kinds, counted)
        self.partition(sessions, parts)
        the_triggers_agree()

    def record(self, session, who, headcount, role, minutes):
        is_counted = not session.is_online or minutes >= 5
        person = None if who is None else self.people[who]
        return came(session, person, 1 if person else headcount, role, is_counted=is_counted)

    def compare(self, sessions, kinds, counted):
        found = service_figures(Session.objects.filter(pk__in=[session.pk for session in sessions]))
        here = [row for row in counted if not kinds[row[0]][1]]
        online = [row for row in counted if kinds[row[0]][1]]
        assert found.person_times == sum(number for _, _, number in here)
        assert found.named_times == sum(who is not None for _, who, _ in here)
        assert found.persons == len({who for _, who, _ in here} - {None})
        assert found.online_times == sum(number for _, _, number in online)
        assert found.online_persons == len({who for _, who, _ in online} - {None})

    def partition(self, sessions, parts):
        whole = service_figures(Session.objects.filter(pk__in=[session.pk for session in sessions]))
        found = [
            service_figures(
                Session.objects.filter(pk__in=[s.pk for s, p in zip(sessions, parts, strict=True) if p == n])
            )
            for n in range(3)
        ]
        for name in ("sessions", "person_times", "named_times", "online_sessions", "online_times", "outside_sessions"):
            assert getattr(whole, name) == sum(getattr(part, name) for part in found)
        for name in ("persons", "online_persons"):
            values = [getattr(part, name) for part in found]
            assert max(values) <= getattr(whole, name) <= sum(values)
