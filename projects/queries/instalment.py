"""Reads worth a name: what an instalment waits for, what it may come to, which ones are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from projects import deadlines, parameters, sources, workflow
from projects.enums import (
    ConditionKind,
    InstalmentState,
    Measure,
    ParameterName,
    ProjectState,
    ReportKind,
    ReportState,
    SettlementState,
)
from projects.models import Instalment, InstalmentCondition, Project, Settlement
from projects.models.project import UNFUNDED
from projects.money import CENT
from projects.queries.contract import is_registered

TAKEN = (InstalmentState.PAID, InstalmentState.RECEIPTED, InstalmentState.CLAWED_BACK)
ASKED = (InstalmentState.APPLIED, InstalmentState.CHECKED, InstalmentState.APPROVED)
STOPPED = (ProjectState.SUSPENDED, ProjectState.TERMINATED, ProjectState.CLAWBACK, ProjectState.ARCHIVED)
PAYABLE = tuple(state for state in ProjectState if state not in (*UNFUNDED, *STOPPED))


@dataclass(frozen=True)
class Check:
    """One condition as the page shows it."""

    text: str
    is_met: bool


def unmet_conditions(instalment: Instalment) -> list[str]:
    """What is still missing before the instalment may be asked for, in words; empty when nothing is."""
    return [check.text for check in condition_checks(instalment) if not check.is_met]


def condition_checks(instalment: Instalment) -> list[Check]:
    """Every condition of the instalment; the instalments in front of it come first."""
    project = instalment.project
    before = project.instalments.filter(number__lt=instalment.number).exclude(state__in=TAKEN)
    order = [Check("前一期已拨付", not before.exists())] if instalment.number > 1 else []
    return order + [CHECKS[condition.kind](project, condition) for condition in conditions_of(instalment)]


def conditions_of(instalment: Instalment) -> list[InstalmentCondition]:
    """The conditions of the contract. A project without any (立项 before there were conditions) still needs a
    registered contract for the first instalment and a passing final score for the last."""
    rows = list(instalment.conditions.all())
    if rows or InstalmentCondition.objects.filter(instalment__project=instalment.project_id).exists():
        return rows
    usual = []
    if instalment.number == 1:
        usual.append(InstalmentCondition(kind=ConditionKind.CONTRACT_REGISTERED))
    if instalment.is_final:
        usual.append(InstalmentCondition(kind=ConditionKind.FINAL_PASSED))
    return usual


def _contract(project: Project, condition: InstalmentCondition) -> Check:
    return Check("合同已登记备案", is_registered(project))


def _midterm(project: Project, condition: InstalmentCondition) -> Check:
    """Local practice (海曙 2021): only a passing midterm result releases the next instalment."""
    mark, score = project.pass_mark, project.midterm_score
    return Check(f"中期评估达到 {plain(mark)} 分（目前{_score(score)}）", score is not None and score >= mark)


def _final(project: Project, condition: InstalmentCondition) -> Check:
    mark = plain(project.pass_mark)
    return Check(f"末期评估达到 {mark} 分（目前{_score(project.final_score)}）", project.has_passed)


def _score(score: Decimal | None) -> str:
    return "还没有评分" if score is None else f" {score} 分"


def plain(figure: Decimal) -> str:
    """``80.00`` → ``80``."""
    return f"{figure.normalize():f}"


def _report(project: Project, condition: InstalmentCondition) -> Check:
    accepted = project.progress_reports.filter(kind=condition.report_kind, state=ReportState.ACCEPTED)
    return Check(f"{ReportKind(condition.report_kind).label}已审核通过", accepted.exists())


def _services(project: Project, condition: InstalmentCondition) -> Check:
    until = min(project.ends_on, timezone.localdate())
    actuals = sources.services().actuals(project, project.starts_on, until)
    held = actuals[Measure.SESSIONS].value if Measure.SESSIONS in actuals else Decimal(0)
    return Check(f"完成服务 {plain(condition.value)} 场（目前 {plain(held)} 场）", held >= condition.value)


def _execution(project: Project, condition: InstalmentCondition) -> Check:
    rate = execution_rate(project)
    now = "还没有拨付" if rate is None else f" {rate.quantize(CENT, ROUND_DOWN)}%"
    return Check(f"执行率达到 {plain(condition.value)}%（目前{now}）", rate is not None and rate >= condition.value)


def _settlement(project: Project, condition: InstalmentCondition) -> Check:
    audited = Settlement.objects.filter(project=project, state=SettlementState.AUDITED)
    return Check("决算已审计", audited.exists())


CHECKS: dict[str, Callable[[Project, InstalmentCondition], Check]] = {
    ConditionKind.CONTRACT_REGISTERED: _contract,
    ConditionKind.MIDTERM_PASSED: _midterm,
    ConditionKind.REPORT_ACCEPTED: _report,
    ConditionKind.SERVICES_DONE: _services,
    ConditionKind.EXECUTION_RATE: _execution,
    ConditionKind.FINAL_PASSED: _final,
    ConditionKind.SETTLEMENT_AUDITED: _settlement,
}


def execution_rate(project: Project) -> Decimal | None:
    """已核销支出 ÷ 已拨付 in per cent; nothing before the first payment."""
    return project.spent * 100 / project.paid if project.paid else None


def payable(instalment: Instalment) -> Decimal:
    """What may be paid: the planned amount; of the last instalment the share its result earns (configurable
    default: 合格 100 %, 整改后合格 90 %, 不合格 0), and never more than the audited settlement leaves to be paid."""
    amount = instalment.amount
    if instalment.is_final:
        amount = (amount * result_share(instalment.project) / 100).quantize(CENT, ROUND_HALF_UP)
    return min([amount, *audited_rest(instalment.project)])


def still_owed(project: Project) -> Instalment | None:
    """The first instalment of an audited project that nobody has asked for and that would be paid."""
    if project.state != ProjectState.AUDITED:
        return None
    rows = project.instalments.filter(state__in=[InstalmentState.PLANNED, InstalmentState.CONDITION_MET])
    return next((row for row in rows.order_by("number") if payable(row) > 0), None)


def audited_rest(project: Project) -> list[Decimal]:
    """What the audited spending exceeds the payments by, not below zero; empty before the audit."""
    audited = Settlement.objects.filter(project=project, state=SettlementState.AUDITED)
    spent = audited.values_list("spent", flat=True).first()
    return [] if spent is None else [max(spent - project.paid, Decimal(0))]


def expected_amount(instalment: Instalment) -> Decimal:
    """What pages show: the planned amount until the result is known, then what may be paid; what was paid stays."""
    if instalment.state in TAKEN or instalment.project.final_score is None:
        return instalment.amount
    return payable(instalment)


def result_share(project: Project) -> Decimal:
    """Per cent of the last instalment that the result earns, by the rules in force when the project began."""
    return parameters.value(final_share(project), project.starts_on)


def final_share(project: Project) -> ParameterName:
    """Which parameter the last instalment of the project follows."""
    if not project.has_passed:
        return ParameterName.FINAL_SHARE_FAILED
    again = project.events.filter(kind=workflow.RECTIFY.name, from_state=ProjectState.FINAL_REVIEW)
    return ParameterName.FINAL_SHARE_RECTIFIED if again.exists() else ParameterName.FINAL_SHARE_PASSED


def next_instalments():
    """The first instalment of each running project that is not paid, when nobody has asked for it yet."""
    before = Instalment.objects.filter(project=OuterRef("project"), number__lt=OuterRef("number"))
    waiting = Instalment.objects.filter(state=InstalmentState.PLANNED, project__state__in=PAYABLE)
    return waiting.filter(~Exists(before.exclude(state__in=TAKEN))).select_related("project")


def instalments_to_remind(today: date | None = None):
    """Unpaid ones that are overdue or due within the configured days."""
    until = (today or timezone.localdate()) + timedelta(days=settings.REMIND_INSTALMENT_DAYS)
    return Instalment.objects.unpaid().filter(due_on__lte=until).exclude(project__state__in=STOPPED)


def instalments_asked_for():
    """Asked for with an invoice and not paid; the days to pay run from there."""
    return Instalment.objects.filter(Q(state__in=ASKED), project__state__in=PAYABLE).select_related("project")


def asked_on(instalment: Instalment) -> date | None:
    """The day of the latest application, with which the invoice arrives."""
    at = instalment.events.filter(kind=workflow.APPLY.name).values_list("at", flat=True).last()
    return timezone.localdate(at) if at else None


def pay_by(instalment: Instalment) -> date | None:
    """The last day to pay what has been asked for with an invoice; nothing before that and once it is paid."""
    asked = asked_on(instalment) if instalment.state in ASKED else None
    return deadlines.payment_due(asked, parameters.days(ParameterName.PAYMENT_DAYS, asked)) if asked else None
