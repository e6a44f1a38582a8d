"""What tests of applications share."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import DomainError
from core.models import Notification
from projects.enums import ApplicationState
from projects.models import Application
from tests.projects.build_application import make_application

PDF = b"%PDF-1.4\n%%EOF"


def pdf(name="年检.pdf"):
    return SimpleUploadedFile(name, PDF)


def untouched(application):
    """What a refused step must not change."""
    row = Application.objects.get(pk=application.pk)
    counts = (row.events.count(), row.revisions.count(), row.files.count(), Notification.objects.count())
    return row.state, row.version, row.content, row.amount, row.name, row.correct_by, counts


def refused(application, operation, sentence, **arguments):
    before = untouched(application)
    with pytest.raises(DomainError, match=sentence):
        operation(application, **arguments)
    assert untouched(application) == before


def draft(w, **fields):
    return make_application(w, state=ApplicationState.DRAFT, **fields)
