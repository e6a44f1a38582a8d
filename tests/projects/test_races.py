"""Two people at once, and twenty: real threads on a real PostgreSQL."""

from decimal import Decimal

import pytest

from projects import operations
from projects.models import Fund, LedgerEntry, Need, Project
from tests.cast import make_fund, make_need, make_project, make_user, make_world
from tests.projects.build import BASIS, project_fields
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def approve(project, by, fund):
    return operations.approve_project(project, by=by, fund=fund, note="多个项目同在一个社区，主席办公会同意", **BASIS)


def submitted(w, budget="100000.00"):
    return make_project(w, "submitted", need=make_need(w, state="matched"), budget=Decimal(budget))


def test_two_people_approve_one_project():
    w = make_world()
    project, fund = submitted(w), make_fund(w)
    results = at_once(*(
        lambda by=by: operations.approve_project(Project.objects.get(pk=project.pk), by=by, fund=fund, **BASIS)
        for by in (w.city, w.district)
    ))  # fmt: skip
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (project.entries.count(), project.instalments.count(), project.events.count()) == (1, 2, 1)


def test_twenty_approvals_never_overdraw():
    w = make_world()
    fund, projects = make_fund(w, "1000000.00"), [submitted(w) for _ in range(20)]
    results = at_once(*(lambda row=row: approve(row, w.district, fund) for row in projects))
    assert results.count("ok") == 10
    assert all(result == "ok" or "可用余额 0.00 元" in result for result in results)
    assert Fund.objects.get().available == 0
    assert LedgerEntry.objects.filter(kind="commitment").count() == Project.objects.funded().count() == 10


def test_approvals_and_withdrawals_share_one_fund():
    w = make_world()
    fund, projects = make_fund(w, "1000000.00"), [submitted(w) for _ in range(10)]
    at_once(
        *(lambda row=row: approve(row, w.district, fund) for row in projects),
        *[lambda: operations.appropriate_fund(fund, by=w.city, amount="-100000")] * 10,
    )
    totals = Fund.objects.get()
    assert totals.available == totals.appropriated - totals.committed == 0


def test_two_contractors_take_one_need():
    w = make_world()
    rival_worker = make_user("rival-worker", w.rival, "worker")
    need, spare = make_need(w), make_need(w)
    results = at_once(
        lambda: operations.create_project(by=w.ngo, **project_fields(w, [need, spare])),
        lambda: operations.create_project(
            by=w.rival_head, **project_fields(w, [spare, need], contractor=w.rival, worker=rival_worker)
        ),
    )
    assert sorted(result == "ok" for result in results) == [False, True]
    assert (Project.objects.count(), set(Need.objects.values_list("state", flat=True))) == (1, {"matched"})


def test_two_streets_verify_one_need():
    w = make_world()
    need = make_need(w, state="collected")
    results = at_once(*(lambda by=by: operations.verify_need(need, by=by) for by in (w.street, w.district)))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert need.events.count() == 1
