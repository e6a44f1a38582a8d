"""What tests of changes share."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.models import BudgetAdjustment, BudgetLine, Change, Project
from tests.projects.build_contract import make_contract


def today():
    return timezone.localdate()


def signed_copy():
    return ContentFile(b"%PDF-1.4 supplement", "补充协议.pdf")


def running(w, **fields) -> Project:
    """A running project of 50,000 yuan with a second budget line of another category."""
    project = make_contract(w, **fields).project
    project.refresh_from_db()
    BudgetLine.objects.filter(project=project).update(unit_price=Decimal("40000.00"))
    BudgetLine.objects.create(project=project, category="staff", item="社工", unit_price=Decimal(10000), quantity=1)
    return project


def lines(project):
    return list(project.budget_lines.order_by("pk"))


def moves(project, amount):
    first, second = lines(project)
    return {"moves": [{"line": first.pk, "amount": f"-{amount}"}, {"line": second.pk, "amount": amount}]}


def ask(w, project, kind, content, by=None):
    return operations.request_change(project, by=by or w.ngo, kind=kind, reason="情况变化", content=content)


def refused(w, project, kind, content, sentence):
    before = project.events.count(), Change.objects.count(), BudgetAdjustment.objects.count()
    with pytest.raises(DomainError, match=sentence):
        ask(w, project, kind, content)
    project.refresh_from_db()
    assert project.state == "active"
    assert (project.events.count(), Change.objects.count(), BudgetAdjustment.objects.count()) == before
    assert Notification.objects.count() == 0
