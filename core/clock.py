"""The present moment, as a default of columns."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """``timezone.now``, looked up when it is called and not when the model is defined."""
    return timezone.now()
