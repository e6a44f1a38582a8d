"""What pages that record something about a contract share."""

from core.views import ActionPage
from projects.models import Contract

BODIES = (
    "party_a",
    "party_b",
    "party_c",
    "project__fund__organization",
    "project__organization",
    "project__contractor",
)


class ContractActionPage(ActionPage):
    queryset = Contract.objects.select_related(*BODIES)
    template_name = "projects/contract_action.html"
