"""A bar that arises after the check: every later step that gives the contractor something asks again."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.models import Application, Call, Contract, Parameter, Project, Publicity
from projects.queries.promotion import next_in_reserve
from tests.cast import make_fund, make_project, make_world
from tests.projects.build import BASIS
from tests.projects.build_application import make_application
from tests.projects.build_contract import make_contract
from tests.projects.build_review import make_review
from tests.projects.contract_steps import signed_copy
from tests.projects.leaving import refused
from tests.projects.review_steps import finished, give_up, publish, states
from tests.racing import until_somebody_waits

pytestmark = pytest.mark.django_db

REASON = "收到首期款后未开展服务，经催告仍不履行"


def breach(w, contractor=None) -> Project:
    """A finding of breach made today against ``contractor``."""
    project = make_project(w, "terminated", contractor=contractor or w.contractor)
    project.events.create(kind="breach", by=w.district, note=REASON)
    return project


def take_back(w, project) -> None:
    operations.lift_breach(project, by=w.city, note="经复核不构成违约")


def ranked_call(w):
    """Two applications of different contractors fit, the third waits."""
    review = make_review(w, scores=((90, 90, 90), (80, 80, 80), (75, 75, 75)), amount="60000.00", max_amount="50000.00")
    review.first = review.applications[0]
    return review


def says(project, act) -> str:
    return f"不能{act}：项目“{project}”因承接单位违约终止（{timezone.localdate()}）"


def test_the_refusal_names_the_rule_its_source_its_end_and_what_to_do(world):
    day = timezone.localdate()
    waiting = make_project(world, "submitted")
    old = breach(world)
    with pytest.raises(DomainError) as caught:
        operations.submit_project(make_project(world, "draft"), by=world.ngo)
    assert "（依据：规则参数“违约终止后不得申报（年）”，可配置默认值）" in str(caught.value)
    Parameter.objects.create(name="breach_bar_years", value=1, valid_from=day, source_text="购买服务管理办法第9条")
    with pytest.raises(DomainError) as caught:
        operations.approve_project(waiting, by=world.district, fund=make_fund(world), **BASIS)
    until = next_year(day)
    assert str(caught.value) == (
        f"“{world.contractor}”不能承接定向委托：项目“{old}”因承接单位违约终止（{day}），至 {until} 止"
        "不得申报征集批次和承接新的项目（依据：规则参数“违约终止后不得申报（年）”，购买服务管理办法第9条）。"
        "请不予立项，另选承接单位；或者列入采购计划，重新采购。"
    )


def next_year(day):
    return day.replace(year=day.year + 1, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)


def test_nothing_is_recommended_until_it_is_out_of_the_running(world):
    review = ranked_call(world)
    old = breach(world, review.first.contractor)
    refused(operations.rank_call, review.call, by=world.district, says=says(old, "推荐立项"))
    operations.disqualify_application(review.first, by=world.district, note="已告知")
    operations.rank_call(review.call, by=world.district)
    assert states() == [A.INELIGIBLE, A.PROPOSED, A.PROPOSED]
    event = review.first.events.last()
    assert (event.kind, event.from_state, event.note.startswith(f"项目“{old}”"), event.note[-3:]) == (
        "disqualify", A.REVIEWING, True, "已告知",
    )  # fmt: skip


def test_a_recommended_one_is_taken_out_before_the_publicity(world):
    review = ranked_call(world)
    operations.rank_call(review.call, by=world.district)
    old = breach(world, review.first.contractor)
    refused(operations.publicise_call, review.call, by=world.district, says=says(old, "公示为拟立项单位"))
    operations.disqualify_application(review.first, by=world.district)
    assert states() == [A.INELIGIBLE, A.REVIEWING, A.REVIEWING]
    operations.rank_call(review.call, by=world.district)
    assert states() == [A.INELIGIBLE, A.PROPOSED, A.PROPOSED]


def over(w, review) -> Publicity:
    """Ranked, publicised, and the publicity is over."""
    operations.rank_call(review.call, by=w.district)
    publicity = operations.publicise_call(review.call, by=w.district)
    yesterday = timezone.localdate() - timedelta(days=1)
    Publicity.objects.filter(pk=publicity.pk).update(starts_on=yesterday, ends_on=yesterday)
    return operations.close_publicity(publicity, by=w.district)


def test_what_was_published_is_not_awarded(world):
    review = ranked_call(world)
    publicity = over(world, review)
    old = breach(world, review.first.contractor)
    refused(operations.finish_call, review.call, by=world.district, says=says(old, "立项"))
    Notification.objects.all().delete()
    operations.disqualify_application(review.first, by=world.district)
    assert (states(), Call.objects.get().state) == ([A.INELIGIBLE, A.REVIEWING, A.REVIEWING], C.REVIEWING)
    publicity.refresh_from_db()
    assert publicity.state == "stopped"
    titles = set(Notification.objects.values_list("title", flat=True))
    assert titles == {"申报已取消资格", "公示已中止"}
    operations.rank_call(review.call, by=world.district)
    publish(world, Call.objects.get())
    assert states() == [A.INELIGIBLE, A.AWARDED, A.AWARDED]


def test_a_finding_taken_back_lets_the_award_go_on(world):
    review = ranked_call(world)
    over(world, review)
    old = breach(world, review.first.contractor)
    take_back(world, old)
    refused(operations.disqualify_application, review.first, by=world.district, says="没有不得承接新项目的情形")
    operations.finish_call(review.call, by=world.district)
    assert states() == [A.AWARDED, A.AWARDED, A.RESERVE]


def test_a_barred_reserve_makes_room_for_the_next(world):
    done = finished(world)
    give_up(world, done.first)
    old = breach(world, done.applications[2].contractor)
    refused(operations.promote_call, done.call, by=world.district, note="递补", says=says(old, "递补"))
    operations.decline_application(done.applications[2], by=world.district, note="限制期内，不再符合条件")
    assert next_in_reserve(done.call) == [done.applications[3]]


def test_a_promotion_ends_when_the_promoted_is_taken_out(world):
    done = finished(world)
    give_up(world, done.first)
    operations.promote_call(done.call, by=world.district, note="递补")
    breach(world, done.applications[2].contractor)
    operations.disqualify_application(done.applications[2], by=world.district)
    assert states() == [A.AWARDED, A.AWARDED, A.INELIGIBLE, A.RESERVE]
    assert (Call.objects.get().state, Publicity.objects.get(round=2).state) == (C.DONE, "stopped")
    assert next_in_reserve(done.call) == [done.applications[3]]


@pytest.mark.parametrize("state", [state for state in A.values if state not in (A.REVIEWING, A.PROPOSED, A.PUBLICITY)])
def test_only_in_the_running_is_one_taken_out(world, state):
    application = make_application(world, state=state)
    breach(world)
    refused(operations.disqualify_application, application, by=world.district, says="不能取消资格")


def test_who_applied_takes_nobody_out(world):
    review = ranked_call(world)
    breach(world, review.first.contractor)
    refused(operations.disqualify_application, review.first, by=review.first.created_by, says="申报单位的人员")
    refused(operations.disqualify_application, review.first, by=review.panel[0].expert, says="评审专家")


def test_no_contract_is_drafted_or_signed(world):
    project, contract = make_project(world, "approved"), make_contract(world, state="draft")
    old = breach(world)
    refused(operations.draft_contract, project, by=world.district, says=says(old, "签订合同"))
    sign = {"by": world.district, "signed_on": timezone.localdate(), "file": signed_copy()}
    refused(operations.sign_contract, contract, **sign, says=says(old, "签订合同"))
    assert (contract.events.count(), contract.files.count()) == (0, 0)
    take_back(world, old)
    assert operations.sign_contract(contract, **sign).state == "signed"
    assert operations.draft_contract(project, by=world.district).state == "draft"


def test_what_runs_already_runs_on(world):
    signed = make_contract(world, state="signed")
    breach(world)
    assert operations.register_contract(signed, by=world.district, number="备1").state == "registered"
    assert operations.activate_project(signed.project, by=world.ngo).state == "active"


def test_no_direct_commission(world):
    drafted, submitted = make_project(world, "draft"), make_project(world, "submitted")
    fund, old = make_fund(world), breach(world)
    refused(operations.submit_project, drafted, by=world.ngo, says=says(old, "申报项目"))
    refused(
        operations.approve_project, submitted, by=world.district, fund=fund, **BASIS, says=says(old, "承接定向委托")
    )
    take_back(world, old)
    assert operations.submit_project(drafted, by=world.ngo).state == "submitted"
    assert operations.approve_project(submitted, by=world.district, fund=fund, **BASIS).state == "approved"


def test_the_pages_say_it_and_offer_the_way_out(world, signed_in, api):
    review = ranked_call(world)
    url = reverse("projects:application-disqualify", args=[review.first.pk])
    client = signed_in(world.district)
    assert url not in client.get(review.first.get_absolute_url()).content.decode()
    old = breach(world, review.first.contractor)
    page = client.get(review.first.get_absolute_url()).content.decode()
    assert url in page and f"项目“{old}”因承接单位违约终止" in page
    assert f"项目“{old}”因承接单位违约终止" in client.get(url).content.decode()
    contract = make_contract(world, make_project(world, "approved", contractor=review.first.contractor), state="draft")
    (button,) = client.get(contract.get_absolute_url()).context["transitions"]
    assert (button["allowed"], "不得申报征集批次和承接新的项目" in button["reason"]) == (False, True)
    address = f"/api/v1/applications/{review.first.pk}/disqualify/"
    assert api(world.ngo).post(address, {}).status_code == 403
    assert api(world.district).post(address, {}).json()["state"] == "ineligible"
    assert api(world.district).post(address, {}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_a_signature_waits_for_a_finding_of_the_same_moment():
    """Without the contractor's lock the signature would not see the finding and stand beside it."""
    w = make_world()
    contract, running = make_contract(w, state="draft"), make_project(w, "active")
    contract, results = Contract.objects.get(pk=contract.pk), []

    def sign():
        try:
            file = ContentFile(b"%PDF-1.4", "合同.pdf")
            operations.sign_contract(contract, by=w.district, signed_on=timezone.localdate(), file=file)
            results.append("ok")
        except DomainError as error:
            results.append(str(error))
        finally:
            connections.close_all()

    with transaction.atomic():
        operations.terminate_project(running, by=w.city, note=REASON, is_breach=True)
        thread = Thread(target=sign)
        thread.start()
        until_somebody_waits()
    thread.join()
    assert says(running, "签订合同") in results[0]
    assert (Contract.objects.get(pk=contract.pk).state, Application.objects.count()) == ("draft", 0)
