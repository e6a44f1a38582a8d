"""What people can do in this app."""

from evaluations.operations.evaluation import assign_evaluation, submit_evaluation, withdraw_evaluation
from evaluations.operations.rating import check_open, check_rateable, rate_session

__all__ = [
    "assign_evaluation",
    "check_open",
    "check_rateable",
    "rate_session",
    "submit_evaluation",
    "withdraw_evaluation",
]
