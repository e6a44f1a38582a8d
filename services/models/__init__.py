"""Activities and their sessions, who came, and the volunteers."""

from services.models.activity import Activity, ActivityEvent
from services.models.attendance import Attendance, CheckOut, Scan
from services.models.hour import HourClaim, HourClaimEvent, HourCorrection, HourCorrectionEvent, HourEntry
from services.models.lecturer import Lecturer, LecturerEvent, TrialLecture
from services.models.registration import GroupSignUp, Registration, RegistrationEvent
from services.models.session import Series, Session, SessionEvent
from services.models.shift import Shift, ShiftEvent, ShiftSignUp, ShiftSignUpEvent
from services.models.star import StarApplication, StarApplicationEvent
from services.models.volunteer import Team, Training, TrainingRecord, Volunteer, VolunteerAward, VolunteerEvent

__all__ = [
    "Activity",
    "ActivityEvent",
    "Attendance",
    "CheckOut",
    "GroupSignUp",
    "HourClaim",
    "HourClaimEvent",
    "HourCorrection",
    "HourCorrectionEvent",
    "HourEntry",
    "Lecturer",
    "LecturerEvent",
    "Registration",
    "RegistrationEvent",
    "Scan",
    "Series",
    "Session",
    "SessionEvent",
    "Shift",
    "ShiftEvent",
    "ShiftSignUp",
    "ShiftSignUpEvent",
    "StarApplication",
    "StarApplicationEvent",
    "Team",
    "Training",
    "TrainingRecord",
    "TrialLecture",
    "Volunteer",
    "VolunteerAward",
    "VolunteerEvent",
]
