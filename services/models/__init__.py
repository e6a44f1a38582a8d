"""Activities, their sessions, and who came."""

from services.models.activity import Activity, ActivityEvent, Session, SessionEvent
from services.models.attendance import Attendance
from services.models.registration import Registration, RegistrationEvent

__all__ = [
    "Activity",
    "ActivityEvent",
    "Attendance",
    "Registration",
    "RegistrationEvent",
    "Session",
    "SessionEvent",
]
