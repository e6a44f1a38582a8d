"""What tests of a review share."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.models import Application, Call, Project, Publicity
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_review


def closed_call(w, **fields):
    """A call with one eligible application of the contractor."""
    call = make_call(w, C.CLOSED, **fields)
    make_application(w, call, A.ELIGIBLE)
    return call


def points_of(call, part="1") -> dict:
    return {item.pk: (item.points * Decimal(part)).quantize(Decimal("0.01")) for item in call.scorecard.items.all()}


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def publish(w, call, open_by=operations.publicise_call, **options) -> Call:
    """Publicised, over, made final."""
    publicity = open_by(call, by=w.district, **options)
    yesterday = timezone.localdate() - timedelta(days=1)
    Publicity.objects.filter(pk=publicity.pk).update(starts_on=yesterday, ends_on=yesterday)
    operations.close_publicity(publicity, by=w.district)
    return operations.finish_call(call, by=w.district)


def finished(w):
    """A finished call of 60,000 yuan: two awarded, two in reserve, 30,000 each."""
    review = make_review(
        w, scores=((90, 88, 86), (80, 82, 78), (75, 75, 75), (70, 70, 70)), amount=Decimal(60000),
        max_amount=Decimal(50000),
    )  # fmt: skip
    operations.rank_call(review.call, by=w.district)
    review.call = publish(w, review.call)
    review.first = Project.objects.get(application=review.applications[0])
    assert states() == [A.AWARDED, A.AWARDED, A.RESERVE, A.RESERVE]
    return review


def give_up(w, project) -> None:
    operations.terminate_project(project, by=w.district, note="承接单位书面放弃签约")
