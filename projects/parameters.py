"""What the rule centre's settings say on a day: the newest dated value, else the shipped default."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from projects.enums import ParameterName
from projects.models import Parameter

# Configurable defaults (可配置默认值): where a law sets the limit, LEGAL_LIMITS below names it.
DEFAULTS: dict[str, Decimal] = {
    ParameterName.PASS_MARK: Decimal(60),
    ParameterName.PUBLICITY_DAYS: Decimal(5),
    ParameterName.CORRECTION_DAYS: Decimal(5),
    ParameterName.RECTIFICATION_DAYS: Decimal(10),
    ParameterName.SIGNING_DAYS: Decimal(30),
    ParameterName.WEAK_SHARE: Decimal(30),
    ParameterName.COMMUNITY_LIMIT: Decimal(3),
    ParameterName.SPREAD_LIMIT: Decimal(20),
    ParameterName.SUPPLEMENT_SHARE: Decimal(10),
    ParameterName.TRANSFER_SHARE: Decimal(10),
    ParameterName.EXTENSION_DAYS: Decimal(90),
    ParameterName.EXECUTION_SHARE: Decimal(80),
    ParameterName.BEHIND_POINTS: Decimal(20),
    ParameterName.RETENTION_YEARS: Decimal(15),
    ParameterName.REPORT_DAYS: Decimal(10),
}


def value(name: str, on: date | None = None) -> Decimal:
    """The setting as it stood on ``on`` (default today). A row dated that day or before wins over the default."""
    rows = Parameter.objects.filter(name=name).on(on or timezone.localdate())
    dated = rows.values_list("value", flat=True).first()
    return DEFAULTS[ParameterName(name)] if dated is None else dated


def days(name: str, on: date | None = None) -> int:
    """``value`` of a setting that counts whole days."""
    return int(value(name, on))
