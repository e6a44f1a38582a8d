"""What people thought: the figures over all matching ratings, and the rows that may be listed."""

from core.views import ListPage
from evaluations.filters import RatingFilter
from evaluations.models import Rating
from evaluations.queries import score_counts
from evaluations.scoring import summary
from evaluations.tables import RatingTable


class RatingListView(ListPage):
    queryset = Rating.objects.select_related("session__activity", "session__organization")
    filterset_class = RatingFilter
    table_class = RatingTable
    template_name = "evaluations/rating_list.html"
    partial_template_name = "evaluations/_rating_table.html"
    title = "满意度评价"
    empty_title = "没有可以逐条列出的评价"
    empty_hint = "参加者在活动现场扫码评价；同一场满5份后在这里逐条列出。"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        counted = context["filter"].counted
        counts = score_counts(counted) if counted is not None else {}
        summed = summary(counts)
        return context | {"summary": summed, "withheld": summed.satisfaction.valid - context["total"]}
