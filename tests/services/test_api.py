"""The same scope, filters and operations over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.enums import ProjectState
from services import operations
from services.enums import SessionState
from services.models import Activity, Attendance, Session
from tests.cast import make_activity, make_project, make_session

WANG = {"name": "王小芳", "phone": "13800000001"}


def path(*parts):
    return "/api/v1/" + "/".join(map(str, parts)) + "/"


def tomorrow(hour):
    return (timezone.localtime() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


@pytest.mark.parametrize("name", ["activities", "sessions", "attendances"])
def test_lists_and_details_keep_to_the_scope(world, api, held, name):
    row = {"activities": held.activity, "sessions": held, "attendances": held.attendances.get()}[name]
    for user, count, code in ((world.community, 1, 200), (world.ngo, 1, 200), (world.stranger, 0, 404)):
        listed = api(user).get(path(name))
        assert (sorted(listed.data), listed.data["count"]) == (["count", "next", "previous", "results"], count)
        assert api(user).get(path(name, row.pk)).status_code == code


def test_nobody_is_let_in_without_login(client, session):
    assert client.get(path("sessions")).status_code == 401


def test_from_the_activity_to_the_held_session(world, api):
    project = make_project(world, ProjectState.ACTIVE)
    worker = api(world.worker)
    data = {"project": project.pk, "name": "情绪急救课", "kind": "psychology", "lead": world.worker.pk}
    activity = worker.post(path("activities"), data)
    assert (activity.status_code, activity.data["state"]) == (201, "draft")
    assert worker.post(path("activities", activity.data["id"], "publish")).data["state_label"] == "已发布"
    data = {"activity": activity.data["id"], "venue": "职工之家", "capacity": 30}
    data |= {"starts_at": tomorrow(19), "ends_at": tomorrow(20)}
    session = worker.post(path("sessions"), data)
    assert (session.status_code, session.data["time_band"], session.data["registered"]) == (201, "outside", 0)
    pk = session.data["id"]
    assert worker.post(path("sessions", pk, "register"), WANG).status_code == 201
    Session.objects.filter(pk=pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    came = worker.post(path("sessions", pk, "check-in"), WANG)
    assert (came.status_code, came.data["person_name"], came.data["person_phone"]) == (201, "王小芳", "138****0001")
    assert worker.post(path("sessions", pk, "headcount"), {"headcount": 12}).data["headcount"] == 12
    held = worker.post(path("sessions", pk, "hold"))
    assert (held.data["state"], held.data["person_times"], held.data["registered"]) == ("held", 13, 1)


def test_a_refused_operation_is_409_in_chinese(world, api, session):
    response = api(world.worker).post(path("sessions", session.pk, "hold"))
    assert (response.status_code, "开始之后才能确认已举办" in response.data["detail"]) == (409, True)
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


@pytest.mark.parametrize("headcount", [0, -5, 10**9, 999_999, "x", None])
def test_headcount_nonsense_is_400_by_field(world, api, running, headcount):
    response = api(world.worker).post(path("sessions", running.pk, "headcount"), {"headcount": headcount})
    assert (response.status_code, list(response.data)) == (400, ["headcount"])
    assert Attendance.objects.count() == 0


def test_end_before_start_is_400(world, api, activity):
    data = {"activity": activity.pk, "venue": "x", "capacity": 3, "starts_at": tomorrow(19), "ends_at": tomorrow(18)}
    response = api(world.worker).post(path("sessions"), data)
    assert (response.status_code, list(response.data)) == (400, ["ends_at"])


@pytest.mark.parametrize("field", ["project", "lead"])
def test_a_strangers_id_does_not_exist(world, api, field):
    project = make_project(world, ProjectState.ACTIVE)
    foreign = make_project(world, ProjectState.ACTIVE, contractor=world.rival)
    data = {"project": project.pk, "name": "x", "kind": "law", "lead": world.worker.pk}
    data[field] = {"project": foreign.pk, "lead": world.rival_head.pk}[field]
    response = api(world.worker).post(path("activities"), data)
    assert (response.status_code, list(response.data)) == (400, [field])
    assert Activity.objects.count() == 0


def test_sessions_only_where_one_serves(world, api, activity):
    data = {"activity": activity.pk, "venue": "x", "capacity": 3, "organization": world.stranger_union.pk}
    response = api(world.worker).post(path("sessions"), data | {"starts_at": tomorrow(18), "ends_at": tomorrow(19)})
    assert (response.status_code, list(response.data)) == (400, ["organization"])


@pytest.mark.parametrize(("who", "code"), [("community", 403), ("city", 403), ("stranger", 404), ("rival_head", 404)])
def test_who_may_not_hold(world, api, running, come, who, code):
    come(running)
    assert api(getattr(world, who)).post(path("sessions", running.pk, "hold")).status_code == code
    running.refresh_from_db()
    assert running.state == SessionState.PLANNED


@pytest.mark.parametrize(("who", "code"), [("community", 403), ("leader", 403)])
def test_who_may_not_plan(world, api, activity, who, code):
    assert api(getattr(world, who)).post(path("activities"), {}).status_code == code
    assert api(getattr(world, who)).post(path("sessions"), {}).status_code == code


def test_reschedule_update_and_cancel(world, api, session):
    ngo = api(world.ngo)
    data = {"venue": "广场", "capacity": 9, "starts_at": tomorrow(18), "ends_at": tomorrow(19)}
    assert ngo.post(path("sessions", session.pk, "reschedule"), data).data["venue"] == "广场"
    data = {"name": "新名称", "kind": "law", "lead": world.ngo.pk}
    assert ngo.post(path("activities", session.activity.pk, "update"), data).data["name"] == "新名称"
    assert ngo.post(path("sessions", session.pk, "cancel"), {}).status_code == 400
    assert ngo.post(path("sessions", session.pk, "cancel"), {"note": "停电"}).data["state"] == "cancelled"
    assert ngo.post(path("activities", session.activity.pk, "cancel"), {"note": "停办"}).data["state"] == "cancelled"


def test_attendances_count_like_the_page(world, api, running, held, come):
    other = make_session(world, running.activity, starts_at=timezone.now())
    come(other, "职工二")
    worker = api(world.worker)
    assert worker.get(path("attendances")).data["count"] == 1
    assert worker.get(path("attendances") + "?counted=all").data["count"] == 2
    assert worker.get(path("attendances", other.attendances.get().pk)).status_code == 200


def test_reverse_a_headcount(world, api, running):
    row = operations.record_headcount(running, by=world.worker, headcount=9)
    assert api(world.community).post(path("attendances", row.pk, "reverse")).status_code == 403
    assert api(world.worker).post(path("attendances", row.pk, "reverse")).status_code == 200
    assert api(world.worker).post(path("attendances", row.pk, "reverse")).status_code == 409


def test_registrations(world, api, running):
    first = operations.register_participant(running, **WANG)
    worker = api(world.worker)
    listed = worker.get(path("registrations") + f"?session={running.pk}&state=registered").data
    assert [(row["person_name"], row["person_phone"]) for row in listed["results"]] == [("王小芳", "138****0001")]
    assert worker.post(path("registrations", first.pk, "check-in")).data["method"] == "staff"
    assert worker.post(path("registrations", first.pk, "cancel")).status_code == 409


@pytest.mark.parametrize(
    "query", ["organization=999", "start=2026-13-01", "start=2026-02-02&end=2026-01-01", "state=nonsense", "activity=x"]
)
def test_bad_filters_are_400(world, api, session, query):
    assert api(world.worker).get(path("sessions") + f"?{query}").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_session_list_queries(world, api, django_assert_num_queries, rows):
    activity = make_activity(world)
    for _ in range(rows):
        make_session(world, activity)
    client = api(world.worker)
    with django_assert_num_queries(4):  # the social workers of all of them
        assert client.get(path("sessions")).data["count"] == rows
