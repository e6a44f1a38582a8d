"""账务核对: the last comparison of totals and rows, as far as the reader sees the records."""

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.urls import reverse
from django.views.generic import ListView

from projects.models import BookCheck, Fund, Instalment, Project, RewardSheet, Settlement

MODELS = {
    "fund": Fund, "project": Project, "instalment": Instalment, "settlement": Settlement, "rewardsheet": RewardSheet,
}  # fmt: skip


class BookCheckListView(LoginRequiredMixin, PermissionRequiredMixin, ListView):
    permission_required = "projects.view_bookcheck"
    template_name = "projects/bookcheck_list.html"
    SHOWN = 30

    def get_queryset(self):
        return BookCheck.objects.visible_to(self.request.user)[: self.SHOWN]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        latest = next(iter(context["object_list"]), None)
        rows = self.seen(latest.differences) if latest else []
        return context | {"latest": latest, "rows": rows, "ledger_url": reverse("projects:ledgerentry-list")}

    def seen(self, differences: list[dict]) -> list[dict]:
        """SECURITY: only records the reader may see are named."""
        rows = []
        for subject, model in MODELS.items():
            found = {row["pk"] for row in differences if row["subject"] == subject}
            records = model.objects.visible_to(self.request.user).in_bulk(found) if found else {}
            rows += [
                row | {"record": records[row["pk"]]}
                for row in differences
                if row["subject"] == subject and row["pk"] in records
            ]
        return rows
