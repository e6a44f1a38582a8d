"""不合格取消次年资格、违约若干年不得参加: who is kept out of calls, for how long, and where it is said."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.enums import ApplicationState, EligibilityItem
from projects.models import Application, EligibilityCheck, Parameter, Project
from projects.queries.bar import announced_bars, bars
from sanlian.demo.clock import at
from tests.cast import make_project
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db

REASON = "收到首期款后未开展服务，经催告仍不履行"


def ended(w, kind, day, score=None):
    """A project of ``w.contractor`` that ended on ``day``: ``complete`` with a score, or ``breach``."""
    project = make_project(w, "completed" if score else "terminated", final_score=score and Decimal(score))
    moment = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    with at(moment):
        project.events.create(kind=kind, by=w.district, note=REASON)
    return project


@pytest.mark.parametrize(
    ("kind", "score", "day", "last"),
    [
        ("complete", "59.99", date(2026, 3, 2), date(2027, 12, 31)),
        ("complete", "40.00", date(2026, 12, 31), date(2027, 12, 31)),
        ("breach", None, date(2026, 3, 2), date(2029, 3, 2)),
        ("breach", None, date(2028, 2, 29), date(2031, 2, 28)),
    ],
)
def test_up_to_which_day(world, kind, score, day, last):
    """次年资格 is the next calendar year; the years of a breach run from the termination."""
    project = ended(world, kind, day, score)
    (found,) = bars(world.contractor, last)
    assert (found.project, found.since, found.until) == (project, day, last)
    assert bars(world.contractor, last + timedelta(days=1)) == []


def test_what_bars_nobody(world):
    today = timezone.localdate()
    ended(world, "complete", today, "60.00")
    ended(world, "terminate", today)
    other = ended(world, "breach", today)
    Project.objects.filter(pk=other.pk).update(contractor=world.community_union)
    assert bars(world.contractor, today) == []


def test_the_years_are_set_by_the_rule_centre(world):
    today = timezone.localdate()
    about = {"valid_from": today, "source_text": "购买服务管理办法"}
    ended(world, "breach", today - timedelta(days=800))
    assert len(bars(world.contractor, today)) == 1
    Parameter.objects.create(name="breach_bar_years", value=2, **about)
    assert bars(world.contractor, today) == []
    failed = ended(world, "complete", today, "50.00")
    assert [bar.project for bar in bars(world.contractor, today)] == [failed]
    Parameter.objects.create(name="failed_bar_years", value=0, **about)
    assert bars(world.contractor, today) == []


def test_a_termination_bars_only_as_a_breach(world, api):
    first, second = make_project(world, "active"), make_project(world, "active")
    address = "/api/v1/projects/{}/terminate/"
    assert api(world.district).post(address.format(first.pk), {"note": "协商终止"}).status_code == 200
    assert bars(world.contractor, timezone.localdate()) == []
    api(world.district).post(address.format(second.pk), {"note": REASON, "is_breach": True})
    assert list(second.events.order_by("pk").values_list("kind", "note")) == [("terminate", REASON), ("breach", REASON)]
    assert [bar.project for bar in bars(world.contractor, timezone.localdate())] == [second]


def test_a_finding_is_taken_back_by_somebody_else(world, signed_in, api):
    project = make_project(world, "active")
    operations.terminate_project(project, by=world.district, note=REASON, is_breach=True)
    url = reverse("projects:project-lift-breach", args=[project.pk])
    pages = {name: signed_in(getattr(world, name)).get(project.get_absolute_url()).content.decode()
             for name in ("district", "city", "ngo")}  # fmt: skip
    assert {name: url in page for name, page in pages.items()} == {"district": False, "city": True, "ngo": False}
    with pytest.raises(DomainError, match="违约是您认定的"):
        operations.lift_breach(project, by=world.district, note="查错了")
    assert signed_in(world.ngo).post(url, {"note": "没有违约"}).status_code == 403
    Notification.objects.all().delete()
    signed_in(world.city).post(url, {"note": "经复核，是购买主体逾期提供场地"})
    assert list(project.events.order_by("pk").values_list("kind", flat=True)) == ["terminate", "breach", "lift_breach"]
    assert bars(world.contractor, timezone.localdate()) == []
    assert set(Notification.objects.values_list("title", flat=True)) == {"违约认定已撤销"}
    again = api(world.city).post(f"/api/v1/projects/{project.pk}/lift-breach/", {"note": "再撤一次"})
    assert (again.status_code, project.events.count()) == (409, 3)


def test_the_page_asks_whether_it_was_a_breach(world, signed_in):
    project = make_project(world, "active")
    url = reverse("projects:project-terminate", args=[project.pk])
    assert "承接单位违约" in signed_in(world.district).get(url).content.decode()
    signed_in(world.district).post(url, {"note": REASON, "is_breach": "on"})
    assert project.events.filter(kind="breach").count() == 1


def test_a_barred_contractor_starts_and_submits_nothing(world, signed_in):
    call = make_call(world)
    draft = make_application(world, call, state=ApplicationState.DRAFT)
    project = ended(world, "breach", timezone.localdate())
    sentence = f"不能参加本批次：项目“{project}”因承接单位违约终止"
    with pytest.raises(DomainError, match=sentence):
        operations.create_application(call, by=world.ngo, contractor=world.contractor, name="再来一个")
    with pytest.raises(DomainError, match=sentence):
        operations.submit_application(draft, by=world.ngo)
    page = signed_in(world.ngo).get(draft.get_absolute_url())
    assert [action.get("primary") for action in page.context["actions"]] == [False]  # nothing to write on for
    assert Application.objects.values_list("state", "revisions").get() == ("draft", None)


def test_a_call_that_opened_before_the_end_of_the_bar_stays_closed(world):
    """What counts is the day a call opens, not the day somebody applies."""
    today = timezone.localdate()
    ended(world, "breach", today.replace(year=today.year - 3, day=min(today.day, 28)) - timedelta(days=2))
    late = make_call(world)
    opened_before = make_call(world, opens_at=timezone.now() - timedelta(days=5))
    assert operations.create_application(late, by=world.ngo, contractor=world.contractor, name="按时").state == "draft"
    with pytest.raises(DomainError, match="不能参加本批次"):
        operations.create_application(opened_before, by=world.ngo, contractor=world.contractor, name="提前")


def test_the_check_says_it_proposes_a_finding_and_does_not_pass(world, signed_in):
    application = make_application(world, state=ApplicationState.CHECKING)
    project = ended(world, "complete", timezone.localdate(), "41.50")
    client, url = signed_in(world.district), reverse("projects:application-eligibility", args=[application.pk])
    page = client.get(url)
    assert f"项目“{project}”末期评估不合格" in page.content.decode()
    form = page.context["form"]
    assert (form["reputation_result"].value(), form["audit_result"].value()) == ("not_met", "")
    assert form["reputation_note"].value() == str(bars(world.contractor, timezone.localdate())[0])
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(application=application, item=item, result="met", by=world.district)
        for item in EligibilityItem
    )
    record = client.get(application.get_absolute_url())
    assert f"项目“{project}”末期评估不合格" in record.content.decode()
    (button,) = [one for one in record.context["transitions"] if one["label"] == "资格合格"]
    assert (button["allowed"], button["reason"]) == (False, "申报单位目前不得申报征集批次")
    with pytest.raises(DomainError, match=r"不能判为合格。请把对应的资格条件更正为“不符合”"):
        operations.pass_application(application, by=world.district)
    operations.record_eligibility(
        application, by=world.district, item="reputation", result="not_met", note="上年项目不合格"
    )
    assert operations.fail_application(application, by=world.district, note="不合格取消次年资格").state == "ineligible"


def test_the_announcement_says_so(world, client, signed_in):
    call, today = make_call(world), timezone.localdate()
    sentence = "以往项目末期评估不合格的，次年不得申报；因承接单位违约终止的，3年内不得申报。"
    assert sentence in client.get(call.get_public_url()).content.decode()
    assert sentence in signed_in(world.ngo).get(call.get_absolute_url()).content.decode()
    about = {"valid_from": today - timedelta(days=30), "source_text": "购买服务管理办法"}
    Parameter.objects.create(name="breach_bar_years", value=0, **about)
    Parameter.objects.create(name="failed_bar_years", value=2, **about)
    assert announced_bars(call) == "以往项目末期评估不合格的，其后2个年度不得申报。"
    Parameter.objects.create(name="failed_bar_years", value=0, **about | {"valid_from": today - timedelta(days=20)})
    assert announced_bars(call) == ""


def test_a_direct_commission_is_told_before_it_is_refused(world, signed_in):
    waiting = make_project(world, "submitted")
    ended(world, "breach", timezone.localdate())
    page = signed_in(world.district).get(reverse("projects:project-approve", args=[waiting.pk])).content.decode()
    assert "因承接单位违约终止" in page
