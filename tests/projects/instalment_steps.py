"""What an instalment's steps leave behind, and what a refused one does not."""

import pytest

from core.errors import DomainError
from core.models import Notification
from projects.models import Instalment, LedgerEntry, Project


def snapshot(instalment):
    row = Instalment.objects.values().get(pk=instalment.pk)
    project = Project.objects.values().get(pk=instalment.project_id)
    return (row, project, LedgerEntry.objects.count(), Notification.objects.count(), instalment.events.count())


def refused(operation, instalment, sentence, **kwargs):
    before = snapshot(instalment)
    with pytest.raises(DomainError, match=sentence):
        operation(instalment, **kwargs)
    assert snapshot(instalment) == before


def told():
    return set(Notification.objects.values_list("recipient__username", flat=True))
