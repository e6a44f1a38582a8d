"""Who is told what about contracts and changes."""

from itertools import chain

from orgs.models import User
from projects.models import Change, Contract
from projects.notifications.people import community_side, contractor_side, finance, purchasers, tell_step

# kind → (title, what to do, who is told)
CONTRACT_NEWS = {
    "create": ("合同已起草", "请核对条款，准备签署。", (contractor_side,)),
    "sign": ("合同已签署", "承接单位可启动实施；请购买主体公告并备案。", (purchasers, contractor_side, community_side)),
    "register": ("合同已登记", "承接单位可申请首期款。", (contractor_side, finance)),
    "expire": ("合同已到期", "承接单位应返还或删除个人信息，由购买主体确认。", (purchasers, contractor_side)),
    "terminate": ("合同已终止", "承接单位应返还或删除个人信息，由购买主体确认。", (purchasers, contractor_side)),
    "void": ("合同草稿已作废", "项目已终止，合同不再签署。", (contractor_side,)),
    "confirm_data": ("个人信息返还删除已确认", "确认内容见合同页面。", (contractor_side,)),
    "take_bond": ("履约保证金已登记交存", "凭证见合同页面。", (contractor_side,)),
    "return_bond": ("履约保证金已退还", "金额和日期见合同页面。", (contractor_side,)),
    "call_bond": ("履约保证金被扣留", "金额和原因见合同页面。", (contractor_side, finance)),
    "supplement": ("补充协议已签订", "增加的金额已承诺。", (contractor_side, finance)),
}
CHANGE_NEWS = {
    "create": ("有变更待审批", "请审批。", (purchasers,)),
    "file": ("变更已备案", "变更已生效，内容见变更页面。", (purchasers, community_side)),
    "approve": ("变更已批准", "变更已生效，内容见变更页面。", (contractor_side, community_side)),
    "reject": ("变更未获批准", "原因见变更页面，项目继续按原约定实施。", (contractor_side,)),
}


def contract_changed(contract: Contract, kind: str, *, by: User | None) -> None:
    """Tell the responsible people of one step; whoever made it needs no message."""
    title, todo, audiences = CONTRACT_NEWS[kind]
    people = chain.from_iterable(audience(contract.project) for audience in audiences)
    tell_step(contract, kind, people, by=by, title=title, body=f"“{contract.project}”合同（{contract.number}）：{todo}")


def change_moved(change: Change, kind: str, *, by: User) -> None:
    """Tell the responsible people of a request or a decision."""
    title, todo, audiences = CHANGE_NEWS[kind]
    people = chain.from_iterable(audience(change.project) for audience in audiences)
    tell_step(change, kind, people, by=by, title=title, body=f"“{change.project}”{change.get_kind_display()}：{todo}")
