"""The list of who came with its marks, one row of it, and what can be done about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Parameter
from services import operations
from services.marks import Mark, grace, marked
from services.models import Attendance, CheckOut
from services.tickets import registration_ticket
from tests.cast import make_activity, make_session
from tests.services.build_attendance import make_attendance, make_person, make_registration, scan_ticket
from tests.services.pages import said, url


@pytest.fixture
def over(world, activity):
    """From three hours ago to an hour and a half ago."""
    return make_session(world, activity, starts_at=timezone.now() - timedelta(hours=3))


def came_at(world, session, minutes, left=None, **fields):
    """Somebody who came so many minutes after the start; made at once unless told otherwise."""
    at = session.starts_at + timedelta(minutes=minutes)
    fields.setdefault("recorded_at", at)
    row = make_attendance(session, make_person(world), at=at, **fields)
    if left is not None:
        CheckOut.objects.create(attendance=row, at=session.starts_at + timedelta(minutes=left))
    return row


def marks(row) -> list:
    """By the filters and in the table; both must say the same."""
    rows = Attendance.objects.filter(pk=row.pk)
    return [mark.label for mark in Mark if rows.filter(marked(mark, grace())).exists()]


@pytest.mark.parametrize(
    ("minutes", "left", "fields", "found"),
    [
        (0, None, {}, []),
        (10, None, {}, []),
        (11, None, {}, ["迟到"]),
        (0, 80, {}, []),
        (0, 79, {}, ["早退"]),
        (20, 40, {}, ["迟到", "早退"]),
        (5, None, {"recorded_at": timedelta(minutes=151)}, ["补签"]),
        (5, None, {"recorded_at": timedelta(minutes=149)}, []),
        (151, None, {}, ["补签"]),
        (5, None, {"recorded_at": timedelta(minutes=151), "nonce": "n"}, ["断网补传"]),
        (5, None, {"recorded_at": timedelta(minutes=8), "nonce": "n"}, []),
    ],
)
def test_marks(world, signed_in, over, minutes, left, fields, found):
    if "recorded_at" in fields:
        fields = fields | {"recorded_at": over.starts_at + fields["recorded_at"]}
    row = came_at(world, over, minutes, left, **fields)
    page = signed_in(world.worker).get(url("attendance-list", session=over.pk, counted="all"))
    shown = [bound.get_cell("marks") for bound in page.context["table"].rows]
    assert (marks(row), shown) == (found, ["、".join(found) or "—"])


def test_marks_filter_the_list(world, signed_in, over):
    late, early = came_at(world, over, 30), came_at(world, over, 0, left=10)
    client = signed_in(world.worker)
    for mark, row in (("late", late), ("early", early)):
        page = client.get(url("attendance-list", session=over.pk, counted="all", mark=mark))
        assert [bound.record for bound in page.context["table"].rows] == [row]


def test_the_grace_is_a_setting(world, over):
    row = came_at(world, over, 20)
    Parameter.objects.create(name="late_minutes", value=25, valid_from=timezone.localdate(), by=world.city)
    assert marks(row) == []


@pytest.mark.parametrize(("asked", "rows"), [("inside", 1), ("outside", 1), ("unknown", 2)])
def test_places_filter_the_list(world, signed_in, asked, rows):
    session = make_session(world, make_activity(world, asks_location=True), starts_at=timezone.now())
    for inside in (True, False, None, None):
        make_attendance(session, make_person(world), inside=inside)
    make_attendance(session, headcount=9)
    page = signed_in(world.worker).get(url("attendance-list", session=session.pk, counted="all", place=asked))
    labels = {"inside": "场内", "outside": "场外", "unknown": "未提供"}
    assert [bound.get_cell("inside") for bound in page.context["table"].rows] == [labels[asked]] * rows


def test_the_list_of_a_large_activity_takes_ten_queries(world, signed_in, over, django_assert_num_queries):
    people = [make_person(world, f"职工{number}") for number in range(60)]
    client = signed_in(world.worker)
    for part in (people[:1], people[1:]):
        Attendance.objects.bulk_create(
            Attendance(session=over, person=person, method="staff", at=timezone.now()) for person in part
        )
        with django_assert_num_queries(10):
            page = client.get(url("attendance-list", activity=over.activity_id, counted="all"))
    assert page.context["total"] == 60
    with django_assert_num_queries(7):
        client.get(url("attendance-list", activity=over.activity_id, counted="all", export=1))


# One row


def test_one_row_and_its_scans(world, signed_in, running):
    registration = make_registration(running, make_person(world))
    ticket = registration_ticket(registration)
    for _ in range(2):
        scan_ticket(running, ticket, world.worker)
    row = Attendance.objects.get()
    page = signed_in(world.community).get(url("attendance-detail", row.pk))
    assert [scan.result for scan in page.context["scans"]] == ["counted", "already"]
    assert [(step["label"], step["allowed"]) for step in page.context["transitions"]] == [
        ("签退", True),
        ("冲正", False),
    ]


def test_taking_back_and_restoring_on_the_page(world, signed_in, running, come):
    row, client = come(running), signed_in(world.worker)
    response = client.post(url("attendance-reverse", row.pk), follow=True)
    assert (said(response), response.context["object"]) == (["已冲正"], row)
    (restore,) = response.context["transitions"]
    assert restore["label"] == "恢复"
    response = client.post(restore["url"], follow=True)
    running.refresh_from_db()
    assert (said(response), response.context["object"], running.person_times) == (["已恢复"], row, 1)
    again = client.post(restore["url"])
    assert "已经冲正过" in again.content.decode()


def test_leaving_on_the_page(world, signed_in, running, come):
    row = come(running)
    response = signed_in(world.community).post(url("attendance-check-out", row.pk), follow=True)
    assert (said(response), CheckOut.objects.get().attendance) == (["已签退"], row)
    early = {"at": (timezone.localtime(row.at) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")}
    other = come(running, "李强")
    page = signed_in(world.community).post(url("attendance-check-out", other.pk), early)
    assert "早于签到时间" in page.content.decode()


def test_recording_a_visit_online(world, signed_in, activity):
    online = make_session(world, activity, starts_at=timezone.now(), is_online=True)
    data = {"name": "王小芳", "phone": "13800000001", "minutes": "4"}
    response = signed_in(world.worker).post(url("session-online", online.pk), data, follow=True)
    assert (said(response), Attendance.objects.get().is_counted) == (["已登记"], False)
    for wrong in ("-1", "1e9", "NaN", "", "１２３４５６"):
        page = signed_in(world.worker).post(url("session-online", online.pk), data | {"minutes": wrong})
        assert "minutes" in page.context["form"].errors
    assert Attendance.objects.count() == 1


def test_staff_say_when_somebody_came(world, signed_in, over):
    at = timezone.localtime(over.starts_at).replace(second=0, microsecond=0) + timedelta(minutes=5)
    data = {"name": "李强", "phone": "13800000002", "role": "participant", "at": at.strftime("%Y-%m-%dT%H:%M")}
    response = signed_in(world.worker).post(url("session-check-in", over.pk), data, follow=True)
    row = Attendance.objects.get()
    assert (said(response), row.at) == (["李强已签到"], at)


# The door page


def test_the_door_page_holds_nobodys_name(world, signed_in, running):
    make_registration(running, make_person(world, "王小芳", "13912345678"))
    response = signed_in(world.community).get(url("session-door", running.pk))
    page = response.content.decode()
    assert ("王小芳" in page, "13912345678" in page, "1391" in page) == (False, False, False)
    assert response.cookies["csrftoken"].value


def test_the_door_counts_as_all_figures_do(world, signed_in, running):
    """A volunteer at work and a name taken back are on the list and in no figure: 2 人次, 1 of them by name."""
    make_attendance(running, make_person(world))
    make_attendance(running, make_person(world, "志愿者"), role="volunteer")
    make_attendance(running, headcount=1)
    wrong = make_attendance(running, make_person(world, "签错了"))
    operations.reverse_attendance(wrong, by=world.worker)
    page = signed_in(world.worker).get(url("session-check-in", running.pk))
    assert (page.context["person_times"], page.context["named"]) == (2, 1)


@pytest.mark.parametrize(
    ("name", "status"), [("worker", 200), ("street", 200), ("city", 403), ("stranger", 404), ("expert", 404)]
)
def test_who_sees_the_door_page(world, signed_in, running, name, status):
    assert signed_in(getattr(world, name)).get(url("session-door", running.pk)).status_code == status


def test_the_worker_is_asked_for_anew_each_time(client, db):
    response = client.get(url("door-worker"))
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")
    assert response.headers["Content-Type"].startswith("text/javascript")


def test_a_long_list_is_searched_and_leaves_the_forms_in_reach(world, signed_in, running, monkeypatch):
    monkeypatch.setattr("services.views.attendance.EXPECTED", 2)
    for name, phone in (("王小芳", "13800000001"), ("王小明", "13800000002"), ("李强", "13800007777")):
        operations.register_participant(running, by=world.worker, name=name, phone=phone)
    client, path = signed_in(world.worker), url("session-check-in", running.pk)

    def shown(q=""):
        page = client.get(path, {"q": q} if q else {})
        return [row.person.name for row in page.context["expected"]], page.context["away"], page.context["more"]

    assert shown() == (["王小芳", "王小明"], 3, 1)
    assert [shown(q)[0] for q in ("李", "7777", "７７７７", "王", "777", "a\x00b", "好" * 10_000)] == [
        ["李强"], ["李强"], ["李强"], ["王小芳", "王小明"], [], [], [],
    ]  # fmt: skip
    assert "没有报名的，用“现场补登”登记" in client.get(path, {"q": "赵"}).content.decode()
