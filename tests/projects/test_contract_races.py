"""Two people at once on one contract, one project, one fund: real threads on a real PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from projects import operations
from projects.models import Change, Contract, Fund, Project, Supplement
from tests.cast import make_fund, make_project, make_world
from tests.projects.build_contract import make_change, make_contract
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def signed_copy():
    return ContentFile(b"%PDF-1.4", "合同.pdf")


def test_two_people_sign_one_contract():
    w = make_world()
    contract = make_contract(w, state="draft")
    Contract.objects.filter(pk=contract.pk).update(amount=Decimal(45000))
    contract.items.update(unit_price=Decimal(45000))
    contract.project.instalments.filter(number=1).update(amount=Decimal(27000))
    contract.project.instalments.filter(number=2).update(amount=Decimal(18000))
    today = timezone.localdate()
    results = at_once(*(
        lambda by=by: operations.sign_contract(
            Contract.objects.get(pk=contract.pk), by=by, signed_on=today, file=signed_copy()
        )
        for by in (w.city, w.district)
    ))  # fmt: skip
    assert sorted(result == "ok" for result in results) == [False, True]
    project = Project.objects.get()
    assert (project.committed, project.entries.count(), contract.files.count()) == (Decimal(45000), 2, 1)


def test_two_changes_of_one_project():
    w = make_world()
    project = make_contract(w).project
    content = {"ends_on": f"{project.ends_on + timedelta(days=9)}"}
    results = at_once(*(
        lambda by=by: operations.request_change(
            Project.objects.get(pk=project.pk), by=by, kind="period", reason="顺延", content=content
        )
        for by in (w.ngo, w.worker)
    ))  # fmt: skip
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (Change.objects.count(), project.events.count()) == (1, 1)


def test_one_change_is_approved_and_rejected():
    w = make_world()
    change = make_change(w)
    results = at_once(
        lambda: operations.approve_change(Change.objects.get(), by=w.city),
        lambda: operations.reject_change(Change.objects.get(), by=w.district, note="理由"),
    )
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (change.events.count(), Project.objects.get().state) == (1, "active")


def test_ten_supplements_never_overdraw_the_fund():
    w = make_world()
    fund = make_fund(w, "520000.00")
    changes = [increased(w, fund) for _ in range(10)]
    assert Fund.objects.get(pk=fund.pk).available == Decimal(20000)
    today = timezone.localdate()
    results = at_once(*(
        lambda row=row: operations.sign_supplement(row, by=w.district, signed_on=today, file=signed_copy())
        for row in changes
    ))  # fmt: skip
    assert results.count("ok") == 4
    assert all(result == "ok" or "可用余额 0.00 元" in result for result in results)
    assert (Fund.objects.get(pk=fund.pk).available, Supplement.objects.count()) == (Decimal(0), 4)


def test_one_supplement_is_signed_once():
    w = make_world()
    change = increased(w, make_fund(w))
    today = timezone.localdate()
    results = at_once(*[
        lambda: operations.sign_supplement(
            Change.objects.get(pk=change.pk), by=w.district, signed_on=today, file=signed_copy()
        )
    ] * 2)  # fmt: skip
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (Supplement.objects.count(), Project.objects.get().committed) == (1, Decimal(55000))


def increased(w, fund) -> Change:
    """An approved increase of 5,000 yuan whose supplement waits."""
    contract = make_contract(w, make_project(w, "active", fund=fund))
    line = contract.project.budget_lines.get().pk
    content = {"amount": "5000.00", "line": line}
    return make_change(w, contract, kind="amount", state="approved", content=content)
