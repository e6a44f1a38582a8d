"""Behind the volunteers' QR codes: register, sign up, give up, sign in and out; nothing personal in addresses."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import TextMessage
from services.enums import ShiftSignUpState, ShiftState, VolunteerState
from services.models import HourClaim, ShiftSignUp, Volunteer
from services.shift_tickets import shift_code, sign_up_ticket
from tests.services.build_volunteer import make_shift, make_sign_up, make_training, make_volunteer

PHONE = "13600000001"


@pytest.fixture
def phone():
    """A phone that checks CSRF like a browser would be checked, and starts without cookies."""
    cache.clear()
    return Client(enforce_csrf_checks=True)


def text_of(response):
    return response.content.decode()


def prove(phone, address, number=PHONE):
    """Walk the first two steps; what the last form hands back with the answers."""
    assert phone.post(address, {"step": "phone", "phone": number}).context["form"].initial == {"phone": number}
    code = re.search(r"\d{6}", TextMessage.objects.latest("pk").body)[0]
    form = phone.post(address, {"step": "code", "phone": number, "code": code}).context["form"]
    return {"phone": number, "phone_pass": form.fields["phone_pass"].initial}


def join_url(w):
    return reverse("public:volunteer", args=[w.community_union.code])


FACTS = {"name": "孙有成", "birth_date": "1980-05-01", "skills": ["law"], "consents": "on"}


def test_register_with_a_proven_phone(world, phone):
    answer = phone.post(join_url(world), FACTS | prove(phone, join_url(world)))
    volunteer = Volunteer.objects.get()
    assert (volunteer.state, volunteer.organization, volunteer.person.phone) == (
        VolunteerState.PENDING,
        world.community_union,
        PHONE,
    )
    assert volunteer.number in text_of(answer) and PHONE not in text_of(answer)
    assert not answer.cookies


def test_a_phone_has_to_be_proven(world, phone):
    for facts in ({"phone": PHONE}, {"phone": PHONE, "phone_pass": "made.up"}):
        answer = phone.post(join_url(world), FACTS | facts)
        assert "手机号没有验证" in text_of(answer)
    proof = prove(phone, join_url(world))
    assert "手机号没有验证" in text_of(phone.post(join_url(world), FACTS | proof | {"phone": "13600000002"}))
    assert Volunteer.objects.count() == 0


def test_without_a_gateway_the_form_comes_at_once(world, phone, settings):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    assert "consents" in phone.get(join_url(world)).context["form"].fields
    phone.post(join_url(world), FACTS | {"phone": PHONE})
    assert Volunteer.objects.get().state == VolunteerState.PENDING


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"consents": ""}, "请勾选同意；不同意则不能登记。"),
        ({"name": ""}, "请填写姓名。"),
        ({"birth_date": ""}, "请填写出生日期。"),
        ({"birth_date": f"{timezone.localdate().year - 16}-01-01"}, "未满18周岁须由监护人同意"),
        ({"birth_date": "2999-01-01"}, "出生日期不正确"),
        ({"name": "a\x00b"}, "里面有不能保存的字符"),
        ({"area": "好" * 10_000}, "60"),
    ],
)
def test_what_is_missing_is_said(world, phone, facts, sentence):
    answer = phone.post(join_url(world), FACTS | prove(phone, join_url(world)) | facts)
    assert sentence in text_of(answer) and Volunteer.objects.count() == 0


def test_twice_is_told_and_tells_nothing(world, phone):
    make_volunteer(world, phone=PHONE)
    answer = phone.post(join_url(world), FACTS | prove(phone, join_url(world)))
    assert "已经登记过志愿者" in text_of(answer) and "ZY2020" not in text_of(answer)


@pytest.mark.parametrize("code", ["999999", "SO-0001"])
def test_only_unions_register(world, phone, code):
    assert phone.get(reverse("public:volunteer", args=[code])).status_code == 404


# Signing up


def test_see_the_risk_sign_up_and_give_up(world, phone):
    make_volunteer(world, phone=PHONE)
    shift = make_shift(world, risk="地面湿滑", training=None)
    assert "地面湿滑" in text_of(phone.get(shift.get_public_url()))
    who = {"name": "孙有成", "knows_risk": "on"} | prove(phone, shift.get_public_url())
    answer = phone.post(shift.get_public_url(), who)
    sign_up = ShiftSignUp.objects.get()
    assert answer.url == reverse("public:shift-sign-up", args=[sign_up_ticket(sign_up)])
    assert PHONE not in answer.url
    assert "已报名" in text_of(phone.get(answer.url))
    assert phone.post(shift.get_public_url(), who).url == answer.url
    assert "名额已经让出" in text_of(phone.post(answer.url))
    sign_up.refresh_from_db()
    assert sign_up.state == ShiftSignUpState.CANCELLED
    assert "报名已取消" in text_of(phone.post(answer.url))
    assert sign_up.events.filter(kind="cancel").count() == 1


def test_who_is_not_registered_is_sent_to_register(world, phone):
    shift = make_shift(world)
    who = {"name": "孙有成", "knows_risk": "on"} | prove(phone, shift.get_public_url())
    answer = phone.post(shift.get_public_url(), who)
    assert "没有查到这个姓名和手机号的志愿者" in text_of(answer) and join_url(world) in text_of(answer)


def test_the_risk_has_to_be_acknowledged(world, phone):
    make_volunteer(world, phone=PHONE)
    shift = make_shift(world)
    answer = phone.post(shift.get_public_url(), {"name": "孙有成"} | prove(phone, shift.get_public_url()))
    assert "请先看岗位的风险说明" in text_of(answer) and ShiftSignUp.objects.count() == 0


def test_refusals_are_sentences(world, phone):
    make_volunteer(world, phone=PHONE)
    shift = make_shift(world, training=make_training(world))
    who = {"name": "孙有成", "knows_risk": "on"} | prove(phone, shift.get_public_url())
    assert "须先参加培训" in text_of(phone.post(shift.get_public_url(), who))


def test_a_draft_does_not_exist_and_a_cancelled_one_says_so(world, phone):
    assert phone.get(make_shift(world, ShiftState.DRAFT).get_public_url()).status_code == 404
    assert "不能报名" in text_of(phone.get(make_shift(world, ShiftState.CANCELLED).get_public_url()))
    assert phone.get(reverse("public:shift", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("ticket", ["1", "1.made-up", "好", "." * 50])
def test_a_broken_ticket_opens_nothing(world, phone, ticket):
    make_sign_up(make_shift(world), make_volunteer(world))
    assert phone.get(reverse("public:shift-sign-up", args=[ticket])).status_code == 404


# Signing in and out at the spot


def running(w):
    return make_shift(w, starts_at=timezone.now() - timedelta(hours=1))


def scan(phone, shift):
    address = reverse("public:shift-check-in", args=[shift.token, shift_code(shift)])
    page = phone.get(address)
    return address, {"name": "孙有成", "phone": PHONE, "pass": page.context["check_in_pass"]}


def test_in_and_later_out(world, phone):
    shift = running(world)
    sign_up = make_sign_up(shift, make_volunteer(world, phone=PHONE))
    address, who = scan(phone, shift)
    assert "已签到" in text_of(phone.post(address, who))
    assert "您已签到" in text_of(phone.post(address, who))
    ShiftSignUp.objects.update(signed_in_at=timezone.now() - timedelta(minutes=50))
    assert "已签退" in text_of(phone.post(address, who))
    assert "您已签退" in text_of(phone.post(address, who))
    sign_up.refresh_from_db()
    assert (sign_up.state, HourClaim.objects.count()) == (ShiftSignUpState.SIGNED_OUT, 1)


def test_a_pass_is_for_one_volunteer(world, phone):
    shift = running(world)
    make_sign_up(shift, make_volunteer(world, phone=PHONE))
    away = make_sign_up(shift, make_volunteer(world, "钱进", phone="13600000002"))
    address, who = scan(phone, shift)
    assert "已签到" in text_of(phone.post(address, who))
    assert "已经有人用过" in text_of(phone.post(address, who | {"name": "钱进", "phone": "13600000002"}))
    away.refresh_from_db()
    assert away.state == ShiftSignUpState.SIGNED_UP


def test_a_code_of_another_shift_is_refused(world, phone):
    shift, other = running(world), running(world)
    address = reverse("public:shift-check-in", args=[shift.token, shift_code(other)])
    assert phone.get(address).status_code == 403
    address, who = scan(phone, shift)
    assert phone.post(address, who | {"pass": "made.up"}).status_code == 403


def test_who_did_not_sign_up_is_sent_to_the_lead(world, phone):
    make_volunteer(world, phone=PHONE)
    address, who = scan(phone, running(world))
    assert "请找带队社工登记" in text_of(phone.post(address, who))


@pytest.mark.parametrize("name", ["volunteer", "shift"])
def test_pages_are_small_and_without_scripts(world, phone, name):
    address = join_url(world) if name == "volunteer" else make_shift(world).get_public_url()
    page = phone.get(address)
    assert len(page.content) < 20_000 and b"<script" not in page.content and not page.cookies
