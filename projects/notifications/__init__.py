"""Who is told what about needs, projects and money.

SECURITY: texts name records only. Reasons stay on the page, behind its scope, because mail leaves the house."""

from projects.notifications.call import (
    call_cancelled,
    call_changed,
    call_published,
    plan_changed,
    question_answered,
    question_asked,
)
from projects.notifications.expense import EXPENSE_NEWS, SETTLEMENT_NEWS, expense_changed, settlement_changed
from projects.notifications.instalment import (
    INSTALMENT_NEWS,
    instalment_changed,
    instalment_due,
    instalment_paid,
    instalment_waits_for_payment,
)
from projects.notifications.need import NEED_NEWS, need_changed
from projects.notifications.people import community_side, contractor_side, finance, purchasers
from projects.notifications.project import PROJECT_NEWS, project_changed

__all__ = [
    "EXPENSE_NEWS",
    "INSTALMENT_NEWS",
    "NEED_NEWS",
    "PROJECT_NEWS",
    "SETTLEMENT_NEWS",
    "call_cancelled",
    "call_changed",
    "call_published",
    "community_side",
    "contractor_side",
    "expense_changed",
    "finance",
    "instalment_changed",
    "instalment_due",
    "instalment_paid",
    "instalment_waits_for_payment",
    "need_changed",
    "plan_changed",
    "project_changed",
    "purchasers",
    "question_answered",
    "question_asked",
    "settlement_changed",
]
