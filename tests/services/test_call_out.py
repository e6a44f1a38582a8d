"""Call-outs: what must be known, who confirms it, and whose hours follow."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from services import operations, workflow
from services.enums import CallOutState, HourClaimState, HourSource, TeamKind
from services.models import CallOut, HourClaim
from tests.cast import ROLE_NAMES, make_project, make_world
from tests.racing import together
from tests.services.build_rescue import complete, make_call_out, make_rescue_team
from tests.services.build_volunteer import make_volunteer

pytestmark = pytest.mark.django_db


def record(w, team, **fields):
    alarm = {"kind": "water", "place": "浑河北岸", "alarm_at": timezone.now(), "cause": "有人落水。"}
    return operations.create_call_out(by=w.worker, team=team, organization=w.community_union, **(alarm | fields))


def test_alarms_are_numbered_without_gaps(world):
    team = make_rescue_team(world)
    year = timezone.localdate().year
    assert [record(world, team).number for _ in range(2)] == [f"YJ-{year}-0001", f"YJ-{year}-0002"]
    assert [event.kind for event in CallOut.objects.last().events.all()] == ["create"]


@pytest.mark.parametrize("fields", [{"kind": TeamKind.SERVICE}, {"is_active": False}])
def test_only_rescue_teams_in_service_answer(world, fields):
    with pytest.raises(DomainError, match="不是在队的应急救援队"):
        record(world, make_rescue_team(world, **fields))
    assert CallOut.objects.count() == 0


def test_an_alarm_of_tomorrow_is_refused(world):
    with pytest.raises(DomainError, match="晚于现在"):
        record(world, make_rescue_team(world), alarm_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"arrived_at": timedelta(minutes=9)}, "请先填写出动时间"),
        ({"departed_at": timedelta(minutes=-5)}, "出动时间早于接警时间"),
        ({"departed_at": timedelta(minutes=9), "arrived_at": timedelta(minutes=5)}, "到场时间早于出动时间"),
        ({"departed_at": timedelta(days=1)}, "出动时间晚于现在"),
    ],
)
def test_the_moments_follow_each_other(world, changes, sentence):
    row = make_call_out(world)
    with pytest.raises(DomainError, match=sentence):
        operations.update_call_out(row, by=world.worker, **{name: row.alarm_at + gap for name, gap in changes.items()})
    row.refresh_from_db()
    assert (row.departed_at, row.arrived_at, row.events.count()) == (None, None, 0)


def test_members_belong_to_the_team_and_are_no_more_than_went(world):
    team = make_rescue_team(world)
    row = make_call_out(world, team)
    stranger, mate = make_volunteer(world), make_volunteer(world, "钱海平", team=team)
    with pytest.raises(DomainError, match="不是雄鹰应急救援队的志愿者"):
        operations.update_call_out(row, by=world.worker, people=2, members=[mate, stranger])
    with pytest.raises(DomainError, match="多于出动人数0"):
        operations.update_call_out(row, by=world.worker, members=[mate])
    assert list(row.members.all()) == []


def test_closing_asks_for_everything_and_claims_the_hours_once(world):
    team = make_rescue_team(world)
    mate = make_volunteer(world, team=team)
    row = make_call_out(world, team)
    with pytest.raises(DomainError, match="还没有登记出动、到场、撤收时间"):
        operations.close_call_out(row, by=world.worker)
    row = operations.update_call_out(row, by=world.worker, members=[mate], **complete(row.alarm_at))
    row = operations.close_call_out(row, by=world.worker)
    row = operations.reopen_call_out(row, by=world.street, note="补充装备")
    row = operations.close_call_out(row, by=world.worker)
    claim = HourClaim.objects.exclude(state=HourClaimState.VOID).get()
    assert (row.state, claim.volunteer, claim.source, claim.hours) == (
        CallOutState.REPORTED, mate, HourSource.CALL_OUT, Decimal("2.0")
    )  # fmt: skip
    assert claim.state == "pending"


def test_nobody_verifies_what_he_closed(world):
    row = make_call_out(world)
    operations.update_call_out(row, by=world.worker, **complete(row.alarm_at))
    row = operations.close_call_out(row, by=world.street)
    with pytest.raises(DomainError, match="由另一人核定"):
        operations.verify_call_out(row, by=world.street)
    assert operations.verify_call_out(row, by=world.district).state == CallOutState.CONFIRMED


def test_a_closed_record_stands(world):
    row = make_call_out(world, state=CallOutState.REPORTED)
    with pytest.raises(DomainError, match="不能再修改"):
        operations.update_call_out(row, by=world.worker, people=9)
    row.refresh_from_db()
    assert row.people == 6


@pytest.mark.parametrize("state", CallOutState.values)
@pytest.mark.parametrize("move", workflow.CALL_OUT, ids=lambda move: move.name)
def test_every_move_from_every_other_state_is_refused(world, state, move):
    if state in move.sources:
        return
    row = make_call_out(world, state=state)
    operation = getattr(operations, f"{move.name}_call_out")
    with pytest.raises(DomainError):
        operation(row, by=world.district, note="试")
    row.refresh_from_db()
    assert (row.state, row.events.count()) == (state, 0)


PERMISSIONS = {
    "services.update_call_out": {"ngo", "worker", "supervisor", "city"},
    "services.close_callout": {"ngo", "worker", "supervisor", "city"},
    "services.verify_callout": {"city", "district", "street"},
    "services.reopen_call_out": {"city", "district", "street"},
}


@pytest.mark.parametrize(("permission", "allowed"), PERMISSIONS.items())
def test_who_may(world, permission, allowed):
    row = make_call_out(world)
    assert {name for name in ROLE_NAMES if getattr(world, name).has_perm(permission, row)} == allowed


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries_do_not_grow(signed_in, world, django_assert_num_queries, count):
    team = make_rescue_team(world)
    for _ in range(count):
        make_call_out(world, team)
    client = signed_in(world.worker)
    client.get(reverse("services:callout-list"))
    with django_assert_num_queries(8):
        client.get(reverse("services:callout-list"))


def test_from_the_alarm_to_the_verified_record_on_pages(signed_in, world):
    team = make_rescue_team(world)
    mate = make_volunteer(world, team=team)
    make_project(world, "active")  # the contractor serves the community
    client = signed_in(world.worker)
    alarm = timezone.localtime() - timedelta(hours=3)
    client.post(
        reverse("services:callout-create"),
        {"team": team.pk, "kind": "water", "alarm_at": f"{alarm:%Y-%m-%dT%H:%M}", "place": "浑河北岸",
         "organization": world.community_union.pk, "cause": "有人落水。"},
    )  # fmt: skip
    row = CallOut.objects.get()
    facts = {name: f"{timezone.localtime(value):%Y-%m-%dT%H:%M}" if hasattr(value, "hour") else value
             for name, value in complete(row.alarm_at).items()}  # fmt: skip
    body = facts | {"kind": "water", "place": "浑河北岸", "cause": "有人落水。", "members": [mate.pk]}
    client.post(reverse("services:callout-update", args=[row.pk]), body)
    client.post(reverse("services:callout-close", args=[row.pk]), {"note": ""})
    page = client.get(row.get_absolute_url())
    assert [volunteer.pk for volunteer in page.context["members"]] == [mate.pk]
    signed_in(world.street).post(reverse("services:callout-verify", args=[row.pk]), {"note": ""})
    row.refresh_from_db()
    assert (row.state, row.people, row.response) == (CallOutState.CONFIRMED, 6, timedelta(minutes=25))


def test_over_the_api(api, world):
    team = make_rescue_team(world)
    made = api(world.ngo).post(
        "/api/v1/call-outs/",
        {"team": team.pk, "organization": world.contractor.pk, "kind": "search", "place": "后山", "cause": "老人走失。",
         "alarm_at": timezone.now() - timedelta(hours=4)},
    )  # fmt: skip
    assert (made.status_code, made.data["state"]) == (201, "open")
    refused = api(world.ngo).post(f"/api/v1/call-outs/{made.data['id']}/close/", {})
    assert refused.status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_alarms_at_once_get_two_numbers():
    world = make_world()
    teams = [make_rescue_team(world), make_rescue_team(world, name="蓝天救援队")]
    rows = together(*(lambda team=team: record(world, team) for team in teams))
    assert sorted(row.number[-4:] for row in rows) == ["0001", "0002"]


def open_with(world, hours, **fields):
    """Back after ``hours``, with one volunteer of the team."""
    team = make_rescue_team(world)
    alarm_at = timezone.now().replace(microsecond=0) - timedelta(hours=hours + 1)
    facts = complete(alarm_at) | {"departed_at": alarm_at, "ended_at": alarm_at + timedelta(hours=hours)}
    row = make_call_out(world, team, alarm_at=alarm_at, **(facts | {"arrived_at": alarm_at} | fields))
    row.members.set([make_volunteer(world, team=team)])
    return row


def test_a_flood_of_two_days_is_claimed_day_by_day(world):
    row = open_with(world, 50)
    operations.close_call_out(row, by=world.worker)
    claims = list(HourClaim.objects.order_by("starts_at"))
    assert (claims[0].starts_at, claims[-1].ends_at) == (row.departed_at, row.ended_at)
    assert [one.ends_at for one in claims[:-1]] == [two.starts_at for two in claims[1:]]
    assert len({timezone.localdate(claim.starts_at) for claim in claims}) == len(claims) > 2


def test_an_alarm_over_in_minutes_is_closed_without_hours(world):
    operations.close_call_out(open_with(world, 0.1), by=world.worker)
    assert (CallOut.objects.get().state, HourClaim.objects.count()) == (CallOutState.REPORTED, 0)


def test_sent_back_its_hours_are_claimed_anew(world):
    row = open_with(world, 4)
    operations.close_call_out(row, by=world.worker)
    operations.reopen_call_out(row, by=world.street, note="撤收时间写错")
    assert [claim.state for claim in HourClaim.objects.all()] == [HourClaimState.VOID]
    operations.update_call_out(row, by=world.worker, ended_at=row.ended_at - timedelta(hours=1))
    operations.close_call_out(row, by=world.worker)
    assert HourClaim.objects.get(state=HourClaimState.PENDING).hours == 3


def test_confirmed_hours_stand_when_it_is_sent_back(world):
    row = open_with(world, 4)
    operations.close_call_out(row, by=world.worker)
    operations.confirm_hours(HourClaim.objects.get(), by=world.community)
    operations.reopen_call_out(row, by=world.street, note="补充装备")
    operations.update_call_out(row, by=world.worker, ended_at=row.ended_at - timedelta(hours=1))
    operations.close_call_out(row, by=world.worker)
    assert [claim.state for claim in HourClaim.objects.all()] == [HourClaimState.CONFIRMED]


@pytest.mark.parametrize("changes", [{"people": 10_001}, {"helped": 10_001}])
def test_more_people_than_can_be_are_refused(world, changes):
    row = make_call_out(world)
    with pytest.raises(DomainError, match="须在0至10,000之间"):
        operations.update_call_out(row, by=world.worker, **changes)


def test_an_alarm_before_our_time_is_refused(world):
    with pytest.raises(DomainError, match="也不能早于2000年"):
        record(world, make_rescue_team(world), alarm_at=timezone.make_aware(datetime(1999, 12, 31)))


def test_the_page_leads_to_the_hours(signed_in, world):
    row = open_with(world, 4)
    operations.close_call_out(row, by=world.worker)
    client = signed_in(world.worker)
    page = client.get(row.get_absolute_url())
    assert page.context["claim_count"] == len(client.get(page.context["claims_url"]).context["table"].rows) == 1
