"""What the page tests of this app share."""

from datetime import datetime, timedelta
from unittest.mock import patch

from django.core import signing
from django.urls import reverse

BAD = ["１２３", "a\x00b", "好" * 10_000, "NaN", "-1"]


def url(name, *args, **query):
    path = reverse(f"services:{name}", args=args)
    return f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else path


def signed_ago(make, session, seconds):
    """What ``make`` gave out that long ago."""
    then = datetime.now() - timedelta(seconds=seconds)
    with patch.object(signing.time, "time", lambda: then.timestamp()):
        return make(session)


def said(response):
    return [str(message) for message in response.context["messages"]]


def footer(response, name):
    return response.context["table"].columns[name].footer


def text_of(response):
    return response.content.decode()


def form_errors(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]
