"""Every night: kept hours against the ledger."""

import pytest
from django.db import connection

from core.models import Notification
from services.enums import HourClaimState
from services.periodic import check_hours
from services.queries.hour_check import hour_differences
from tests.cast import make_world
from tests.services.build_hour import make_claim

pytestmark = pytest.mark.django_db


def test_when_all_is_well_nobody_is_told():
    make_claim(make_world(), state=HourClaimState.CONFIRMED)
    check_hours()
    assert (hour_differences(), Notification.objects.count()) == ([], 0)


def test_differences_reach_the_city_once_a_day():
    w = make_world()
    claim = make_claim(w, state=HourClaimState.CONFIRMED)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE services_hourclaim SET hours = 9 WHERE id = %s", [claim.pk])
    check_hours()
    check_hours()
    assert [(row.what, row.pk, row.kept, row.found) for row in hour_differences()] == [("已确认的时长", claim.pk, 9, 3)]
    assert [(row.recipient, row.title) for row in Notification.objects.all()] == [(w.city, "志愿服务时长核对发现差异")]
