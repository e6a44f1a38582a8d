"""Who may write, approve, follow up and certify: role by role."""

import pytest
import rules
from django.urls import reverse

from core.permissions import permission_of
from services import operations
from services.models import Attendance
from tests.cast import ROLE_NAMES
from tests.services.build_after import (
    make_attendance,
    make_certificate,
    make_follow_up,
    make_held,
    make_person,
    make_summary,
)

CONTRACTOR = {"ngo", "worker"}
DOOR = {"community", "street"}
UNIONS = {"city", "district", "street", "community"}
SUMMARY = {
    "start_summary": CONTRACTOR,
    "update_summary": CONTRACTOR,
    "add_summary_photo": CONTRACTOR,
    "submit_summary": CONTRACTOR,
    "approve_summary": {"ngo", "supervisor", "community"},
    "return_summary": {"ngo", "supervisor", "community"},
}


def allowed(world, permission, obj) -> set[str]:
    return {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"services.{permission}", obj)}


def test_summaries(world):
    summary = make_summary(world)
    objects = {"start_summary": summary.session}
    assert {name: allowed(world, name, objects.get(name, summary)) for name in SUMMARY} == SUMMARY


def test_follow_ups(world):
    follow_up = make_follow_up(world)
    assert allowed(world, "create_follow_up", follow_up.session) == CONTRACTOR | DOOR | {"supervisor"}
    for name in ("update_follow_up", "finish_follow_up", "raise_need_from_follow_up"):
        assert allowed(world, name, follow_up) == CONTRACTOR | UNIONS | {"supervisor"}, name


def test_certificates(world):
    certificate = make_certificate(world)
    assert allowed(world, "certify_attendance", certificate.attendance) == CONTRACTOR | DOOR
    for name in ("issue_certificate", "reject_certificate", "revoke_certificate"):
        assert allowed(world, name, certificate) == CONTRACTOR | UNIONS, name


def test_every_operation_has_its_permission():
    names = [*SUMMARY, "remove_summary_photo", "certify_attendance", "issue_certificate", "create_follow_up"]
    for name in names:
        assert rules.perm_exists(permission_of(getattr(operations, name))), name


# Pages answer as the permissions say: 404 outside, 403 for a visible row that may not be acted on.

PAGES = {
    "summary-update": {
        "ngo": 200,
        "worker": 200,
        "supervisor": 403,
        "community": 403,
        "leader": 403,
        "rival_head": 404,
    },
    "summary-approve": {"ngo": 200, "worker": 403, "supervisor": 200, "community": 200, "street": 403, "stranger": 404},
    "summary-detail": {"worker": 200, "community": 200, "leader": 200, "party": 200, "expert": 404, "stranger": 404},
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_summaries(client, world, name):
    url = reverse(f"services:{name}", args=[make_summary(world).pk])
    got = {}
    for role in PAGES[name]:
        client.force_login(getattr(world, role))
        got[role] = client.get(url).status_code
    assert got == PAGES[name]


def test_certificates_and_follow_ups_are_not_for_those_who_see_figures_only(client, world):
    certificate, follow_up = make_certificate(world), make_follow_up(world)
    urls = (certificate.get_absolute_url(), follow_up.get_absolute_url())
    for role in ("leader", "finance", "auditor", "party", "expert"):
        client.force_login(getattr(world, role))
        assert [client.get(url).status_code for url in urls] == [404, 404], role
        assert client.get(reverse("services:certificate-list")).context["total"] == 0
        assert client.get(reverse("services:followup-list")).context["total"] == 0
    client.force_login(world.community)
    assert [client.get(url).status_code for url in urls] == [200, 200]


def test_somebody_elses_participants_are_not_certified(client, world):
    attendance = make_attendance(make_held(world, people=0), make_person(world))
    client.force_login(world.supervisor)
    assert client.post(reverse("services:attendance-certify", args=[attendance.pk])).status_code == 403
    client.force_login(world.rival_head)
    assert client.post(reverse("services:attendance-certify", args=[attendance.pk])).status_code == 404
    assert not Attendance.objects.get(pk=attendance.pk).certificates.exists()
