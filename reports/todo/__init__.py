"""我的待办: what waits for the viewer, told by their roles and the states of the records."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from core.models import Notification
from core.templatetags.ui import moment
from orgs.enums import Role
from orgs.scope import grants_of
from projects.permissions import PURCHASERS
from reports.todo.application import applications_to_check, applications_to_write
from reports.todo.call import calls_to_answer, calls_to_decide
from reports.todo.contract import bonds_to_pay_back, changes_to_decide, contracts_to_handle
from reports.todo.evaluation import evaluations_to_submit, rectifications_to_review
from reports.todo.hour import hours_to_confirm, stars_to_decide
from reports.todo.kind import Todo, todo
from reports.todo.money import (
    books_to_keep,
    instalments_to_pay,
    money_to_ask_for,
    payments_to_decide,
    rewards_to_decide,
    rewards_to_pay,
    settlements_to_audit,
)
from reports.todo.need import needs_to_answer, needs_to_tell, needs_to_verify
from reports.todo.plan import orders_to_judge, orders_to_serve, orders_to_verify, plans_to_approve
from reports.todo.project import archives_to_fill, projects_to_decide, projects_to_move
from reports.todo.report import reports_to_review, reports_to_write
from reports.todo.review import reviews_to_run, sheets_to_sign
from reports.todo.session import sessions_here, sessions_to_run
from reports.todo.summary import follow_ups_to_finish, summaries_to_approve, summaries_to_write
from reports.todo.volunteer import shifts_to_finish, volunteers_to_admit


def unread(user) -> Iterator[Todo]:
    rows = Notification.objects.visible_to(user).unread().order_by("-created_at", "-pk")
    yield todo(
        "未读通知",
        rows,
        "notification-list",
        {},
        lambda row: moment(row.created_at),
        address=lambda row: reverse("notification-open", args=[row.pk]),
    )


TO_PURCHASE = (
    projects_to_decide,
    contracts_to_handle,
    changes_to_decide,
    calls_to_decide,
    applications_to_check,
    reports_to_review,
    reviews_to_run,
    archives_to_fill,
    rewards_to_decide,
    payments_to_decide,
)
WAITING: dict[str, tuple[Callable, ...]] = {
    **dict.fromkeys(PURCHASERS, TO_PURCHASE),
    Role.STREET_UNION: (needs_to_verify, needs_to_tell),
    Role.COMMUNITY_UNION: (sessions_here, needs_to_tell, summaries_to_approve, follow_ups_to_finish),
    Role.PARTY: (sessions_here,),
    Role.NGO: (
        calls_to_answer,
        applications_to_write,
        projects_to_move,
        sessions_to_run,
        summaries_to_write,
        summaries_to_approve,
        follow_ups_to_finish,
        needs_to_answer,
        reports_to_write,
        money_to_ask_for,
    ),
    Role.WORKER: (
        applications_to_write,
        sessions_to_run,
        summaries_to_write,
        follow_ups_to_finish,
        reports_to_write,
    ),
    Role.SUPERVISOR: (summaries_to_approve, follow_ups_to_finish),
    Role.FINANCE: (instalments_to_pay, rewards_to_pay, bonds_to_pay_back, books_to_keep),
    Role.AUDITOR: (settlements_to_audit,),
    Role.EXPERT: (sheets_to_sign, evaluations_to_submit, rectifications_to_review),
}
VOLUNTEERING = {
    Role.COMMUNITY_UNION: (volunteers_to_admit, hours_to_confirm),
    Role.STREET_UNION: (hours_to_confirm, stars_to_decide),
    Role.DISTRICT_UNION: (stars_to_decide,),
    Role.CITY_ADMIN: (stars_to_decide,),
    Role.NGO: (volunteers_to_admit, shifts_to_finish, hours_to_confirm),
    Role.WORKER: (volunteers_to_admit, shifts_to_finish, hours_to_confirm),
}
PLANNING = {
    Role.NGO: (plans_to_approve, orders_to_serve),
    Role.SUPERVISOR: (plans_to_approve,),
    Role.WORKER: (orders_to_serve,),
    Role.COMMUNITY_UNION: (orders_to_verify, orders_to_judge),
    Role.STREET_UNION: (orders_to_verify, orders_to_judge),
}
for role, kinds in PLANNING.items():
    WAITING[role] = (*WAITING[role], *kinds)
for role, kinds in VOLUNTEERING.items():
    WAITING[role] = (*WAITING[role], *kinds)


def todos(user) -> list[Todo]:
    """Everything that waits for ``user``, the empty kinds left out; one query for each kind."""
    roles = {grant.role for grant in grants_of(user)}
    asked = [kind for role, kinds in WAITING.items() if role in roles for kind in kinds]
    found = [todo for kind in dict.fromkeys((*asked, unread)) for todo in kind(user)]
    return [todo for todo in found if todo.total]
