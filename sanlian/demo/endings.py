"""Reports, reviews, the end and what comes after it: told once the sessions exist that the reports count."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from evaluations.operations import assign_evaluation, order_rectification, submit_evaluation
from orgs.enums import Role
from projects.enums import ArchivePart, BalanceUse, ChangeKind, Measure, ProjectState, ReportKind
from projects.models import ProgressReport, Project
from projects.operations import (
    accept_report,
    approve_actual,
    approve_carry_over,
    audit_settlement,
    claw_back_instalment,
    claw_back_project,
    comment_report,
    complete_project,
    conclude_project,
    confirm_data_return,
    draw_up_settlement,
    expire_contract,
    fill_actual,
    lift_breach,
    pass_midterm,
    request_change,
    return_balance,
    return_bond,
    return_report,
    save_report,
    start_midterm,
    submit_report,
    submit_settlement,
    suspend_project,
    terminate_project,
)
from projects.operations.archive import open_archive, seal_archive, waive_archive_item
from projects.queries.archive import missing, volume
from projects.queries.report import sections_for
from sanlian.demo.contracts import deputy, instalment_story, purchaser
from sanlian.demo.papers import paper
from sanlian.demo.plan import ProjectPlan
from sanlian.demo.spending import accept_within
from sanlian.demo.world import World

ENDED = (
    ProjectState.FINAL_REVIEW, ProjectState.COMPLETED, ProjectState.SETTLING, ProjectState.AUDITED,
    ProjectState.ARCHIVED,
)  # fmt: skip
TEXTS = {
    "work": "按计划开展服务，场次和人次见数据部分；各社区场地落实到位，职工参与踊跃。",
    "cases": "一名长期夜班的职工参加活动后主动求助，社工联系专业人员跟进，三个月后睡眠和情绪明显改善。",
    "plan": "按合同约定继续开展服务，做好过程记录和满意度评价。",
    "goal": "总目标基本达成：计划场次全部完成，参加职工中多次参与的比例逐月上升。",
    "experience": "把服务送到班组和驿站、由班组长协助组织，适合职工分散、时间不固定的社区。",
    "opinions": "服务对象普遍表示内容实用，希望延长服务时间、增加晚间场次。",
    "publicity": "工会公众号推文六篇，社区宣传栏四期。",
    "balance": "经费按预算执行，结余情况见决算表。",
}
COMMENTS = (
    "指标完成扎实，档案齐全，职工参与面广；建议向普通和薄弱社区延伸。",
    "服务形式受一线职工欢迎，组织有序；建议增加对服务效果的跟踪。",
    "需求依据充分，财务规范；部分场次签到不够完整，应当改进。",
)
ABSENT = {ArchivePart.MIDTERM: "付款分两期，合同没有约定中期评估。"}
NOT_KEPT = "本项目没有形成这一部分的文书。"
SEASONS = {  # what a report of these months calls a problem
    (12, 1, 2): "严寒天气个别户外场次人数偏少，已改到室内举行。",
    (3, 4, 5): "企业复工后白天时间紧，已增加午休和下班后的场次。",
    (6, 7, 8): "夏季高温期间个别场次人数偏少，已调整到晚间举行。",
    (9, 10, 11): "节假日前后职工出行较多，有两场改期，均已补办。",
}
ASKED = -6  # days from today on which the completed project asks for its last instalment
KEPT = Decimal("500.00")  # yuan that a terminated project had spent on the way
LIFTED = "承接单位申诉，经复核：社区场地一直没有落实，不属承接单位违约；首期款按实际支出结清。"
FAILED = "进度明显滞后，活动签到不完整，部分支出缺少测算依据，中期评估不合格。"


def report_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """Every monthly report some days after its month; the last one waits for the union, or went back once."""
    reports = list(project.progress_reports.filter(kind=ReportKind.MONTHLY).order_by("number"))
    due = [report for report in reports if (world.today - report.ends_on).days >= 8]
    for report in due:
        offset = (report.ends_on - world.today).days + 4
        yield world.office(offset)
        write_and_submit(world, report)
        if report == due[-1] and plan.ending in (ProjectState.ACTIVE, ProjectState.SUSPENDED):
            return
        yield world.office(offset + 3)
        accept_report(report, by=deputy(world, plan))


def write_and_submit(world: World, report: ProgressReport) -> None:
    """Every section has a text; the figures come from the records."""
    worker = report.project.worker
    season = next(text for months, text in SEASONS.items() if report.ends_on.month in months)
    told = TEXTS | {"problems": season}
    texts = {section.key: told.get(section.key, told["goal"]) for section in sections_for(report)}
    save_report(report, by=worker, content=texts)
    submit_report(report, by=worker, late_reason="" if timezone.localdate() <= report.due_on else "等待财务数据核对。")


def midterm_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """The midterm report, returned once and accepted; then the review as far as it has come."""
    report = project.progress_reports.filter(kind=ReportKind.MIDTERM).first()
    if report is None or not plan.midterm:
        return
    begin = (report.ends_on - world.today).days + 2
    yield world.office(begin)
    write_and_submit(world, report)
    yield world.office(begin + 2)
    comment_report(report, by=deputy(world, plan), section="problems", text="请补充人数偏少场次的具体原因。")
    return_report(report, by=deputy(world, plan), note="请按批注补充后重新提交。")
    yield world.office(begin + 4)
    write_and_submit(world, report)
    yield world.office(begin + 6)
    accept_report(report, by=deputy(world, plan))
    yield world.office(begin + 7)
    project = start_midterm(project, by=purchaser(world, plan))
    yield from judge(
        world, plan, project, begin + 8, plan.midterm if plan.ending != ProjectState.MIDTERM_REVIEW else ""
    )
    if plan.ending == ProjectState.MIDTERM_REVIEW:
        return
    yield world.office(begin + 18)
    if plan.ending == ProjectState.RECTIFYING:
        order_rectification(
            project, by=purchaser(world, plan), problem=FAILED, basis="中期评估意见；合同约定的服务数量和档案要求。",
            responsible=project.worker,
        )  # fmt: skip
    else:
        pass_midterm(project, by=purchaser(world, plan))


def judge(world: World, plan: ProjectPlan, project: Project, offset: int, score: str) -> Iterator[datetime]:
    """An expert is asked, and answers when there is a ``score``."""
    evaluator = world.users["expert"]
    yield world.office(offset)
    evaluation = assign_evaluation(
        project, by=purchaser(world, plan), evaluator=evaluator, due_on=world.day(offset + 20)
    )
    if score:
        yield world.office(offset + 9)
        comment = world.rng.choice(COMMENTS) if Decimal(score) >= 60 else FAILED
        submit_evaluation(evaluation, by=evaluator, score=Decimal(score), comment=comment)


def ending_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """申请结项 → 末期评估 → 确认结项 → 决算 → 审计 → 末期款 or 结余 → 归档, as far as it has come."""
    head = world.staff(Role.NGO, plan.contractor)
    report = project.progress_reports.get(kind=ReportKind.FINAL)
    yield world.office(plan.ends + 1)
    write_and_submit(world, report)
    yield world.office(plan.ends + 3)
    accept_report(report, by=deputy(world, plan))
    project = conclude_project(project, by=head, note="指标已完成，申请结项评估。")
    yield from judge(world, plan, project, plan.ends + 5, plan.score)
    if plan.ending == ProjectState.FINAL_REVIEW:
        return
    yield world.office(plan.ends + 18)
    project = complete_project(project, by=purchaser(world, plan))
    if plan.ending == ProjectState.COMPLETED:
        last = project.instalments.count()
        yield from islice(instalment_story(world, plan, project, last, ASKED), 3)  # checked, waiting for approval
        return
    yield world.office(plan.ends + 20)
    use = BalanceUse.RETURN if plan.ending == ProjectState.ARCHIVED else BalanceUse.CARRY_OVER
    settlement = draw_up_settlement(project, by=head, use=use, explanation="按预算执行，凭证齐全。")
    submit_settlement(settlement, by=head)
    if plan.ending == ProjectState.SETTLING:
        return
    settlement.refresh_from_db()
    yield world.office(plan.ends + 22)
    if settlement.use == BalanceUse.CARRY_OVER:
        approve_carry_over(settlement, by=purchaser(world, plan), note="同意结转到下一期同类项目。")
    yield world.office(plan.ends + 25)
    audit_settlement(settlement, by=world.staff(Role.AUDITOR, plan.payer), opinion="账实相符，凭证合规，同意决算。")
    if plan.ending == ProjectState.ARCHIVED:
        yield from put_away(world, plan, project, settlement)
    else:
        yield from instalment_story(world, plan, project, project.instalments.count(), plan.ends + 26)
        yield world.office(plan.ends + 35)
        accept_within(world, plan, project)  # what the contractor had advanced


def put_away(world: World, plan: ProjectPlan, project: Project, settlement) -> Iterator[datetime]:
    """The balance goes back to the fund; what the records cannot supply is explained; the volume is sealed."""
    yield world.office(plan.ends + 27)
    return_balance(settlement, by=world.staff(Role.FINANCE, plan.payer), voucher_number="银收00012")
    yield world.office(plan.ends + 29)
    contract = expire_contract(project.contract, today=timezone.localdate())
    note = "签到名册和照片已移交社区，电子数据已删除，双方签字确认。"
    confirm_data_return(contract, by=deputy(world, plan), on=timezone.localdate(), note=note)
    return_bond(
        contract, by=world.staff(Role.FINANCE, plan.payer), amount=contract.bond_amount, on=timezone.localdate(),
        note="保函原件由承接单位领回。", file=paper("保函领回签收单"),
    )  # fmt: skip
    yield world.office(plan.ends + 30)
    archive = open_archive(project, by=deputy(world, plan))
    for part in missing(volume(archive)):
        waive_archive_item(archive, by=deputy(world, plan), part=part.key, note=ABSENT.get(part.key, NOT_KEPT))
    yield world.office(plan.ends + 31)
    seal_archive(archive, by=deputy(world, plan))


def breakdown_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """A project that is ended early; of one the money is taken back, though it was no breach after all."""
    yield world.office(plan.starts + 25)
    is_breach = plan.ending == ProjectState.CLAWBACK
    note = (
        "收到首期款后未开展服务，经书面催告仍不履行。" if is_breach else "承接单位人员离职，服务无法继续，经协商终止。"
    )
    project = terminate_project(project, by=purchaser(world, plan), note=note, is_breach=is_breach)
    if plan.ending == ProjectState.TERMINATED:
        return
    yield world.office(plan.starts + 28)
    lift_breach(project, by=world.users["city"], note=LIFTED)  # before it is commissioned with anything else
    yield world.office(plan.starts + 30)
    claw_back_project(project, by=purchaser(world, plan), note="未开展服务，已拨款项应予退回。")
    yield world.office(plan.starts + 36)
    instalment = project.instalments.get(number=1)
    finance, amount = world.staff(Role.FINANCE, plan.payer), instalment.amount - KEPT
    claw_back_instalment(instalment, by=finance, amount=amount, note="扣除前期物料后退回。")


def interruption_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """One project stands still, one asks for more time, one counts by hand."""
    if plan.ending == ProjectState.SUSPENDED:
        yield world.office(-6)
        suspend_project(project, by=purchaser(world, plan), note="比赛场馆安全检修，预计下月恢复。")
    elif plan.ending == ProjectState.CHANGE_PENDING:
        yield world.office(-4)
        request_change(
            project, by=world.staff(Role.NGO, plan.contractor), kind=ChangeKind.PERIOD,
            reason="两场讲堂因社区换届推迟，申请延期一个月，不增加经费。",
            content={"ends_on": world.day(plan.ends + 30).isoformat()},
        )  # fmt: skip
    elif plan.ending == ProjectState.ACTIVE and "便民" in plan.name:
        yield from manual_story(world, plan, project)


def manual_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """What no record counts is filled in with evidence: one figure approved, one waiting, far behind the calendar."""
    yield world.office(-41)
    indicator = project.indicators.create(
        measure=Measure.MANUAL, name="新发展会员", unit="人", target=120, method="入会申请表，由社区联合工会核对"
    )
    about = {"by": project.worker, "on": timezone.localdate(), "file": paper("入会申请表汇总")}
    actual = fill_actual(indicator, value=Decimal(18), note="摆摊宣传时收到的入会申请，名单见附件。", **about)
    yield world.office(-38)
    approve_actual(actual, by=deputy(world, plan), note="与入会登记一致。")
    yield world.office(-3)
    about = {"by": project.worker, "on": timezone.localdate(), "file": paper("入会申请表汇总（十一月）")}
    fill_actual(indicator, value=Decimal(9), note="本月新增入会申请，名单见附件。", **about)
