"""What each kind of change may say, the rule it keeps, and how it is carried out.

``content`` is JSON, read anew every time: ``check`` returns it in its stored shape or raises ``DomainError``; it runs
at the request and again at the decision. ``apply`` is called with the project and contract locked.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import ProtectedError
from django.utils import timezone

from core.errors import DomainError
from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User
from projects import budgeting, parameters, sources
from projects.enums import ChangeKind, ChangeState, InstalmentState, Measure, ParameterName
from projects.models import BudgetAdjustment, Change, Contract, Instalment, Project, ServiceItem
from projects.models.ledger import UNPAID
from projects.operations.change_content import a_day, changed_item, new_item, read_moves, rows_of, whole
from projects.operations.report_plan import replan_reports
from projects.operations.terms import check_period, yuan
from projects.queries.contract import adjusted_lines, moved_between_categories, supplement_room, transferred

ZERO = Decimal(0)
UNTOUCHED = (
    InstalmentState.PLANNED, InstalmentState.CONDITION_MET, InstalmentState.HELD, InstalmentState.REJECTED,
)  # fmt: skip


class Staff:
    """``{"worker": pk}``: another social worker of the contractor."""

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        worker = whole(content.get("worker"), "执行社工")
        employed = Membership.objects.current().filter(
            user=worker, user__is_active=True, organization=project.contractor, role=Role.WORKER
        )
        if not employed.exists():
            raise DomainError("所选人员目前不是承接单位的社工，不能接任执行社工。请重新选择。")
        if worker == project.worker_id:
            raise DomainError("所选人员已经是执行社工，不用变更。")
        return {"worker": worker}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        project.worker = User.objects.get(pk=change.content["worker"])
        project.save(update_fields=["worker"])


class Community:
    """``{"organization": pk}``: another community under the union whose money it is. What the award froze stays."""

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        pk = whole(content.get("organization"), "实施社区")
        community = Organization.objects.filter(pk=pk, level=UnionLevel.COMMUNITY).first()
        if community is None or not project.fund.organization.contains(community):
            raise DomainError(f"实施社区应是“{project.fund.organization}”范围内的社区，请重新选择。")
        if pk == project.organization_id:
            raise DomainError("所选社区已经是实施社区，不用变更。")
        return {"organization": pk}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        project.organization = Organization.objects.get(pk=change.content["organization"])
        project.save(update_fields=["organization"])


class Period:
    """``{"ends_on": "2027-03-31"}``: later, once, within the configured days (a default, not an article), and with
    what a contract may last in all."""

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        ends_on = a_day(content.get("ends_on"), "新的结束日期")
        if ends_on <= project.ends_on:
            raise DomainError(f"新的结束日期应晚于目前的{project.ends_on}，请核对。")
        if project.changes.filter(kind=ChangeKind.PERIOD, state=ChangeState.APPROVED).exists():
            raise DomainError("项目已经延期过一次，不能再延期。")
        most = parameters.days(ParameterName.EXTENSION_DAYS)
        if (ends_on - project.ends_on).days > most:
            raise DomainError(f"延期最多 {most} 天，即不晚于{project.ends_on + timedelta(days=most)}。")
        check_period(contract.starts_on, ends_on, reason="变更申请写明的理由")
        return {"ends_on": str(ends_on)}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        ends_on = date.fromisoformat(change.content["ends_on"])
        later, before = ends_on - project.ends_on, project.ends_on
        for row in project.instalments.filter(state__in=UNPAID, due_on__gte=before):
            row.due_on += later
            row.save(update_fields=["due_on"])
        project.ends_on = contract.ends_on = ends_on
        project.save(update_fields=["ends_on"])
        contract.save(update_fields=["ends_on"])
        replan_reports(project)


class Budget:
    """``{"moves": [{"line": pk, "amount": "-500.00"}, …]}``: what lines gain and lose, together nothing. The result
    keeps the budget rules of the call the project won."""

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        moves = read_moves(content)
        lines, now = {line.pk: line for line in project.budget_lines.all()}, adjusted_lines(project)
        if any(pk not in lines for pk in moves):
            raise DomainError("调剂的明细不在本项目预算内，请重新选择。")
        for pk, amount in moves.items():
            after, spent = now[pk] + amount, accepted(lines[pk])
            if after < spent:
                raise DomainError(
                    f"“{lines[pk]}”调剂后为 {after:,.2f} 元，低于已列支的 {spent:,.2f} 元。请减少调出金额。"
                )
        after = [(lines[pk], amount + moves.get(pk, ZERO)) for pk, amount in now.items()]
        keep_rules(project, [(line, amount) for line, amount in after if amount])
        return {"moves": [{"line": pk, "amount": f"{amount:.2f}"} for pk, amount in moves.items()]}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        BudgetAdjustment.objects.bulk_create(
            BudgetAdjustment(change=change, line_id=pk, amount=amount)
            for pk, amount in read_moves(change.content).items()
        )


class Amount:
    """``{"amount": "5000.00", "line": pk}``: more money, for one budget line. Carried out by the supplement."""

    @staticmethod
    def read(content: dict) -> dict:
        return {"amount": yuan(content.get("amount"), "增加金额"), "line": whole(content.get("line"), "预算明细")}

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        wanted = Amount.read(content)
        if not project.budget_lines.filter(pk=wanted["line"]).exists():
            raise DomainError("增加的金额要列入本项目的一条预算明细，请重新选择。")
        last_open_instalment(project)
        room = supplement_room(contract)
        if wanted["amount"] > room:
            raise DomainError(
                f"补充协议累计不能超过原合同金额的 {parameters.value(ParameterName.SUPPLEMENT_SHARE).normalize():f}%"
                f"（政府采购法第49条），还可以增加 {max(room, ZERO):,.2f} 元。"
            )
        if wanted["amount"] > project.fund.available:
            raise DomainError(
                f"“{project.fund}”可用余额 {project.fund.available:,.2f} 元，不足增加的金额。请先追加安排。"
            )
        return {"amount": f"{wanted['amount']:.2f}", "line": wanted["line"]}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        """Nothing yet: the money moves when the supplement is signed."""


class Content:
    """``{"add": [{name, form, sessions, people}], "update": [{"item": pk, "sessions": 12, "people": 40}],
    "remove": [pk]}``. Services already held stay."""

    @staticmethod
    def check(project: Project, contract: Contract, content: dict) -> dict:
        items = {item.pk: item for item in project.service_items.all()}
        add = [new_item(row) for row in rows_of(content, "add")]
        update = [changed_item(row, items) for row in rows_of(content, "update")]
        remove = [whole(pk, "服务内容") for pk in rows_of(content, "remove")]
        if not add and not update and not remove:
            raise DomainError("请至少增加、调整或取消一项服务内容。")
        if any(pk not in items for pk in remove):
            raise DomainError("取消的服务内容不在本项目内，请重新选择。")
        if len(set(remove) | {row["item"] for row in update}) < len(remove) + len(update):
            raise DomainError("同一项服务内容只能调整或取消一次，请核对。")
        if len(items) + len(add) - len(remove) < 1:
            raise DomainError("项目至少要保留一项服务内容。")
        check_held(project, items, update, remove)
        return {"add": add, "update": update, "remove": remove}

    @staticmethod
    def apply(change: Change, project: Project, contract: Contract) -> None:
        content = change.content
        for item in ServiceItem.objects.filter(project=project, pk__in=content["remove"]):
            try:
                item.delete()
            except ProtectedError:
                raise DomainError(f"“{item.name}”已安排活动或列支，不能取消。可以改为减少场次。") from None
        for row in content["update"]:
            ServiceItem.objects.filter(project=project, pk=row["item"]).update(
                sessions=row["sessions"], people=row["people"]
            )
        last = project.service_items.order_by("number").values_list("number", flat=True).last() or 0
        ServiceItem.objects.bulk_create(
            ServiceItem(project=project, number=number, **row) for number, row in enumerate(content["add"], last + 1)
        )


KINDS = {
    ChangeKind.STAFF: Staff,
    ChangeKind.CONTENT: Content,
    ChangeKind.COMMUNITY: Community,
    ChangeKind.BUDGET: Budget,
    ChangeKind.PERIOD: Period,
    ChangeKind.AMOUNT: Amount,
}


def transfer_is_filed(project: Project, content: dict) -> bool:
    """Whether all transfers between categories, this one included, stay within the share of the budget the
    contractor may file itself (a default, not an article)."""
    categories = dict(project.budget_lines.values_list("pk", "category"))
    rows = [(None, categories[pk], amount) for pk, amount in read_moves(content).items()]
    limit = project.budget * parameters.value(ParameterName.TRANSFER_SHARE) / 100
    return transferred(project) + moved_between_categories(rows) <= limit


FILES_ITSELF = {ChangeKind.BUDGET: transfer_is_filed}


def last_open_instalment(project: Project) -> Instalment:
    """The one that takes what a supplement adds; it must not be on its way to payment yet."""
    last = project.instalments.order_by("number").last()
    if last is None or last.state not in UNTOUCHED:
        raise DomainError("最后一期款已在办理或已经拨付，不能再增加金额。")
    return last


def raise_plan(project: Project, amount: Decimal) -> None:
    """What a supplement adds is paid with the last instalment."""
    last = last_open_instalment(project)
    last.amount += amount
    last.save(update_fields=["amount"])


def keep_rules(project: Project, lines: list[tuple]) -> None:
    """The adjusted budget against the rule set of the call; a direct commission has none."""
    if not project.application_id:
        return
    rules = project.application.call.rule_set.rules.all()
    asked = [
        budgeting.Line(line.category, line.item, *priced(line, amount), basis=line.basis) for line, amount in lines
    ]
    total = sum((line.amount for line in asked), ZERO)
    blocking = [finding for finding in budgeting.judge(rules, asked, total=total) if finding.blocks]
    if blocking:
        raise DomainError("调剂后不符合预算规则：" + "；".join(str(finding) for finding in blocking[:3]))


def priced(line, amount: Decimal) -> tuple[Decimal, int]:
    """The line's own price while its amount stands; an adjusted line has no price of its own, only a sum."""
    return (line.unit_price, line.quantity) if amount == line.amount else (amount, 1)


def accepted(line) -> Decimal:
    """What vouchers not refused already use of the line."""
    return sum(line.expenses.exclude(state="disallowed").values_list("amount", flat=True), ZERO)


def check_held(project: Project, items: dict, update: list[dict], remove: list[int]) -> None:
    """Never fewer sessions than were held."""
    figures = sources.services().by_item(project, project.starts_on, timezone.localdate())
    for row in update + [{"item": pk, "sessions": 0} for pk in remove]:
        held = figures.get(row["item"], {}).get(Measure.SESSIONS)
        if held is not None and row["sessions"] < held.value:
            raise DomainError(f"“{items[row['item']].name}”已举办 {held.value:.0f} 场，不能减到 {row['sessions']} 场。")
