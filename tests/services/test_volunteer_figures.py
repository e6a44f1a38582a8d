"""Figures of volunteering lead to their rows, and what waits is on the workbench."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from reports.todo import todos
from services import operations
from services.enums import AttendanceRole, SessionState, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Attendance, Session
from services.queries.volunteer import share_of_sessions_with_volunteers, volunteer_figures
from tests.cast import make_activity, make_session, make_user
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer
from tests.services.pages import footer, said, url


def test_figures_lead_to_their_rows(world, signed_in):
    volunteers = [make_volunteer(world), make_volunteer(world, "钱进"), make_volunteer(world, "李和")]
    make_volunteer(world, "周平", state=VolunteerState.PENDING)
    past = timezone.now() - timedelta(hours=9)
    shift = make_shift(world, ShiftState.DONE, starts_at=past)
    second = make_user("worker2", world.contractor, "worker")
    other = make_shift(world, ShiftState.DONE, starts_at=past, lead=second)
    for row, who in ((shift, volunteers[0]), (shift, volunteers[1]), (other, volunteers[0])):
        make_sign_up(row, who, ShiftSignUpState.SIGNED_OUT)
    make_sign_up(other, volunteers[2], ShiftSignUpState.ABSENT)
    figures = volunteer_figures(world.community)
    assert (figures.active, figures.pending, figures.shifts, figures.served, figures.times, figures.leads) == (
        3, 1, 2, 2, 3, 2,
    )  # fmt: skip
    assert volunteer_figures(world.ngo, organization=world.contractor).per_worker == Decimal("1.0")
    assert volunteer_figures(world.stranger).per_worker is None
    yesterday = timezone.localdate() - timedelta(days=30)
    assert volunteer_figures(world.community, end=yesterday).served == 0
    client = signed_in(world.community)
    cards = {card["label"]: card for card in client.get(url("volunteer-figures")).context["figures"]}
    assert [card["value"] for card in cards.values()] == ["3", "2", "3", "2", "1", "—"]
    rows = {"在册志愿者": 3, "已结束班次": 2, "服务人次": 3, "服务过的志愿者": 2}
    assert {label: client.get(cards[label]["url"]).context["total"] for label in rows} == rows


def test_the_served_are_listed_by_name(world, signed_in):
    volunteer = make_volunteer(world)
    make_volunteer(world, "钱进")
    shift = make_shift(world, ShiftState.DONE, starts_at=timezone.now() - timedelta(hours=9))
    make_sign_up(shift, volunteer, ShiftSignUpState.SIGNED_OUT)
    today = timezone.localdate()
    client = signed_in(world.community)
    page = client.get(url("volunteer-list", served_from=today - timedelta(days=1), served_to=today))
    assert [row.person.name for row in page.context["table"].data] == ["孙有成"]
    page = client.get(url("volunteer-list", served_to=today - timedelta(days=5)))
    assert page.context["total"] == 0


def test_sessions_with_volunteers(world, signed_in):
    sessions = [make_session(world, make_activity(world), state=SessionState.HELD) for _ in range(3)]
    planned_one = make_session(world)
    person = make_volunteer(world).person
    for session, role in ((sessions[0], "volunteer"), (sessions[1], "staff"), (planned_one, "volunteer")):
        Attendance.objects.create(
            session=session, person=person, role=AttendanceRole(role), method="staff", at=timezone.now()
        )
    found = share_of_sessions_with_volunteers(Session.objects.visible_to(world.community))
    assert (found.held, found.supported, round(found.share, 3)) == (3, 1, Decimal("0.333"))
    page = signed_in(world.community).get(url("session-list", volunteers="yes", state="held"))
    assert page.context["total"] == 1
    assert share_of_sessions_with_volunteers(Session.objects.none()).share is None


def test_figures_refuse_a_period_that_runs_backwards(world, signed_in):
    page = signed_in(world.community).get(url("volunteer-figures", start="2026-05-01", end="2026-01-01"))
    assert page.status_code == 200 and "figures" not in page.context


def test_totals_of_the_lists(world, signed_in):
    make_shift(world, places=3), make_shift(world, places=4)
    page = signed_in(world.community).get(url("shift-list"))
    assert footer(page, "places") == "7"


def test_the_workbench_tells_what_waits(world):
    make_volunteer(world, state=VolunteerState.PENDING)
    make_shift(world, starts_at=timezone.now() - timedelta(hours=9))

    def titles(user):
        return {todo.title: todo.total for todo in todos(user)}

    assert titles(world.community)["待审核的志愿者"] == 1
    assert (titles(world.worker)["待审核的志愿者"], titles(world.worker)["待结束的志愿班次"]) == (1, 1)
    assert "待结束的志愿班次" not in titles(world.community)


def test_admitting_from_the_page(world, signed_in):
    volunteer = make_volunteer(world, state=VolunteerState.PENDING)
    answer = signed_in(world.community).post(url("volunteer-admit", volunteer.pk), {"note": ""}, follow=True)
    assert said(answer) == ["已审核通过"]
    assert operations.pause_volunteer(volunteer, by=world.community, note="出差").state == VolunteerState.PAUSED
