"""Whom this app tells what."""

from django.urls import reverse

from core.notifications import notify
from orgs.models.user import Membership


def tell_of_grant(membership: Membership) -> None:
    """The user learns which role they hold now."""
    notify(
        [membership.user],
        key=f"membership:{membership.pk}",
        title=f"您已担任{membership.get_role_display()}",
        body=f"{membership.organization}。如有多个身份，可在右上角切换。",
        url=reverse("workbench"),
    )
