"""Sums of ledger entries, zero when there is none."""

from django.db.models import DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce

ZERO = Value(0, output_field=DecimalField(max_digits=16, decimal_places=2))


def total(kind: str, prefix: str = "entries") -> Coalesce:
    """Sum of one kind of ledger entry along ``prefix``."""
    return Coalesce(Sum(f"{prefix}__amount", filter=Q(**{f"{prefix}__kind": kind})), ZERO)
