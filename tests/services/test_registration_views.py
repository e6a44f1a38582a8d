"""Pages and API of registrations: lists, deciding, the form's editor, and the public pages in every state."""

import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.models import TextMessage
from services import operations
from services.models import FormField, Registration
from services.phone_codes import new_pass
from services.tickets import registration_ticket
from tests.cast import ROLE_NAMES, make_activity, make_session
from tests.services.build_registration import make_question, make_registration
from tests.services.pages import footer, said, url

WANG = {"name": "王小芳", "phone": "13800000001"}
AT_THE_DOOR = {"ngo", "worker", "street", "community"}
CONTRACTOR = {"ngo", "worker"}


@pytest.fixture
def phone():
    cache.clear()
    return Client(enforce_csrf_checks=True)


def text_of(response):
    return response.content.decode()


def page_of(row):
    return reverse("public:registration", args=[registration_ticket(row)])


def state_of(row):
    return Registration.objects.get(pk=row.pk).state


# Who may


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        ("approve_registration", AT_THE_DOOR),
        ("queue_registration", AT_THE_DOOR),
        ("reject_registration", AT_THE_DOOR),
        ("accept_registration", AT_THE_DOOR),
        ("approve_registrations", AT_THE_DOOR),
        ("sign_up_group", AT_THE_DOOR),
        ("update_sign_up", CONTRACTOR),
        ("add_question", CONTRACTOR),
        ("update_question", CONTRACTOR),
        ("move_question", CONTRACTOR),
        ("remove_question", CONTRACTOR),
    ],
)
def test_permissions(world, session, operation, allowed):
    subjects = {
        "registration": Registration(session=session),
        "registrations": session,
        "group": session,
        "up": session.activity,
        "question": FormField(activity=session.activity),
    }
    row = session.activity if operation == "add_question" else subjects[operation.split("_")[-1]]
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"services.{operation}", row)}
    assert may == allowed
    assert not world.worker.has_perm(f"services.{operation}", None)


# Lists


def test_list_costs_the_same_for_one_and_three_rows(world, signed_in, session, django_assert_num_queries):
    client = signed_in(world.worker)
    for rows in (1, 2):
        for _ in range(rows):
            make_registration(session)
        client.get(url("registration-list"))
        with django_assert_num_queries(8):
            assert client.get(url("registration-list")).status_code == 200


def test_every_figure_of_a_session_leads_to_its_rows(world, signed_in, session):
    for state in ("registered", "registered", "offered", "waiting", "waiting", "waiting", "cancelled"):
        make_registration(session, state)
    client = signed_in(world.worker)
    figures = client.get(session.get_absolute_url()).context["in_line"]
    rows = {figure["label"]: client.get(figure["url"]).context["total"] for figure in figures}
    assert rows == {figure["label"]: figure["number"] for figure in figures} == {"已报名": 2, "待确认": 1, "候补": 3}
    seen = signed_in(world.leader).get(session.get_absolute_url()).context["in_line"]
    assert [figure["url"] for figure in seen] == ["", "", ""]


def test_the_figure_of_who_came_leads_to_what_counts(world, signed_in, running, come):
    operations.check_in_person(running, by=world.worker, name="志愿者甲", phone="13800000077", role="volunteer")
    come(running, "王小芳")
    operations.record_headcount(running, by=world.worker, headcount=3)
    operations.hold_session(running, by=world.worker)
    client = signed_in(world.worker)
    page = client.get(client.get(running.get_absolute_url()).context["times_url"])
    assert (footer(page, "headcount"), page.context["total"]) == ("4", 2)


def test_absence_is_derived_once_the_session_was_held(world, signed_in, running, come):
    there, away, waiting = (make_registration(running, state) for state in ("registered", "registered", "waiting"))
    client = signed_in(world.worker)
    page = client.get(url("registration-list", session=running.pk))
    assert {row.get_cell("came") for row in page.context["table"].rows} == {"—"}
    operations.check_in_registration(there, by=world.worker)
    operations.hold_session(running, by=world.worker)
    page = client.get(url("registration-list", session=running.pk))
    cells = {row.record.pk: row.get_cell("came") for row in page.context["table"].rows}
    assert cells == {there.pk: "已到", away.pk: "缺席", waiting.pk: "—"}
    for came, expected in (("yes", there), ("no", away)):
        page = client.get(url("registration-list", session=running.pk, came=came))
        assert [row.record for row in page.context["table"].rows] == [expected]


def test_answers_are_in_the_export_only(world, signed_in, session):
    question = make_question(session.activity, "过敏")
    operations.register_participant(session, **WANG, answers={question.pk: "花生"})
    client = signed_in(world.worker)
    assert "花生" not in text_of(client.get(url("registration-list")))
    content = client.get(url("registration-list", export=1)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][rows[0].index("报名表")] == "过敏：花生"


def test_the_record_shows_answers_and_guardian(world, signed_in, session):
    question = make_question(session.activity, "过敏")
    row = operations.register_participant(session, **WANG, answers={question.pk: "<b>花生"})
    Registration.objects.filter(pk=row.pk).update(guardian_name="王建国")
    page = text_of(signed_in(world.community).get(row.get_absolute_url()))
    assert "&lt;b&gt;花生" in page
    assert "王建国" in page
    assert "13800000001" not in page


def test_registrations_are_for_those_who_meet_the_people(world, signed_in, api, session):
    row = make_registration(session)
    Registration.objects.filter(pk=row.pk).update(guardian_name="王建国", guardian_phone="13900000017")
    meets = {"city", "district", "street", "community", "party", "ngo", "worker", "supervisor"}
    rings = AT_THE_DOOR
    for name in ROLE_NAMES:
        page = signed_in(getattr(world, name)).get(row.get_absolute_url())
        listed = api(getattr(world, name)).get("/api/v1/registrations/").data["count"]
        assert (page.status_code, listed) == ((200, 1) if name in meets else (404, 0)), name
        if name in meets:
            shown = [number in text_of(page) for number in ("13900000017", "139****0017")]
            assert shown == [name in rings, name not in rings], name


# Deciding


@pytest.mark.parametrize(
    ("verb", "start", "data", "state"),
    [
        ("approve", "pending", {}, "registered"),
        ("queue", "pending", {}, "offered"),
        ("reject", "pending", {"note": "不符合条件"}, "rejected"),
        ("accept", "offered", {}, "registered"),
        ("cancel", "registered", {}, "cancelled"),
    ],
)
def test_pages_and_api_decide(world, signed_in, api, session, verb, start, data, state):
    row = make_registration(session, start)
    response = signed_in(world.worker).post(url(f"registration-{verb}", row.pk), data)
    assert (response.status_code, state_of(row)) == (302, state)
    row = make_registration(session, start)
    response = api(world.worker).post(f"/api/v1/registrations/{row.pk}/{verb}/", data)
    assert (response.status_code, state_of(row)) == (200, state)
    path = f"/api/v1/registrations/{row.pk}/{verb}/"
    assert [api(user).post(path, data).status_code for user in (world.party, world.leader)] == [403, 404]


def test_approving_many_from_the_list(world, signed_in, session):
    rows = [make_registration(session, "pending") for _ in range(3)]
    client = signed_in(world.community)
    page = client.get(url("registration-list", session=session.pk))
    assert page.context["actions"][0]["label"] == "审核报名（3人）"
    path = url("session-approve-registrations", session.pk)
    response = client.post(path, {"registrations": [rows[0].pk, rows[2].pk]}, follow=True)
    assert [state_of(row) for row in rows] == ["registered", "pending", "registered"]
    assert said(response) == ["已通过"]
    assert client.post(path, {}).context["form"].errors["registrations"] == ["请至少选择一个人。"]
    assert client.post(path, {"registrations": [rows[0].pk]}).context["form"].errors["registrations"] == [
        "名单有变化，请刷新页面重新选择。"
    ]


@pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "０"])
def test_a_made_up_session_in_the_list(world, signed_in, value):
    assert signed_in(world.worker).get(url("registration-list", session=value)).status_code == 200


# The form's editor


def test_the_form_is_edited_on_its_page(world, signed_in, activity):
    client = signed_in(world.worker)
    path = url("activity-sign-up", activity.pk)
    client.post(path, {"needs_approval": "on", "hold_hours": "2", "minimum_age": "", "priority_groups": ["hardship"]})
    activity.refresh_from_db()
    assert (activity.needs_approval, activity.hold_hours, activity.priority_groups) == (True, 2, ["hardship"])
    client.post(path, {"hold_hours": "2", "minimum_age": "", "asks_location": "on"})
    activity.refresh_from_db()
    assert (activity.needs_approval, activity.asks_location) == (False, True)
    add = url("activity-add-question", activity.pk)
    client.post(add, {"label": "尺码", "kind": "choice", "choices": "M\nL\n"})
    client.post(add, {"label": "忌口", "kind": "text"})
    first, second = activity.form_fields.asked()
    assert first.choices == ["M", "L"]
    client.post(url("formfield-move", second.pk), {"up": "1"})
    assert list(activity.form_fields.asked()) == [second, first]
    client.post(url("formfield-update", second.pk), {"label": "过敏", "kind": "text", "is_required": "on"})
    client.post(url("formfield-remove", first.pk))
    assert [(row.label, row.is_required) for row in activity.form_fields.asked()] == [("过敏", True)]
    assert client.post(add, {"label": "过敏", "kind": "text"}).context["form"].non_field_errors() == [
        "报名表里已经有“过敏”。"
    ]


# On the phone


def test_the_form_asks_what_the_activity_wants(world, phone):
    session = make_session(world, make_activity(world, minimum_age=0))
    question = make_question(session.activity, "尺码", "choice", choices=["M", "L"], is_required=True, hint="男款")
    text = text_of(phone.get(session.get_public_url()))
    assert [word in text for word in ("尺码", "男款", "出生日期", "监护人电话", "<script")] == [True] * 4 + [False]
    data = WANG | {"birth_date": "1990-01-01", f"question-{question.pk}": "XL"}
    response = phone.post(session.get_public_url(), data)
    assert response.context["form"].errors == {f"question-{question.pk}": ["请从列出的选项中选择。"]}
    response = phone.post(session.get_public_url(), data | {f"question-{question.pk}": "L", "birth_date": "1890-01-01"})
    assert response.context["form"].errors == {"birth_date": ["出生日期不正确，请核对年份。"]}
    phone.post(session.get_public_url(), data | {f"question-{question.pk}": "L"})
    assert "L" in Registration.objects.get().answers


def test_group_membership_cannot_be_claimed(world, phone):
    session = make_session(world, make_activity(world, priority_groups=["hardship"]), capacity=1)
    make_registration(session)
    phone.post(session.get_public_url(), WANG | {"groups": "hardship", "priority": "1", "state": "registered"})
    row = Registration.objects.latest("pk")
    assert (row.priority, row.state, row.person.groups) == (0, "waiting", [])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "等待审核"),
        ("waiting", "候补第 1 位"),
        ("offered", "确认参加"),
        ("registered", "签到码"),
        ("rejected", "报名未通过"),
        ("expired", "名额已让给下一位"),
        ("cancelled", "报名已取消"),
    ],
)
def test_the_registration_page_in_every_state(phone, session, state, words):
    row = make_registration(session, state)
    response = phone.get(page_of(row))
    text = text_of(response)
    live = state in ("pending", "waiting", "offered", "registered")
    assert (words in text, 'name="cancel"' in text, "签到码" in text) == (True, live, state == "registered")
    assert [row.person.name in text, row.person.phone in text, len(response.cookies)] == [False, False, 0]
    assert len(response.content) < 60_000


@pytest.mark.parametrize("state", ["pending", "waiting", "offered", "registered"])
def test_every_live_registration_can_be_cancelled_by_its_link(phone, session, state):
    row = make_registration(session, state)
    assert "报名已取消" in text_of(phone.post(page_of(row), {"cancel": "1"}, follow=True))
    assert state_of(row) == "cancelled"


def test_an_offer_is_accepted_by_its_link(phone, session):
    row = make_registration(session, "offered")
    for _ in range(2):
        assert "已报名" in text_of(phone.post(page_of(row), {"accept": "1"}, follow=True))
    assert (state_of(row), row.events.count()) == ("registered", 1)


def test_accepting_what_is_no_offer_says_so(phone, session):
    row = make_registration(session, "waiting")
    assert "不能确认参加" in text_of(phone.post(page_of(row), {"accept": "1"}))
    assert state_of(row) == "waiting"


def test_a_phone_is_proven_step_by_step(world, phone):
    session = make_session(world, make_activity(world, verifies_phone=True))
    path = session.get_public_url()
    assert 'name="name"' not in text_of(phone.get(path))
    assert "手机号不正确" in text_of(phone.post(path, {"step": "phone", "phone": "1"}))
    assert "固定电话收不到短信" in text_of(phone.post(path, {"step": "phone", "phone": "02412345678"}))
    assert 'name="code"' in text_of(phone.post(path, {"step": "phone", "phone": WANG["phone"]}))
    too_soon = phone.post(path, {"step": "phone", "phone": WANG["phone"]})
    assert (too_soon.status_code, "一分钟内只能发一次" in text_of(too_soon)) == (429, True)
    code = re.search(r"\d{6}", TextMessage.objects.get().body).group()
    wrong = {"step": "code", "phone": WANG["phone"], "code": "x"}
    assert "验证码不对" in text_of(phone.post(path, wrong))
    form = phone.post(path, wrong | {"code": code}).context["form"]
    proof = {name: form[name].value() for name in ("phone", "phone_pass")}
    assert "手机号没有验证" in text_of(phone.post(path, WANG))
    response = phone.post(path, proof | {"name": "王小芳"})
    assert (response.status_code, Registration.objects.get().phone_verified_at is not None) == (302, True)
    assert len(phone.cookies) == 0


def test_one_query_more_or_less_would_be_seen(phone, session, django_assert_num_queries):
    type(session.activity).objects.update(verifies_phone=True)
    proof = {"phone_pass": new_pass(WANG["phone"])}
    phone.post(session.get_public_url(), WANG | proof)
    with django_assert_num_queries(16):
        assert phone.post(session.get_public_url(), WANG | proof | {"name": "李强"}).status_code == 302
    with django_assert_num_queries(1):
        phone.get(session.get_public_url())


@pytest.mark.parametrize(
    ("method", "setting"), [("get", "PUBLIC_GETS_PER_MINUTE"), ("post", "PUBLIC_POSTS_PER_MINUTE")]
)
def test_one_address_has_its_limit(phone, session, settings, method, setting):
    setattr(settings, setting, 2)
    codes = [getattr(phone, method)(session.get_public_url()).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    settings.CLIENT_ADDRESS = "HTTP_X_REAL_IP"
    assert getattr(phone, method)(session.get_public_url(), headers={"X-Real-IP": "10.0.0.9"}).status_code == 200


def test_the_session_goes_into_the_phones_calendar(phone, session):
    row = make_registration(session)
    path = reverse("public:registration-calendar", args=[registration_ticket(row)])
    assert path in text_of(phone.get(page_of(row)))
    response = phone.get(path)
    text = text_of(response)
    assert response["Content-Type"].startswith("text/calendar")
    assert ["BEGIN:VEVENT" in text, row.person.name in text, len(response.cookies)] == [True, False, 0]
    assert phone.get(reverse("public:registration-calendar", args=["1.x"])).status_code == 404
