"""The terms of a contract: what is prefilled, and what must hold before it can be signed."""

from datetime import date
from decimal import Decimal

from core.errors import DomainError
from orgs.models import Organization
from projects import deadlines
from projects.enums import BondForm, ConditionKind, InstalmentState, ReportKind
from projects.models import Contract, ContractItem, Indicator, Instalment, InstalmentCondition, Project
from projects.models.contract import MOST_YEARS, ONE_YEAR
from projects.money import positive_money, shares, to_money
from projects.queries.contract import signing_union

ACCEPTANCE = "乙方完成全部服务并提交结项报告后，甲方按绩效指标逐项验收，邀请服务对象参与并出具意见，验收结果予以公告。"
PERSONAL_DATA = (
    "一、处理目的：仅为完成本合同约定的服务。\n"
    "二、处理期限：自本合同生效之日起至服务期限届满之日止。\n"
    "三、处理方式：收集、登记、使用和统计，不公开、不转让。\n"
    "四、信息种类：服务对象的姓名、联系方式、所在单位或社区、参加服务的记录；敏感个人信息须取得单独同意。\n"
    "五、保护措施：专人管理、分级授权、加密保存，乙方不得转委托他人处理。\n"
    "六、返还与删除：合同不生效、无效、被撤销、期满或者终止的，乙方应将个人信息返还甲方或者予以删除，不得保留，"
    "并配合甲方书面确认。"
)
BREACH = (
    "变更合同应经双方同意并按平台的变更程序办理。乙方不得转包。乙方未达到约定服务数量和质量的，甲方可以要求限期整改、"
    "暂缓拨付；逾期不改或者整改后仍不合格的，甲方可以解除合同并追回相应款项。甲方无正当理由逾期付款的，承担相应责任。"
)
DISPUTE = "双方协商解决；协商不成的，向甲方所在地人民法院起诉。"
HUNDRED = Decimal("100.00")
OWN_SHARE = {"name": "自筹配套", "unit": "项", "quantity": 1, "requirement": "由乙方筹集并用于本项目"}
NEEDS_VALUE = (ConditionKind.SERVICES_DONE, ConditionKind.EXECUTION_RATE)
UNTOUCHED = (InstalmentState.PLANNED, InstalmentState.CONDITION_MET)


def check_can_sign(body: Organization, day: date) -> None:
    """Only a legal person whose certificate has not expired signs in its own name（民法典第57条、工会法第15条）."""
    if not body.can_contract(day):
        raise DomainError(f"“{body}”在{day}没有有效的法人资格，不能签订合同。请先更正法人资格信息，或由上级工会签订。")


def party_a_for(project: Project, day: date) -> Organization:
    """The union whose money it is; without legal personality the nearest one above it signs and answers."""
    union = signing_union(project.fund.organization, day)
    if union is None:
        raise DomainError(
            f"“{project.fund.organization}”及其上级工会都没有有效的法人资格，不能签订合同。请先登记法人资格证书。"
        )
    return union


def write_first_items(contract: Contract) -> None:
    """The service list as the budget has it, with the contractor's own share in a line of its own; the parties rewrite
    it in the draft."""
    rows = [
        {
            "name": line.item, "unit": line.unit or "项", "unit_price": line.unit_price, "quantity": line.quantity,
            "requirement": line.basis or f"列入{line.get_category_display()}",
        }
        for line in contract.project.budget_lines.order_by("pk")
    ]  # fmt: skip
    if contract.own_contribution:
        rows.append(OWN_SHARE | {"unit_price": contract.own_contribution})
    ContractItem.objects.bulk_create(
        ContractItem(contract=contract, number=number, **row) for number, row in enumerate(rows, start=1)
    )


def write_first_conditions(project: Project) -> None:
    """Where the award set no conditions: the contract registered before the first payment, a passed interim review
    before any between, a passed final review before the last."""
    for row in project.instalments.order_by("number"):
        kinds = set(row.conditions.values_list("kind", flat=True))
        wanted = ConditionKind.FINAL_PASSED if row.is_final else ConditionKind.MIDTERM_PASSED
        missing = set() if kinds or row.number == 1 else {wanted}
        if row.number == 1 and ConditionKind.CONTRACT_REGISTERED not in kinds:
            missing = {ConditionKind.CONTRACT_REGISTERED}
        InstalmentCondition.objects.bulk_create(
            InstalmentCondition(instalment=row, kind=kind) for kind in sorted(missing)
        )


def check_bond(contract: Contract) -> None:
    """履约保证金 at most 10 % of the contract, as a guarantee, cheque, draft or promissory note, never in cash
    （政府采购法实施条例第48条）."""
    amount, limit = contract.bond_amount, deadlines.bond_limit(contract.amount)
    if amount > limit:
        raise DomainError(
            f"履约保证金 {amount:,.2f} 元超过合同金额的 10%（政府采购法实施条例第48条），最多 {limit:,.2f} 元。"
        )
    if amount and contract.bond_form not in BondForm.values:
        raise DomainError(
            "履约保证金应以保函、支票、汇票或本票等非现金形式提交（政府采购法实施条例第48条），请选择形式。"
        )
    if amount and not contract.bond_return.strip():
        raise DomainError("请写明履约保证金的退还约定。")
    if not amount and (contract.bond_form or contract.bond_return.strip()):
        raise DomainError("没有履约保证金的，不填形式和退还约定；有的请填写金额。")


def check_period(starts_on: date, ends_on: date, reason: str) -> None:
    """At most a year; up to three for content that stays the same, recurs, and keeps its money and price, with the
    reason in writing (common practice of purchased services, a default and not an article)."""
    if ends_on < starts_on:
        raise DomainError("服务结束日期早于开始日期，请核对。")
    if ends_on >= year_later(starts_on, MOST_YEARS):
        raise DomainError(f"合同期限最长 {MOST_YEARS} 年，请缩短服务期限。")
    if ends_on >= year_later(starts_on, ONE_YEAR) and not reason.strip():
        raise DomainError("合同期限超过一年，请写明理由（服务内容固定、连续性强、经费有保障、价格变化小）。")


def year_later(day: date, years: int) -> date:
    """The same day ``years`` later; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def write_items(contract: Contract, items: list[dict]) -> None:
    """Replace the service list; its sum is the contract's amount and the contractor's own contribution."""
    rows = []
    for number, item in enumerate(items, start=1):
        rows.append(
            ContractItem(
                contract=contract, number=number, name=item["name"], unit=item["unit"],
                requirement=item.get("requirement", ""), unit_price=yuan(item["unit_price"], f"清单第{number}行"),
                quantity=item["quantity"],
            )
        )  # fmt: skip
        if item["quantity"] < 1:
            raise DomainError(f"清单第{number}行：数量至少为 1，请核对。")
    check_items(contract, rows)
    contract.items.all().delete()
    ContractItem.objects.bulk_create(rows)


def check_items(contract: Contract, rows: list[ContractItem]) -> None:
    if not rows:
        raise DomainError("请至少填写一项服务清单。")
    total, due = sum((row.amount for row in rows), Decimal(0)), contract.amount + contract.own_contribution
    if total != due:
        own = f"与自筹配套 {contract.own_contribution:,.2f} 元之和" if contract.own_contribution else ""
        raise DomainError(
            f"服务清单合计 {total:,.2f} 元，应等于合同金额 {contract.amount:,.2f} 元{own}，相差 {due - total:,.2f} 元。"
        )


def write_plan(contract: Contract, plan: list[dict]) -> None:
    """Replace the payment plan: ratios of exactly 100.00 in all, the last instalment takes the rounding difference.

    ``plan`` rows are ``{ratio, due_on, conditions: [{kind, value, report_kind}]}``.
    """
    project = contract.project
    ratios = [percent(row["ratio"], number) for number, row in enumerate(plan, start=1)]
    check_plan(ratios, [row["due_on"] for row in plan])
    amounts = shares(contract.amount, ratios)
    if min(amounts) <= 0:
        raise DomainError("有一期的金额不足一分钱，请减少期数。")
    rows = {row.number: row for row in project.instalments.order_by("number")}
    if any(row.state not in UNTOUCHED for row in rows.values()):
        raise DomainError("已有分期进入拨付办理，不能再改付款计划。")
    drop_surplus([row for number, row in rows.items() if number > len(plan)])
    for number, (wanted, ratio, amount) in enumerate(zip(plan, ratios, amounts, strict=True), start=1):
        row = rows.get(number) or Instalment(project=project, number=number)
        row.ratio, row.amount, row.due_on, row.is_final = ratio, amount, wanted["due_on"], number == len(plan)
        row.save()
        write_conditions(row, wanted.get("conditions", []))


def drop_surplus(rows: list[Instalment]) -> None:
    for row in rows:
        if row.events.exists() or row.entries.exists():
            raise DomainError(f"第{row.number}期已有办理记录，不能删除，请保留这一期。")
        row.delete()


def check_plan(ratios: list[Decimal], due: list[date]) -> None:
    if not ratios:
        raise DomainError("请至少填写一期付款。")
    if sum(ratios) != HUNDRED:
        raise DomainError(f"各期比例合计 {sum(ratios):.2f}%，应正好是 100.00%。请调整。")
    if due != sorted(due):
        raise DomainError("应付日期应按期次先后排列，请核对。")


def write_conditions(row: Instalment, conditions: list[dict]) -> None:
    """Replace what releases the instalment. The first one always waits for the registered contract."""
    wanted = {condition["kind"]: condition for condition in conditions}
    if row.number == 1:
        wanted.setdefault(ConditionKind.CONTRACT_REGISTERED, {"kind": ConditionKind.CONTRACT_REGISTERED})
    fresh = [checked_condition(row, condition) for condition in wanted.values()]
    row.conditions.all().delete()
    InstalmentCondition.objects.bulk_create(fresh)


def checked_condition(row: Instalment, condition: dict) -> InstalmentCondition:
    kind, value, report = condition["kind"], condition.get("value"), condition.get("report_kind") or ""
    if kind not in ConditionKind.values:
        raise DomainError("没有这种拨付条件，请重新选择。")
    label = ConditionKind(kind).label
    if kind in NEEDS_VALUE:
        limit = Decimal(100) if kind == ConditionKind.EXECUTION_RATE else Decimal(1_000_000)
        value = number_within(value, limit, f"第{row.number}期条件“{label}”")
    else:
        value = None
    if kind == ConditionKind.REPORT_ACCEPTED and report not in ReportKind.values:
        raise DomainError(f"第{row.number}期条件“{label}”要选择报告类型。")
    report = report if kind == ConditionKind.REPORT_ACCEPTED else ""
    return InstalmentCondition(instalment=row, kind=kind, value=value, report_kind=report)


def write_targets(contract: Contract, targets: dict[int, int], reason: str) -> None:
    """Set promised targets; one below the application's needs ``reason``."""
    rows = {row.pk: row for row in contract.project.indicators.select_for_update()}
    for pk, target in targets.items():
        row = rows.get(int(pk))
        if row is None or target < 1:
            raise DomainError("指标目标值至少为 1，请核对。")
        offered = contract.offered_targets.get(str(row.pk), row.target)
        if target < offered and not reason.strip():
            raise DomainError(f"“{row.title}”的目标值 {target} 低于申报的 {offered}，请写明理由。")
        set_target(row, target)


def set_target(indicator: Indicator, target: int) -> None:
    """A new target; the last period takes the difference, so that periods still add up."""
    if target == indicator.target:
        return
    last = indicator.periods.order_by("number").last()
    if last:
        last.target = max(0, last.target + target - indicator.target)
        last.save(update_fields=["target"])
    indicator.target = target
    indicator.save(update_fields=["target"])


def yuan(value, where: str) -> Decimal:
    try:
        return positive_money(value)
    except ValueError as error:
        raise DomainError(f"{where}：{error}") from None


def yuan_or_nothing(value, where: str) -> Decimal:
    """Zero or more."""
    try:
        amount = to_money(value)
    except ValueError as error:
        raise DomainError(f"{where}：{error}") from None
    if amount < 0:
        raise DomainError(f"{where}不能小于 0，请核对。")
    return abs(amount)


def percent(value, number: int) -> Decimal:
    return number_within(value, HUNDRED, f"第{number}期比例")


def number_within(value, limit: Decimal, where: str) -> Decimal:
    """Above zero, at most ``limit``, two places, typed as a plain number."""
    try:
        amount = positive_money(value)
    except ValueError:
        raise DomainError(f"{where}应填大于 0 的数字，最多两位小数。") from None
    if amount > limit:
        raise DomainError(f"{where}不能超过 {limit:,.0f}。")
    return amount
