"""Reads worth a name: what a change may choose from, and what it says in words."""

from decimal import Decimal

from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User
from projects.enums import ChangeKind, ServiceForm
from projects.models import BudgetLine, Change, Project, ServiceItem


def contractor_workers(project: Project):
    """Social workers of the contractor who could take over."""
    employed = Membership.objects.current().filter(organization=project.contractor, role=Role.WORKER)
    return User.objects.filter(is_active=True, pk__in=employed.values("user_id")).exclude(pk=project.worker_id)


def purchaser_communities(project: Project):
    """Communities under the union whose money it is; the contractor itself does not see that territory."""
    reached = Organization.objects.filter(
        level=UnionLevel.COMMUNITY, path__startswith=project.fund.organization.path
    ).exclude(pk=project.organization_id)
    return reached.order_by("path")


def in_words(change: Change) -> list[tuple[str, str]]:
    """What the change says, as label and text."""
    return WORDS[change.kind](change.content)


def _staff(content: dict) -> list[tuple[str, str]]:
    return [("新的执行社工", str(User.objects.get(pk=content["worker"])))]


def _community(content: dict) -> list[tuple[str, str]]:
    return [("新的实施社区", str(Organization.objects.get(pk=content["organization"])))]


def _period(content: dict) -> list[tuple[str, str]]:
    return [("新的结束日期", content["ends_on"])]


def _budget(content: dict) -> list[tuple[str, str]]:
    lines = BudgetLine.objects.in_bulk([row["line"] for row in content["moves"]])
    return [
        (
            f"{lines[row['line']].item}（{lines[row['line']].get_category_display()}）",
            f"{Decimal(row['amount']):+,.2f} 元",
        )
        for row in content["moves"]
    ]


def _amount(content: dict) -> list[tuple[str, str]]:
    line = BudgetLine.objects.get(pk=content["line"])
    return [("增加金额", f"{Decimal(content['amount']):,.2f} 元"), ("列入预算明细", line.item)]


def _content(content: dict) -> list[tuple[str, str]]:
    keys = [*content["remove"], *(row["item"] for row in content["update"])]
    names = dict(ServiceItem.objects.filter(pk__in=keys).values_list("pk", "name"))
    removed = [("取消", names.get(pk, "（已取消的服务内容）")) for pk in content["remove"]]
    updated = [("调整", f"{names.get(row['item'], '')}：{row['sessions']} 场") for row in content["update"]]
    forms = dict(ServiceForm.choices)  # the API may bring words of its own
    added = [
        ("增加", f"{row['name']}（{forms.get(row['form'], row['form'])}）：{row['sessions']} 场{each(row)}")
        for row in content["add"]
    ]
    return added + updated + removed


def each(row: dict) -> str:
    return f"，每场 {row['people']} 人" if row.get("people") else ""


WORDS = {
    ChangeKind.STAFF: _staff,
    ChangeKind.COMMUNITY: _community,
    ChangeKind.PERIOD: _period,
    ChangeKind.BUDGET: _budget,
    ChangeKind.AMOUNT: _amount,
    ChangeKind.CONTENT: _content,
}
