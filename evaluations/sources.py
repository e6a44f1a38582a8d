"""What projects are told about satisfaction."""

from datetime import date

from evaluations.queries import ratings_until, score_counts
from evaluations.scoring import satisfaction
from projects.models import Project
from projects.sources import SatisfactionFigure, register_satisfaction


def satisfaction_of(project: Project, until: date) -> SatisfactionFigure:
    """满意率 of all ratings so far, with its sample; too few of them have no rate."""
    found = satisfaction(score_counts(ratings_until(project, until)))
    return SatisfactionFigure(valid=found.valid, rate=found.rate, is_small=found.is_small)


register_satisfaction(satisfaction_of)
