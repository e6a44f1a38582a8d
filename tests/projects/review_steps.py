"""What tests of a review share."""

from decimal import Decimal

from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call


def closed_call(w, **fields):
    """A call with one eligible application of the contractor."""
    call = make_call(w, C.CLOSED, **fields)
    make_application(w, call, A.ELIGIBLE)
    return call


def points_of(call, part="1") -> dict:
    return {item.pk: (item.points * Decimal(part)).quantize(Decimal("0.01")) for item in call.scorecard.items.all()}
