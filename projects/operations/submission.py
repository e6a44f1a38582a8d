"""What must hold before an application is taken; every guard names its source."""

from datetime import timedelta

from django.utils import timezone

from core.errors import DomainError
from orgs.enums import Tier, UnionLevel
from orgs.models import Organization
from projects import content
from projects.budgeting import Finding, Line, judge
from projects.enums import BudgetSource
from projects.models import Application, Call
from projects.money import shares
from projects.operations.commission import check_period, check_worker
from projects.queries.application import answerable
from projects.queries.bar import bars_from

TOLD = 3  # a sentence names so many problems; the page lists them all
LONGEST = timedelta(days=3 * 366)


def check_submission(application: Application) -> None:
    """Raises ``DomainError`` with what stands in the way."""
    check_not_barred(application.call, application.contractor)
    lacking = content.problems(application)
    if lacking:
        more = f"等 {len(lacking)} 处" if len(lacking) > TOLD else ""
        raise DomainError(f"申报书还没有填好：{'；'.join(map(str, lacking[:TOLD]))}{more}。请补充后再提交。")
    check_dates(application)
    check_places(application)
    check_needs(application)
    check_worker(application.worker, application.contractor)
    check_amount(application)
    blocking = [str(finding) for finding in budget_findings(application) if finding.blocks]
    if blocking:
        raise DomainError(f"预算不符合本批次的规则：{'；'.join(blocking[:TOLD])} 请修改预算后再提交。")


def check_not_barred(call: Call, contractor: Organization) -> None:
    """不合格取消次年资格, 违约若干年不得参加 (local practice; both spans are configurable defaults)."""
    found = bars_from(call, contractor)
    if found:
        raise DomainError(f"“{contractor}”不能参加本批次：{found[0]}（规则中心可查）。有疑问请联系购买主体。")


def check_dates(application: Application) -> None:
    """Three years at most (102号令, K: a year as a rule); a service cannot be over before it is bought."""
    check_period(application.starts_on, application.ends_on)
    if application.ends_on <= timezone.localdate(application.call.closes_at):
        raise DomainError("项目结束日期早于征集截止日期，请核对项目期限。")
    if application.ends_on - application.starts_on > LONGEST:
        raise DomainError("项目期限超过三年，请缩短。")


def check_places(application: Application) -> None:
    union = application.call.organization
    for place in application.communities.all():
        if place.level != UnionLevel.COMMUNITY or not union.contains(place):
            raise DomainError(f"“{place}”不是{union}所辖的社区，请重新选择实施社区。")


def check_needs(application: Application) -> None:
    """需求先行: an application answers needs somebody has verified, or ones its own projects serve already. Several
    applications may name the same need; it is taken up by the award."""
    chosen, union = list(application.needs.select_related("organization")), application.call.organization
    good = set(application.needs.filter(answerable(application)).values_list("pk", flat=True))
    places = {place.pk for place in application.communities.all()}
    for need in chosen:
        if need.pk not in good:
            raise DomainError(f"需求“{need}”目前是“{need.get_state_display()}”，不能申报。请改选已核实的需求。")
        if not union.contains(need.organization):
            raise DomainError(f"需求“{need}”不在{union}的区域内，请改选。")
    if not any(need.organization_id == application.organization_id for need in chosen):
        raise DomainError("主要实施社区没有对应的需求，请核对需求和实施社区。")
    if any(need.organization_id not in places for need in chosen):
        raise DomainError("所选需求有的不在实施社区内，请核对需求和实施社区。")


def check_amount(application: Application) -> None:
    call = application.call
    if application.amount > call.max_amount:
        raise DomainError(
            f"申请金额 {application.amount:,.2f} 元，超过本批次单个项目上限 {call.max_amount:,.2f} 元。请调整预算。"
        )
    if min(shares(application.amount, call.instalment_ratios)) <= 0:
        raise DomainError("申请金额过小，无法分期拨付，请核对预算。")


def budget_findings(application: Application) -> list[Finding]:
    """What the call's budget rules say to the money that is asked for; own contributions are the applicant's."""
    lines = [
        Line(row["category"], row["item"], row["unit_price"], row["quantity"], row.get("basis") or "")
        for row in content.budget_lines(application.content, BudgetSource.REQUESTED)
        if row.get("category") and row["quantity"]
    ]
    return judge(application.call.rule_set.rules.all(), lines, total=application.amount) if lines else []


def is_landed_weak(application: Application) -> bool:
    """Whether at least half of the communities are weak ones today; frozen with the submission."""
    tiers = list(application.communities.values_list("tier", flat=True))
    return bool(tiers) and 2 * sum(tier == Tier.WEAK for tier in tiers) >= len(tiers)
