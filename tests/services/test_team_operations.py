"""Teams and trainings."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.enums import VolunteerState
from services.models import Team, TrainingRecord
from tests.refusals import refused
from tests.services.build_volunteer import make_team, make_volunteer


def test_teams(world):
    team = operations.create_team(
        by=world.community, organization=world.community_union, name=" 蓝天救援队 ", kind="rescue", leader="赵长河",
        phone="13600000007", formal_members=12,
    )  # fmt: skip
    assert (team.name, team.masked_phone) == ("蓝天救援队", "136****0007")
    with pytest.raises(DomainError, match="已有同名队伍"):
        operations.create_team(
            by=world.community, organization=world.community_union, name="蓝天救援队", kind="rescue", leader="钱进"
        )
    operations.update_team(team, by=world.community, qualification="水域救援", formal_members=13)
    assert list(team.events.values_list("kind", "note")) == [("create", ""), ("update", "应急资质、正式队员")]
    for facts, sentence in (
        ({"phone": "12"}, "联系电话不正确"),
        ({"formal_members": 10_001}, "正式队员须在"),
        ({"founded_on": timezone.localdate() + timedelta(days=1)}, "成立日期"),
        ({"leader": " "}, "请填写队伍名称和负责人"),
    ):
        with pytest.raises(DomainError, match=sentence):
            operations.update_team(team, by=world.community, **facts)


def test_a_team_dissolved_meanwhile_takes_nobody(world):
    """The page was opened before: what counts is the team as it stands under its lock."""
    team, volunteer = make_team(world), make_volunteer(world)
    operations.update_team(Team.objects.get(pk=team.pk), by=world.community, is_active=False)
    assert "已停止活动" in refused(operations.add_team_members, team, by=world.community, volunteers=[volunteer])


def test_team_members_join_in_one_go(world):
    team, other = make_team(world), make_team(world, "理发队")
    volunteers = [
        make_volunteer(world), make_volunteer(world, "钱进", team=other), make_volunteer(world, "李和", team=team),
        make_volunteer(world, "周平", state=VolunteerState.LEFT),
    ]  # fmt: skip
    assert operations.add_team_members(team, by=world.community, volunteers=volunteers) == 2
    assert [row.name for row in sorted((v.person for v in team.volunteers.all()), key=lambda p: p.pk)] == [
        "孙有成", "钱进", "李和",
    ]  # fmt: skip
    with pytest.raises(DomainError, match="已停止活动"):
        operations.add_team_members(
            make_team(world, "老队", is_active=False), by=world.community, volunteers=volunteers
        )


def test_trainings(world):
    today, volunteer = timezone.localdate(), make_volunteer(world)
    training = operations.create_training(
        by=world.worker, organization=world.community_union, name="急救", held_on=today, hours=Decimal("2.5"),
        volunteers=[volunteer],
    )  # fmt: skip
    assert operations.record_training(training, by=world.worker, volunteers=[volunteer]) == 0
    volunteer.refresh_from_db()
    assert (TrainingRecord.objects.count(), volunteer.hours) == (1, 0)
    for facts, sentence in (
        ({"name": " "}, "没有填写培训名称"),
        ({"held_on": today + timedelta(days=1)}, "培训日期"),
        ({"hours": Decimal("0")}, "培训时长"),
        ({"hours": Decimal("NaN")}, "培训时长"),
        ({"hours": Decimal("1.3")}, "培训时长"),
    ):
        with pytest.raises(DomainError, match=sentence):
            operations.create_training(
                by=world.worker,
                organization=world.community_union,
                **({"name": "急救", "held_on": today, "hours": Decimal(2)} | facts),
            )
