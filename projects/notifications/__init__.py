"""Who is told what about needs, projects and money.

SECURITY: texts name records only. Reasons stay on the page, behind its scope, because mail leaves the house."""

from projects.notifications.instalment import instalment_due, instalment_paid
from projects.notifications.need import NEED_NEWS, need_changed
from projects.notifications.people import community_side, contractor_side, finance, purchasers
from projects.notifications.project import PROJECT_NEWS, project_changed

__all__ = [
    "NEED_NEWS",
    "PROJECT_NEWS",
    "community_side",
    "contractor_side",
    "finance",
    "instalment_due",
    "instalment_paid",
    "need_changed",
    "project_changed",
    "purchasers",
]
