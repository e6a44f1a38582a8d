"""Two at once on one review, and a review of 300 applications by five experts in under a second."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.models import Application, ApplicationRevision, Call, Objection, Panelist, Project, ScoreSheet
from projects.queries.ranking import standing
from tests.cast import make_world
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import (
    make_experts,
    make_objection,
    make_panel,
    make_publicity,
    make_review,
    make_sheet,
)
from tests.racing import at_once, together

SAID = {"name": "林知远", "contact": "13900000000", "text": "有处罚记录。"}


@pytest.mark.django_db(transaction=True)
def test_two_draws_seat_one_panel():
    w = make_world()
    make_experts(w, 8)
    call = make_call(w, C.CLOSED)
    make_application(w, call, A.ELIGIBLE)
    results = at_once(*[lambda: operations.draw_panel(Call.objects.get(), by=w.district)] * 2)
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (Panelist.objects.count(), call.draws.count()) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_one_sheet_is_signed_once_and_opened_once():
    w = make_world()
    review = make_review(w, scores=((None, 80, 80),))
    application, seat = review.applications[0], review.panel[0]
    opened = together(*[lambda: operations.open_sheet(Application.objects.get(), by=seat.expert)] * 4)
    assert len({sheet.pk for sheet in opened}) == 1
    points = {item.pk: item.points for item in application.call.scorecard.items.all()}
    operations.save_sheet(opened[0], by=seat.expert, points=points)
    twice = [ScoreSheet.objects.get(pk=opened[0].pk) for _ in range(2)]  # both read as a draft before either is signed
    results = at_once(*(lambda sheet=sheet: operations.sign_sheet(sheet, by=seat.expert) for sheet in twice))
    assert results.count("ok") == 1
    assert opened[0].events.filter(kind="sign").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_signature_and_the_ranking():
    """Whichever comes first: a ranking holds every signed sheet, or waits for the last."""
    w = make_world()
    review = make_review(w, scores=((90, 90, None),))
    sheet = make_sheet(review.applications[0], review.panel[2], "60.00", state="draft")
    signed, ranked = at_once(
        lambda: operations.sign_sheet(ScoreSheet.objects.get(pk=sheet.pk), by=review.panel[2].expert),
        lambda: operations.rank_call(Call.objects.get(), by=w.district),
    )
    assert signed == "ok"
    assert ranked.startswith("还有1份评分表没有签署") or "极差超过20分" in ranked
    assert Application.objects.get().score is None


@pytest.mark.django_db(transaction=True)
def test_two_rankings_write_one():
    w = make_world()
    review = make_review(w)
    results = at_once(*[lambda: operations.rank_call(Call.objects.get(), by=w.district)] * 2)
    assert results.count("ok") == 1
    assert review.call.events.filter(kind="rank").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_objection_and_the_end_of_the_publicity():
    """The objection is in before the end, which is then refused, or the end came first and it is a late one."""
    w = make_world()
    publicity = make_publicity(w, "closed")
    came, finished = together(
        lambda: operations.receive_objection(publicity, **SAID),
        lambda: operations.finish_call(Call.objects.get(), by=w.district),
    )
    assert isinstance(came, Objection)
    assert Project.objects.count() == (1 if isinstance(finished, Call) else 0)
    assert Call.objects.get().state == (C.DONE if isinstance(finished, Call) else C.PUBLICITY)


@pytest.mark.django_db(transaction=True)
def test_two_people_answer_one_objection():
    w = make_world()
    objection = make_objection(w)
    results = at_once(
        lambda: operations.uphold_objection(objection, by=w.district, note="属实。"),
        lambda: operations.dismiss_objection(objection, by=w.city, note="不属实。"),
    )
    assert results.count("ok") == 1


EXPERTS = 5


@pytest.mark.django_db
@pytest.mark.parametrize("count", [200, 300])
def test_ranking_asks_as_many_questions_for_three_hundred_applications_as_for_two_hundred(world, count):
    """How long it takes, the bench measures."""
    call = make_call(world, C.REVIEWING, panel_size=EXPERTS, weak_share=0, amount=Decimal(9_000_000))
    panel = make_panel(call, make_experts(world, EXPERTS), world.district)
    now = timezone.now()
    applications = Application.objects.bulk_create(
        Application(
            code=f"SB-{number}", call=call, contractor=world.contractor, name=f"项目{number}", created_by=world.ngo,
            amount=Decimal(50_000), state=A.REVIEWING, submitted_at=now,
        )
        for number in range(count)
    )  # fmt: skip
    revisions = ApplicationRevision.objects.bulk_create(
        ApplicationRevision(application=one, number=1, content={}, amount=one.amount, by=world.ngo)
        for one in applications
    )
    ScoreSheet.objects.bulk_create(
        ScoreSheet(application=one, panelist=seat, revision=revision, total=60 + (place * 7 + number) % 20,
                   state="signed", signed_at=now)
        for place, (one, revision) in enumerate(zip(applications, revisions, strict=True))
        for number, seat in enumerate(panel)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as computed:
        found = standing(call)
    with CaptureQueriesContext(connection) as ranked:
        operations.rank_call(call, by=world.district, note="同一社区的项目多于上限，已逐项说明。")
    proposed = 180
    assert len(found.rows) == count and len(found.selection.proposed) == proposed
    assert Application.objects.filter(state=A.PROPOSED).count() == proposed
    assert list(Application.objects.order_by("rank").values_list("rank", flat=True)) == list(range(1, count + 1))
    assert (len(computed), len(ranked)) == (6, 32)
