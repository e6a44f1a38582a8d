"""What people thought of a service, and what an outsider made of a project."""

from evaluations.models.evaluation import Evaluation, EvaluationEvent
from evaluations.models.rating import Rating, RatingReceipt

__all__ = ["Evaluation", "EvaluationEvent", "Rating", "RatingReceipt"]
