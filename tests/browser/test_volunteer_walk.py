"""Two volunteers from registration to a certificate anybody can verify; an hour claimed twice counts once.

Time passes in the database: the shift comes to be now, and they have been there for two hours.
"""

from datetime import timedelta
from decimal import Decimal
from functools import cache, partial

import pytest
from django.core.cache import cache as codes
from django.utils import timezone
from playwright.sync_api import expect

from orgs.enums import Role
from projects.enums import ProjectState
from services.enums import CertificateState, HourClaimState, HourSource, ShiftState, VolunteerState
from services.models import Certificate, HourClaim, HourCorrection, HourEntry, Shift, ShiftSignUp, Volunteer
from tests.browser.actors import Actor
from tests.browser.phones import Phone, read, read_paper, words_on_paper
from tests.cast import make_project, make_user, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY, MINUTE = "%Y-%m-%d", "%H:%M"
COMMUNITY = "/p/community/210102001002/"
SHIFT = "义诊引导"
SHEN, HE = "沈志远", "何秀兰"


@pytest.fixture
def community(transactional_db, settings, live_server):
    """A project under way, and a second officer in the community, for hours are decided by two."""
    settings.PUBLIC_URL = live_server.url
    codes.clear()
    world = make_world()
    make_user("deputy", world.community_union, Role.COMMUNITY_UNION, name="丛立新")
    make_project(world, ProjectState.ACTIVE)
    return world


@pytest.fixture
def at(new_page):
    """``at("worker")``: each person at the browser they signed in with."""
    return cache(partial(Actor, new_page))


@pytest.fixture
def people(new_page):
    """``people(SHEN)``: everybody with their own phone and number; the other one's runs no scripts."""
    numbers = {SHEN: "13900240011", HE: "13900240012"}
    return cache(lambda name: Phone(new_page, name, numbers[name], java_script_enabled=name != HE))


def test_from_the_registration_to_the_certificate(community, at, people, new_page):
    volunteers_register(people)
    volunteers_are_admitted(at)
    shift_is_published(at)
    volunteers_sign_up(at, people)
    the_hour_comes()
    volunteers_come(at, people)
    two_hours_pass()
    volunteers_leave(at, people)
    hours_are_claimed_again(people)
    hours_are_confirmed(at)
    hours_are_corrected(at)
    certificate = record_is_requested(at, people)
    certificate_is_verified(new_page, people, certificate)
    ranking_shows_who_agreed(at, people)


def minute_passes() -> None:
    """A number gets one code a minute."""
    codes.clear()


def volunteers_register(people) -> None:
    """1. From the community's page; only one of them wants to be ranked."""
    for name in (SHEN, HE):
        phone = people(name)
        phone.open(COMMUNITY)
        phone.follow("还不是志愿者？在这里登记")
        phone.proves_number()
        phone.says_who()
        phone.fill(birth_date="1980-05-01", intention="周末义诊引导", consents="on")
        if name == SHEN:
            phone.fill(agrees_to_ranking="on")
        phone.press("提交登记")
        phone.heads("已提交登记")
        phone.sees(Volunteer.objects.get(person__name=name).number)
        assert phone.has_no_cookie()
    assert [row.state for row in Volunteer.objects.all()] == [VolunteerState.PENDING] * 2


def volunteers_are_admitted(at) -> None:
    officer = at("community")
    for volunteer in Volunteer.objects.all():
        officer.go(volunteer.get_absolute_url())
        officer.step("审核通过")
        officer.sees("在册")
    assert [row.state for row in Volunteer.objects.all()] == [VolunteerState.ACTIVE] * 2


def shift_is_published(at) -> None:
    """2. The social worker says what is to be done and what can happen."""
    worker = at("worker")
    worker.go("/services/shifts/create/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    worker.fill(
        project="新业态劳动者心理关爱", name=SHIFT, content="在义诊现场维持秩序。", venue="社区职工之家", places="2",
        on=tomorrow.strftime(DAY), starts="09:00", ends="12:00", risk="久站劳累，可随时换班。",
    )  # fmt: skip
    worker.press("新建班次")
    worker.sees("班次已建立")
    worker.step("发布招募")
    worker.sees("已发布")
    assert Shift.objects.get().state == ShiftState.PUBLISHED


def volunteers_sign_up(at, people) -> None:
    """3. They scan the code on the worker's page."""
    worker, shift = at("worker"), Shift.objects.get()
    worker.go(shift.get_absolute_url())
    address = read(worker.page.locator(".qr"))
    minute_passes()
    for name in (SHEN, HE):
        phone = people(name)
        phone.open(address)
        phone.sees("久站劳累，可随时换班。")
        phone.proves_number()
        phone.says_who()
        phone.press("报名")
        phone.sees("请先看岗位的风险说明，并勾选自愿参加。")
        phone.fill(knows_risk="on")
        phone.press("报名")
        phone.heads("已报名")
        assert phone.has_no_cookie()
    shift.refresh_from_db()
    assert (shift.taken, shift.left) == (2, 0)


def the_hour_comes() -> None:
    """The shift started a minute ago."""
    starts_at = timezone.now() - timedelta(minutes=1)
    Shift.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))


def volunteers_come(at, people) -> None:
    """4. One scans the screen, the other is ticked off by the worker."""
    scan_the_screen(at, people(SHEN))
    people(SHEN).heads("已签到")
    worker = at("worker")
    worker.go(f"/services/shifts/{Shift.objects.get().pk}/check-in/")
    tap(worker, HE, "签到")
    worker.sees("已签到")
    assert ShiftSignUp.objects.filter(signed_in_at__isnull=False).count() == 2


def scan_the_screen(at, phone) -> None:
    screen = at("worker")
    screen.go(f"/services/shifts/{Shift.objects.get().pk}/screen/")
    phone.open(read(screen.page.locator(".qr")))
    phone.says_who()
    phone.press("签到或签退")


def tap(worker, name: str, step: str) -> None:
    """On the list at the door."""
    worker.page.locator("li", has_text=name).get_by_role("button", name=step).click()


def two_hours_pass() -> None:
    before = timedelta(hours=2)
    for row in (Shift.objects.get(), *ShiftSignUp.objects.all()):
        names = ("starts_at", "ends_at") if isinstance(row, Shift) else ("signed_in_at",)
        type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name) - before for name in names})


def volunteers_leave(at, people) -> None:
    """5. Hours wait from now on to be confirmed."""
    scan_the_screen(at, people(SHEN))
    people(SHEN).heads("已签退")
    worker = at("worker")
    worker.go(f"/services/shifts/{Shift.objects.get().pk}/check-in/")
    tap(worker, HE, "签退")
    worker.sees("已签退，服务时长待确认")
    worker.go(Shift.objects.get().get_absolute_url())
    worker.step("结束班次")
    worker.sees("班次已结束")
    claims = [(row.volunteer.person.name, row.hours, row.source, row.state) for row in HourClaim.objects.order_by("pk")]
    waiting = (Decimal("2.0"), HourSource.SHIFT, HourClaimState.PENDING)
    assert claims == [(SHEN, *waiting), (HE, *waiting)]
    assert [row.hours for row in Volunteer.objects.all()] == [0, 0]


def hours_are_claimed_again(people) -> None:
    """6. The volunteer does not trust the screen and claims one of the two hours once more."""
    minute_passes()
    phone = people(SHEN)
    phone.open("/p/w/mine/")
    phone.proves_number()
    phone.says_who()
    phone.press("查看")
    phone.heads("我的志愿服务记录")
    phone.sees("另有 1 笔待确认")
    came = timezone.localtime(ShiftSignUp.objects.get(volunteer__person__name=SHEN).signed_in_at)
    starts, ends = came + timedelta(minutes=30), came + timedelta(minutes=90)
    phone.fill(on=starts.strftime(DAY), starts=starts.strftime(MINUTE), ends=ends.strftime(MINUTE), content="义诊引导")
    phone.press("申报")
    phone.heads("已申报")
    phone.sees("申报1.0小时")
    assert phone.has_no_cookie()


def hours_are_confirmed(at) -> None:
    """7. An officer confirms what waits: the shift's hours count, the same hour again does not."""
    officer = at("community")
    officer.go("/services/hours/")
    officer.follow("批量确认")
    officer.sees("3 笔待确认")
    officer.press("确认所选")
    officer.sees("已确认2笔，另有1笔重复不计")
    first, other, again = HourClaim.objects.order_by("pk")
    assert [row.state for row in (first, other)] == [HourClaimState.CONFIRMED] * 2
    assert (again.source, again.state, again.duplicate_of) == (HourSource.SELF, HourClaimState.VOID, first)
    officer.go(again.get_absolute_url())
    officer.sees(f"第{first.pk}号")
    assert hours_of(SHEN) == Decimal("2.0")


def hours_of(name: str) -> Decimal:
    return Volunteer.objects.get(person__name=name).hours


def hours_are_corrected(at) -> None:
    """8. The worker saw them leave half an hour earlier and says so; nobody agrees to their own proposal."""
    worker, officer, claim = at("worker"), at("deputy"), HourClaim.objects.earliest("pk")
    starts = timezone.localtime(claim.starts_at)
    worker.go(claim.get_absolute_url())
    worker.follow("提出更正")
    worker.fill(
        on=starts.strftime(DAY), starts=starts.strftime(MINUTE), reason="提前半小时离开",
        ends=(starts + timedelta(minutes=90)).strftime(MINUTE),
    )  # fmt: skip
    worker.press("提出更正")
    worker.sees("由另一名社工或社区工会复核")
    expect(worker.page.get_by_role("link", name="同意更正")).to_have_count(0)
    officer.go(claim.get_absolute_url())
    officer.step("同意更正")
    officer.sees("已更正")
    values = officer.page.locator(".card", has_text="原值").inner_text()
    assert ["2.0小时" in values, "1.5小时" in values, "提前半小时离开" in values] == [True, True, True]
    correction = HourCorrection.objects.get()
    assert (correction.old_hours, correction.new_hours) == (Decimal("2.0"), Decimal("1.5"))
    lines = HourEntry.objects.filter(claim=claim).order_by("pk").values_list("hours", flat=True)
    assert list(lines) == [Decimal("2.0"), Decimal("-0.5")]
    assert (hours_of(SHEN), hours_of(HE)) == (Decimal("1.5"), Decimal("2.0"))


def record_is_requested(at, people) -> Certificate:
    """9. Asked for on the phone, issued by the community, fetched on the phone."""
    phone = people(SHEN)
    phone.follow("返回我的服务记录")
    phone.sees("1.5 小时")
    phone.press("申请证明")
    phone.heads("已申请")
    officer, certificate = at("community"), Certificate.objects.get()
    officer.go(certificate.get_absolute_url())
    officer.step("出具")
    officer.sees("证明已出具")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.hours) == (CertificateState.ISSUED, Decimal("1.5"))
    return certificate


def certificate_is_verified(new_page, people, certificate: Certificate) -> None:
    """10. A stranger reads the code on the paper: genuine, so many hours, a family name and no more."""
    phone = people(SHEN)
    phone.follow("返回我的服务记录")
    with phone.page.expect_download() as download:
        phone.follow(f"下载 {certificate.number}")
    pdf = download.value.path().read_bytes()
    words = words_on_paper(pdf)
    missing = [part for part in (SHEN, SHIFT, certificate.number, "累计服务1.5小时") if part not in words]
    assert missing == []
    stranger = Phone(new_page)
    stranger.open(read_paper(pdf))
    stranger.heads("证明有效")
    facts = stranger.page.locator("main").inner_text()
    assert [part in facts for part in (certificate.number, "沈**", "1.5 小时", SHEN)] == [True, True, True, False]
    assert stranger.has_no_cookie() and phone.has_no_cookie()


def ranking_shows_who_agreed(at, people) -> None:
    """11. More hours, but no consent: not in it. With the consent: first."""
    officer = at("community")
    assert ranked(officer) == [(SHEN, "1.5")]
    minute_passes()
    phone = people(HE)
    phone.open("/p/w/mine/")
    phone.proves_number()
    phone.says_who()
    phone.press("查看")
    phone.press("同意列入排行")
    phone.heads("已办理")
    assert ranked(officer) == [(HE, "2.0"), (SHEN, "1.5")]


def ranked(officer) -> list[tuple[str, str]]:
    """Name and hours as the ranking shows them, top down."""
    officer.go("/services/ranking/")
    rows = officer.page.locator("tbody tr")
    return [
        (row.locator("td, th").nth(0).inner_text().strip(), row.locator("td, th").nth(2).inner_text().strip())
        for row in rows.all()
    ]
