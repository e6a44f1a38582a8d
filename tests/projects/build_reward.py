"""A stand-in for the app that keeps mediation cases, schemes and sheets."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from projects.enums import RewardSheetState
from projects.models import RewardLine, RewardScheme, RewardSheet
from projects.sources import ClosedRecord, RewardSource
from tests.cast import make_fund

SOURCE = "stand_in"
GRADES = [
    {"name": "重大", "price": "400.00", "when": [{"fact": "people", "at_least": "10.00"}]},
    {"name": "疑难", "price": "200.00", "when": [{"fact": "amount", "at_least": "50000.00"}]},
    {"name": "一般", "price": "50.00", "when": []},
]


def last_month() -> tuple[date, date]:
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def record_of(w, number=1, **fields) -> ClosedRecord:
    defaults = {
        "number": f"调字〔2026〕{number:03d}", "dispute_key": f"dispute-{number}", "payee_id": w.contractor.pk,
        "closed_on": last_month()[0], "documents": 12, "basis": "调解成功并履行", "facts": {"people": 1},
    }  # fmt: skip
    return ClosedRecord(**(defaults | fields))


def register(monkeypatch, *records) -> None:
    """The stand-in answers with ``records`` whatever is asked, until the test ends."""
    source = RewardSource("调解案件（测试）", lambda organization, start, end: records)
    monkeypatch.setattr("projects.sources._rewards", {SOURCE: source})


def make_scheme(w, published=True, **fields) -> RewardScheme:
    defaults = {
        "organization": w.district_union, "fund": fields.get("fund") or make_fund(w, name="奖补专项"),
        "name": "劳动争议调解以奖代补", "source": SOURCE, "grades": GRADES, "yearly_cap": Decimal("2000.00"),
        "valid_from": date(2020, 1, 1), "source_text": "区总工会办法（测试）", "by": w.district, "version": 1,
        "published_at": timezone.now() if published else None,
    }  # fmt: skip
    return RewardScheme.objects.create(**(defaults | fields))


def make_sheet(w, state=RewardSheetState.COMPUTED, scheme=None, lines=1, **fields) -> RewardSheet:
    """A sheet in ``state`` with ``lines`` counted lines of 50 yuan and one that does not count."""
    scheme = scheme or make_scheme(w)
    start, end = last_month()
    yesterday = timezone.localdate() - timedelta(days=1)
    shown = state in (RewardSheetState.PUBLICITY, RewardSheetState.APPROVED, RewardSheetState.PAID)
    defaults = {
        "starts_on": start, "ends_on": end, "amount": Decimal(50) * lines, "computed_by": w.city,
        "publicity_ends_on": yesterday if shown else None,
    }  # fmt: skip
    sheet = RewardSheet.objects.create(scheme=scheme, state=state, **(defaults | fields))
    for number in range(lines + 1):
        counts = number < lines
        RewardLine.objects.create(
            sheet=sheet, payee=w.contractor, record_number=f"调字{sheet.pk}-{number}", closed_on=start, grade="一般",
            dispute_key=f"dispute-{sheet.pk}-{number}", basis="调解成功并履行", documents=12 if counts else 9,
            amount=50 if counts else 0, is_counted=counts, is_live=state != RewardSheetState.VOID,
            remarks=[] if counts else ["卷宗材料9件，不足12件"],
        )  # fmt: skip
    return sheet
