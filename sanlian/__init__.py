"""Composition root: settings, URLs, Celery."""

from sanlian.celery import app as celery_app

__all__ = ["celery_app"]
