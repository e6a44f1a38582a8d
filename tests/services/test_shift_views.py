"""Pages of volunteers, teams, trainings and shifts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.enums import ProjectState
from reports.todo import todos
from services import operations
from services.enums import AttendanceRole, SessionState, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Attendance, Session, Shift, ShiftSignUp, Team, Training, TrainingRecord, Volunteer
from services.queries.volunteer import share_of_sessions_with_volunteers, volunteer_figures, volunteers_per_worker
from tests.cast import make_activity, make_project, make_session, make_user
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer
from tests.services.pages import footer, said, url

BAD = ["１２３", "a\x00b", "好" * 10_000, "NaN", "-1"]


def text_of(response):
    return response.content.decode()


def form_errors(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]


REGISTERED = {
    "name": "孙有成", "phone": "13600000001", "birth_date": "1980-05-01", "gender": "male", "skills": ["law"],
}  # fmt: skip


def test_register_and_look(world, signed_in):
    client = signed_in(world.community)
    answer = client.post(url("volunteer-create"), REGISTERED | {"organization": world.community_union.pk}, follow=True)
    assert said(answer) == ["已登记"]
    page = text_of(answer)
    assert "136****0001" in page and "13600000001" not in page
    assert Volunteer.objects.get().state == VolunteerState.ACTIVE


def test_only_places_one_may_register_for(world, signed_in):
    make_project(world, ProjectState.ACTIVE)
    client = signed_in(world.worker)
    refused = client.post(url("volunteer-create"), REGISTERED | {"organization": world.neighbour.pk})
    assert form_errors(refused) == ["没有这个组织，或者它不在您能看到的范围内，请重新选择。"]
    client.post(url("volunteer-create"), REGISTERED | {"organization": world.community_union.pk})
    assert Volunteer.objects.get().organization == world.community_union


@pytest.mark.parametrize("field", ["name", "phone", "birth_date", "guardian_phone"])
@pytest.mark.parametrize("value", BAD)
def test_nonsense_is_answered_with_a_sentence(world, signed_in, field, value):
    minor = REGISTERED | {"birth_date": f"{timezone.localdate().year - 16}-01-01", "guardian_name": "孙大年"}
    facts = minor | {"guardian_phone": "13600000009", "guardian_consents": "on"} | {field: value}
    answer = signed_in(world.community).post(
        url("volunteer-create"), facts | {"organization": world.community_union.pk}
    )
    if field == "name" and value in ("１２３", "NaN", "-1"):
        assert answer.status_code == 302
    else:
        assert form_errors(answer) and Volunteer.objects.count() == 0


def test_update_keeps_the_guardians_phone(world, signed_in):
    volunteer = make_volunteer(
        world, birth_date=timezone.localdate() - timedelta(days=16 * 366), guardian_name="孙大年",
        guardian_phone="13600000009", guardian_consented_on=timezone.localdate(),
    )  # fmt: skip
    client = signed_in(world.community)
    page = client.get(url("volunteer-update", volunteer.pk))
    assert "现为 136****0009" in text_of(page)
    client.post(
        url("volunteer-update", volunteer.pk),
        {"guardian_name": "孙大年", "guardian_phone": "", "guardian_consents": "on", "area": "北院"},
    )
    volunteer.refresh_from_db()
    assert (volunteer.area, volunteer.guardian_phone) == ("北院", "13600000009")


def test_phones_are_shown_once_for_a_reason(world, signed_in):
    volunteer, client = make_volunteer(world, phone="13600000001"), signed_in(world.community)
    assert "13600000001" not in text_of(client.get(url("volunteer-detail", volunteer.pk)))
    answer = client.post(url("volunteer-reveal", volunteer.pk), {"reason": "通知集合地点变更"})
    assert "13600000001" in text_of(answer) and "no-store" in answer.headers["Cache-Control"]
    assert form_errors(client.post(url("volunteer-reveal", volunteer.pk), {"reason": "看"}))
    make_shift(world)  # the contractor serves here and sees the volunteer, not what the union looked up and why
    told = {user: "集合地点变更" in text_of(signed_in(user).get(url("volunteer-detail", volunteer.pk)))
            for user in (world.community, world.worker)}  # fmt: skip
    assert told == {world.community: True, world.worker: False}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "有成"}, ["孙有成"]),
        ({"q": "红马甲"}, ["钱进"]),
        ({"skill": "law"}, ["钱进"]),
        ({"state": "paused"}, ["李和"]),
        ({"q": "ZY2020000002"}, ["钱进"]),
    ],
)
def test_finding_volunteers(world, signed_in, query, names):
    make_volunteer(world)
    make_volunteer(world, "钱进", team=make_team(world), skills=["law"])
    make_volunteer(world, "李和", state=VolunteerState.PAUSED)
    page = signed_in(world.community).get(url("volunteer-list", **query))
    assert sorted(row.person.name for row in page.context["table"].data) == sorted(names)


def test_a_phone_does_not_stay_in_the_address(world, signed_in):
    page = signed_in(world.community).get(url("volunteer-list", q="13600000001"))
    assert "号码不会留在网址里" in "".join(page.context["filter"].form.errors["q"])


@pytest.mark.parametrize(
    ("page", "make"),
    [
        ("volunteer-list", lambda w, n: make_volunteer(w, f"志愿者{n}", team=make_team(w, f"队{n}"))),
        ("team-list", lambda w, n: make_volunteer(w, f"志愿者{n}", team=make_team(w, f"队{n}"))),
        ("training-list", lambda w, n: make_training(w, f"培训{n}")),
        ("shift-list", lambda w, n: make_shift(w)),
        ("shiftsignup-list", lambda w, n: make_sign_up(make_shift(w), make_volunteer(w, f"志愿者{n}"))),
    ],
)
def test_lists_ask_the_same_for_one_and_three(world, signed_in, django_assert_num_queries, page, make):
    client = signed_in(world.district)
    make(world, 1)
    client.get(url(page))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url(page))
    make(world, 2), make(world, 3)
    with django_assert_num_queries(len(asked)):
        client.get(url(page))
    assert len(asked) <= 12


@pytest.mark.parametrize("page", ["volunteer-list", "team-list", "training-list", "shift-list", "shiftsignup-list"])
def test_lists_are_exported_with_masked_phones(world, signed_in, page):
    make_sign_up(make_shift(world), make_volunteer(world, phone="13600000001", team=make_team(world)))
    make_training(world)
    answer = signed_in(world.community).get(url(page, export=1))
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"13600000001" not in answer.content


@pytest.mark.parametrize("page", ["detail", "check-in"])
def test_a_shift_asks_the_same_for_one_and_three(world, signed_in, django_assert_num_queries, page):
    shift, client = make_shift(world), signed_in(world.worker)
    make_sign_up(shift, make_volunteer(world))
    address = url(f"shift-{page}", shift.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    for name in ("钱进", "李和"):
        make_sign_up(shift, make_volunteer(world, name))
    with django_assert_num_queries(len(asked)):
        client.get(address)
    assert len(asked) <= 20


# Teams and trainings


def test_team_pages(world, signed_in):
    client = signed_in(world.community)
    facts = {"name": "蓝天救援队", "kind": "rescue", "leader": "赵长河", "phone": "13600000007", "formal_members": "12"}
    client.post(url("team-create"), facts | {"organization": world.community_union.pk})
    team = Team.objects.get()
    assert (team.organization, team.is_active) == (world.community_union, True)
    page = text_of(client.get(team.get_absolute_url()))
    assert "136****0007" in page and "13600000007" not in page
    client.post(url("team-update", team.pk), facts | {"phone": "", "formal_members": "13", "is_active": "on"})
    team.refresh_from_db()
    assert (team.formal_members, team.phone) == (13, "13600000007")
    make_volunteer(world)
    answer = client.post(url("team-add", team.pk), {"volunteers": "孙有成\n"}, follow=True)
    assert answer.context["member_count"] == 1
    again = client.post(url("team-create"), facts | {"organization": world.community_union.pk})
    assert form_errors(again) == ["水源地社区联合工会已有同名队伍“蓝天救援队”。请换一个名称，或修改原有队伍。"]


def test_to_see_a_volunteer_is_not_to_put_them_into_a_team(world, signed_in, api):
    team, guest = make_team(world), make_volunteer(world, "钱进", organization=world.neighbour)
    make_sign_up(make_shift(world), guest)  # so that the contractor sees them
    page = signed_in(world.worker).post(url("team-add", team.pk), {"volunteers": "钱进"})
    assert form_errors(page) == ["其中有登记在其他组织的志愿者，不能由您编入队伍。请联系其登记的工会办理。"]
    answer = api(world.worker).post(f"/api/v1/teams/{team.pk}/add/", {"volunteers": [guest.pk]})
    assert (answer.status_code, team.volunteers.count()) == (409, 0)


def test_names_that_name_nobody_or_several(world, signed_in):
    team, client = make_team(world), signed_in(world.community)
    first, second = make_volunteer(world), make_volunteer(world)
    make_volunteer(world, "钱进", organization=world.stranger_union)
    errors = form_errors(client.post(url("team-add", team.pk), {"volunteers": "孙有成，钱进"}))
    assert errors == [
        f"“孙有成”有2人同名，请改填编号（{first.number}、{second.number}）；没有找到“钱进”。请改正后再提交。"
    ]
    client.post(url("team-add", team.pk), {"volunteers": first.number.lower()})
    assert list(team.volunteers.all()) == [first]


def test_training_page_takes_everybody_at_once(world, signed_in):
    client = signed_in(world.community)
    make_volunteer(world), make_volunteer(world, "钱进")
    facts = {"name": "急救", "held_on": timezone.localdate().isoformat(), "hours": "2.5", "volunteers": "孙有成\t钱进"}
    answer = client.post(url("training-create"), facts | {"organization": world.community_union.pk}, follow=True)
    assert answer.context["attended"] == 2
    for hours in ("NaN", "１２３", "0", "1.3", "1e9"):
        refused = client.post(
            url("training-create"), facts | {"organization": world.community_union.pk, "hours": hours}
        )
        assert form_errors(refused)
    assert (Training.objects.count(), TrainingRecord.objects.count()) == (1, 2)
    page = signed_in(world.community).get(url("volunteer-detail", Volunteer.objects.first().pk))
    assert page.context["training_hours"] == "2.5"


def test_a_training_names_only_volunteers_one_sees(world, signed_in):
    training = make_training(world)
    for volunteer in (make_volunteer(world), make_volunteer(world, "钱进", organization=world.neighbour)):
        TrainingRecord.objects.create(training=training, volunteer=volunteer, by=world.community)
    page = signed_in(world.community).get(training.get_absolute_url())
    assert [row.volunteer.person.name for row in page.context["records"]] == ["孙有成"]


# Shifts


def planned(w, **fields):
    project = make_project(w, ProjectState.ACTIVE)
    day = timezone.localdate() + timedelta(days=3)
    facts = {
        "project": project.pk, "name": "义诊引导", "content": "维持秩序", "venue": "职工之家", "places": "5",
        "lead": w.worker.pk, "on": day.isoformat(), "starts": "09:00", "ends": "12:00", "minimum_age": "16",
        "skills": ["law"], "risk": "无特别风险",
    }  # fmt: skip
    return facts | fields


def test_plan_publish_and_change(world, signed_in):
    client, facts = signed_in(world.worker), planned(world)
    answer = client.post(url("shift-create"), facts, follow=True)
    assert said(answer) == ["班次已建立，核对后发布招募"]
    shift = Shift.objects.get()
    client.post(url("shift-publish", shift.pk), {"note": ""})
    page = client.get(shift.get_absolute_url())
    assert page.context["code_svg"] and page.context["transitions"][0]["label"] == "签到签退"
    client.post(url("shift-update", shift.pk), facts | {"places": "8"})
    shift.refresh_from_db()
    assert (shift.state, shift.places) == (ShiftState.PUBLISHED, 8)


@pytest.mark.parametrize(
    "field", ["name", "places", "minimum_age", "on", "starts", "risk", "project", "lead", "session"]
)
@pytest.mark.parametrize("value", BAD)
def test_nonsense_makes_no_shift(world, signed_in, field, value):
    answer = signed_in(world.worker).post(url("shift-create"), planned(world, **{field: value}))
    if field in ("name", "risk") and value in ("１２３", "NaN", "-1"):
        assert answer.status_code == 302
    elif (field, value) == ("places", "１２３"):
        assert Shift.objects.get().places == 123
    else:
        assert form_errors(answer) and Shift.objects.count() == 0


def test_a_shift_says_when_its_session_is_off(world, signed_in):
    session = make_session(world)
    shift = make_shift(world, project=session.activity.project, session=session, starts_at=session.starts_at)
    client = signed_in(world.worker)
    assert client.get(shift.get_absolute_url()).context["warning"] == ""
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    assert "所属场次已取消" in client.get(shift.get_absolute_url()).context["warning"]


def test_one_tap_in_and_out(world, signed_in):
    shift = make_shift(world, starts_at=timezone.now() - timedelta(hours=1))
    sign_up, client = make_sign_up(shift, make_volunteer(world)), signed_in(world.worker)
    door = url("shift-check-in", shift.pk)
    assert url("shiftsignup-sign-in", sign_up.pk) in text_of(client.get(door))
    answer = client.post(url("shiftsignup-sign-in", sign_up.pk), follow=True)
    assert (said(answer), answer.context["here"]) == (["已签到"], 1)
    answer = client.post(url("shiftsignup-sign-out", sign_up.pk), follow=True)
    assert (said(answer), answer.context["gone"]) == (["已签退，服务时长待确认"], 1)
    client.post(url("shiftsignup-grade", sign_up.pk), {"grade": "5", "comment": "耐心"})
    sign_up.refresh_from_db()
    assert (sign_up.state, sign_up.grade) == (ShiftSignUpState.SIGNED_OUT, 5)


def test_a_late_tap_asks_for_the_moment(world, signed_in):
    shift = make_shift(world, starts_at=timezone.now() - timedelta(hours=9))
    sign_up, client = make_sign_up(shift, make_volunteer(world)), signed_in(world.worker)
    asked = client.post(url("shiftsignup-sign-in", sign_up.pk))
    assert "请填写实际时间补登" in form_errors(asked)[0]
    at = timezone.localtime(shift.starts_at).strftime("%Y-%m-%dT%H:%M")
    client.post(url("shiftsignup-sign-in", sign_up.pk), {"at": at})
    sign_up.refresh_from_db()
    assert sign_up.state == ShiftSignUpState.SIGNED_IN
    assert form_errors(client.post(url("shiftsignup-sign-out", sign_up.pk), {"at": "昨天"}))


def test_staff_sign_up_all_or_none(world, signed_in):
    shift, client = make_shift(world, places=2), signed_in(world.community)
    make_volunteer(world), make_volunteer(world, "钱进", state=VolunteerState.PAUSED)
    refused = client.post(url("shift-sign-up", shift.pk), {"volunteers": "孙有成 钱进"})
    assert form_errors(refused)[0].startswith("钱进：志愿者登记目前是“暂停”")
    assert ShiftSignUp.objects.count() == 0
    assert said(client.post(url("shift-sign-up", shift.pk), {"volunteers": "孙有成"}, follow=True)) == ["已报名1人"]


def test_the_screen_shows_a_code(world, signed_in):
    page = signed_in(world.worker).get(url("shift-screen", make_shift(world).pk))
    assert "志愿者签到签退二维码" in text_of(page)


# Figures


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
    assert volunteers_per_worker(world.ngo, organization=world.contractor) == Decimal("1.0")
    assert volunteers_per_worker(world.stranger) is None
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
