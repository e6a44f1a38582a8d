"""Two rows of the registry that are one human being."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from orgs.merging import movers
from orgs.models import Person, PersonEvent, PersonOrganization
from orgs.operations import merge_people, register_person, update_person
from orgs.queries import likely_duplicates, likely_same
from services import operations
from services.enums import RegistrationState, VolunteerState
from services.models import Attendance, Registration, Volunteer
from services.models.certificate import Certificate
from services.models.summary import FollowUp
from tests.cast import ROLE_NAMES, make_session, make_world
from tests.racing import together, verdicts

ID, OTHER_ID = "210102199001011237", "210102198505051238"
REASON = "本人电话确认，姓名写法不同"


def merge(w, source, into, reason=REASON):
    return merge_people(source, by=w.street, into=into, reason=reason)


@pytest.fixture
def pair(world):
    """The same phone under two spellings: the second one is going to be merged into the first."""
    kept = register_person(organization=world.community_union, name="王小芳", phone="13800000001")
    other = register_person(
        organization=world.neighbour, name="王晓芳", phone="13800000001", groups=["migrant"], is_member=True
    )
    return kept, other


def attend(session, person, **fields):
    return Attendance.objects.create(session=session, person=person, method="qr", at=timezone.now(), **fields)


def test_merge_people_moves_everything_and_says_so_on_both(world, pair):
    kept, other = pair
    attend(make_session(world), other)
    Registration.objects.create(session=make_session(world), person=other)
    merge(world, other, kept)
    kept.refresh_from_db(), other.refresh_from_db()
    assert other.merged_into == kept
    assert (kept.attendances.count(), kept.registrations.count(), kept.known_to.count()) == (1, 1, 2)
    assert (other.attendances.count(), other.registrations.count(), other.known_to.count()) == (0, 0, 0)
    assert (kept.groups, kept.is_member) == (["migrant"], True)
    notes = PersonEvent.objects.filter(kind="merge").order_by("pk").values_list("subject", "by", "note")
    counts = "人员关联组织1条、签到1条、报名1条"
    assert list(notes) == [
        (other.pk, world.street.pk, f"并入档案{kept.pk}：{counts}。依据：{REASON}"),
        (kept.pk, world.street.pk, f"并入了档案{other.pk}：{counts}。依据：{REASON}"),
    ]


def test_the_survivors_blanks_are_filled_and_nothing_overwritten(world):
    kept = register_person(organization=world.community_union, name="王小芳", phone="13800000001")
    other = register_person(organization=world.neighbour, name="王小芳", phone="13800000002")
    update_person(other, by=world.street, id_number=ID)
    merge(world, other, kept)
    kept.refresh_from_db(), other.refresh_from_db()
    assert (kept.phone, kept.id_number, kept.gender, kept.birth_date) == ("13800000001", ID, "male", date(1990, 1, 1))
    assert (other.phone, other.id_number, other.id_number_index) == ("13800000002", "", "")


def test_a_blank_phone_moves_with_the_same_name(world):
    kept = register_person(organization=world.community_union, name="王小芳", id_number=ID)
    other = register_person(organization=world.neighbour, name="王小芳", phone="13800000002")
    merge(world, other, kept)
    kept.refresh_from_db()
    assert (kept.phone, list(Person.objects.with_phone("13800000002"))) == ("13800000002", [kept])


def test_whoever_registers_under_the_old_name_is_the_survivor(world, pair):
    kept, other = pair
    merge(world, other, kept)
    again = register_person(organization=world.stranger_union, name="王晓芳", phone="13800000001")
    assert again == kept
    assert kept.known_to.filter(organization=world.stranger_union).exists() and not other.known_to.exists()


@pytest.mark.parametrize(
    ("prepare", "reason", "words"),
    [
        (lambda kept, other: None, " 同人 ", "合并的依据"),
        (lambda kept, other: Person.objects.filter(pk=other.pk).update(merged_into=kept), REASON, "已经并入别的档案"),
    ],
)
def test_merge_people_refuses_and_leaves_nothing(world, pair, prepare, reason, words):
    kept, other = pair
    prepare(kept, other)
    events = PersonEvent.objects.count()
    with pytest.raises(DomainError, match=words):
        merge(world, other, kept, reason)
    assert PersonEvent.objects.count() == events and other.known_to.count() == 1


def test_nobody_is_merged_into_oneself(world, pair):
    with pytest.raises(DomainError, match="同一份档案"):
        merge(world, pair[0], pair[0])


def test_two_identity_numbers_are_two_people(world):
    kept = register_person(organization=world.community_union, name="王小芳", id_number=ID)
    other = register_person(organization=world.community_union, name="王晓芳", id_number=OTHER_ID)
    with pytest.raises(DomainError, match="身份证号不同，不是同一个人"):
        merge(world, other, kept)
    other.refresh_from_db()
    assert (other.merged_into, other.id_number) == (None, OTHER_ID)


def test_those_merged_before_follow(world, pair):
    kept, other = pair
    first = register_person(organization=world.community_union, name="王晓方", phone="13800000001")
    merge(world, first, other)
    merge(world, other, kept)
    assert set(kept.merged.all()) == {first, other}


def test_two_names_at_one_session_are_one(world, pair):
    kept, other = pair
    session = make_session(world)
    mine, theirs = attend(session, kept), attend(session, other)
    merge(world, other, kept)
    session.refresh_from_db()
    assert (session.person_times, session.named_times) == (1, 1)
    correction = theirs.reversed_by
    assert (correction.headcount, correction.method, correction.by) == (-1, "correction", world.street)
    assert not Attendance.objects.filter(reverses=mine).exists()


@pytest.mark.parametrize(
    ("kept_state", "other_state", "left"),
    [
        (RegistrationState.REGISTERED, RegistrationState.WAITING, "kept"),
        (RegistrationState.WAITING, RegistrationState.REGISTERED, "other"),
        (RegistrationState.CANCELLED, RegistrationState.REGISTERED, "other"),
    ],
)
def test_of_two_registrations_the_better_stays(world, pair, kept_state, other_state, left):
    kept, other = pair
    session = make_session(world)
    rows = {
        "kept": Registration.objects.create(session=session, person=kept, state=kept_state),
        "other": Registration.objects.create(session=session, person=other, state=other_state),
    }
    merge(world, other, kept)
    assert list(session.registrations.live()) == [rows[left]]
    assert session.registrations.filter(person=kept).count() == 2
    session.refresh_from_db()
    assert (session.registered, session.waiting) == (1, 0)


def test_the_place_of_a_second_registration_goes_to_the_next(world, pair):
    kept, other = pair
    session = make_session(world, capacity=2)
    session.activity.hold_hours = 0
    session.activity.save(update_fields=["hold_hours"])
    for person in pair:
        Registration.objects.create(session=session, person=person)
    third = register_person(organization=world.community_union, name="李强", phone="13800000003")
    waiting = Registration.objects.create(session=session, person=third, state=RegistrationState.WAITING)
    merge(world, other, kept)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.REGISTERED


def volunteer(w, person, state=VolunteerState.ACTIVE):
    return Volunteer.objects.create(
        person=person,
        organization=w.community_union,
        number=f"V{person.pk}",
        registered_on=date(2026, 1, 1),
        state=state,
    )


def test_a_volunteers_registration_moves(world, pair):
    kept, other = pair
    registered = volunteer(world, other)
    merge(world, other, kept)
    registered.refresh_from_db()
    assert registered.person == kept


def test_two_volunteers_do_not_become_one(world, pair):
    kept, other = pair
    volunteer(world, kept), volunteer(world, other)
    with pytest.raises(DomainError, match="两份档案都登记为志愿者"):
        merge(world, other, kept)
    other.refresh_from_db()
    assert (other.merged_into, other.known_to.count()) == (None, 1)


def test_a_volunteer_who_left_without_hours_stays_behind(world, pair):
    kept, other = pair
    mine, left = volunteer(world, kept), volunteer(world, other, VolunteerState.LEFT)
    merge(world, other, kept)
    assert (kept.volunteer, Volunteer.objects.get(pk=left.pk).person) == (mine, other)


def test_every_table_that_names_people_has_a_mover():
    named = {relation.related_model for relation in Person._meta.related_objects}
    assert named - {Person, PersonEvent, PersonOrganization} == set(movers())
    assert {Attendance, Registration, Volunteer, Certificate, FollowUp} <= set(movers())


def refused(sql, *params):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_attendance_follows_a_merge_and_changes_in_no_other_way(world, pair):
    """Not before the merge, not to anybody else, and nothing else along with it."""
    kept, other = pair
    stranger = register_person(organization=world.community_union, name="李强", phone="13800000003")
    row = attend(make_session(world), other)
    repoint = "UPDATE services_attendance SET person_id = %s WHERE id = %s"
    refused(repoint, kept.pk, row.pk)
    Person.objects.filter(pk=other.pk).update(merged_into=kept)
    refused(repoint, stranger.pk, row.pk)
    refused("UPDATE services_attendance SET person_id = NULL WHERE id = %s", row.pk)
    refused("UPDATE services_attendance SET role = 'staff' WHERE id = %s", row.pk)
    refused("UPDATE services_attendance SET person_id = %s, role = 'staff' WHERE id = %s", kept.pk, row.pk)
    refused("DELETE FROM services_attendance WHERE id = %s", row.pk)
    Attendance.objects.filter(pk=row.pk).update(person=kept)
    refused(repoint, other.pk, row.pk)


def test_what_is_written_for_a_merged_row_belongs_to_the_survivor(world, pair):
    kept, other = pair
    merge(world, other, kept)
    session = make_session(world)
    attend(session, other)
    Registration.objects.create(session=session, person=other)
    assert (kept.attendances.count(), kept.registrations.count(), other.attendances.count()) == (1, 1, 0)


def test_a_merged_row_is_in_no_list(world, pair, signed_in):
    kept, other = pair
    merge(world, other, kept)
    client = signed_in(world.city)
    rows = client.get(reverse("orgs:person-list")).context["table"].data
    assert [row.pk for row in rows] == [kept.pk]
    assert [person.pk for person in Person.objects.visible_to(world.city).with_phone("13800000001")] == [kept.pk]
    answer = client.get(other.get_absolute_url())
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    assert signed_in(world.stranger).get(other.get_absolute_url()).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_merges_of_the_same_people_do_not_wait_for_each_other():
    world = make_world()
    kept = register_person(organization=world.community_union, name="王小芳", phone="13800000001")
    other = register_person(organization=world.community_union, name="王晓芳", phone="13800000001")
    results = together(lambda: merge(world, other, kept), lambda: merge(world, kept, other))
    assert sorted(verdict == "ok" for verdict in verdicts(results)) == [False, True]
    assert Person.objects.filter(merged_into=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_check_in_during_the_merge_is_the_survivors():
    world = make_world()
    kept = register_person(organization=world.community_union, name="王小芳", phone="13800000001")
    other = register_person(organization=world.community_union, name="王晓芳", phone="13800000001")
    session = make_session(world, starts_at=timezone.now() - timedelta(minutes=20))
    together(
        lambda: merge(world, other, kept),
        lambda: operations.check_in_person(session, by=world.worker, name="王晓芳", phone="13800000001"),
    )
    assert Attendance.objects.get().person == kept
    assert not other.known_to.exists()


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_who_may_merge(world, pair, role):
    """Of two people of the street's communities; the community union of the one's home merges that one only."""
    kept, other = pair  # of 水源地社区 and of 河畔社区
    may = {"city": (True, True), "district": (True, True), "street": (True, True), "community": (True, False)}
    user = getattr(world, role)
    found = tuple(user.has_perm("orgs.merge_people", person) for person in (kept, other))
    assert found == may.get(role, (False, False))
    assert user.has_perm("orgs.merge_people") == (role in may or role == "stranger")


def test_likely_duplicates(world, pair, django_assert_num_queries):
    kept, other = pair
    born = date(1990, 1, 1)
    twins = [
        register_person(organization=world.community_union, name="李强", phone=phone, birth_date=born)
        for phone in ("13800000003", "13800000004")
    ]
    register_person(organization=world.community_union, name="李强", phone="13800000005", birth_date=date(1991, 1, 1))
    seen = Person.objects.visible_to(world.street)
    with django_assert_num_queries(4):
        found = likely_duplicates(seen)
    assert [(group.reason, group.people) for group in found] == [
        ("同一手机号，姓名不同", [kept, other]),
        ("姓名和出生日期相同", twins),
    ]
    assert likely_duplicates(Person.objects.visible_to(world.stranger)) == []
    assert list(likely_same(kept, Person.objects.visible_to(world.street))) == [other]


def test_merging_on_the_page(world, pair, signed_in):
    kept, other = pair
    client = signed_in(world.street)
    page = client.get(reverse("orgs:person-duplicates"))
    assert [group.people for group in page.context["groups"]] == [[kept, other]]
    url = reverse("orgs:person-merge", args=[other.pk])
    assert "合并后不能撤销" in client.get(url).content.decode()
    refused = client.post(url, {"into": kept.pk, "reason": ""})
    assert list(refused.context["form"].errors) == ["reason"]
    answer = client.post(url, {"into": kept.pk, "reason": REASON})
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    other.refresh_from_db()
    assert other.merged_into == kept


def test_the_page_offers_only_what_one_may_merge(world, pair, signed_in):
    kept, other = pair
    PersonOrganization.objects.create(person=other, organization=world.community_union)
    url = reverse("orgs:person-merge", args=[kept.pk])
    page = signed_in(world.community).post(url, {"into": other.pk, "reason": REASON})
    assert page.context["form"].errors["into"] == ["您没有合并这份档案的权限，请联系街道总工会办理。"]
    kept.refresh_from_db()
    assert kept.merged_into is None


def test_merging_over_the_api(world, pair, api):
    kept, other = pair
    path = f"/api/v1/people/{other.pk}/merge/"
    wrong = api(world.street).post(path, {"into": 999999, "reason": REASON}, format="json")
    assert (wrong.status_code, list(wrong.data)) == (400, ["into"])
    assert api(world.worker).post(path, {"into": kept.pk, "reason": REASON}, format="json").status_code == 404
    answer = api(world.street).post(path, {"into": kept.pk, "reason": REASON}, format="json")
    assert (answer.status_code, answer.data["id"]) == (200, kept.pk)
    assert api(world.street).post(path, {"into": kept.pk, "reason": REASON}, format="json").status_code == 404
