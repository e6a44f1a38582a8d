"""账务核对: compare, keep the result, tell whoever keeps the books."""

import logging

from django.db import transaction

from core.notifications import notify
from orgs.enums import Role
from orgs.models import Membership, User
from projects.models import BookCheck
from projects.queries.book import as_rows, book_differences, compared

logger = logging.getLogger(__name__)
KEPT = 500  # differences a run keeps in full; the count is complete
KEEPERS = (Role.CITY_ADMIN, Role.FINANCE)


def check_books() -> BookCheck:
    """Compare every total with its rows and keep what was found. City administrators and finance hear of differences.

    Called by the timer. SECURITY: the log line carries numbers only.
    """
    differences = book_differences()
    with transaction.atomic():
        check = BookCheck.objects.create(
            **compared(), differences=as_rows(differences[:KEPT]), difference_count=len(differences)
        )
        if differences:
            notify(
                keepers(),
                key=f"bookcheck:{check.pk}",
                title="账务核对发现差异",
                body=f"共 {len(differences)} 处合计与明细不一致，请尽快核查。",
                url=check.get_absolute_url(),
            )
    if differences:
        logger.error("books: %s differences in check %s", len(differences), check.pk)
    return check


def keepers():
    held = Membership.objects.current().filter(role__in=KEEPERS)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))
