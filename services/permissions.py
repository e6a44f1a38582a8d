"""Who may plan activities, move sessions and record who came."""

import rules

from orgs.enums import Role
from orgs.names import MEETING
from orgs.permissions import MANAGERS, SERVICE_STAFF, UNION_STAFF, holds, over
from orgs.scope import org_paths
from projects.permissions import CONTRACTOR_STAFF
from services.models.order import ORDERERS
from services.models.volunteer import carried_out

AT_THE_DOOR = (Role.COMMUNITY_UNION, Role.STREET_UNION)

plans_anything = holds(*CONTRACTOR_STAFF)
plans_for_project = over("contractor", *CONTRACTOR_STAFF)
plans_activity = over("project.contractor", *CONTRACTOR_STAFF)
judges_activity = over("project.contractor", Role.NGO, Role.SUPERVISOR)
works_on_site = holds(*CONTRACTOR_STAFF, Role.SUPERVISOR)
plans_series = over("activity.project.contractor", *CONTRACTOR_STAFF)
runs_session = over("activity.project.contractor", *CONTRACTOR_STAFF)
counts_session = runs_session | over("organization", *AT_THE_DOOR)
meets_people = over("organization", *MEETING) | over("activity.project.contractor", *MEETING)
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
for _verb in ("save_plan", "insure_activity", "mark_template", "unmark_template"):
    rules.add_perm(f"services.{_verb}", plans_activity)
rules.add_perm("services.void_insurance", runs_session)  # asked with the insurance
rules.add_perm("services.copy_activity", holds(*CONTRACTOR_STAFF))  # into which projects: queries.plannable_projects
rules.add_perm("services.match_need_to_activity", over("project.organization", *MANAGERS))
rules.add_perm("services.schedule_session", plans_activity)  # asked with the activity
rules.add_perm("services.schedule_series", plans_activity)
rules.add_perm("services.update_series", plans_series)
rules.add_perm("services.cancel_series", plans_series)
rules.add_perm("services.reschedule_session", runs_session)
rules.add_perm("services.postpone_session", runs_session)
rules.add_perm("services.resume_session", runs_session)
rules.add_perm("services.hold_session", runs_session)
rules.add_perm("services.cancel_session", runs_session)
rules.add_perm("services.check_in_person", counts_session)
rules.add_perm("services.record_headcount", counts_session)
rules.add_perm("services.register_participant", counts_session)
rules.add_perm("services.reverse_attendance", over("session.activity.project.contractor", *CONTRACTOR_STAFF))
rules.add_perm("services.record_scan", counts_session)
rules.add_perm("services.record_online", counts_session)
rules.add_perm("services.check_out", counts_row)
rules.add_perm("services.check_in_registration", counts_row)
rules.add_perm("services.cancel_registration", counts_row)

writes_notices = holds(*UNION_STAFF)
rules.add_perm("services.state_base", over("", *UNION_STAFF))  # asked with the organization
rules.add_perm("services.create_notice", over("", *UNION_STAFF))  # asked with the organization
rules.add_perm("services.update_notice", over("organization", *UNION_STAFF))
rules.add_perm("services.publish_notice", over("organization", *UNION_STAFF))
rules.add_perm("services.withdraw_notice", over("organization", *UNION_STAFF))


@rules.predicate
def serves_place(user, row):
    """The user's organization carries out a project under way in the row's community."""
    if row is None:
        return False
    return (
        carried_out(org_paths(user, CONTRACTOR_STAFF), "contractor").filter(organization=row.organization_id).exists()
    )


keeps_volunteers = over("organization", *UNION_STAFF) | serves_place
keeps_team = over("organization", *UNION_STAFF, *CONTRACTOR_STAFF) | serves_place
registers_volunteers = holds(*UNION_STAFF, *CONTRACTOR_STAFF)
leads_shift = over("project.contractor", *CONTRACTOR_STAFF)
receives_at_shift = leads_shift | over("organization", *AT_THE_DOOR)
receives_volunteer = over("shift.project.contractor", *CONTRACTOR_STAFF) | over("shift.organization", *AT_THE_DOOR)

rules.add_perm("services.register_volunteer", registers_volunteers)  # the form offers only places one may register for
for verb in ("update", "admit", "pause", "resume", "leave", "reveal"):
    rules.add_perm(f"services.{verb}_volunteer", keeps_volunteers)
rules.add_perm("services.add_award", keeps_volunteers)
rules.add_perm("services.create_team", registers_volunteers)
rules.add_perm("services.update_team", keeps_team)
rules.add_perm("services.add_team_members", keeps_team)
rules.add_perm("services.create_training", registers_volunteers)
rules.add_perm("services.record_training", keeps_team)
rules.add_perm("services.create_shift", plans_for_project)  # asked with the project
for verb in ("update", "publish", "finish", "cancel"):
    rules.add_perm(f"services.{verb}_shift", leads_shift)
rules.add_perm("services.sign_up_for_shift", receives_at_shift)  # asked with the shift
for operation in ("cancel_sign_up", "sign_in", "sign_out", "miss_shift"):
    rules.add_perm(f"services.{operation}", receives_volunteer)
rules.add_perm("services.grade_sign_up", over("shift.project.contractor", *CONTRACTOR_STAFF))


# Sign-up: whoever stands at the door decides about the names; the form is the contractor's.
for name in ("approve", "reject", "queue", "accept"):
    rules.add_perm(f"services.{name}_registration", counts_row)
rules.add_perm("services.approve_registrations", counts_session)  # asked with the session
rules.add_perm("services.sign_up_group", counts_session)
rules.add_perm("services.update_sign_up", plans_activity)
rules.add_perm("services.add_question", plans_activity)
for name in ("update", "move", "remove"):
    rules.add_perm(f"services.{name}_question", over("activity.project.contractor", *CONTRACTOR_STAFF))

writes_summary = over("session.activity.project.contractor", *CONTRACTOR_STAFF)
reads_summary = over("session.activity.project.contractor", Role.NGO, Role.SUPERVISOR) | over(
    "session.organization", Role.COMMUNITY_UNION
)
follows_up = over("session.activity.project.contractor", *SERVICE_STAFF) | over("session.organization", *UNION_STAFF)
certifies_attendance = over("session.activity.project.contractor", *CONTRACTOR_STAFF)


@rules.predicate
def proves_attendance(user, certificate):
    """The user's organization ran the session the certificate is about."""
    attendance = certificate and certificate.attendance
    return attendance is not None and certifies_attendance.test(user, attendance)


certifies = over("organization", *UNION_STAFF, *CONTRACTOR_STAFF) | proves_attendance

rules.add_perm("services.start_summary", runs_session)  # asked with the session
for verb in ("update", "submit"):
    rules.add_perm(f"services.{verb}_summary", writes_summary)
rules.add_perm("services.add_summary_photo", writes_summary)  # asked with the summary
rules.add_perm("services.remove_summary_photo", over("summary.session.activity.project.contractor", *CONTRACTOR_STAFF))
rules.add_perm("services.approve_summary", reads_summary)
rules.add_perm("services.return_summary", reads_summary)
rules.add_perm("services.create_follow_up", counts_session | over("activity.project.contractor", Role.SUPERVISOR))
for operation in ("update_follow_up", "finish_follow_up", "raise_need_from_follow_up"):
    rules.add_perm(f"services.{operation}", follows_up)
rules.add_perm("services.certify_attendance", counts_row)
for verb in ("issue", "reject", "revoke"):
    rules.add_perm(f"services.{verb}_certificate", certifies)

answers_calls = holds(*UNION_STAFF, *SERVICE_STAFF)
answers_for_team = over("team.organization", *UNION_STAFF, *SERVICE_STAFF)
rules.add_perm("services.create_call_out", over("organization", *UNION_STAFF, *SERVICE_STAFF))  # asked with the team
rules.add_perm("services.update_call_out", answers_for_team)
rules.add_perm("services.close_call_out", answers_for_team)
rules.add_perm("services.close_callout", answers_for_team)  # the buttons ask by the model's name
for _verb in ("verify", "reopen"):
    rules.add_perm(f"services.{_verb}_call_out", over("organization", *MANAGERS))
    rules.add_perm(f"services.{_verb}_callout", over("organization", *MANAGERS))

# The volunteer street: the community's own staff, and the service staff of a contractor that works there.
keeps_street = holds(*UNION_STAFF, *SERVICE_STAFF)


@rules.predicate
def serves_there(user, organization):
    """Service staff of a contractor with a project in this community."""
    projects = carried_out(org_paths(user, SERVICE_STAFF), "contractor")
    return organization is not None and projects.filter(organization=organization).exists()


keeps_street_of = over("", *UNION_STAFF) | serves_there
keeps_this_street = rules.predicate(lambda user, row: row is not None and keeps_street_of.test(user, row.organization))
rules.add_perm("services.create_merchant", keeps_street_of)  # asked with the community
rules.add_perm("services.update_merchant", keeps_this_street)
rules.add_perm("services.plan_street_days", keeps_street_of)  # asked with the community
rules.add_perm("services.swap_street_duty", keeps_this_street)
for _verb in ("hold", "cancel"):
    rules.add_perm(f"services.{_verb}_street_day", keeps_this_street)
    rules.add_perm(f"services.{_verb}_streetday", keeps_this_street)


# Service hours (hour): recorded by whoever organises, confirmed by another.
@rules.predicate
def runs_project(user, row):
    """The user's organization carries out the project of the record, when it has one."""
    return row is not None and row.project_id is not None and over("project.contractor", *SERVICE_STAFF).test(user, row)


records_hours = over("organization", *UNION_STAFF, *SERVICE_STAFF) | serves_place
decides_hours = records_hours | runs_project


@rules.predicate
def decides_correction(user, correction):
    return correction is not None and decides_hours.test(user, correction.claim)


records_anything = holds(*UNION_STAFF, *SERVICE_STAFF)
rules.add_perm("services.claim_hours", records_hours)  # asked with the volunteer
rules.add_perm("services.exceed_day_hours", over("organization", *MANAGERS))
for operation in ("confirm_hours", "void_hours", "propose_correction", "confirm_hourclaim", "void_hourclaim"):
    rules.add_perm(f"services.{operation}", decides_hours)  # the buttons ask by the model's name
for verb in ("approve", "reject"):
    rules.add_perm(f"services.{verb}_correction", decides_correction)


# Stars: one and two by the street or district, higher ones by the city (configurable practice).
LOW_STARS = 2


@rules.predicate
def awards_star(user, application):
    if application is None:
        return False
    roles = MANAGERS if application.star <= LOW_STARS else (Role.CITY_ADMIN,)
    return over("volunteer.organization", *roles).test(user, application)


rules.add_perm("services.apply_for_star", keeps_volunteers)  # asked with the volunteer
for verb in ("publicise", "award", "reject", "revoke"):
    for name in (f"{verb}_star", f"{verb}_starapplication"):  # the buttons ask by the model's name
        rules.add_perm(f"services.{name}", awards_star)

# 点单、讲师
orders_anywhere = holds(*ORDERERS)
provides = over("item.organization", *CONTRACTOR_STAFF)
ordered = over("organization", *ORDERERS)
rules.add_perm("services.create_catalogue_item", plans_anything)  # for which providers: queries.order.providers_for
rules.add_perm("services.update_catalogue_item", over("organization", *CONTRACTOR_STAFF))
rules.add_perm("services.create_order", orders_anywhere)  # in whose name: queries.order.orderers_for
for _verb in ("schedule", "dispatch", "finish", "reject"):
    rules.add_perm(f"services.{_verb}_order", provides)
for _verb in ("verify", "decline", "feedback"):
    rules.add_perm(f"services.{_verb}_order", ordered)
rules.add_perm("services.cancel_order", ordered | provides)
rules.add_perm("services.read_order_contact", ordered | provides)
_keeps_lecturers = over("organization", Role.NGO, Role.WORKER, Role.SUPERVISOR)
_judges_lecturers = over("organization", Role.NGO, Role.SUPERVISOR, *MANAGERS)
rules.add_perm("services.create_lecturer", holds(Role.NGO, Role.WORKER, Role.SUPERVISOR))
rules.add_perm("services.update_lecturer", _keeps_lecturers)
for _verb in ("record_trial", "retire_lecturer", "restore_lecturer"):
    rules.add_perm(f"services.{_verb}", _judges_lecturers)
rules.add_perm("services.request_record", keeps_volunteers)  # asked with the volunteer
rules.add_perm("services.set_ranking", keeps_volunteers)
rules.add_perm("services.export_records", registers_volunteers)
