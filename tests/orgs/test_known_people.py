"""To have met somebody is not to keep their record: a name and a phone, which anybody may have, lead no further."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.operations import register_person, reveal_person
from tests.cast import ROLE_NAMES

ID_NUMBER = "210102199001011237"
WANG = {"name": "王晓明", "phone": "13800000001"}
LINE = {"city", "district", "street", "community"}  # the community that keeps the record, and the unions above it
SERVICE = {"ngo", "worker", "supervisor"}


@pytest.fixture
def kept(world):
    """Recorded by the community with an identity number, met by the contractor, who typed name and phone."""
    register_person(organization=world.community_union, by=world.community, id_number=ID_NUMBER, **WANG)
    return register_person(organization=world.contractor, by=world.worker, **WANG)


def test_only_who_keeps_the_record_reads_the_identity_number(world, kept):
    seen = {
        name: reveal_person(kept, by=getattr(world, name), reason="核对报名信息")["id_number"]
        for name in (*LINE, *SERVICE, "stranger")
    }
    assert seen == dict.fromkeys(LINE, ID_NUMBER) | dict.fromkeys((*SERVICE, "stranger"))
    assert kept.events.filter(kind="reveal").count() == len(seen)


def test_the_answer_says_who_keeps_it(world, signed_in, kept):
    page = signed_in(world.worker).post(reverse("orgs:person-reveal", args=[kept.pk]), {"reason": "核对报名信息"})
    text = page.content.decode()
    assert (f"由{world.community_union}掌握" in text, ID_NUMBER in text, WANG["phone"] in text) == (True, False, True)


def test_only_who_keeps_or_made_the_record_changes_it(world, kept):
    made = register_person(organization=world.community_union, by=world.worker, name="李强", phone="13800000002")
    register_person(organization=world.rival, by=world.rival_head, name="李强", phone="13800000002")
    may = {
        person.name: {name for name in ROLE_NAMES if getattr(world, name).has_perm("orgs.update_person", person)}
        for person in (kept, made)
    }
    assert may == {"王晓明": LINE, "李强": LINE | SERVICE}


def test_a_stranger_adds_nothing_to_what_is_known(world):
    person = register_person(organization=world.community_union, **WANG)
    facts = WANG | {"birth_date": date(2015, 1, 1)}
    register_person(organization=world.community_union, fills_blanks=False, **facts)
    person.refresh_from_db()
    assert (person.birth_date, [event.kind for event in person.events.all()]) == (None, ["register"])
    new = register_person(organization=world.community_union, fills_blanks=False, **facts | {"name": "李强"})
    assert new.birth_date == date(2015, 1, 1)
