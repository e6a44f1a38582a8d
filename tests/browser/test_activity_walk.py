"""An activity without paper: planned, approved, filled by telephone, checked in with and without the network, rated,
summed up and certified. Office people sit at desks; everybody else holds a phone and has no account.

Time passes in the database: the first session comes to be today.
"""

from datetime import timedelta
from functools import cache, partial
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache as codes
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from evaluations.models import Rating
from projects.enums import Measure, ProjectState
from projects.models import Indicator, Project
from projects.queries.indicator import progress_of
from services.answers import one_line
from services.enums import ActivityState, RegistrationState, SessionState, SummaryState
from services.models import Activity, Attendance, Certificate, Registration, Scan, Session, Summary, SummaryPhoto
from services.operations.session import derived
from tests.browser.actors import Actor
from tests.browser.doors import Door
from tests.browser.phones import Phone, read, read_paper, words_on_paper
from tests.cast import make_project, make_world
from tests.services.build_session import make_lecturer, make_venue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = "%Y-%m-%d"
NAME = "安全生产大讲堂"
TOPIC = "有限空间作业安全"
QUESTION = "是否需要班车接送"
COMMUNITY = "/p/community/210102001002/"
FIRST, SECOND, THIRD, PASSER_BY = "田野", "郝帅", "周敏", "江月"


@pytest.fixture
def community(transactional_db, settings, live_server):
    """A project under way, a hall and a lecturer; links in messages lead to this server."""
    settings.PUBLIC_URL = live_server.url
    codes.clear()
    world = make_world()
    project = make_project(world, ProjectState.ACTIVE)
    Indicator.objects.create(project=project, measure=Measure.PERSON_TIMES, target=100)
    make_venue(world)
    make_lecturer(world)
    return world


@pytest.fixture
def at(new_page):
    """``at("worker")``: each person at the browser they signed in with."""
    return cache(partial(Actor, new_page))


@pytest.fixture
def people(new_page):
    """``people(FIRST)``: everybody with their own phone and number; the third one's runs no scripts."""
    numbers = dict(zip((FIRST, SECOND, THIRD, PASSER_BY), range(13900240001, 13900240005), strict=True))
    return cache(lambda name: Phone(new_page, name, str(numbers[name]), java_script_enabled=name != THIRD))


def test_from_the_plan_to_the_certificate(community, at, people, new_page):
    activity = activity_is_planned(at)
    series_is_scheduled(at, activity)
    plan_is_approved_and_published(at, activity)
    session = Session.objects.earliest("starts_at")
    places_are_taken(people, session)
    place_is_given_up_and_offered(people, session)
    the_day_comes(session)
    arrival = passer_by_scans_the_screen(at, people, session)
    tickets_are_scanned_at_the_door(new_page, people, session)
    activity_is_rated(people, session)
    session_is_held(at, session)
    summary_is_written_and_approved(at, session)
    certificate_is_fetched_and_verified(new_page, people, arrival)
    everybody_sees_what_is_next(new_page, session)
    figures_are_right(at, session)


def activity_is_planned(at) -> str:
    """1. The worker writes the plan: an aim for the indicator, the running order, the costs, and how people sign up."""
    worker = at("worker")
    worker.go("/services/activities/create/")
    worker.fill(project="新业态劳动者心理关爱", name=NAME, kind="讲座")
    worker.press("新建活动")
    worker.sees("草稿")
    activity = urlsplit(worker.page.url).path

    worker.follow("填写策划书")
    worker.fill(expected_people="30", safety_plan="设安全员一名，熟悉疏散路线。", worker_duties="组织签到和现场秩序。")
    for table in ("objectives", "steps", "costs"):
        if not worker.page.locator(f'[name^="{table}-0-"]').count():
            worker.page.locator(f"#{table}").get_by_role("button", name="增加一行").click()
            worker.page.locator(f'[name^="{table}-0-"]').first.wait_for()
    worker.fill(
        **{
            "objectives-0-text": "一百人次了解有限空间作业的风险", "objectives-0-indicator": "人次",
            "steps-0-time": "19:00–20:30", "steps-0-content": "讲授与答疑",
            "costs-0-category": "活动", "costs-0-item": "讲师课酬", "costs-0-unit_price": "500",
            "costs-0-quantity": "3",
        }
    )  # fmt: skip
    worker.press("保存")
    worker.sees("1,500.00")

    worker.follow("报名设置")
    expect(worker.page.locator('[name="verifies_phone"]')).to_be_checked()
    worker.fill(hold_hours="2")
    worker.press("保存")
    worker.go(f"{activity}sign-up/questions/")
    worker.fill(label=QUESTION, kind="单选", choices="需要\n不需要")
    worker.page.locator('[name="is_required"]').check()
    worker.press("新增问题")
    worker.sees(QUESTION)
    return activity


def series_is_scheduled(at, activity: str) -> None:
    """Three lectures, a week apart, in the hall, with the lecturer: shown first, saved by the second click."""
    worker = at("worker")
    worker.go(activity)
    worker.follow("安排场次")
    first = timezone.localdate() + timedelta(days=2)
    worker.fill(
        on=first.strftime(DAY), starts="19:00", ends="20:30", place="社区职工之家", count="3", every="每周",
        topic=TOPIC, capacity="2", lecturer="赵启明",
    )  # fmt: skip
    worker.press("安排场次")
    worker.sees("还没有保存。请核对下面的日期")
    assert Session.objects.count() == 0
    worker.press("安排场次")
    worker.sees("已安排3场")
    days = [row.starts_on for row in Session.objects.order_by("starts_at")]
    assert days == [first, first + timedelta(days=7), first + timedelta(days=14)]


def plan_is_approved_and_published(at, activity: str) -> None:
    """There are costs in the plan: another one approves it before it is published."""
    worker, supervisor = at("worker"), at("supervisor")
    worker.go(activity)
    worker.step("提交审批")
    worker.sees("已提交审批")
    supervisor.go(activity)
    supervisor.step("审批通过")
    supervisor.sees("已审批通过")
    worker.go(activity)
    worker.step("发布")
    worker.sees("活动已发布")
    assert Activity.objects.get().state == ActivityState.PUBLISHED


def places_are_taken(people, session: Session) -> None:
    """2. From the community's page: the number is proven, the question answered; the third one waits for a place."""
    for name, bus in ((FIRST, "需要"), (SECOND, "不需要"), (THIRD, "需要")):
        phone = people(name)
        phone.open(COMMUNITY)
        waits = name == THIRD
        phone.follow("名额已满，可候补" if waits else "报名")
        phone.proves_number()
        phone.says_who()
        phone.page.get_by_label(bus, exact=True).check()
        phone.press("排队候补" if waits else "报名")
        phone.heads("候补中" if waits else "已报名")
        assert phone.has_no_cookie()
    session.refresh_from_db()
    assert (session.registered, session.waiting, session.left) == (2, 1, 0)
    answers = [one_line(row.answers) for row in Registration.objects.order_by("pk")]
    assert answers == [f"{QUESTION}：{bus}" for bus in ("需要", "不需要", "需要")]


def place_is_given_up_and_offered(people, session: Session) -> None:
    """3. The second finds the way back by a text message and gives the place up; the third is told and takes it."""
    second, third = people(SECOND), people(THIRD)
    second.open(session.get_public_url())
    second.follow("报过名了？查看或取消我的报名")
    second.says_who()
    second.page.locator("main form button").first.click()
    second.sees("请查看短信")
    second.open_link()
    second.heads("已报名")
    second.press("取消报名")
    second.heads("报名已取消")
    session.refresh_from_db()
    assert (session.registered, session.offered, session.waiting) == (1, 1, 0)

    assert "有空位了" in third.last_message()
    third.open_link()
    third.heads("有空位了")
    third.press("确认参加")
    third.heads("已报名")
    session.refresh_from_db()
    assert (session.registered, session.offered, session.waiting) == (2, 0, 0)
    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [RegistrationState.REGISTERED, RegistrationState.CANCELLED, RegistrationState.REGISTERED]


def the_day_comes(session: Session) -> None:
    """The session started twenty minutes ago."""
    starts_at = timezone.now() - timedelta(minutes=20)
    moved = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90), **derived(starts_at)}
    Session.objects.filter(pk=session.pk).update(**moved)
    session.refresh_from_db()


def passer_by_scans_the_screen(at, people, session: Session) -> str:
    """4. Somebody who did not sign up reads the code off the screen, and keeps the page of the arrival."""
    screen, phone = at("worker"), people(PASSER_BY)
    screen.go(f"/services/sessions/{session.pk}/screen/")
    phone.open(read(screen.page.locator(".qr")))
    phone.says_who()
    phone.press("签到")
    phone.heads("已签到")
    phone.sees("第 1 位")
    assert phone.has_no_cookie()
    return phone.page.url


def tickets_are_scanned_at_the_door(new_page, people, session: Session) -> None:
    """5. Staff scan one ticket online, the other twice without the network; each counts once."""
    tickets = {}
    for name in (FIRST, THIRD):
        people(name).page.reload()
        tickets[name] = read(people(name).page.locator(".door-code"))
    actor = Actor(new_page, "community", width=375, height=812)
    page, door = actor.page, Door(actor.page)
    actor.go(f"/services/sessions/{session.pk}/door/")
    door.is_kept()
    door.type_ticket(tickets[FIRST])
    door.says("已签到", "田*")
    assert Attendance.objects.count() == 2

    page.context.set_offline(True)
    door.type_ticket(tickets[THIRD])
    door.says("已记下", "周*")
    page.reload()
    door.waits_for(1)
    door.type_ticket(tickets[THIRD])
    door.says("刚才已扫过", "周*")
    door.count_crowd(5)
    door.waits_for(2)
    assert Attendance.objects.count() == 2

    page.context.set_offline(False)
    door.waits_for(0)
    expect(page.locator("[data-times]")).to_have_text("8")
    door.type_ticket(tickets[FIRST])
    door.says("此前已签到", "田*")
    session.refresh_from_db()
    assert (session.registered, session.person_times, session.named_times) == (2, 8, 3)
    assert sorted(scan.result for scan in Scan.objects.all()) == ["already", "counted", "counted", "counted"]


def activity_is_rated(people, session: Session) -> None:
    """6. Once for each who came: from the page of arrival, or by the number; nobody learns whose it is."""
    phone = people(PASSER_BY)
    phone.follow("评价本场活动")
    phone.press("非常满意")
    phone.heads("评价已提交，谢谢")
    phone.page.go_back()
    phone.page.reload()
    phone.heads("您已评价，谢谢")
    other = people(FIRST)
    other.open(f"/r/s/{session.token}/")
    other.fill(phone=other.number, score="4")
    other.press("提交评价")
    other.heads("评价已提交，谢谢")
    assert sorted(Rating.objects.filter(session=session).values_list("score", flat=True)) == [4, 5]
    assert phone.has_no_cookie() and other.has_no_cookie()


def session_is_held(at, session: Session) -> None:
    worker = at("worker")
    worker.go(session.get_absolute_url())
    worker.step("确认已举办")
    worker.sees("已确认举办")
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def photograph(colour: str) -> bytes:
    """A photo as a phone takes it, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 48.0, 1.0), 3: "E", 4: (123.0, 25.0, 2.0)})
    written = BytesIO()
    Image.new("RGB", (2400, 1800), colour).save(written, "JPEG", exif=exif)
    assert dict(Image.open(written).getexif().get_ifd(0x8825))[1] == "N"
    return written.getvalue()


def summary_is_written_and_approved(at, session: Session) -> None:
    """7. What happened, in words and three photos; another one of the contractor approves."""
    worker, supervisor = at("worker"), at("supervisor")
    worker.go(session.get_absolute_url())
    worker.step("填写活动总结")
    form = worker.page.locator("#summary-form")
    form.locator('[name="process"]').fill("讲师结合三起事故讲授，现场答疑二十分钟。")
    form.locator('[name="goal_result"]').select_option("met")
    form.locator('[name="cost"]').fill("500")
    files = [
        {"name": f"现场{number}.jpg", "mimeType": "image/jpeg", "buffer": photograph(colour)}
        for number, colour in enumerate(("navy", "teal", "maroon"))
    ]
    worker.page.locator('input[name="photos"]').set_input_files(files)
    expect(worker.page.locator("#photo-list img")).to_have_count(3)
    worker.press("保存")
    worker.sees("总结已保存")
    worker.step("提交审核")
    worker.sees("总结已提交审核")
    supervisor.go(Summary.objects.get().get_absolute_url())
    supervisor.step("审核通过")
    supervisor.sees("总结已审核通过")
    assert Summary.objects.get().state == SummaryState.APPROVED
    for photo in SummaryPhoto.objects.all():
        for file in (photo.file, photo.thumbnail):
            with file.open("rb") as kept:
                picture = Image.open(kept)
                assert (dict(picture.getexif()), picture.info.get("exif")) == ({}, None)
                assert max(picture.size) <= 1600
    assert SummaryPhoto.objects.count() == 3


def certificate_is_fetched_and_verified(new_page, people, arrival: str) -> None:
    """8. Asked for on the phone; a stranger reads the code on the paper and sees that it is genuine."""
    phone = people(PASSER_BY)
    phone.open(arrival)
    phone.follow("申请参加证明")
    phone.press("申请参加证明")
    phone.heads("参加证明已出具")
    with phone.page.expect_download() as download:
        phone.follow("下载证明（PDF）")
    pdf = download.value.path().read_bytes()
    certificate = Certificate.objects.get()
    words = words_on_paper(pdf)
    missing = [part for part in (PASSER_BY, TOPIC, certificate.number, "水源地社区联合工会") if part not in words]
    assert missing == []

    stranger = Phone(new_page)
    stranger.open(read_paper(pdf))
    stranger.heads("证明有效")
    facts = stranger.page.locator("main").inner_text()
    assert [part in facts for part in (certificate.number, "江*", PASSER_BY)] == [True, True, False]
    assert stranger.has_no_cookie()


def everybody_sees_what_is_next(new_page, session: Session) -> None:
    """9. The community's page has one card for the activity: the next of its two lectures, and how many more."""
    stranger = Phone(new_page)
    stranger.open(COMMUNITY)
    cards = stranger.page.locator(".card", has_text=NAME)
    expect(cards).to_have_count(1)
    following = Session.objects.exclude(pk=session.pk).order_by("starts_at")
    card = cards.inner_text()
    assert [following[0].when in card, following[1].when in card, "还有 1 场" in card] == [True, False, True]
    assert stranger.has_no_cookie()


def figures_are_right(at, session: Session) -> None:
    """10. The session, the indicator and the dashboard say the same."""
    project = Project.objects.get()
    progress = {row.indicator.measure: row.actual for row in progress_of(project.indicators.all())}
    assert progress == {Measure.SESSIONS: 1, Measure.PERSON_TIMES: 8}
    district = at("district")
    district.go("/dashboard/")
    shown = {}
    for label in ("服务场次", "服务人次", "服务人数"):
        figure = district.page.locator(".figure", has_text=label).first.locator(".figure-value")
        shown[label] = figure.inner_text().split()[0]
    assert shown == {"服务场次": "1", "服务人次": "8", "服务人数": "3"}
    district.page.locator(".figure", has_text="服务人次").first.locator("a").first.click()
    expect(district.page.locator("tfoot")).to_contain_text("8")
    district.go(session.get_absolute_url())
    expect(district.page.locator(".figure", has_text="签到人次").locator(".figure-value")).to_contain_text("8")
