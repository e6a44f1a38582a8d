"""The time limits of a purchase, as arithmetic on days. Every function names the article it comes from.

The day itself is not counted; working days are those of the working calendar. A limit in plain days that ends on a
day off runs to the next working day (民事诉讼法 on periods).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from core.calendar import add_workdays, is_workday
from projects.money import CENT

SIGNING_DAYS = 30
PUBLICITY_WORKDAYS = 5
PAYMENT_WORKDAYS = 10
RETENTION_YEARS = 15


def review_report_due(reviewed_on: date) -> date:
    """评审结束之日起 2 个工作日内送交评审报告（政府采购法实施条例第43条）."""
    return add_workdays(reviewed_on, 2)


def winner_due(report_received_on: date) -> date:
    """收到评审报告之日起 5 个工作日内确定中标、成交供应商（政府采购法实施条例第43条）."""
    return add_workdays(report_received_on, 5)


def notice_due(decided_on: date) -> date:
    """确定之日起 2 个工作日内发出通知书并公告结果（政府采购法实施条例第43条）."""
    return add_workdays(decided_on, 2)


def signing_due(noticed_on: date, days: int = SIGNING_DAYS) -> date:
    """通知书发出之日起 30 日内签订采购合同（政府采购法第46条）; ``days`` may be configured for other procedures."""
    return postponed(noticed_on + timedelta(days=days))


def announcement_due(signed_on: date) -> date:
    """合同签订之日起 2 个工作日内公告（政府采购法实施条例第50条）."""
    return add_workdays(signed_on, 2)


def filing_due(signed_on: date) -> date:
    """合同签订之日起 7 个工作日内报备案（政府采购法第47条）."""
    return add_workdays(signed_on, 7)


def query_due(known_on: date) -> date:
    """知道或者应知权益受损之日起 7 个工作日内提出质疑（政府采购法第52条）; for a result that is the last day of its
    publicity（实施条例第53条第三项）."""
    return add_workdays(known_on, 7)


def query_reply_due(received_on: date) -> date:
    """收到书面质疑后 7 个工作日内答复（政府采购法第53条）."""
    return add_workdays(received_on, 7)


def complaint_due(reply_due_on: date) -> date:
    """答复期满后 15 个工作日内投诉（政府采购法第55条）."""
    return add_workdays(reply_due_on, 15)


def publicity_ends(published_on: date, days: int = PUBLICITY_WORKDAYS) -> date:
    """The last of ``days`` working days after the day of publication. 达到公开招标数额的单一来源公示不少于 5 个工作日
    （政府采购法实施条例第38条）; for other results five are a configurable default."""
    return add_workdays(published_on, days)


def payment_due(invoice_received_on: date, days: int = PAYMENT_WORKDAYS) -> date:
    """收到发票后 10 个工作日内付款：可配置默认值，不是法律条文（财办库〔2023〕243号, K）."""
    return add_workdays(invoice_received_on, days)


def kept_until(ended_on: date, years: int = RETENTION_YEARS) -> date:
    """采购文件从采购结束之日起至少保存 15 年（政府采购法第42条）."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:  # 29 February
        return ended_on.replace(year=ended_on.year + years, month=3, day=1)


def supplement_limit(amount: Decimal, share: Decimal = Decimal(10)) -> Decimal:
    """All supplements together stay within 10 % of the original contract（政府采购法第49条）. Never rounded up."""
    return (amount * share / 100).quantize(CENT, ROUND_DOWN)


def bond_limit(amount: Decimal) -> Decimal:
    """履约保证金不超过合同金额的 10 %，不以现金形式（政府采购法实施条例第48条）."""
    return (amount / 10).quantize(CENT, ROUND_DOWN)


def postponed(day: date) -> date:
    """``day``, or the next working day when it is a day off."""
    return day if is_workday(day) else add_workdays(day, 1)


@dataclass(frozen=True)
class Deadline:
    """One limit of a project: what, by when, on which authority, and when it was done."""

    title: str
    basis: str
    due_on: date
    done_on: date | None = None

    def standing(self, today: date) -> tuple[str, str]:
        """Key and word of the badge."""
        if self.done_on is not None:
            return ("done", "已办理") if self.done_on <= self.due_on else ("late", "逾期办理")
        return ("waiting", "待办理") if today <= self.due_on else ("overdue", "已逾期")
