"""An enterprise's list: read from text or Excel, every line with its result, in one transaction."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from xlsxwriter import Workbook

from core.errors import DomainError
from orgs.models import Person, PersonEvent
from services import operations
from services.group_lists import LINES, Line, from_file, from_text
from services.models import GroupSignUp, Registration
from tests.cast import make_activity, make_session, make_world
from tests.racing import together
from tests.services.build_registration import make_person, make_registration

WHO = {"enterprise": "沈水食品厂", "contact_name": "白洁", "contact_phone": "13900000001"}


def lines(*people):
    return [Line(number, *person) for number, person in enumerate(people, start=1)]


def staff(count, start=0):
    return lines(*[(f"工人{n}", f"136{n:08}") for n in range(start, start + count)])


def sheet(rows, name="名单.xlsx"):
    buffer = io.BytesIO()
    with Workbook(buffer, {"default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return SimpleUploadedFile(name, buffer.getvalue())


def verdicts(outcome):
    return [line.verdict for line in outcome.lines]


def refused(match, call, *args, **kwargs):
    with pytest.raises(DomainError, match=match):
        call(*args, **kwargs)


# Reading


def test_lines_are_read_with_any_mark_between():
    read = from_text(
        "姓名 手机号\n王小芳\t13800000001\r\n\n李强，13800000002，1990-06-01\n周明,13800000003, 19850203\n"
    )
    assert [(line.number, line.name, line.phone, line.birth_date) for line in read] == [
        (2, "王小芳", "13800000001", None),
        (4, "李强", "13800000002", date(1990, 6, 1)),
        (5, "周明", "13800000003", date(1985, 2, 3)),
    ]


@pytest.mark.parametrize("born", ["明年", "1990-13-01", "2990-01-01", "1800-01-01"])
def test_a_wrong_birth_date_is_the_lines_problem(born):
    assert "出生日期不正确" in from_text(f"王小芳 13800000001 {born}")[0].problem


def test_excel_keeps_phones_as_numbers_and_days_as_dates():
    read = from_file(
        sheet([["姓名", "手机号", "出生日期"], ["王小芳", 13800000001, date(1990, 6, 1)], ["李强", "13800000002"]])
    )
    assert [(line.number, line.name, line.phone, line.birth_date) for line in read] == [
        (2, "王小芳", "13800000001", date(1990, 6, 1)),
        (3, "李强", "13800000002", None),
    ]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"not a workbook", "不是 Excel"),
        (b"PK\x03\x04broken", "不是 Excel"),
        (b"x" * (1024 * 1024 + 1), "超过1MB"),
    ],
)
def test_other_files_are_refused(content, match):
    refused(match, from_file, SimpleUploadedFile("名单.xlsx", content))


def workbook(*cells):
    buffer = io.BytesIO()
    with Workbook(buffer) as book:
        page = book.add_worksheet()
        for row, column, value in cells:
            page.write(row, column, value)
    return buffer.getvalue()


def repacked(content, change):
    """The archive with each part's ``change(name, bytes)``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, change(name, source.read(name)))
    return made.getvalue()


PERSON = (0, 0, "王小芳"), (0, 1, "13800000001")


@pytest.mark.parametrize(
    "content",
    [
        workbook(*PERSON, (1_048_575, 16_383, "x")),
        workbook(*PERSON, (1_048_575, 2, "x")),
        workbook(*PERSON, (1, 16_383, "x")),
        repacked(workbook(*PERSON), lambda _, part: part.replace(b'<row r="1"', b"<x:row  r = '1048576'")),
        repacked(workbook(*PERSON), lambda _, part: part.replace(b'r="B1"', b'r="&#88;FD1048576"')),
        repacked(workbook(*PERSON), lambda _, part: part + b" " * 21 * 1024 * 1024 if b"sheetData" in part else part),
    ],
)
def test_a_small_file_cannot_ask_for_much_memory(content):
    refused("展开后太大", from_file, SimpleUploadedFile("名单.xlsx", content))


def test_a_sheet_in_another_encoding_is_refused():
    content = repacked(
        workbook(*PERSON), lambda _, part: part.decode().encode("utf-16") if b"sheetData" in part else part
    )
    refused("损坏", from_file, SimpleUploadedFile("名单.xlsx", content))


def test_a_file_with_a_password_is_refused():
    packed = bytearray(workbook(*PERSON))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # as if every part asked for a password
        start = packed.find(mark)
        while start >= 0:
            packed[start + offset] |= 1
            start = packed.find(mark, start + 4)
    refused("损坏", from_file, SimpleUploadedFile("名单.xlsx", bytes(packed)))


@pytest.mark.parametrize(("text", "match"), [("", "没有人"), ("姓名 手机号", "没有人"), ("a 1\n" * 501, "超过500人")])
def test_lists_of_nobody_or_too_many(text, match):
    refused(match, from_text, text)


# Signing up


def test_places_first_then_the_line_in_the_lists_order(world):
    session = make_session(world, capacity=2)
    outcome = operations.sign_up_group(session, by=world.community, **WHO, lines=staff(4))
    assert verdicts(outcome) == ["已报名", "已报名", "候补", "候补"]
    names = [row.person.name for row in session.registrations.order_by("pk")]
    assert names == ["工人0", "工人1", "工人2", "工人3"]
    group = GroupSignUp.objects.get()
    assert (group.by, group.contact_phone, group.registrations.count()) == (world.community, "13900000001", 4)
    assert (PersonEvent.objects.filter(kind="register").count(), Person.objects.count()) == (4, 4)
    assert {event.kind for row in group.registrations.all() for event in row.events.all()} == {"create"}


def test_every_line_says_what_became_of_it(world):
    session = make_session(world)
    known = make_person(world.community_union, "王小芳", "13800000001")
    make_registration(session, person=known)
    outcome = operations.sign_up_group(
        session,
        by=world.worker,
        **WHO,
        lines=lines(
            ("王小芳", "13800000001"), ("李强", "１３８００００００２２"), ("李强", "13800000022"), ("", "13800000003"),
            ("周明", "12345"), ("吴刚", "13800000004", None, "出生日期不正确。"),
        ),
    )  # fmt: skip
    assert [(line.number, line.verdict) for line in outcome.lines] == [
        (1, "已报过"), (2, "已报名"), (3, "错误"), (4, "错误"), (5, "错误"), (6, "错误"),
    ]  # fmt: skip
    assert [line.text for line in outcome.lines][2:5] == [
        "名单里前面已经有这个人。", "没有姓名，无法登记。请填写姓名。", "手机号不正确，请填写11位手机号。",
    ]  # fmt: skip


def test_the_same_list_twice_signs_nobody_up_twice(world):
    session = make_session(world)
    for expected in ("已报名", "已报过"):
        outcome = operations.sign_up_group(session, by=world.worker, **WHO, lines=staff(3))
        assert verdicts(outcome) == [expected] * 3
    assert (outcome.group, GroupSignUp.objects.count(), Person.objects.count()) == (None, 1, 3)


def test_minors_and_the_too_young_are_errors(world):
    session = make_session(world, make_activity(world, minimum_age=16))
    today = timezone.localdate()
    ages = [today - timedelta(days=365 * years + 30) for years in (40, 17, 12)]
    people = [(f"工人{n}", f"136{n:08}", day) for n, day in enumerate(ages)] + [("没写", "13600000009")]
    outcome = operations.sign_up_group(session, by=world.worker, **WHO, lines=lines(*people))
    assert verdicts(outcome) == ["已报名", "错误", "错误", "错误"]
    assert "监护人" in outcome.lines[1].text
    assert "年满16周岁" in outcome.lines[2].text


def test_with_approval_everybody_waits_for_the_desk(world):
    session = make_session(world, make_activity(world, needs_approval=True))
    assert verdicts(operations.sign_up_group(session, by=world.worker, **WHO, lines=staff(2))) == ["待审核"] * 2


def test_five_hundred_cost_as_many_queries_as_three(world, django_assert_num_queries):
    session = make_session(world, capacity=100)
    with django_assert_num_queries(13):
        operations.sign_up_group(session, by=world.worker, **WHO, lines=staff(3))
    with django_assert_num_queries(13):
        outcome = operations.sign_up_group(session, by=world.worker, **WHO, lines=staff(LINES, start=100))
    assert (outcome.count("已报名"), outcome.count("候补")) == (97, 403)


@pytest.mark.parametrize(
    ("fields", "match"),
    [({"contact_phone": "x"}, "联系人电话"), ({"lines": []}, "1至500人"), ({"lines": staff(501)}, "1至500人")],
)
def test_a_list_that_cannot_be_taken_changes_nothing(world, fields, match):
    session = make_session(world)
    refused(match, operations.sign_up_group, session, by=world.worker, **(WHO | {"lines": staff(1)} | fields))
    assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_lists_and_one_person_at_once():
    world = make_world()
    session = make_session(world, make_activity(world), capacity=10)
    together(
        lambda: operations.sign_up_group(session, by=world.worker, **WHO, lines=staff(20)),
        lambda: operations.sign_up_group(session, by=world.ngo, **WHO, lines=staff(20, start=10)[::-1]),
        *[lambda n=n: operations.register_participant(session, name=f"工人{n}", phone=f"136{n:08}") for n in (5, 15)],
    )
    session.refresh_from_db()
    assert (session.registered, session.waiting, Person.objects.count()) == (10, 20, 30)
    rows = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(rows) == ["registered"] * 10 + ["waiting"] * 20


# Pages


@pytest.fixture
def phone():
    cache.clear()
    return Client(enforce_csrf_checks=True)


def test_the_public_page_only_where_the_activity_takes_groups(world, phone):
    closed, opened = make_session(world), make_session(world, make_activity(world, takes_groups=True))
    path = reverse("public:group-sign-up", args=[closed.token])
    assert "不接受网上集体报名" in phone.get(path).content.decode()
    data = WHO | {"text": "王小芳 13800000001\n李强 12"}
    assert "不接受网上集体报名" in phone.post(path, data).content.decode()
    assert Person.objects.count() == 0
    response = phone.post(reverse("public:group-sign-up", args=[opened.token]), data)
    assert [line.verdict for line in response.context["outcome"].lines] == ["已提交", "错误"]
    assert len(phone.cookies) == 0


def test_one_address_hands_in_so_many_lists(world, phone, settings):
    settings.PUBLIC_LISTS_PER_HOUR = 1
    path = reverse("public:group-sign-up", args=[make_session(world, make_activity(world, takes_groups=True)).token])
    codes = [phone.post(path, WHO | {"text": f"王小芳 1380000000{number}"}).status_code for number in range(2)]
    assert (codes, Person.objects.count()) == ([200, 429], 1)


def test_the_public_page_takes_a_file_and_offers_the_template(world, phone):
    session = make_session(world, make_activity(world, takes_groups=True))
    file = sheet([["姓名", "手机号"], ["王小芳", "13800000001"]])
    response = phone.post(reverse("public:group-sign-up", args=[session.token]), WHO | {"file": file})
    assert response.context["tally"] == [("已提交", 1)]
    template = phone.get(reverse("public:group-template", args=[session.token]))
    refused("没有人", from_file, SimpleUploadedFile("x.xlsx", template.content))


def test_the_staff_page_shows_each_line(world, signed_in):
    session = make_session(world)
    path = reverse("services:session-sign-up-group", args=[session.pk])
    response = signed_in(world.community).post(path, WHO | {"text": "王小芳 13800000001"})
    assert [line.verdict for line in response.context["outcome"].lines] == ["已报名"]
    response = signed_in(world.community).post(path, WHO | {"text": ""})
    assert response.context["form"].errors["text"] == ["名单里没有人。请每行写一个人：姓名 手机号。"]


def test_over_the_api(world, api):
    session = make_session(world)
    body = WHO | {"lines": [{"name": "王小芳", "phone": "13800000001"}, {"name": "", "phone": "1"}]}
    response = api(world.worker).post(f"/api/v1/sessions/{session.pk}/sign-up-group/", body)
    assert (response.status_code, [line["verdict"] for line in response.data["lines"]]) == (201, ["已报名", "错误"])
