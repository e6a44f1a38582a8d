"""Who is told how a reward sheet moves on."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import RewardSheet
from projects.notifications.people import event_key
from projects.permissions import PURCHASERS


def unions(sheet: RewardSheet) -> list[User]:
    return list(User.objects.holding(sheet.scheme.organization, *PURCHASERS))


def finance(sheet: RewardSheet) -> list[User]:
    return list(User.objects.holding(sheet.scheme.fund.organization, Role.FINANCE))


def payees(sheet: RewardSheet) -> list[User]:
    heads = User.objects.filter(
        is_active=True, memberships__role=Role.NGO, memberships__organization__reward_lines__sheet=sheet,
        memberships__organization__reward_lines__is_counted=True,
    )  # fmt: skip
    return list(heads.distinct())


# kind → (title, what to do, who is told)
NEWS = {
    "create": ("奖补核算表待复核", "请由核算人以外的人员复核。", (unions,)),
    "check": ("奖补核算表已复核", "请发布公示。", (unions,)),
    "publicise": ("奖补核算表公示中", "如有异议请在公示期内提出。", (unions, payees)),
    "approve": ("奖补核算表待支付", "请核对后支付。", (finance,)),
    "pay": ("奖补已支付", "明细见核算表。", (unions, payees)),
    "void": ("奖补核算表已作废", "原因见核算表页面。", (unions,)),
}


def sheet_changed(sheet: RewardSheet, kind: str, *, by: User) -> None:
    title, todo, audiences = NEWS[kind]
    people = {person for audience in audiences for person in audience(sheet)} - {by}
    notify(people, key=event_key(sheet, kind), title=title, body=f"“{sheet}”：{todo}", url=sheet.get_absolute_url())
