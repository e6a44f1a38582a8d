"""Organizations, users, roles and people: what each operation guarantees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.authtoken.models import Token

from core.errors import DomainError
from core.models import Notification
from orgs.enums import OrganizationKind as Kind
from orgs.enums import Role
from orgs.models import Membership, Organization, OrganizationEvent, Person, PersonEvent, User
from orgs.operations import (
    create_organization,
    create_user,
    end_membership,
    grant_membership,
    register_person,
    reset_password,
    reveal_person,
    update_organization,
    update_person,
    update_user,
)
from tests.racing import together

CREDIT_CODE = "91110000600037341L"
PASSWORD = "lantian-5831"


def nothing_happened():
    return OrganizationEvent.objects.count() == 0 and Notification.objects.count() == 0


# organizations


def test_create_organization_hangs_under_its_parent_with_code_and_event(world):
    row = create_organization(
        by=world.street,
        parent=world.street_union,
        name=" 河畔志愿服务队 ",
        kind=Kind.VOLUNTEER,
        credit_code="９１１１００００６０００３７３４１l",
    )
    assert (row.name, row.code, row.level, row.initials) == ("河畔志愿服务队", "ZY-0001", "", "hpzyfwd")
    assert row.credit_code == CREDIT_CODE
    assert row.parent_path == world.street_union.path
    assert list(row.events.values_list("kind", "by")) == [("create", world.street.pk)]
    assert Organization.objects.find_problems() == ([], [], [], [], [])


def test_create_organization_numbers_after_the_last_and_makes_grassroots_unions(world):
    social = create_organization(by=world.city, parent=world.city_union, name="新社", kind=Kind.SOCIAL)
    union = create_organization(by=world.city, parent=world.street_union, name="某厂工会", kind=Kind.UNION)
    inside = create_organization(by=world.city, parent=social, name="新社党支部", kind=Kind.PARTY, code="dz-77")
    assert (social.code, union.code, union.level, inside.code) == ("SO-0003", "JC-0001", "grassroots", "DZ-77")


@pytest.mark.parametrize(
    ("by", "parent", "facts", "words"),
    [
        ("street", "other_street", {}, "不在您的管理范围内"),
        ("community", "community_union", {}, "不在您的管理范围内"),
        ("city", "contractor", {"kind": Kind.SOCIAL}, "社会组织不能设在晨光社会工作服务中心之下"),
        ("city", "party_branch", {}, "不能设在水源地社区党支部之下"),
        ("street", "street_union", {"name": " "}, "名称不能为空"),
        ("street", "street_union", {"code": "SO-0001"}, "代码 SO-0001 已被使用"),
        ("street", "street_union", {"code": "不行"}, "代码应为"),
        ("street", "street_union", {"credit_code": "91110000600037341X"}, "统一社会信用代码不正确"),
        ("street", "street_union", {"legal_person_until": date(2030, 1, 1)}, "同时填写法人资格证书号"),
        ("street", "street_union", {"tier": "star"}, "只有社区"),
        ("street", "street_union", {"active_from": "2", "active_to": "1"}, "停用日期早于启用日期"),
    ],
)
def test_create_organization_refuses_and_leaves_nothing(world, by, parent, facts, words):
    before = Organization.objects.count()
    facts = {"name": "某队", "kind": Kind.VOLUNTEER} | facts
    with pytest.raises(DomainError, match=words):
        create_organization(by=getattr(world, by), parent=getattr(world, parent), **facts)
    assert Organization.objects.count() == before and nothing_happened()
    assert Organization.objects.find_problems() == ([], [], [], [], [])


def test_create_organization_under_a_closed_body_is_refused(world):
    Organization.objects.filter(pk=world.street_union.pk).update(active_to="2020-01-01")
    with pytest.raises(DomainError, match="已停用"):
        create_organization(by=world.city, parent=world.street_union, name="某队", kind=Kind.VOLUNTEER)


def test_update_organization_names_the_changed_fields(world):
    update_organization(world.community_union, by=world.street, name="水源地社区工会", tier="star", address="")
    assert (world.community_union.name, world.community_union.tier) == ("水源地社区工会", "star")
    assert world.community_union.initials == "sydsqgh"
    assert list(world.community_union.events.values_list("kind", "note", "by")) == [
        ("update", "名称、社区分级", world.street.pk)
    ]


def test_update_organization_without_a_change_leaves_no_event(world):
    update_organization(world.community_union, by=world.street, name=world.community_union.name)
    assert nothing_happened()


def test_update_organization_refuses_a_credit_code_of_another(world):
    Organization.objects.filter(pk=world.rival.pk).update(credit_code=CREDIT_CODE)
    with pytest.raises(DomainError, match="另一个组织名下"):
        update_organization(world.contractor, by=world.city, credit_code=CREDIT_CODE)
    world.contractor.refresh_from_db()
    assert world.contractor.credit_code == "" and nothing_happened()


def test_update_organization_knows_its_fields(world):
    with pytest.raises(TypeError):
        update_organization(world.contractor, by=world.city, path="0002")


# users and roles


def make(world, **facts):
    defaults = {
        "by": world.street,
        "username": "xiaoli",
        "name": "李小丽",
        "organization": world.community_union,
        "role": Role.COMMUNITY_UNION,
        "password": PASSWORD,
    }
    return create_user(**defaults | facts)


def test_create_user_with_role_password_and_history(world):
    user = make(world)
    assert user.check_password(PASSWORD)
    assert [(held.organization, held.role) for held in user.memberships_today] == [
        (world.community_union, Role.COMMUNITY_UNION)
    ]
    assert list(world.community_union.events.order_by("pk").values_list("kind", "note", "by")) == [
        ("account", "李小丽（xiaoli）", world.street.pk),
        ("grant", "社区工会：李小丽（xiaoli）", world.street.pk),
    ]
    assert Notification.objects.get().recipient == user


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"username": "COMMUNITY"}, "已被使用"),
        ({"username": "空 格"}, "用户名"),
        ({"name": " "}, "姓名"),
        ({"email": "nobody"}, "邮件|邮箱"),
        ({"password": "12345678"}, "密码"),
        ({"role": Role.STREET_UNION}, "不设“街道工会”，可以授予：社区工会"),
    ],
)
def test_create_user_refuses_and_leaves_nothing(world, facts, words):
    before = User.objects.count()
    with pytest.raises(DomainError, match=words):
        make(world, **facts)
    assert User.objects.count() == before and nothing_happened()


@pytest.mark.parametrize(
    ("by", "organization", "role", "allowed"),
    [
        ("city", "city_union", Role.CITY_ADMIN, True),
        ("city", "district_union", Role.DISTRICT_UNION, True),
        ("city", "contractor", Role.NGO, True),
        ("city", "district_union", Role.CITY_ADMIN, False),
        ("city", "contractor", Role.COMMUNITY_UNION, False),
        ("city", "party_branch", Role.PARTY, True),
        ("district", "district_union", Role.FINANCE, True),
        ("district", "district_union", Role.DISTRICT_UNION, True),
        ("district", "other_district", Role.LEADER, False),
        ("district", "city_union", Role.LEADER, False),
        ("street", "street_union", Role.STREET_UNION, True),
        ("street", "street_union", Role.FINANCE, False),
        ("street", "community_union", Role.COMMUNITY_UNION, True),
        ("street", "contractor", Role.NGO, False),
        ("community", "community_union", Role.COMMUNITY_UNION, False),
        ("ngo", "contractor", Role.WORKER, True),
        ("ngo", "contractor", Role.NGO, False),
        ("ngo", "rival", Role.WORKER, False),
        ("worker", "contractor", Role.WORKER, False),
    ],
)
def test_grant_membership_reaches_no_further_than_the_granter(world, by, organization, role, allowed):
    newcomer = User.objects.create(username="newcomer", name="新人")
    organization, by = getattr(world, organization), getattr(world, by)
    if allowed:
        assert grant_membership(organization, by=by, user=newcomer, role=role).valid_from == timezone.localdate()
        assert list(organization.events.values_list("kind", flat=True)) == ["grant"]
    else:
        with pytest.raises(DomainError):
            grant_membership(organization, by=by, user=newcomer, role=role)
        assert newcomer.memberships.count() == 0 and nothing_happened()


def test_nobody_grants_or_ends_their_own_role(world):
    with pytest.raises(DomainError, match="不能给自己授权"):
        grant_membership(world.city_union, by=world.city, user=world.city, role=Role.LEADER)
    with pytest.raises(DomainError, match="不能给自己授权"):
        end_membership(world.city.memberships.get(), by=world.city)
    assert world.city.memberships.get().valid_to is None and nothing_happened()


def test_grant_membership_refuses_bad_and_overlapping_periods(world):
    today = timezone.localdate()
    with pytest.raises(DomainError, match="结束日期早于开始日期"):
        grant_membership(
            world.contractor, by=world.city, user=world.expert, role=Role.WORKER, valid_to=today - timedelta(days=1)
        )
    with pytest.raises(DomainError, match="已经是"):
        grant_membership(world.contractor, by=world.city, user=world.worker, role=Role.WORKER)
    assert nothing_happened()


def test_end_membership_counts_from_this_moment(world):
    end_membership(world.worker.memberships.get(), by=world.ngo, note="离职")
    held = world.worker.memberships.get()
    assert held.valid_to == timezone.localdate() - timedelta(days=1)
    assert User.objects.get(pk=world.worker.pk).grants == ()
    assert list(world.contractor.events.values_list("kind", "note")) == [("end", "社工：worker（worker）。离职")]
    with pytest.raises(DomainError, match="已经结束"):
        end_membership(held, by=world.ngo)


def test_end_membership_of_today_counts_no_longer_today(world):
    user = make(world)
    end_membership(user.memberships.get(), by=world.street)
    assert User.objects.get(pk=user.pk).grants == ()
    assert grant_membership(world.community_union, by=world.street, user=user, role=Role.COMMUNITY_UNION)
    assert list(world.community_union.events.order_by("pk").values_list("kind", flat=True)) == [
        "account",
        "grant",
        "end",
        "grant",
    ]


@pytest.mark.parametrize(
    ("by", "whose"), [("ngo", "ngo"), ("ngo", "rival_head"), ("street", "district"), ("rival_head", "worker")]
)
def test_end_membership_outside_ones_reach_is_refused(world, by, whose):
    with pytest.raises(DomainError):
        end_membership(getattr(world, whose).memberships.get(), by=getattr(world, by))
    assert getattr(world, whose).memberships.get().valid_to is None and nothing_happened()


def test_update_user_and_reset_password(world):
    update_user(world.worker, by=world.ngo, name=" 王社工 ", phone="13800000000")
    assert (world.worker.name, world.worker.phone, world.worker.email) == (
        "王社工",
        "13800000000",
        "worker@example.test",
    )
    Token.objects.create(user=world.worker)
    reset_password(world.worker, by=world.ngo, password=PASSWORD)
    assert User.objects.get(pk=world.worker.pk).check_password(PASSWORD)
    assert Token.objects.count() == 0
    assert sorted(world.contractor.events.values_list("kind", "by__username", "note")) == [
        ("correct", "ngo", "王社工（worker）"), ("reset", "ngo", "王社工（worker）"),
    ]  # fmt: skip


def test_reset_password_refuses_oneself_and_weak_passwords(world):
    with pytest.raises(DomainError, match="修改密码"):
        reset_password(world.ngo, by=world.ngo, password=PASSWORD)
    with pytest.raises(DomainError):
        reset_password(world.worker, by=world.ngo, password="123")
    with pytest.raises(DomainError):
        update_user(world.worker, by=world.ngo, name="")
    with pytest.raises(TypeError):
        update_user(world.worker, by=world.ngo, username="x")
    assert nothing_happened()


# people


@pytest.fixture
def person(world):
    return register_person(by=world.community, organization=world.community_union, name="王晓明", phone="13800000001")


def test_update_person_names_fields_not_values(world, person):
    update_person(person, by=world.community, id_number="21010219900101123７", groups=["migrant"])
    assert (person.id_number, person.gender, str(person.birth_date)) == ("210102199001011237", "male", "1990-01-01")
    assert list(Person.objects.with_id_number("210102199001011237")) == [person]
    event = person.events.get(kind="update")
    assert (event.note, event.by) == ("身份证号、性别、出生日期、服务对象类别", world.community)


def test_update_person_moves_the_phone_index(world, person):
    update_person(person, by=world.community, phone="13900000002")
    assert list(Person.objects.with_phone("13900000002")) == [person]
    assert not Person.objects.with_phone("13800000001").exists()


def test_update_person_refuses_an_identity_that_is_another_row(world, person):
    register_person(organization=world.community_union, name="王晓明", phone="13900000002")
    with pytest.raises(DomainError, match="另一份档案"):
        update_person(person, by=world.community, phone="13900000002")
    person.refresh_from_db()
    assert person.phone == "13800000001"
    assert list(person.events.values_list("kind", flat=True)) == ["register"]


def test_reveal_person_puts_the_reason_on_record(world, person):
    assert reveal_person(person, by=world.community, reason="核对补助名单") == {"id_number": "", "phone": "13800000001"}
    event = PersonEvent.objects.get(kind="reveal")
    assert (event.by, event.note) == (world.community, "核对补助名单")


def test_reveal_person_refuses_without_a_reason(world, person):
    with pytest.raises(DomainError, match="事由"):
        reveal_person(person, by=world.community, reason="  看 ")
    assert PersonEvent.objects.filter(kind="reveal").count() == 0


def test_membership_of_nobody_is_visible_to_strangers(world):
    seen = Membership.objects.visible_to(world.stranger).values_list("user__username", flat=True)
    assert list(seen) == ["stranger"]


# two at once


@pytest.mark.django_db(transaction=True)
def test_two_registrations_under_one_parent_get_two_places(world):
    def register(name):
        return lambda: create_organization(by=world.street, parent=world.street_union, name=name, kind=Kind.VOLUNTEER)

    made = together(register("甲队"), register("乙队"), register("丙队"))
    assert sorted(row.code for row in made) == ["ZY-0001", "ZY-0002", "ZY-0003"]
    assert len({row.path for row in made}) == 3
    assert Organization.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db(transaction=True)
def test_granting_a_role_twice_at_once_grants_it_once(world):
    def grant():
        return grant_membership(world.contractor, by=world.ngo, user=world.worker, role=Role.SUPERVISOR)

    kinds = {type(result) for result in together(grant, grant)}
    assert kinds == {Membership, DomainError}
    assert world.worker.memberships.filter(role=Role.SUPERVISOR).count() == 1
    assert list(world.contractor.events.values_list("kind", flat=True)) == ["grant"]
