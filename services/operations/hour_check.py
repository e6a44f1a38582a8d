"""时长核对: compare, and tell the city's administrators of differences."""

import logging

from django.urls import reverse
from django.utils import timezone

from core.notifications import notify
from orgs.enums import Role
from orgs.models import Membership, User
from services.queries.hour_check import HourDifference, hour_differences

logger = logging.getLogger(__name__)


def check_hours() -> list[HourDifference]:
    """Compare every volunteer's hours with the ledger, and the ledger with what is confirmed.

    Called by the timer; says the same thing once a day. SECURITY: the log line carries numbers only.
    """
    differences = hour_differences()
    if differences:
        held = Membership.objects.current().filter(role=Role.CITY_ADMIN)
        notify(
            User.objects.filter(is_active=True, pk__in=held.values("user_id")),
            key=f"hours:{timezone.localdate()}",
            title="志愿服务时长核对发现差异",
            body=f"共 {len(differences)} 处时长与台账不一致，请尽快核查。",
            url=reverse("services:hourclaim-list"),
        )
        logger.error("hours: %s differences, first %s %s", len(differences), differences[0].what, differences[0].pk)
    return differences
