"""The service record: certificate, export in the national field groups, ranking."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from core.errors import DomainError
from orgs.models import PersonEvent
from orgs.operations import update_person
from projects.enums import ProjectState
from services import operations
from services.enums import CertificateState, HourClaimState
from services.models import Certificate, HourClaim, Volunteer
from services.queries.certificate import is_valid
from services.queries.ranking import community_ranking
from tests.cast import ROLE_NAMES, make_project
from tests.services.build_hour import at, make_claim
from tests.services.build_volunteer import make_training, make_volunteer
from tests.services.pages import url

CONFIRMED = HourClaimState.CONFIRMED
UNIONS = {"city", "district", "street", "community"}
FIRST = date(2020, 1, 1)


def today():
    return timezone.localdate()


@pytest.fixture
def volunteer(world):
    volunteer = make_volunteer(world, agrees_to_ranking=True)
    make_claim(world, volunteer, 9, 12, CONFIRMED, days_ago=4, content="送餐")
    make_claim(world, volunteer, 9, 10.5, CONFIRMED, days_ago=3, content="陪诊")
    make_claim(world, volunteer, 13, 15, days_ago=3)
    return volunteer


def ask(volunteer, by=None, start=FIRST, end=None):
    return operations.request_record(volunteer, by=by, starts_on=start, ends_on=end or today())


def test_a_certificate_lists_what_is_confirmed_on_the_day_of_issue(world, volunteer):
    certificate = ask(volunteer)
    operations.confirm_hours(volunteer.claims.get(state="pending"), by=world.worker)
    certificate = operations.issue_certificate(certificate, by=world.community)
    assert (certificate.hours, [line["what"] for line in certificate.lines]) == (
        Decimal("6.5"), ["送餐", "陪诊", "为独居老人送餐"],
    )  # fmt: skip
    assert certificate.lines[0] == {"on": f"{at(9, 4):%Y-%m-%d}", "what": "送餐", "hours": "3.0"}
    assert certificate.number.startswith(f"ZY-{today().year}-")
    assert is_valid(certificate)


def test_a_certificate_of_hours_taken_back_is_no_longer_valid(world, volunteer, client):
    certificate = operations.issue_certificate(ask(volunteer), by=world.community)
    assert "证明有效" in client.get(certificate.get_public_url()).content.decode()
    operations.void_hours(HourClaim.objects.confirmed().first(), by=world.community, note="登记错人")
    assert "证明已失效" in client.get(certificate.get_public_url()).content.decode()


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (FIRST, date(2020, 1, 2), "没有已确认的服务时长"),
        (FIRST, date(2099, 1, 1), "今天之前"),
        (date(2026, 1, 2), date(2026, 1, 1), "早于起始日期"),
    ],
)
def test_request_record_refuses(volunteer, start, end, text):
    with pytest.raises(DomainError, match=text):
        ask(volunteer, start=start, end=end)
    assert Certificate.objects.count() == 0


def test_one_request_waits_at_a_time(volunteer):
    ask(volunteer)
    with pytest.raises(DomainError, match="等待出具"):
        ask(volunteer)


def test_the_page_asks_and_leads_to_the_certificate(world, signed_in, volunteer):
    client = signed_in(world.community)
    assert client.post(url("volunteer-record", volunteer.pk), {"starts_on": "NaN"}).context["form"].errors
    form = {"starts_on": FIRST, "ends_on": today()}
    response = client.post(url("volunteer-record", volunteer.pk), form)
    certificate = Certificate.objects.get()
    assert (response.url, certificate.state) == (certificate.get_absolute_url(), CertificateState.REQUESTED)


def export(client, world, **fields):
    form = {"organization": world.community_union.pk, "starts_on": FIRST, "ends_on": today()} | fields
    return client.post(url("record-export"), form)


def sheets(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_export_has_the_five_groups_and_masks_numbers(world, signed_in, volunteer):
    training = make_training(world)
    operations.record_training(training, by=world.community, volunteers=[volunteer])
    operations.add_award(volunteer, by=world.community, title="优秀志愿者", awarded_by="区总工会", awarded_on=today())
    groups = sheets(export(signed_in(world.community), world))
    assert list(groups) == ["个人基本信息", "志愿服务情况", "培训情况", "表彰奖励情况", "被投诉和评价情况"]
    assert [len(rows) for rows in groups.values()] == [2, 3, 2, 2, 1]
    person = dict(zip(*groups["个人基本信息"], strict=True))
    assert (person["手机号"], person["累计服务时长（小时）"]) == (volunteer.person.masked_phone, 4.5)
    assert PersonEvent.objects.filter(kind="reveal").count() == 0


def test_plain_numbers_take_a_reason_and_leave_a_trace(world, signed_in, volunteer):
    client = signed_in(world.community)
    assert "请写明事由" in str(export(client, world, plain="on").context["form"].errors)
    groups = sheets(export(client, world, plain="on", reason="补录全国系统"))
    assert dict(zip(*groups["个人基本信息"], strict=True))["手机号"] == volunteer.person.phone
    event = PersonEvent.objects.get(kind="reveal")
    assert (event.subject, event.by, event.note) == (
        volunteer.person, world.community, "导出志愿服务记录：补录全国系统",
    )  # fmt: skip


def test_identity_numbers_are_for_who_keeps_the_record(world, volunteer):
    make_project(world, ProjectState.ACTIVE)  # what lets the contractor know this community's volunteers
    update_person(volunteer.person, by=world.community, id_number="210102199001011237")
    shown = {}
    for user in (world.community, world.worker):
        rows = Volunteer.objects.visible_to(user)
        groups = operations.export_records(rows, by=user, start=FIRST, end=today(), plain=True, reason="补录全国系统")
        row = dict(zip(*groups["个人基本信息"], strict=True))
        shown[user.username] = (row["证件号"], row["手机号"])
    plain = volunteer.person.phone
    assert shown == {"community": ("210102199001011237", plain), "worker": ("210***********1237", plain)}


def test_nobody_exports_volunteers_of_others(world, signed_in, volunteer):
    assert export(signed_in(world.stranger), world).context["form"].errors
    codes = {role: signed_in(getattr(world, role)).get(url("record-export")).status_code for role in ROLE_NAMES}
    assert {role for role, code in codes.items() if code == 200} == UNIONS | {"ngo", "worker", "stranger", "rival_head"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_export_asks_the_same_number_of_questions(world, django_assert_num_queries, number):
    for _ in range(number):
        make_claim(world, state=CONFIRMED)
    rows = Volunteer.objects.visible_to(world.community)
    operations.export_records(rows, by=world.community, start=FIRST, end=today())
    with django_assert_num_queries(8):
        sheets = operations.export_records(rows, by=world.community, start=FIRST, end=today())
        [list(group) for group in sheets.values()]


def test_rankings_hold_only_who_agreed(world, signed_in, volunteer):
    shy = make_volunteer(world, "周小满")
    make_claim(world, shy, 8, 16, CONFIRMED)
    same = make_volunteer(world, "钱来", agrees_to_ranking=True)
    make_claim(world, same, 8, 12.5, CONFIRMED)
    client = signed_in(world.community)
    page = client.get(url("ranking-list"))
    assert [(row.person.name, row.place, row.served) for row in page.context["table"].data] == [
        ("孙有成", 1, Decimal("4.5")), ("钱来", 1, Decimal("4.5")),
    ]  # fmt: skip
    end = today() - timedelta(days=4)
    page = client.get(url("ranking-list", end=end))
    assert [(row.person.name, row.served) for row in page.context["table"].data] == [("孙有成", 3)]
    operations.set_ranking(volunteer, agrees=False)
    assert client.get(url("ranking-list")).context["total"] == 1
    assert volunteer.events.last().note == "退出排行"
    assert community_ranking(world.community_union, FIRST, today()) == [{"place": 1, "name": "钱*", "hours": 4.5}]


def test_staff_enter_and_leave_a_ranking_for_a_volunteer(world, signed_in, volunteer):
    client = signed_in(world.worker)
    assert client.get(url("volunteer-ranking", volunteer.pk)).status_code == 404  # of another union
    client = signed_in(world.community)
    assert client.post(url("volunteer-ranking", volunteer.pk), {"agrees": "maybe"}).context["form"].errors
    client.post(url("volunteer-ranking", volunteer.pk), {"agrees": "no"})
    volunteer.refresh_from_db()
    assert volunteer.agrees_to_ranking is False


@pytest.mark.parametrize("number", [1, 3])
def test_the_ranking_asks_the_same_number_of_questions(world, signed_in, django_assert_num_queries, number):
    for _ in range(number):
        make_claim(world, make_volunteer(world, agrees_to_ranking=True), state=CONFIRMED)
    client = signed_in(world.community)
    client.get(url("ranking-list"))
    with django_assert_num_queries(8):
        client.get(url("ranking-list"))


def test_the_fragment_says_which_star_is_within_reach(world, signed_in, volunteer):
    page = signed_in(world.community).get(url("volunteer-hours-fragment", volunteer.pk))
    assert (page.context["pending"], page.context["star"], len(page.context["claims"])) == (1, 0, 3)
    assert signed_in(world.community).get(url("volunteer-detail", volunteer.pk)).status_code == 200
