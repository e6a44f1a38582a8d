"""What the database keeps, whatever the code does."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from projects.models import Fund, Instalment, LedgerEntry, Need, Project
from tests.cast import make_fund, make_need, make_project


def entry(fund, kind, amount, key, by, project=None):
    return LedgerEntry(
        fund=fund, kind=kind, amount=Decimal(amount), key=key, by=by, project=project, on=timezone.localdate()
    )


def refused_by(constraint: str, write) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_ledger_rows_never_change(world):
    fund = make_fund(world)
    row = fund.entries.get()
    for change in (
        lambda: fund.entries.update(amount=1),
        lambda: fund.entries.all().delete(),
        lambda: LedgerEntry.objects.filter(pk=row.pk).update(note="x"),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_ledgerentry SET amount = 1 WHERE id = %s", [row.pk])
    row.refresh_from_db()
    assert row.amount == Decimal("1000000.00")


def test_a_recorded_score_and_a_commitment_never_change(world):
    project = make_project(world, "final_review")
    rows, other = Project.objects.filter(pk=project.pk), make_fund(world, name="另一笔")
    for change in ({"budget": 1}, {"fund": None}, {"fund": other}):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(**change)
    rows.update(final_score=88)
    for score in (89, None):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(final_score=score)
    rows.update(final_score=88, budget=project.budget, evaluator=world.expert)
    made = rows.get()
    assert (made.final_score, made.budget, made.fund) == (88, project.budget, project.fund)


def test_a_fund_is_never_overdrawn(world):
    project = make_project(world)
    fund = make_fund(world, "100.00")
    refused_by("fund_not_overdrawn", entry(fund, "commitment", "100.01", "a", world.city, project).save)
    entry(fund, "commitment", "100.00", "b", world.city, project).save()
    refused_by("fund_not_overdrawn", entry(fund, "appropriation", "-0.01", "c", world.city).save)
    assert LedgerEntry.objects.count() == 2


def test_paid_never_exceeds_committed(world):
    project = make_project(world, "approved")
    fund = project.fund
    refused_by("fund_paid_within_commitment", entry(fund, "payment", "50000.01", "a", world.city, project).save)
    entry(fund, "payment", "50000.00", "b", world.city, project).save()
    refused_by("fund_paid_within_commitment", entry(fund, "payment", "0.01", "c", world.city, project).save)
    refused_by("fund_paid_within_commitment", entry(fund, "commitment", "-0.01", "d", world.city, project).save)


def test_one_row_per_cause_and_never_zero(world):
    fund = make_fund(world)
    key = fund.entries.get().key
    refused_by("projects_ledgerentry_key_key", entry(fund, "appropriation", "1", key, world.city).save)
    refused_by("ledger_amount_not_zero", entry(fund, "appropriation", "0", "x", world.city).save)
    refused_by("ledger_project_of_kind", entry(fund, "payment", "-1", "y", world.city).save)


def test_states_move_only_along_the_workflow(world):
    project, need = make_project(world), make_need(world, state="collected")
    for rows in (Project.objects.filter(pk=project.pk), Need.objects.filter(pk=need.pk)):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(state="completed" if rows.model is Project else "met")


def test_project_constraints(world):
    today = timezone.localdate()
    refused_by("project_budget_positive", lambda: make_project(world, budget=Decimal("0")))
    refused_by("project_period", lambda: make_project(world, starts_on=today, ends_on=today - timedelta(days=1)))
    refused_by("project_funded_has_fund", lambda: make_project(world, "approved", fund=None))
    refused_by("project_completed_has_score", lambda: make_project(world, "completed", final_score=None))
    refused_by("need_people_positive", lambda: make_need(world, people=0))


def test_events_are_kept(world):
    need = make_need(world)
    need.events.create(kind="create", to_state=need.state, by=world.community)
    with pytest.raises(InternalError), transaction.atomic():
        need.events.update(note="x")
    assert need.events.get().label == "提出需求"


def test_totals_of_a_fund(world):
    project = make_project(world, "approved")
    entry(project.fund, "payment", "20000", "p", world.finance, project).save()
    fund = Fund.objects.get(pk=project.fund_id)
    assert (fund.appropriated, fund.committed, fund.paid, fund.available) == (
        Decimal("1000000.00"), Decimal("50000.00"), Decimal("20000.00"), Decimal("950000.00"),
    )  # fmt: skip
    assert Project.objects.get(pk=project.pk).paid == Decimal("20000.00")


def test_scope_of_needs(world):
    verified, fresh = make_need(world), make_need(world, state="collected")
    elsewhere = make_need(world, organization=world.stranger_union, raised_by=world.stranger)
    everybody = {"city": 3, "district": 2, "street": 2, "community": 2, "party": 2, "ngo": 2, "worker": 2,
                 "supervisor": 2, "expert": 0, "finance": 2, "leader": 3, "stranger": 1, "rival_head": 2}  # fmt: skip
    assert {name: Need.objects.visible_to(getattr(world, name)).count() for name in everybody} == everybody
    assert set(Need.objects.visible_to(world.ngo)) == {verified, elsewhere}
    assert fresh not in Need.objects.visible_to(world.ngo)


def test_scope_of_projects_and_money(world):
    project = make_project(world, "approved")
    Instalment.objects.create(project=project, number=1, ratio=100, amount=project.budget, due_on=project.ends_on)
    sees = {
        name: (
            Project.objects.visible_to(user).count(),
            Instalment.objects.visible_to(user).count(),
            Fund.objects.visible_to(user).count(),
            LedgerEntry.objects.visible_to(user).count(),
        )
        for name in ("city", "district", "street", "community", "ngo", "expert", "finance", "stranger", "rival_head")
        for user in [getattr(world, name)]
    }
    assert sees == {
        "city": (1, 1, 1, 2), "district": (1, 1, 1, 2), "finance": (1, 1, 1, 2), "street": (1, 1, 0, 1),
        "community": (1, 1, 0, 1), "ngo": (1, 1, 0, 1), "expert": (0, 0, 0, 0), "stranger": (0, 0, 0, 0),
        "rival_head": (0, 0, 0, 0),
    }  # fmt: skip
