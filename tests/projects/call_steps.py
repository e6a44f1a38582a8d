"""Calls ready for their next step."""

from datetime import timedelta

from django.utils import timezone

from tests.projects.build_call import make_call


def upcoming(w, state="approved", **fields):
    now = timezone.now()
    defaults = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=21)}
    return make_call(w, state, **(defaults | fields))


def checked(w, **fields):
    return make_call(w, "draft", negative_checked_by=w.district, negative_checked_at=timezone.now(), **fields)
