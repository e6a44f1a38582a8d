"""Ratings and evaluations (评估)."""
