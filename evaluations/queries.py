"""Reads worth a name."""

from django.db.models import Count

from evaluations.enums import Score


def score_counts(ratings) -> dict[int, int]:
    """How many of ``ratings`` (an already scoped queryset) gave each score; all five keys, one query."""
    counted = dict(ratings.order_by().values_list("score").annotate(Count("pk")))
    return {score: counted.get(score, 0) for score in Score.values}
