"""Rights of one role never ride on the reach of another, nor run ahead of the calendar."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from orgs.enums import Role
from orgs.models import Membership
from orgs.operations import register_person, reveal_person
from tests.cast import make_user

PEOPLE = "/api/v1/people/"


@pytest.fixture
def both(world):
    """Reads the whole city as a leader, registers people in one community only; a token acts in both roles."""
    user = make_user("both", world.city_union, Role.LEADER)
    Membership.objects.create(user=user, organization=world.neighbour, role=Role.COMMUNITY_UNION)
    return user


def test_a_reader_of_the_city_reveals_and_changes_only_people_of_the_own_community(world, api, both):
    own = register_person(organization=world.neighbour, name="王晓明", phone="13800000001")
    foreign = register_person(organization=world.community_union, name="李大海", phone="13800000002")
    client = api(both)
    for person, status in ((own, 200), (foreign, 403)):
        url = f"{PEOPLE}{person.pk}/"
        answers = [
            client.get(url),
            client.post(f"{url}reveal/", {"reason": "核对补助名单"}),
            client.patch(url, {"name": person.name}),
        ]
        assert [answer.status_code for answer in answers] == [200, status, status]
    assert foreign.events.filter(kind="reveal").count() == 0


def test_a_reader_of_the_city_registers_only_in_the_own_community(world, api, both):
    def body(place):
        return {"name": "赵小云", "phone": "13800000003", "organization": place.pk}

    client = api(both)
    assert client.post(PEOPLE, body(world.community_union)).status_code == 400
    assert client.post(PEOPLE, body(world.neighbour)).status_code == 201


def test_the_history_of_a_person_hides_colleagues_elsewhere(world, signed_in):
    person = register_person(organization=world.community_union, name="王晓明", phone="13800000001", by=world.community)
    register_person(organization=world.stranger_union, name="王晓明", phone="13800000001", by=world.stranger)
    reveal_person(person, by=world.stranger, reason="核对困难补助名单")
    reveal_person(person, by=world.community, reason="核对报名信息")
    seen = {
        user.username: [event.kind for event in signed_in(user).get(person.get_absolute_url()).context["events"]]
        for user in (world.community, world.stranger, world.city)
    }
    assert seen == {
        "community": ["reveal", "register"],
        "stranger": ["reveal"],
        "city": ["reveal", "reveal", "register"],
    }
    assert "核对困难补助名单" not in signed_in(world.community).get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("starts_in", "status"), [(-1, 200), (1, 403)])
def test_nobody_takes_over_an_account_about_to_be_promoted(world, signed_in, starts_in, status):
    """A district role that is over binds nobody; one that starts tomorrow does."""
    day = timezone.localdate() + timedelta(days=starts_in)
    Membership.objects.create(
        user=world.community, organization=world.district_union, role=Role.DISTRICT_UNION, valid_from=day,
        valid_to=day,
    )  # fmt: skip
    url = reverse("orgs:user-reset-password", args=[world.community.pk])
    assert signed_in(world.street).get(url).status_code == status
