"""统计口径, case by case: what happened, and the figures worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Sum, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from orgs.operations import merge_people
from projects.enums import ParameterName
from projects.models import Parameter
from services.counting import (
    Base,
    ConversionRates,
    ServiceFigures,
    completion,
    converted_hours,
    counting_rows,
    coverage,
    effort,
    grouped_figures,
    grouped_hours,
    grouped_worker_hours,
    half_hours,
    participations,
    scored_completion,
    service_figures,
    with_effort,
)
from services.crossing import crossed_figures
from services.models import Attendance, Session
from services.queries.activity import with_session_counts
from tests.cast import make_activity, make_session, make_world
from tests.services.build_counting import came, make_held, make_person, reverse, watched

DAY = date(2026, 3, 4)


def of_day(prefix: str):
    return F(f"{prefix}starts_on")


def same_person_twice(w, held):
    who = make_person(w)
    came(held(), who)
    came(held(DAY + timedelta(days=7)), who)


def two_sessions_in_a_day(w, held):
    who = make_person(w)
    came(held(), who)
    came(held(), who)


def crowd(w, held):
    session = held()
    came(session, make_person(w))
    came(session, headcount=30)


def crowd_taken_back(w, held):
    session = held()
    wrong = came(session, headcount=300)
    reverse(wrong)
    came(session, headcount=30)


def crowd_put_back(w, held):
    reverse(reverse(came(held(), headcount=30)))


def name_taken_back(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    reverse(came(session, make_person(w, "乙")))


def name_put_back(w, held):
    reverse(reverse(came(held(), make_person(w))))


def name_taken_back_again(w, held):
    session = held()
    came(session, headcount=2)
    reverse(reverse(reverse(came(session, make_person(w)))))


def taken_back_at_one_of_two(w, held):
    who = make_person(w)
    came(held(), who)
    session = held(DAY + timedelta(days=1))
    reverse(came(session, who))
    came(session, headcount=1)


def staff_and_volunteers(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    came(session, make_person(w, "乙"), role="staff")
    came(session, make_person(w, "丙"), role="volunteer")


def staff_taken_back(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    reverse(came(session, make_person(w, "乙"), role="staff"))


def not_held(w, held):
    came(make_session(w, held.activity), make_person(w))
    came(make_session(w, held.activity, state="cancelled"), headcount=9)


def several_days(w, held):
    """A festival of three days: each day is a session; two people come every day, forty others on the last."""
    people = [make_person(w, name) for name in ("甲", "乙")]
    for number in range(3):
        session = held(DAY + timedelta(days=number))
        for who in people:
            came(session, who)
    came(session, headcount=40)


def online(w, held):
    session = held(is_online=True)
    watched(session, make_person(w, "甲"), 40)
    watched(session, make_person(w, "乙"), 5)
    watched(session, make_person(w, "丙"), 4)


def online_and_on_site(w, held):
    who = make_person(w)
    came(held(), who)
    watched(held(is_online=True), who, 40)


def online_taken_back(w, held):
    session = held(is_online=True)
    watched(session, make_person(w, "甲"), 40)
    reverse(watched(session, make_person(w, "乙"), 40))
    reverse(watched(session, make_person(w, "丙"), 3))


def merged_at_different_sessions(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    came(held(), one)
    came(held(DAY + timedelta(days=1)), other)
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_at_the_same_session(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, one)
    came(session, other)
    came(session, make_person(w, "李强"))
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_where_the_kept_name_was_taken_back(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, headcount=1)
    reverse(came(session, one))
    came(session, other)
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_where_the_other_name_was_taken_back(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, one)
    reverse(came(session, other))
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


#   what happened                               场次 人次 实名 人数  线上场次 观看人次 观看人数
CASES = [
    (same_person_twice,                          2,   2,   2,   1,   0, 0, 0),
    (two_sessions_in_a_day,                      2,   2,   2,   1,   0, 0, 0),
    (crowd,                                      1,  31,   1,   1,   0, 0, 0),
    (crowd_taken_back,                           1,  30,   0,   0,   0, 0, 0),
    (crowd_put_back,                             1,  30,   0,   0,   0, 0, 0),
    (name_taken_back,                            1,   1,   1,   1,   0, 0, 0),
    (name_put_back,                              1,   1,   1,   1,   0, 0, 0),
    (name_taken_back_again,                      1,   2,   0,   0,   0, 0, 0),
    (taken_back_at_one_of_two,                   2,   2,   1,   1,   0, 0, 0),
    (staff_and_volunteers,                       1,   1,   1,   1,   0, 0, 0),
    (staff_taken_back,                           1,   1,   1,   1,   0, 0, 0),
    (not_held,                                   0,   0,   0,   0,   0, 0, 0),
    (several_days,                               3,  46,   6,   2,   0, 0, 0),
    (online,                                     1,   0,   0,   0,   1, 2, 2),
    (online_and_on_site,                         2,   1,   1,   1,   1, 1, 1),
    (online_taken_back,                          1,   0,   0,   0,   1, 1, 1),
    (merged_at_different_sessions,               2,   2,   2,   1,   0, 0, 0),
    (merged_at_the_same_session,                 1,   2,   2,   2,   0, 0, 0),
    (merged_where_the_kept_name_was_taken_back,  1,   2,   1,   1,   0, 0, 0),
    (merged_where_the_other_name_was_taken_back, 1,   1,   1,   1,   0, 0, 0),
]  # fmt: skip


@pytest.fixture
def held(world, activity):
    def make(on=DAY, **fields):
        return make_held(world, activity, on, **fields)

    make.activity = activity
    return make


@pytest.mark.parametrize(
    ("happened", "sessions", "times", "named", "persons", "watching", "views", "viewers"),
    CASES,
    ids=[case[0].__name__ for case in CASES],
)
def test_by_hand(world, held, happened, sessions, times, named, persons, watching, views, viewers):
    happened(world, held)
    expected = ServiceFigures(
        sessions=sessions,
        person_times=times,
        named_times=named,
        persons=persons,
        outside_sessions=sessions,
        online_sessions=watching,
        online_times=views,
        online_persons=viewers,
    )
    assert service_figures(Session.objects.all()) == expected
    crossed = crossed_figures(Session.objects.all(), step=of_day, part=lambda session: Value("all"))
    assert crossed.total == expected
    assert crossed.by_step == grouped_figures(Session.objects.all(), of_day)
    the_lists_agree(expected)
    the_triggers_agree()


def the_lists_agree(figures):
    """The rows behind each figure add up to it."""
    rows = Attendance.objects.all()
    assert (counting_rows(rows).aggregate(total=Sum("headcount"))["total"] or 0) == figures.person_times
    assert (counting_rows(rows, online=True).aggregate(total=Sum("headcount"))["total"] or 0) == figures.online_times
    people = participations(Session.objects.filter(is_online=False)).values("person").distinct()
    assert people.count() == figures.persons
    activity = with_session_counts(Session.objects.first().activity.project.activities.all()).first()
    assert (activity.held, activity.person_times, activity.online_times) == (
        figures.sessions,
        figures.person_times,
        figures.online_times,
    )


def the_triggers_agree():
    """What the triggers kept on each session is what counting its rows again gives."""
    for session in Session.objects.all():
        rows = session.attendances.filter(role="participant", is_counted=True)
        named = [row for row in rows.filter(person__isnull=False) if stands(row)]
        assert session.person_times == sum(row.headcount for row in rows)
        assert session.named_times == len(named)


def stands(row) -> bool:
    """Step by step along the corrections, one reversal after another."""
    correction = Attendance.objects.filter(reverses=row).first()
    return True if correction is None else not stands(correction)


def test_a_late_entry_counts_in_the_month_it_happened(world, held):
    """Entered today for a session of March: March has it, today's month has not."""
    came(held(date(2026, 3, 31)), make_person(world))
    march = Session.objects.starting_between(date(2026, 3, 1), date(2026, 3, 31))
    assert service_figures(march).person_times == 1
    assert service_figures(Session.objects.starting_between(date(2026, 4, 1), date(2027, 12, 31))).person_times == 0


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, "0"), (14, "0"), (15, "0.5"), (44, "0.5"), (45, "1"), (90, "1.5"), (104, "1.5"), (105, "2"), (480, "8")],
)
def test_hours_are_halves(minutes, hours):
    assert half_hours(timedelta(minutes=minutes)) == Decimal(hours)


def everything(prefix: str):
    return Value("all")


def test_hours_of_sessions_and_of_workers(world, held):
    """Two sessions of 90 minutes; two workers at the first, one at the second; a third session has none."""
    first, second, _ = held(), held(), held()
    first.workers.set([world.worker, world.supervisor])
    second.workers.set([world.worker])
    make_session(world, held.activity).workers.set([world.worker])  # not held
    assert grouped_hours(Session.objects.all(), everything) == {"all": Decimal("4.5")}
    assert grouped_worker_hours(Session.objects.all(), everything) == {"all": Decimal("4.5")}
    second.workers.clear()
    assert grouped_worker_hours(Session.objects.all(), everything) == {"all": Decimal("3")}


def test_converted_hours_follow_the_size(world, held):
    assert ConversionRates.since() == [
        (date.min, ConversionRates(Decimal(8), Decimal(16), Decimal(40), medium=50, large=200))
    ]
    for headcount in (1, 49, 50, 199, 200):
        came(held(), headcount=headcount)
    assert converted_hours(Session.objects.all()) == 8 + 8 + 16 + 16 + 40
    assert converted_hours(Session.objects.none()) == 0


def test_each_session_is_converted_as_the_rules_of_its_day_say(world, held):
    """10 hours for a small one from the second day on; what is decided later changes nothing before."""
    early = held(DAY)
    came(early)
    late = held(DAY + timedelta(days=1))
    came(late)
    Parameter.objects.create(
        name=ParameterName.SMALL_ACTIVITY_HOURS, value=10, valid_from=late.starts_on, source_text="合同", by=world.city
    )
    rows = {row.pk: row.converted for row in with_effort(Session.objects.all())}
    assert rows == {early.pk: 8, late.pk: 10}
    assert effort(Session.objects.all()).converted_hours == sum(rows.values()) == 18


def test_coverage_needs_a_base_with_source_and_date():
    base = Base(number=1200, source="社区工会会员名册", as_of=date(2026, 1, 1))
    assert coverage(300, base) == Decimal("0.25")
    assert coverage(1500, base) == Decimal("1.25")
    assert coverage(300, None) is None
    assert str(base) == "底数1,200人，社区工会会员名册，2026-01-01"
    for number, source in ((0, "名册"), (100, " ")):
        with pytest.raises(ValueError, match="source"):
            Base(number=number, source=source, as_of=date(2026, 1, 1))


def test_completion_is_real_and_scoring_stops_at_one():
    assert (completion(30, 24), scored_completion(30, 24)) == (Decimal("1.25"), Decimal(1))
    assert (completion(18, 24), scored_completion(18, 24)) == (Decimal("0.75"), Decimal("0.75"))
    assert (completion(1, 0), scored_completion(1, 0)) == (None, None)


def test_the_split_costs_no_query(world, held, django_assert_num_queries):
    online_and_on_site(world, held)
    with django_assert_num_queries(2):
        service_figures(Session.objects.all())
    with django_assert_num_queries(2):
        grouped_figures(Session.objects.all(), of_day)


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
