"""What the rule centre's settings say on a day: the newest dated value, else the shipped default."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from projects.enums import ParameterName
from projects.models import Parameter

# Configurable defaults (可配置默认值); where a law sets a bound, ``BOUNDS`` names it.
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
    ParameterName.REPORT_GRACE: Decimal(5),
    ParameterName.PAYMENT_DAYS: Decimal(10),
    ParameterName.EXPENSE_GRACE_DAYS: Decimal(30),
    ParameterName.FINAL_SHARE_PASSED: Decimal(100),
    ParameterName.FINAL_SHARE_RECTIFIED: Decimal(90),
    ParameterName.FINAL_SHARE_FAILED: Decimal(0),
    ParameterName.FAILED_BAR_YEARS: Decimal(1),
    ParameterName.BREACH_BAR_YEARS: Decimal(3),
    ParameterName.BOND_RETURN_DAYS: Decimal(10),
    ParameterName.SUMMARY_DAYS: Decimal(3),
    ParameterName.SUMMARY_PHOTOS: Decimal(3),
    ParameterName.CHECK_IN_DAYS: Decimal(1),
    ParameterName.GUARDIAN_AGE: Decimal(18),
    ParameterName.LARGE_ACTIVITY: Decimal(200),
    ParameterName.MEDIUM_ACTIVITY: Decimal(50),
    ParameterName.SMALL_ACTIVITY_HOURS: Decimal(8),
    ParameterName.MEDIUM_ACTIVITY_HOURS: Decimal(16),
    ParameterName.LARGE_ACTIVITY_HOURS: Decimal(40),
    ParameterName.PARTICIPANT_INSURANCE: Decimal(1),
    ParameterName.TRIAL_MARK: Decimal(80),
    ParameterName.LATE_MINUTES: Decimal(10),
    ParameterName.EARLY_MINUTES: Decimal(10),
    ParameterName.ONLINE_MINUTES: Decimal(5),
    ParameterName.VOLUNTEER_DAY_HOURS: Decimal(8),
    ParameterName.STAR_1_HOURS: Decimal(100),
    ParameterName.STAR_2_HOURS: Decimal(300),
    ParameterName.STAR_3_HOURS: Decimal(600),
    ParameterName.STAR_4_HOURS: Decimal(1000),
    ParameterName.STAR_5_HOURS: Decimal(1500),
    ParameterName.STAR_PUBLICITY_DAYS: Decimal(5),
    ParameterName.STAR_BAR_YEARS: Decimal(1),
}


@dataclass(frozen=True)
class Bounds:
    """What a setting may be. ``law`` is the article that sets one of the two ends; without it they only keep nonsense
    out. A ``whole`` setting counts days, years or projects."""

    low: int
    high: int
    whole: bool = False
    law: str = ""


PERCENT = Bounds(0, 100)
BOUNDS: dict[str, Bounds] = {
    ParameterName.PASS_MARK: PERCENT,
    ParameterName.PUBLICITY_DAYS: Bounds(1, 60, whole=True),
    ParameterName.CORRECTION_DAYS: Bounds(1, 60, whole=True),
    ParameterName.RECTIFICATION_DAYS: Bounds(1, 180, whole=True),
    ParameterName.SIGNING_DAYS: Bounds(1, 30, whole=True, law="政府采购法第四十六条：通知书发出后三十日内签约"),
    ParameterName.WEAK_SHARE: PERCENT,
    ParameterName.COMMUNITY_LIMIT: Bounds(1, 100, whole=True),
    ParameterName.SPREAD_LIMIT: PERCENT,
    ParameterName.SUPPLEMENT_SHARE: Bounds(0, 10, law="政府采购法第四十九条：补充合同不超过原合同金额的百分之十"),
    ParameterName.TRANSFER_SHARE: PERCENT,
    ParameterName.EXTENSION_DAYS: Bounds(0, 365, whole=True),
    ParameterName.EXECUTION_SHARE: PERCENT,
    ParameterName.BEHIND_POINTS: PERCENT,
    ParameterName.RETENTION_YEARS: Bounds(15, 100, whole=True, law="政府采购法第四十二条：采购文件至少保存十五年"),
    ParameterName.REPORT_DAYS: Bounds(1, 60, whole=True),
    ParameterName.REPORT_GRACE: Bounds(0, 60, whole=True),
    ParameterName.PAYMENT_DAYS: Bounds(1, 60, whole=True),
    ParameterName.EXPENSE_GRACE_DAYS: Bounds(0, 365, whole=True),
    ParameterName.FINAL_SHARE_PASSED: PERCENT,
    ParameterName.FINAL_SHARE_RECTIFIED: PERCENT,
    ParameterName.FINAL_SHARE_FAILED: PERCENT,
    ParameterName.FAILED_BAR_YEARS: Bounds(0, 10, whole=True),
    ParameterName.BREACH_BAR_YEARS: Bounds(0, 10, whole=True),
    ParameterName.BOND_RETURN_DAYS: Bounds(1, 60, whole=True),
    ParameterName.SUMMARY_DAYS: Bounds(1, 60, whole=True),
    ParameterName.SUMMARY_PHOTOS: Bounds(0, 30, whole=True),
    ParameterName.CHECK_IN_DAYS: Bounds(1, 30, whole=True),
    ParameterName.GUARDIAN_AGE: Bounds(14, 18, whole=True, law="个人信息保护法第三十一条：不满十四周岁须监护人同意"),
    ParameterName.LARGE_ACTIVITY: Bounds(1, 100_000, whole=True),
    ParameterName.MEDIUM_ACTIVITY: Bounds(1, 100_000, whole=True),
    ParameterName.SMALL_ACTIVITY_HOURS: Bounds(0, 1000),
    ParameterName.MEDIUM_ACTIVITY_HOURS: Bounds(0, 1000),
    ParameterName.LARGE_ACTIVITY_HOURS: Bounds(0, 1000),
    ParameterName.PARTICIPANT_INSURANCE: Bounds(0, 1, whole=True),
    ParameterName.TRIAL_MARK: PERCENT,
    ParameterName.VOLUNTEER_DAY_HOURS: Bounds(1, 24),
    ParameterName.STAR_1_HOURS: Bounds(1, 100_000, whole=True),
    ParameterName.STAR_2_HOURS: Bounds(1, 100_000, whole=True),
    ParameterName.STAR_3_HOURS: Bounds(1, 100_000, whole=True),
    ParameterName.STAR_4_HOURS: Bounds(1, 100_000, whole=True),
    ParameterName.STAR_5_HOURS: Bounds(1, 100_000, whole=True),
    ParameterName.STAR_PUBLICITY_DAYS: Bounds(1, 60, whole=True),
    ParameterName.STAR_BAR_YEARS: Bounds(0, 10, whole=True),
    ParameterName.LATE_MINUTES: Bounds(0, 240, whole=True),
    ParameterName.EARLY_MINUTES: Bounds(0, 240, whole=True),
    ParameterName.ONLINE_MINUTES: Bounds(0, 240, whole=True),
}


def value(name: str, on: date | None = None) -> Decimal:
    """The setting as it stood on ``on`` (default today). A row dated that day or before wins over the default."""
    rows = Parameter.objects.filter(name=name).on(on or timezone.localdate())
    dated = rows.values_list("value", flat=True).first()
    return DEFAULTS[ParameterName(name)] if dated is None else dated


def several(*names: str, on: date | None = None) -> dict[str, Decimal]:
    """``value`` of each of ``names``, in one query."""
    rows = Parameter.objects.filter(name__in=names).on(on or timezone.localdate()).order_by("valid_from", "pk")
    return {name: DEFAULTS[ParameterName(name)] for name in names} | dict(rows.values_list("name", "value"))


def source(name: str, on: date | None = None) -> str:
    """The setting and where its value of ``on`` comes from, in words."""
    rows = Parameter.objects.filter(name=name).on(on or timezone.localdate())
    dated = rows.values_list("source_text", flat=True).first()
    return f"规则参数“{ParameterName(name).label}”，{dated or '可配置默认值'}"


class History:
    """One setting read once, for lists that need it as it stood on many days."""

    def __init__(self, name: str):
        self.default = DEFAULTS[ParameterName(name)]
        rows = Parameter.objects.filter(name=name).order_by("-valid_from", "-pk")
        self.rows = list(rows.values_list("valid_from", "value"))

    def on(self, day: date) -> Decimal:
        return next((value for valid_from, value in self.rows if valid_from <= day), self.default)


def days(name: str, on: date | None = None) -> int:
    """``value`` of a setting that counts whole days."""
    return int(value(name, on))
