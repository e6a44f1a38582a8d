"""What people thought of a service, and what an outsider made of a project."""

from evaluations.models.evaluation import Evaluation, EvaluationEvent, EvidenceSample
from evaluations.models.rating import Rating, RatingReceipt
from evaluations.models.rectification import Rectification, RectificationEvent, RectificationFile

__all__ = [
    "Evaluation",
    "EvaluationEvent",
    "EvidenceSample",
    "Rating",
    "RatingReceipt",
    "Rectification",
    "RectificationEvent",
    "RectificationFile",
]
