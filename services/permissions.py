"""Who may plan activities, move sessions and record who came."""

import rules

from orgs.enums import Role
from orgs.permissions import MANAGERS, UNION_STAFF, holds, over
from projects.permissions import CONTRACTOR_STAFF

AT_THE_DOOR = (Role.COMMUNITY_UNION, Role.STREET_UNION)

plans_anything = holds(*CONTRACTOR_STAFF)
plans_for_project = over("contractor", *CONTRACTOR_STAFF)
plans_activity = over("project.contractor", *CONTRACTOR_STAFF)
judges_activity = over("project.contractor", Role.NGO, Role.SUPERVISOR)
runs_session = over("activity.project.contractor", *CONTRACTOR_STAFF)
counts_session = runs_session | over("organization", *AT_THE_DOOR)
counts_row = over("session.activity.project.contractor", *CONTRACTOR_STAFF) | over("session.organization", *AT_THE_DOOR)

rules.add_perm("services.declare_day", holds(Role.CITY_ADMIN))
rules.add_perm("services.create_activity", plans_for_project)  # asked with the project
rules.add_perm("services.update_activity", plans_activity)
rules.add_perm("services.publish_activity", plans_activity)
rules.add_perm("services.cancel_activity", plans_activity)
rules.add_perm("services.submit_activity", plans_activity)
rules.add_perm("services.approve_activity", judges_activity)
rules.add_perm("services.return_activity", judges_activity)
rules.add_perm("services.finish_activity", plans_activity)
rules.add_perm("services.match_need_to_activity", over("project.organization", *MANAGERS))
rules.add_perm("services.schedule_session", plans_activity)  # asked with the activity
rules.add_perm("services.schedule_series", plans_activity)
rules.add_perm("services.reschedule_session", runs_session)
rules.add_perm("services.postpone_session", runs_session)
rules.add_perm("services.resume_session", runs_session)
rules.add_perm("services.hold_session", runs_session)
rules.add_perm("services.cancel_session", runs_session)
rules.add_perm("services.check_in_person", counts_session)
rules.add_perm("services.record_headcount", counts_session)
rules.add_perm("services.register_participant", counts_session)
rules.add_perm("services.reverse_headcount", over("session.activity.project.contractor", *CONTRACTOR_STAFF))
rules.add_perm("services.check_in_registration", counts_row)
rules.add_perm("services.cancel_registration", counts_row)

writes_notices = holds(*UNION_STAFF)
rules.add_perm("services.create_notice", over("", *UNION_STAFF))  # asked with the organization
rules.add_perm("services.update_notice", over("organization", *UNION_STAFF))
rules.add_perm("services.publish_notice", over("organization", *UNION_STAFF))
rules.add_perm("services.withdraw_notice", over("organization", *UNION_STAFF))


# Service hours (hour): recorded by whoever organises, confirmed by another.
EVERY_RECORDER = (Role.COMMUNITY_UNION, *MANAGERS, *CONTRACTOR_STAFF, Role.SUPERVISOR)


@rules.predicate
def runs_project(user, obj):
    """A contractor's person whose contractor carries out the project of the record, when it has one."""
    return obj is not None and obj.project_id is not None and over("project.contractor", *CONTRACTOR_STAFF)(user, obj)


records_hours = over("organization", *EVERY_RECORDER)
decides_hours = records_hours | runs_project
rules.add_perm("services.claim_hours", records_hours)  # asked with the volunteer
rules.add_perm("services.confirm_hours", decides_hours)
rules.add_perm("services.void_hours", decides_hours)
rules.add_perm("services.exceed_day_hours", over("organization", *MANAGERS))
rules.add_perm("services.confirm_hourclaim", decides_hours)  # the buttons ask by the model's name
rules.add_perm("services.void_hourclaim", decides_hours)
