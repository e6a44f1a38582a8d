"""Volunteers, teams, trainings and shifts, made directly in a given state."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from orgs.operations import register_person
from projects.enums import ProjectState
from services.enums import ShiftSignUpState, ShiftState, TeamKind, VolunteerState
from services.models import Shift, ShiftSignUp, Team, Training, Volunteer
from tests.cast import make_project


def make_team(w, name="水源地红马甲志愿服务队", **fields) -> Team:
    defaults = {"organization": w.community_union, "kind": TeamKind.SERVICE, "leader": "赵长河"}
    return Team.objects.create(name=name, **(defaults | fields))


def make_volunteer(
    w, name="孙有成", state=VolunteerState.ACTIVE, *, phone="", birth_date=date(1980, 5, 1), **fields
) -> Volunteer:
    """Registered with the community; every one has a phone of their own unless told otherwise."""
    sequence = Volunteer.objects.count() + 1
    organization = fields.pop("organization", w.community_union)
    if "person" not in fields:
        fields["person"] = register_person(
            organization=organization, name=name, phone=phone or f"136{sequence:08}", birth_date=birth_date
        )
    defaults = {"number": f"ZY2020{sequence:06}", "registered_on": timezone.localdate()}
    return Volunteer.objects.create(organization=organization, state=state, **(defaults | fields))


def make_training(w, name="志愿服务基础培训", **fields) -> Training:
    defaults = {
        "organization": w.community_union, "held_on": timezone.localdate(), "hours": Decimal("2.0"), "by": w.community,
    }  # fmt: skip
    return Training.objects.create(name=name, **(defaults | fields))


def make_shift(w, state=ShiftState.PUBLISHED, **fields) -> Shift:
    """Two days ahead from 9:00 to 12:00 under a running project, unless told otherwise."""
    starts_at = fields.pop("starts_at", None) or timezone.localtime().replace(
        hour=9, minute=0, second=0, microsecond=0
    ) + timedelta(days=2)
    project = fields.pop("project", None) or make_project(w, ProjectState.ACTIVE)
    defaults = {
        "organization": project.organization,
        "name": "义诊引导",
        "content": "在义诊现场维持秩序、引导居民。",
        "venue": "社区职工之家",
        "ends_at": starts_at + timedelta(hours=3),
        "places": 5,
        "risk": "无特别风险",
        "lead": w.worker,
    }
    return Shift.objects.create(project=project, state=state, starts_at=starts_at, **(defaults | fields))


def make_sign_up(shift, volunteer, state=ShiftSignUpState.SIGNED_UP, **fields) -> ShiftSignUp:
    """Signed in at the start and out at the end of the shift, as far as ``state`` says so."""
    came = {ShiftSignUpState.SIGNED_IN, ShiftSignUpState.SIGNED_OUT}
    if state in came:
        fields.setdefault("signed_in_at", shift.starts_at)
    if state == ShiftSignUpState.SIGNED_OUT:
        fields.setdefault("signed_out_at", shift.ends_at)
    return ShiftSignUp.objects.create(shift=shift, volunteer=volunteer, state=state, **fields)


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def running_shift(w, **fields):
    """Began an hour ago and lasts two more."""
    return make_shift(w, **({"starts_at": hours_ago(1)} | fields))
