"""Activities and their sessions, who came, and the volunteers."""

from services.models.activity import Activity, ActivityEvent
from services.models.attendance import Attendance, CheckOut, Scan
from services.models.base import ServiceBase
from services.models.call_out import CallOut, CallOutEvent
from services.models.certificate import Certificate, CertificateCounter, CertificateEvent
from services.models.feed import CalendarFeed
from services.models.form import FormField
from services.models.hour import HourClaim, HourClaimEvent, HourCorrection, HourCorrectionEvent, HourEntry
from services.models.lecturer import Lecturer, LecturerEvent, TrialLecture
from services.models.notice import Notice, NoticeEvent
from services.models.order import CatalogueItem, CatalogueItemEvent, Order, OrderEvent
from services.models.plan import ActivityPlan, Insurance, PlanCost, PlanObjective, PlanStep
from services.models.registration import GroupSignUp, Registration, RegistrationEvent
from services.models.session import Series, Session, SessionEvent
from services.models.shift import Shift, ShiftEvent, ShiftSignUp, ShiftSignUpEvent
from services.models.star import StarApplication, StarApplicationEvent
from services.models.street import Merchant, MerchantEvent, StreetDay, StreetDayEvent, StreetDuty
from services.models.summary import FollowUp, FollowUpEvent, Summary, SummaryEvent, SummaryPhoto
from services.models.volunteer import (
    Team,
    TeamEvent,
    Training,
    TrainingRecord,
    Volunteer,
    VolunteerAward,
    VolunteerEvent,
)

__all__ = [
    "Activity",
    "ActivityEvent",
    "ActivityPlan",
    "Attendance",
    "CalendarFeed",
    "CallOut",
    "CallOutEvent",
    "CatalogueItem",
    "CatalogueItemEvent",
    "Certificate",
    "CertificateCounter",
    "CertificateEvent",
    "CheckOut",
    "FollowUp",
    "FollowUpEvent",
    "FormField",
    "GroupSignUp",
    "HourClaim",
    "HourClaimEvent",
    "HourCorrection",
    "HourCorrectionEvent",
    "HourEntry",
    "Insurance",
    "Lecturer",
    "LecturerEvent",
    "Merchant",
    "MerchantEvent",
    "Notice",
    "NoticeEvent",
    "Order",
    "OrderEvent",
    "PlanCost",
    "PlanObjective",
    "PlanStep",
    "Registration",
    "RegistrationEvent",
    "Scan",
    "Series",
    "ServiceBase",
    "Session",
    "SessionEvent",
    "Shift",
    "ShiftEvent",
    "ShiftSignUp",
    "ShiftSignUpEvent",
    "StarApplication",
    "StarApplicationEvent",
    "StreetDay",
    "StreetDayEvent",
    "StreetDuty",
    "Summary",
    "SummaryEvent",
    "SummaryPhoto",
    "Team",
    "TeamEvent",
    "Training",
    "TrainingRecord",
    "TrialLecture",
    "Volunteer",
    "VolunteerAward",
    "VolunteerEvent",
]
