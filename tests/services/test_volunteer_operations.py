"""Volunteers: registration, admission, pauses, and what is known about them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.models import Person
from services import operations
from services.enums import ShiftSignUpState, VolunteerState
from services.models import Volunteer, VolunteerAward
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_volunteer

TODAY = timezone.localdate()


def years_ago(years, days=0):
    return TODAY.replace(year=TODAY.year - years, day=min(TODAY.day, 28)) + timedelta(days=days)


def register(w, **fields):
    facts = {"name": "孙有成", "phone": "13600000001", "birth_date": years_ago(40), "skills": ["law", "art"]}
    return operations.register_volunteer(organization=w.community_union, **(facts | fields))


def test_the_public_page_registers_and_somebody_admits(world):
    volunteer = register(world, area="水源地二期", agrees_to_ranking=True)
    assert (volunteer.state, volunteer.skills, volunteer.area) == (VolunteerState.PENDING, ["art", "law"], "水源地二期")
    assert volunteer.number == f"ZY{TODAY.year}{volunteer.pk:06}"
    assert list(Notification.objects.values_list("recipient__username", "title")) == [
        ("community", "有新的志愿者登记待审核")
    ]
    admitted = operations.admit_volunteer(volunteer, by=world.community, note="本人到场核对")
    assert admitted.state == VolunteerState.ACTIVE
    assert list(admitted.events.values_list("kind", "to_state", "by__username")) == [
        ("create", "pending", None),
        ("admit", "active", "community"),
    ]


def test_staff_register_and_admit_in_one_go(world):
    volunteer = register(world, by=world.worker, team=make_team(world))
    assert (volunteer.state, volunteer.team.name) == (VolunteerState.ACTIVE, "水源地红马甲志愿服务队")


def test_a_person_is_registered_once(world):
    register(world)
    for by, sentence in ((None, "已经登记过志愿者"), (world.worker, "此人已登记为志愿者")):
        with pytest.raises(DomainError, match=sentence):
            register(world, by=by)
    assert (Volunteer.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"birth_date": None}, "没有出生日期"),
        ({"birth_date": TODAY + timedelta(days=1)}, "出生日期不正确"),
        ({"birth_date": years_ago(120)}, "出生日期不正确"),
        ({"birth_date": years_ago(7)}, "不满8周岁"),
        ({"birth_date": years_ago(16)}, "未满18周岁须由监护人同意"),
        ({"birth_date": years_ago(16), "guardian_name": "孙大年", "guardian_phone": "13600000009"}, "监护人同意"),
        (
            {
                "birth_date": years_ago(16),
                "guardian_name": "孙大年",
                "guardian_phone": "12",
                "guardian_consents": True,
            },
            "监护人电话不正确",
        ),
        ({"phone": "123"}, "手机号不正确"),
        ({"name": "  "}, "没有姓名"),
        ({"skills": ["flying"]}, "技能不在可选范围内"),
    ],
)
def test_refused_and_nothing_left_behind(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        register(world, **fields)
    assert (Volunteer.objects.count(), Person.objects.count(), Notification.objects.count()) == (0, 0, 0)


def test_volunteers_belong_to_a_union(world):
    with pytest.raises(DomainError, match="登记在工会名下"):
        operations.register_volunteer(
            organization=world.contractor, name="孙有成", phone="13600000001", birth_date=years_ago(40)
        )


def test_a_minor_with_a_guardian(world):
    volunteer = register(
        world, birth_date=years_ago(16), guardian_name="孙大年", guardian_phone="１３６00000009", guardian_consents=True
    )
    volunteer.refresh_from_db()
    assert (volunteer.guardian_name, volunteer.guardian_phone) == ("孙大年", "13600000009")
    assert volunteer.guardian_consented_on == TODAY
    assert volunteer.masked_guardian_phone == "136****0009"


def test_a_guardian_of_an_adult_is_not_kept(world):
    volunteer = register(world, guardian_name="孙大年", guardian_phone="13600000009", guardian_consents=True)
    assert (volunteer.guardian_name, volunteer.guardian_phone, volunteer.guardian_consented_on) == ("", "", None)


def test_a_minor_is_not_admitted_without_a_guardian(world):
    volunteer = make_volunteer(world, state=VolunteerState.PENDING, birth_date=years_ago(16))
    with pytest.raises(DomainError, match="没有监护人同意的记录"):
        operations.admit_volunteer(volunteer, by=world.community)
    volunteer.refresh_from_db()
    assert volunteer.state == VolunteerState.PENDING
    operations.update_volunteer(
        volunteer, by=world.community, guardian_name="孙大年", guardian_phone="13600000009", guardian_consents=True
    )
    assert operations.admit_volunteer(volunteer, by=world.community).state == VolunteerState.ACTIVE


MOVES = {
    "admit_volunteer": {VolunteerState.PENDING},
    "pause_volunteer": {VolunteerState.ACTIVE},
    "resume_volunteer": {VolunteerState.PAUSED, VolunteerState.LEFT},
    "leave_volunteer": {VolunteerState.PENDING, VolunteerState.ACTIVE, VolunteerState.PAUSED},
}


@pytest.mark.parametrize("state", VolunteerState.values)
@pytest.mark.parametrize("operation", MOVES)
def test_moves_from_every_state(world, operation, state):
    volunteer = make_volunteer(world, state=state)

    def move():
        return getattr(operations, operation)(volunteer, by=world.community, note="说明")

    if state in MOVES[operation]:
        assert move().state != state
        assert volunteer.events.count() == 1
    else:
        with pytest.raises(DomainError, match="不能"):
            move()
        assert volunteer.events.count() == 0


@pytest.mark.parametrize("operation", ["pause_volunteer", "leave_volunteer"])
def test_who_stops_gives_up_what_is_ahead(world, operation):
    volunteer, lead = make_volunteer(world), world.worker
    shift = make_shift(world)
    begun = make_shift(world, starts_at=timezone.now() - timedelta(hours=1))
    ahead, now = make_sign_up(shift, volunteer), make_sign_up(begun, volunteer)
    getattr(operations, operation)(volunteer, by=world.community, note="搬离本市")
    ahead.refresh_from_db(), now.refresh_from_db(), shift.refresh_from_db()
    assert (ahead.state, now.state, shift.taken) == (ShiftSignUpState.CANCELLED, ShiftSignUpState.SIGNED_UP, 0)
    assert list(Notification.objects.filter(recipient=lead).values_list("title", flat=True)) == [
        "志愿班次有人取消报名：义诊引导"
    ]


def test_update_names_the_fields_not_the_values(world):
    volunteer, team = make_volunteer(world), make_team(world)
    operations.update_volunteer(volunteer, by=world.community, team=team, skills=["hair"], area=" 北院 ")
    assert (volunteer.team, volunteer.skills, volunteer.area) == (team, ["hair"], "北院")
    operations.update_volunteer(volunteer, by=world.community, team=team, skills=["hair"], area="北院")
    assert list(volunteer.events.values_list("kind", "note")) == [("update", "所在队伍、技能、居住区域")]


def test_a_closed_team_takes_nobody(world):
    with pytest.raises(DomainError, match="已停止活动"):
        operations.update_volunteer(make_volunteer(world), by=world.community, team=make_team(world, is_active=False))


def test_a_look_at_the_phones_is_on_record(world):
    volunteer = make_volunteer(world, phone="13600000001")
    with pytest.raises(DomainError, match="事由"):
        operations.reveal_volunteer(volunteer, by=world.community, reason="看")
    numbers = operations.reveal_volunteer(volunteer, by=world.community, reason="通知集合地点变更")
    assert numbers == {"phone": "13600000001", "guardian_phone": ""}
    assert list(volunteer.events.values_list("kind", "note")) == [("reveal", "通知集合地点变更")]
    assert list(volunteer.person.events.filter(kind="reveal").values_list("note", flat=True)) == ["通知集合地点变更"]


def test_awards(world):
    volunteer = make_volunteer(world)
    award = operations.add_award(
        volunteer, by=world.community, title="优秀志愿者", awarded_by="和平区总工会", awarded_on=TODAY
    )
    assert list(volunteer.awards.all()) == [award]
    for fields, sentence in (({"title": " "}, "请写明"), ({"awarded_on": TODAY + timedelta(days=1)}, "授予日期")):
        with pytest.raises(DomainError, match=sentence):
            operations.add_award(
                volunteer,
                by=world.community,
                **({"title": "优秀志愿者", "awarded_by": "和平区总工会", "awarded_on": TODAY} | fields),
            )
    assert VolunteerAward.objects.count() == 1
