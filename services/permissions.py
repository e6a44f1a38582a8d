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
