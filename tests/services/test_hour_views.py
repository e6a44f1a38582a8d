"""Pages and API of service hours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.enums import ProjectState
from services.enums import HourClaimState, HourSource
from services.models import HourClaim, HourCorrection
from tests.cast import ROLE_NAMES, make_project, make_session
from tests.services.build_hour import at, make_claim, make_correction
from tests.services.build_volunteer import make_volunteer
from tests.services.pages import footer, said, url

SEES = set(ROLE_NAMES) - {"expert", "stranger", "rival_head"}
UNIONS = {"city", "district", "street", "community"}
DECIDES = UNIONS | {"ngo", "worker", "supervisor"}
PAGES = {
    "hourclaim-detail": SEES,
    "hourclaim-confirm": DECIDES,
    "hourclaim-void": DECIDES,
    "hourclaim-correct": DECIDES,
    "hourcorrection-approve": DECIDES,
    "hourcorrection-reject": DECIDES,
}


@pytest.fixture
def project(world):
    """Carried out in the community, so that its contractor meets the volunteers."""
    return make_project(world, ProjectState.ACTIVE)


@pytest.mark.parametrize("name", PAGES)
def test_who_opens_which_page(world, signed_in, project, name):
    corrects = name.startswith("hourcorrection")
    row = make_claim(world, project=project, state="confirmed" if corrects else "pending")
    row = make_correction(world, row) if corrects else row
    codes = {role: signed_in(getattr(world, role)).get(url(name, row.pk)).status_code for role in ROLE_NAMES}
    assert {role for role, code in codes.items() if code == 200} == PAGES[name]
    assert {role for role, code in codes.items() if code == 404} == set(ROLE_NAMES) - SEES


@pytest.mark.parametrize("name", ["hourclaim-create", "hourclaim-confirm-many"])
def test_who_records_and_confirms(world, signed_in, name):
    codes = {role: signed_in(getattr(world, role)).get(url(name)).status_code for role in ROLE_NAMES}
    assert {role for role, code in codes.items() if code == 200} == DECIDES | {"stranger", "rival_head"}


def test_the_list_adds_up_the_hours(world, signed_in):
    volunteer = make_volunteer(world)
    make_claim(world, volunteer, 9, 12, HourClaimState.CONFIRMED)
    make_claim(world, volunteer, 13, 15.5)
    client = signed_in(world.community)
    assert footer(client.get(url("hourclaim-list")), "hours") == "5.5"
    assert footer(client.get(url("hourclaim-list", state="confirmed")), "hours") == "3.0"
    assert footer(client.get(url("hourclaim-list", source="project")), "hours") == "0.0"
    assert footer(client.get(url("hourclaim-list", volunteer=volunteer.pk, start="2020-01-01")), "hours") == "5.5"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions(world, signed_in, django_assert_num_queries, number):
    for _ in range(number):
        make_claim(world)
    client = signed_in(world.community)
    client.get(url("hourclaim-list"))
    with django_assert_num_queries(8):
        client.get(url("hourclaim-list"))


def post(world, **fields):
    day = at(0).date()
    defaults = {
        "source": "self",
        "volunteers": "孙有成",
        "on": day,
        "starts": "9:00",
        "ends": "11:00",
        "content": "送餐",
    }
    return defaults | fields


def test_staff_record_hours_of_several_volunteers(world, signed_in, project):
    make_volunteer(world), make_volunteer(world, "周小满")
    number = make_volunteer(world, "钱来").number
    form = post(world, source="project", project=project.pk, volunteers=f"孙有成\n周小满\n{number}\n孙有成\n")
    response = signed_in(world.worker).post(url("hourclaim-create"), form, follow=True)
    assert said(response) == ["已登记3人的时长，请由另一名社工或社区工会确认"]
    assert set(HourClaim.objects.values_list("hours", "source", "claimed_by", "organization")) == {
        (2, HourSource.PROJECT, world.worker.pk, world.community_union.pk)
    }


def test_a_session_fills_the_form(world, signed_in):
    session = make_session(world, starts_at=at(9))
    response = signed_in(world.worker).get(url("hourclaim-create", session=session.pk))
    assert response.context["form"].initial["starts"] == "09:00"
    make_volunteer(world)
    form = post(world, source="project", session=session.pk, ends="10:30")
    signed_in(world.worker).post(url("hourclaim-create"), form)
    claim = HourClaim.objects.get()
    assert (claim.session, claim.project, claim.hours) == (session, session.activity.project, 1.5)


def test_a_night_ends_the_next_morning(world, signed_in):
    make_volunteer(world)
    signed_in(world.community).post(url("hourclaim-create"), post(world, starts="22:00", ends="1:00"))
    assert HourClaim.objects.get().hours == 3


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"volunteers": "没有这个人"}, "没有在册的志愿者"),
        ({"volunteers": "同名"}, "有2位志愿者叫“同名”"),
        ({"volunteers": "\n".join(f"某{number}" for number in range(201))}, "一次不超过200人"),
        ({"volunteers": "x" * 10_001}, "10000"),
        ({"volunteers": "孙\0有成"}, "不能保存的字符"),
        ({"source": "project"}, "项目服务请选择所属项目"),
        ({"source": "shift"}, "没有这个选项"),
        ({"on": "1026-01-01"}, "2000年至2100年"),
        ({"on": "2099-01-01"}, "服务还没有结束"),
        ({"starts": "NaN"}, "有效的时间"),
        ({"ends": "9:05"}, "不足15分钟"),
        ({"content": " "}, "必填"),
    ],
)
def test_bad_input_gets_its_sentence_and_changes_nothing(world, signed_in, fields, text):
    make_volunteer(world), make_volunteer(world, "同名"), make_volunteer(world, "同名")
    response = signed_in(world.community).post(url("hourclaim-create"), post(world, **fields))
    assert response.status_code == 200
    assert text in str(response.context["form"].errors)
    assert HourClaim.objects.count() == 0


def test_full_width_digits_are_numbers_of_volunteers_too(world, signed_in):
    volunteer = make_volunteer(world)
    wide = volunteer.number.translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)})
    signed_in(world.community).post(url("hourclaim-create"), post(world, volunteers=wide))
    assert HourClaim.objects.get().volunteer == volunteer


def test_confirming_tells_what_counts(world, signed_in):
    volunteer = make_volunteer(world)
    make_claim(world, volunteer, source=HourSource.PROJECT, state=HourClaimState.CONFIRMED)
    row = make_claim(world, volunteer)
    response = signed_in(world.community).post(url("hourclaim-confirm", row.pk), follow=True)
    assert said(response)[0].startswith("这段时间已由第")
    row = make_claim(world, volunteer, 14, 16)
    response = signed_in(world.community).post(url("hourclaim-confirm", row.pk), follow=True)
    assert said(response) == ["已确认，计入2.0小时"]


def test_many_are_confirmed_together_and_one_refusal_stops_nobody(world, signed_in):
    volunteer, other = make_volunteer(world), make_volunteer(world, "周小满")
    good, twice = make_claim(world, volunteer), make_claim(world, volunteer, source=HourSource.PROJECT)
    own, long = make_claim(world, other, claimed_by=world.community), make_claim(world, other, 13, 22)
    client = signed_in(world.community)
    page = client.get(url("hourclaim-confirm-many"))
    assert [row.pk for row in page.context["rows"] if row.is_offered] == [good.pk, twice.pk, long.pk]
    ticked = {"claims": [good.pk, twice.pk, own.pk, long.pk]}
    response = client.post(url("hourclaim-confirm-many"), ticked, follow=True)
    assert said(response)[0] == "已确认1笔，另有1笔重复不计"
    assert [text[:3] for text in said(response)[1:]] == ["周小满"] * 2
    states = {row.pk: row.state for row in HourClaim.objects.all()}
    assert states == {good.pk: "void", twice.pk: "confirmed", own.pk: "pending", long.pk: "pending"}


def test_nothing_ticked_and_foreign_rows_are_refused(world, signed_in):
    claim = make_claim(world)
    client = signed_in(world.stranger)
    for ticked in ({}, {"claims": [claim.pk]}, {"claims": ["１２x"]}):
        assert client.post(url("hourclaim-confirm-many"), ticked).context["form"].errors
    claim.refresh_from_db()
    assert claim.state == HourClaimState.PENDING


def test_batch_confirmation_asks_the_same_for_one_and_three(world, signed_in):
    client, counts = signed_in(world.community), []
    for number in (1, 2):
        for _ in range(number):
            make_claim(world)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url("hourclaim-confirm-many"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_both_values_of_a_correction_are_shown(world, signed_in, project):
    row = make_claim(world, state=HourClaimState.CONFIRMED, project=project)
    form = {"on": row.served_on, "starts": "9:00", "ends": "11:00", "reason": "签退时间记错"}
    signed_in(world.worker).post(url("hourclaim-correct", row.pk), form)
    correction = HourCorrection.objects.get()
    signed_in(world.community).post(url("hourcorrection-approve", correction.pk))
    page = signed_in(world.worker).get(url("hourclaim-detail", row.pk)).content.decode()
    assert "3.0小时" in page and "2.0小时" in page and "已更正" in page


def test_api_claims_confirms_and_corrects(world, api):
    volunteer = make_volunteer(world)
    body = {
        "volunteer": volunteer.pk, "source": "self", "starts_at": at(9).isoformat(), "ends_at": at(12).isoformat(),
        "content": "送餐",
    }  # fmt: skip
    made = api(world.community).post("/api/v1/hours/", body)
    assert (made.status_code, made.data["hours"]) == (201, "3.0")
    path = f"/api/v1/hours/{made.data['id']}/"
    assert api(world.community).post(f"{path}confirm/", {}).status_code == 409
    confirmed = api(world.street).post(f"{path}confirm/", {})
    assert (confirmed.data["state"], len(confirmed.data["counted"])) == ("confirmed", 1)
    body = {"starts_at": at(9).isoformat(), "ends_at": at(10).isoformat(), "reason": "记错"}
    correction = api(world.community).post(f"{path}correct/", body).data
    approve = f"/api/v1/hour-corrections/{correction['id']}/approve/"
    assert api(world.community).post(approve, {}).status_code == 409
    assert api(world.street).post(approve, {}).data["state"] == "approved"
    assert api(world.leader).post(f"{path}void/", {"note": "x"}).status_code == 403
    assert api(world.street).post(f"{path}void/", {"note": "登记错人"}).data["state"] == "void"
    assert api(world.stranger).post("/api/v1/hours/", body | {"volunteer": volunteer.pk}).status_code == 400


@pytest.mark.parametrize("value", ["a\0b", "9" * 40, "-1", "NaN", "0001-01-01"])
@pytest.mark.parametrize(
    "name", ["hourclaim-list", "hourclaim-create", "hourclaim-confirm-many", "starapplication-list", "ranking-list"]
)
def test_no_page_falls_over_nonsense(world, signed_in, name, value):
    make_claim(world)
    client = signed_in(world.city)
    for field in ("volunteer", "team", "project", "session", "worker", "source", "star", "correcting", "start", "q"):
        assert client.get(url(name), {field: value}).status_code == 200
