"""Rescue teams with their call-outs, merchants with their street, made directly in a given state."""

from datetime import timedelta

from django.utils import timezone

from services.enums import CallOutKind, CallOutState, StreetDayState, TeamKind
from services.models import CallOut, Merchant, StreetDay, StreetDuty
from tests.services.build_volunteer import make_team


def make_rescue_team(w, **fields):
    return make_team(w, **({"name": "雄鹰应急救援队", "kind": TeamKind.RESCUE, "organization": w.contractor} | fields))


def make_call_out(w, team=None, state=CallOutState.OPEN, **fields) -> CallOut:
    """An alarm three hours ago; complete unless it is still open."""
    alarm_at = timezone.now().replace(microsecond=0) - timedelta(hours=3)
    defaults = {
        "organization": w.community_union, "kind": CallOutKind.WATER, "place": "浑河北岸", "cause": "有人落水。",
        "alarm_at": alarm_at, "number": f"YJ-{timezone.localdate().year}-{CallOut.objects.count() + 1:04}",
    }  # fmt: skip
    if state != CallOutState.OPEN:
        defaults |= complete(alarm_at)
    return CallOut.objects.create(team=team or make_rescue_team(w), state=state, **(defaults | fields))


def complete(alarm_at) -> dict:
    """What is known once the team is back: away for two hours."""
    return {
        "departed_at": alarm_at + timedelta(minutes=5),
        "arrived_at": alarm_at + timedelta(minutes=25),
        "ended_at": alarm_at + timedelta(minutes=125),
        "people": 6,
        "helped": 1,
        "result": "救起一人，移交急救。",
        "equipment": "橡皮艇一艘",
    }


def make_merchants(w, count=4) -> list[Merchant]:
    return [
        Merchant.objects.create(organization=w.community_union, name=f"水源地便民店{number}", service="义剪")
        for number in range(1, count + 1)
    ]


def make_street_day(w, merchants=None, state=StreetDayState.PLANNED, **fields) -> StreetDay:
    """Began an hour ago, unless told otherwise."""
    starts_at = fields.pop("starts_at", timezone.now().replace(microsecond=0) - timedelta(hours=1))
    day = StreetDay.objects.create(
        organization=w.community_union, street="水源街", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
        state=state, **fields,
    )  # fmt: skip
    for merchant in merchants or make_merchants(w, 2):
        StreetDuty.objects.create(day=day, merchant=merchant)
    return day
