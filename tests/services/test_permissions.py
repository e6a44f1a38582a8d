"""Who may do what: one table for operations, one for the pages that ask nothing of a record."""

import pytest
from django.urls import reverse

from services.enums import ActivityState
from services.models import Attendance, Registration
from tests.cast import ROLE_NAMES, make_activity, make_session

CONTRACTOR = {"ngo", "worker"}
AT_THE_DOOR = CONTRACTOR | {"street", "community"}
ALLOWED = {
    "create_activity": CONTRACTOR,
    "update_activity": CONTRACTOR,
    "publish_activity": CONTRACTOR,
    "cancel_activity": CONTRACTOR,
    "match_need_to_activity": {"city", "district", "street"},
    "schedule_session": CONTRACTOR,
    "schedule_series": CONTRACTOR,
    "reschedule_session": CONTRACTOR,
    "postpone_session": CONTRACTOR,
    "resume_session": CONTRACTOR,
    "hold_session": CONTRACTOR,
    "cancel_session": CONTRACTOR,
    "register_participant": AT_THE_DOOR,
    "cancel_registration": AT_THE_DOOR,
    "check_in_person": AT_THE_DOOR,
    "check_in_registration": AT_THE_DOOR,
    "record_headcount": AT_THE_DOOR,
    "reverse_attendance": CONTRACTOR,
    "record_scan": AT_THE_DOOR,
    "record_online": AT_THE_DOOR,
    "check_out": AT_THE_DOOR,
}
# Who sees the rows at all; everybody else gets 404.
SEES = set(ROLE_NAMES) - {"expert", "stranger", "rival_head"}
PAGES = {
    "session-update": CONTRACTOR,
    "session-postpone": CONTRACTOR,
    "session-resume": CONTRACTOR,
    "session-hold": CONTRACTOR,
    "session-cancel": CONTRACTOR,
    "session-check-in": AT_THE_DOOR,
    "session-screen": AT_THE_DOOR,
    "session-door": AT_THE_DOOR,
    "session-online": AT_THE_DOOR,
    "session-register": AT_THE_DOOR,
    "session-detail": SEES,
    "activity-update": CONTRACTOR,
    "activity-publish": CONTRACTOR,
    "activity-cancel": CONTRACTOR,
    "activity-match": {"city", "district", "street"},
    "activity-detail": SEES,
}
CREATES = {"activity-create": CONTRACTOR | {"rival_head"}, "session-create": CONTRACTOR | {"rival_head"}}
LISTS = ("activity-list", "session-list", "attendance-list", "participant-list", "registration-list")


def subject(operation, session):
    """What the permission is asked with."""
    if operation == "create_activity":
        return session.activity.project
    if operation.endswith("_activity") or operation.startswith("schedule_"):
        return session.activity
    if operation in ("cancel_registration", "check_in_registration"):
        return Registration(session=session)
    return Attendance(session=session) if operation in ("reverse_attendance", "check_out") else session


@pytest.mark.parametrize("operation", ALLOWED)
def test_operations(world, session, operation):
    row = subject(operation, session)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"services.{operation}", row)}
    assert may == ALLOWED[operation]


@pytest.mark.parametrize("operation", ALLOWED)
def test_nothing_without_a_record(world, operation):
    assert not world.worker.has_perm(f"services.{operation}", None)


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, page):
    session = make_session(world, make_activity(world, state=ActivityState.DRAFT))
    row = session if page.startswith("session") else session.activity
    codes = {
        name: signed_in(getattr(world, name)).get(reverse(f"services:{page}", args=[row.pk])).status_code
        for name in ROLE_NAMES
    }
    expected = {name: 200 if name in PAGES[page] else 403 if name in SEES else 404 for name in ROLE_NAMES}
    assert codes == expected


@pytest.mark.parametrize("page", CREATES)
def test_create_pages(world, signed_in, page):
    may = {
        name
        for name in ROLE_NAMES
        if signed_in(getattr(world, name)).get(reverse(f"services:{page}")).status_code == 200
    }
    assert may == CREATES[page]


@pytest.mark.parametrize("page", LISTS)
def test_lists_show_only_what_one_sees(world, signed_in, held, page):
    totals = {
        name: signed_in(getattr(world, name)).get(reverse(f"services:{page}")).context["total"] for name in ROLE_NAMES
    }
    rows = 0 if page == "registration-list" else 1
    assert totals == {name: rows if name in SEES else 0 for name in ROLE_NAMES}
