"""Who may do what with volunteers, teams, trainings and shifts."""

import pytest
from django.urls import reverse

from projects.enums import ProjectState
from services.enums import VolunteerState
from services.models import Shift, Volunteer
from tests.cast import ROLE_NAMES, make_project
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer

CONTRACTOR = {"ngo", "worker"}
DOOR = CONTRACTOR | {"street", "community"}
UNIONS = {"city", "district", "street", "community"}
KEEPERS = UNIONS | CONTRACTOR
REGISTRARS = KEEPERS | {"stranger", "rival_head"}
ALLOWED = {
    "register_volunteer": REGISTRARS,
    "create_team": REGISTRARS,
    "create_training": REGISTRARS,
    "update_volunteer": KEEPERS,
    "admit_volunteer": KEEPERS,
    "pause_volunteer": KEEPERS,
    "resume_volunteer": KEEPERS,
    "leave_volunteer": KEEPERS,
    "reveal_volunteer": KEEPERS,
    "add_award": KEEPERS,
    "update_team": KEEPERS,
    "add_team_members": KEEPERS,
    "record_training": KEEPERS,
    "create_shift": CONTRACTOR,
    "update_shift": CONTRACTOR,
    "publish_shift": CONTRACTOR,
    "finish_shift": CONTRACTOR,
    "cancel_shift": CONTRACTOR,
    "sign_up_for_shift": DOOR,
    "cancel_sign_up": DOOR,
    "sign_in": DOOR,
    "sign_out": DOOR,
    "miss_shift": DOOR,
    "grade_sign_up": CONTRACTOR,
}
SEES = set(ROLE_NAMES) - {"expert", "stranger", "rival_head"}
PAGES = {
    "volunteer-detail": SEES - {"finance", "auditor", "leader"},
    "volunteer-update": KEEPERS,
    "volunteer-admit": KEEPERS,
    "volunteer-reveal": KEEPERS,
    "volunteer-award": KEEPERS,
    "team-detail": SEES,
    "team-update": KEEPERS,
    "team-add": KEEPERS,
    "training-detail": SEES,
    "training-record": KEEPERS,
    "shift-detail": SEES,
    "shift-update": CONTRACTOR,
    "shift-cancel": CONTRACTOR,
    "shift-sign-up": DOOR,
    "shift-check-in": DOOR,
    "shift-screen": DOOR,
    "shiftsignup-sign-in": DOOR,
    "shiftsignup-grade": CONTRACTOR,
}
LISTS = {"volunteer": make_volunteer, "team": make_team, "training": make_training, "shift": make_shift}


@pytest.fixture
def rows(world):
    shift, volunteer = make_shift(world), make_volunteer(world)
    return {
        "shift": shift,
        "volunteer": volunteer,
        "team": make_team(world),
        "training": make_training(world),
        "shiftsignup": make_sign_up(shift, volunteer),
        "project": shift.project,
    }


def subject(operation, rows):
    if operation == "create_shift":
        return rows["project"]
    if operation in ("register_volunteer", "create_team", "create_training"):
        return None
    for word, name in (("team", "team"), ("training", "training"), ("volunteer", "volunteer"), ("award", "volunteer")):
        if word in operation:
            return rows[name]
    if operation == "sign_up_for_shift" or (operation.endswith("_shift") and operation != "miss_shift"):
        return rows["shift"]
    return rows["shiftsignup"]


@pytest.mark.parametrize("operation", ALLOWED)
def test_operations(world, rows, operation):
    row = subject(operation, rows)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"services.{operation}", row)}
    assert may == ALLOWED[operation]


@pytest.mark.parametrize("operation", sorted(set(ALLOWED) - {"register_volunteer", "create_team", "create_training"}))
def test_nothing_without_a_record(world, operation):
    assert not world.worker.has_perm(f"services.{operation}", None)


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, rows, page):
    row = rows[page.partition("-")[0]]
    codes = {
        name: signed_in(getattr(world, name)).get(reverse(f"services:{page}", args=[row.pk])).status_code
        for name in ROLE_NAMES
    }
    sees = SEES if page != "volunteer-detail" else PAGES[page]  # a personal record
    assert codes == {name: 200 if name in PAGES[page] else 403 if name in sees else 404 for name in ROLE_NAMES}


@pytest.mark.parametrize("model", LISTS)
def test_lists_show_only_what_one_sees(world, signed_in, rows, model):
    totals = {
        name: signed_in(getattr(world, name)).get(reverse(f"services:{model}-list")).context["total"]
        for name in ROLE_NAMES
    }
    assert totals == {name: 1 if name in SEES else 0 for name in ROLE_NAMES}


@pytest.mark.parametrize("page", ["volunteer-create", "team-create", "training-create", "shift-create"])
def test_create_pages(world, signed_in, page):
    may = {
        name
        for name in ROLE_NAMES
        if signed_in(getattr(world, name)).get(reverse(f"services:{page}")).status_code == 200
    }
    assert may == (CONTRACTOR | {"rival_head"} if page == "shift-create" else REGISTRARS)


def test_a_contractor_sees_a_communitys_volunteers_while_its_project_runs(world):
    volunteer = make_volunteer(world)
    elsewhere = make_volunteer(world, "钱进", organization=world.neighbour)

    def seen():
        return set(Volunteer.objects.visible_to(world.worker))

    assert seen() == set()
    project = make_project(world, ProjectState.ACTIVE)
    assert seen() == {volunteer}
    make_sign_up(make_shift(world, project=project), elsewhere)
    assert seen() == {volunteer, elsewhere}
    assert not world.worker.has_perm("services.update_volunteer", elsewhere)
    assert set(Volunteer.objects.visible_to(world.rival_head)) == set()


def test_a_contractor_loses_sight_of_them_with_the_project(world):
    make_project(world, ProjectState.COMPLETED)
    volunteer = make_volunteer(world, state=VolunteerState.PENDING)
    assert not Volunteer.objects.visible_to(world.worker).exists()
    assert not world.worker.has_perm("services.admit_volunteer", volunteer)


def test_the_neighbour_sees_neither(world, rows):
    assert not Shift.objects.visible_to(world.stranger).exists()
