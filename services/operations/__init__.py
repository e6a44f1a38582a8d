"""What a person can do to activities, sessions, registrations and attendance."""

from services.operations.activity import (
    approve_activity,
    cancel_activity,
    create_activity,
    finish_activity,
    match_need_to_activity,
    publish_activity,
    return_activity,
    submit_activity,
    update_activity,
)
from services.operations.attendance import (
    check_in_person,
    check_in_registration,
    record_headcount,
    reverse_headcount,
)
from services.operations.calendar import declare_day
from services.operations.hour import claim_hours, claim_shift_hours, confirm_hours, void_hours
from services.operations.notice import create_notice, publish_notice, update_notice, withdraw_notice
from services.operations.registration import cancel_registration, register_participant
from services.operations.session import (
    cancel_session,
    hold_session,
    postpone_session,
    reschedule_session,
    resume_session,
    schedule_series,
    schedule_session,
)

__all__ = [
    "approve_activity",
    "cancel_activity",
    "cancel_registration",
    "cancel_session",
    "check_in_person",
    "check_in_registration",
    "claim_hours",
    "claim_shift_hours",
    "confirm_hours",
    "create_activity",
    "create_notice",
    "declare_day",
    "finish_activity",
    "hold_session",
    "match_need_to_activity",
    "postpone_session",
    "publish_activity",
    "publish_notice",
    "record_headcount",
    "register_participant",
    "reschedule_session",
    "resume_session",
    "return_activity",
    "reverse_headcount",
    "schedule_series",
    "schedule_session",
    "submit_activity",
    "update_activity",
    "update_notice",
    "void_hours",
    "withdraw_notice",
]
