"""What people can do in this app."""

from evaluations.operations.evaluation import assign_evaluation, draw_sample, submit_evaluation, withdraw_evaluation
from evaluations.operations.rating import check_open, check_rateable, rate_session
from evaluations.operations.rectification import (
    close_rectification,
    default_due,
    order_rectification,
    return_rectification,
    review_again,
    submit_rectification,
)

__all__ = [
    "assign_evaluation",
    "check_open",
    "check_rateable",
    "close_rectification",
    "default_due",
    "draw_sample",
    "order_rectification",
    "rate_session",
    "return_rectification",
    "review_again",
    "submit_evaluation",
    "submit_rectification",
    "withdraw_evaluation",
]
