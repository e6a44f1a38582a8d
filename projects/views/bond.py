"""Pages of performance bonds; the block stands on the contract's page."""

from django.urls import reverse

from projects import operations
from projects.forms.bond import CallBondForm, ReturnBondForm, TakeBondForm
from projects.queries.bond import Bond, bond_of
from projects.views.contract_action import ContractActionPage


def bond_actions(bond: Bond | None, user) -> list[dict]:
    """What is due about the bond and ``user`` may record."""
    if bond is None:
        return []
    rows = [
        ("登记保证金交存", "take-bond", "take_bond", bond.is_awaited, True),
        ("登记保证金退还", "return-bond", "return_bond", bond.is_to_settle, True),
        ("扣留保证金", "call-bond", "call_bond", bond.is_to_settle, False),
    ]
    return [
        {"label": label, "url": reverse(f"projects:contract-{verb}", args=[bond.contract.pk]), "primary": primary}
        for label, verb, permission, is_due, primary in rows
        if is_due and user.has_perm(f"projects.{permission}", bond.contract)
    ]


class BondPage(ContractActionPage):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"bond": bond_of(self.get_object())}


class ContractTakeBondView(BondPage):
    form_class = TakeBondForm
    operation = staticmethod(operations.take_bond)
    title = "登记保证金交存"
    warning = "按合同约定的金额和形式一次交足，不收现金。保证金不是资金来源的款项，不进台账。登记后不能更改。"
    success_message = "履约保证金已登记交存"


class SettleBondPage(BondPage):
    def get_initial(self):
        bond = bond_of(self.get_object())
        return super().get_initial() | ({"amount": f"{bond.held:.2f}"} if bond else {})


class ContractReturnBondView(SettleBondPage):
    form_class = ReturnBondForm
    operation = staticmethod(operations.return_bond)
    title = "登记保证金退还"
    warning = "项目验收或终止以后退还，要扣留的请先登记扣留。登记后不能更改。"
    success_message = "履约保证金已登记退还"


class ContractCallBondView(SettleBondPage):
    form_class = CallBondForm
    operation = staticmethod(operations.call_bond)
    title = "扣留保证金"
    warning = "按合同约定扣留或抵扣，写明原因；余下的应当退还。登记后不能更改，承接单位会收到通知。"
    success_message = "履约保证金已登记扣留"
