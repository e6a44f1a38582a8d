"""Agreeing to be ranked, and taking it back."""

from django.db import transaction

from core.workflow import locked
from orgs.models import User
from services.models import Volunteer


def set_ranking(volunteer: Volunteer, *, by: User | None = None, agrees: bool) -> Volunteer:
    """Whether this volunteer appears in rankings from now on; ``by`` is None for volunteers themselves. Saying the
    same twice changes nothing."""
    with transaction.atomic():
        row = locked(volunteer)
        if row.agrees_to_ranking != agrees:
            row.agrees_to_ranking = agrees
            row.save(update_fields=["agrees_to_ranking"])
            row.events.create(kind="update", by=by, note="同意列入排行" if agrees else "退出排行")
    return row
