"""Shared machinery that knows no noun of the business."""
