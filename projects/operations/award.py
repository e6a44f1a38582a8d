"""From an application whose publicity has ended to a project with money, aims, services and instalments."""

from decimal import Decimal

from django.db import connection
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import content, parameters, workflow
from projects.enums import (
    BudgetSource,
    ConditionKind,
    EntryKind,
    NeedState,
    ParameterName,
    ProjectState,
    ReportKind,
)
from projects.models import (
    Application,
    BudgetLine,
    Indicator,
    Instalment,
    InstalmentCondition,
    Need,
    Project,
    Result,
    ServiceItem,
)
from projects.notifications.application import application_changed
from projects.operations.barring import STRIKE, check_not_barred
from projects.operations.duties import check_outside_applicant
from projects.operations.ledger import available_in, post_entry
from projects.operations.need import move_needs
from projects.queries.ledger import planned_instalments
from projects.queries.need import answered_at

GONE = (NeedState.REJECTED, NeedState.UNMET_CLOSED)


def award_application(application: Application, *, by: User) -> Project:
    """Make the approved project of an application, commit its amount and plan its instalments: all or nothing.

    Needs that wait are taken up; one that another project serves already gets this one as well. Raises ``DomainError``
    when the fund has less left than the amount, when an earlier project bars the applicant, or
    when ``by`` belongs to it (职责分离).
    """
    with step(application, workflow.AWARD_APPLICATION, by=by) as application:
        check_outside_applicant(application, by)
        check_not_barred(application.contractor, act="立项", instead=STRIKE)
        # Locked before anything refers to it: two awards holding a reference each would wait for one another.
        fund = locked(application.call.fund)
        available = available_in(fund)
        if available < application.amount:
            raise DomainError(
                f"“{fund}”可用余额 {available:,.2f} 元，不足立项金额 {application.amount:,.2f} 元。请先追加安排。"
            )
        project = _create_project(application, fund)
        _write_parts(project, application.content)
        key = f"commitment:{project.pk}"
        post_entry(fund, EntryKind.COMMITMENT, project.budget, key=key, by=by, project=project, note="评审立项")
        _plan_instalments(project, application.call.instalment_ratios)
        _take_up_needs(project, application, by)
        project.events.create(kind="award", to_state=project.state, by=by, note=f"申报 {application.code}")
        application_changed(application, "award", by=by)
    return project


def _create_project(application: Application, fund) -> Project:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Project._meta.db_table])
        pk = cursor.fetchone()[0]
    return Project.objects.create(
        pk=pk, code=f"XM-{timezone.localdate():%Y}-{pk:05d}", application=application, name=application.name,
        category=application.call.category, organization=application.organization, contractor=application.contractor,
        worker=application.worker, goal=application.content["objectives"]["goal"], starts_on=application.starts_on,
        ends_on=application.ends_on, budget=application.amount, own_contribution=application.own_contribution,
        fund=fund, created_by=application.created_by, state=ProjectState.APPROVED,
    )  # fmt: skip


def _write_parts(project: Project, body: dict) -> None:
    """Aims, indicators, services and the purchased part of the budget, which adds up to ``Project.budget``."""
    results: dict[int, Result] = {}
    for row in content.rows(body, "objectives"):
        if row["number"] not in results:
            need = Need.objects.filter(pk=row["need"]).first()
            need = need and answered_at(need)
            results[row["number"]] = project.results.create(number=row["number"], text=row["text"], need=need)
        project.indicators.add(_indicator(row, results[row["number"]]), bulk=False)
    ServiceItem.objects.bulk_create(
        ServiceItem(
            project=project, number=row["number"], name=row["name"], form=row["form"], sessions=row["sessions"],
            people=row["people"], result=results.get(row["objective"]),
        )
        for row in content.rows(body, "services")
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(
            project=project, category=line["category"], item=line["item"], unit_price=line["unit_price"],
            quantity=line["quantity"], unit=line.get("unit", ""), basis=line.get("basis", ""),
        )
        for line in content.budget_lines(body, BudgetSource.REQUESTED)
    )  # fmt: skip


def _indicator(row: dict, result: Result) -> Indicator:
    baseline = Decimal(row["baseline"]) if row.get("baseline") else None
    return Indicator(
        result=result, name=row.get("name") or "", measure=row["measure"], baseline=baseline, target=row["target"],
        method=row.get("method") or "",
    )  # fmt: skip


def _plan_instalments(project: Project, ratios: list[Decimal]) -> None:
    planned = Instalment.objects.bulk_create(planned_instalments(project, timezone.localdate(), list(ratios)))
    InstalmentCondition.objects.bulk_create(
        InstalmentCondition(instalment=instalment, **condition)
        for instalment in planned
        for condition in conditions_of(instalment, len(planned))
    )


def conditions_of(instalment: Instalment, number: int) -> list[dict]:
    """What releases an instalment by default: the contract for the first, a passed interim evaluation with its report
    and the execution rate for those in between, the final evaluation and the audit for the last."""
    conditions = []
    if instalment.number == 1:
        conditions += [{"kind": ConditionKind.CONTRACT_REGISTERED}]
    if 1 < instalment.number < number:
        conditions += [
            {"kind": ConditionKind.MIDTERM_PASSED},
            {"kind": ConditionKind.REPORT_ACCEPTED, "report_kind": ReportKind.MIDTERM},
            {"kind": ConditionKind.EXECUTION_RATE, "value": parameters.value(ParameterName.EXECUTION_SHARE)},
        ]
    if instalment.number == number:
        conditions += [{"kind": ConditionKind.FINAL_PASSED}, {"kind": ConditionKind.SETTLEMENT_AUDITED}]
    return conditions


def _take_up_needs(project: Project, application: Application, by: User) -> None:
    """A need merged since then is answered where it went. Waiting ones become part of the project; for one that is
    served already, by another project or by existing services, this is one more answer."""
    chosen = {answered_at(need) for need in application.needs.select_related("merged_into")}
    waiting = [need for need in chosen if need.state == NeedState.VERIFIED]
    reserved = [need for need in chosen if need.state == NeedState.MATCHED]  # by the draft of a commission
    note = f"项目“{project}”已立项"
    move_needs(waiting, workflow.MATCH_NEED, by=by, note=note)
    move_needs([*waiting, *reserved], workflow.START_NEED, by=by, note=note)
    project.needs.set(need for need in chosen if need.state not in GONE)
