"""The public face of a contract: who, for what, how much, until when（合同公告，政府采购法实施条例第50条）.

SECURITY: only what was announced; no person is named, no clause, no file.
"""

from django.shortcuts import render

from core.public import PublicPage
from projects.models import Contract
from projects.queries.contract import supplemented

GONE = "没有找到这份合同公告。可能是网址不完整，或者合同还没有公告。"


class ContractPublicView(PublicPage):
    """One announced contract."""

    def get(self, request, number):
        rows = Contract.objects.filter(announced_on__isnull=False)  # unscoped: announced contracts are public
        contract = rows.select_related("project", "party_a", "party_b", "party_c").filter(number=number).first()
        if contract is None:
            context = {"title": "没有找到公告", "text": GONE, "good": False}
            return render(request, "public/result.html", context, status=404)
        context = {
            "contract": contract,
            "items": contract.items.all(),
            "added": supplemented(contract),
            "union_name": contract.party_a.name,
        }
        return render(request, "public/contract.html", context)
