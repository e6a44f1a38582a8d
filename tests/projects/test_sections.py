"""A section hidden in the project room is hidden everywhere: lists, records, files, fragments, exports and the API."""

import pytest
from django.urls import reverse

from evaluations.operations import draw_sample
from projects.enums import EntryKind, ExpenseState, SettlementState
from projects.models import (
    BudgetLine,
    Change,
    Contract,
    ContractFile,
    Expense,
    Instalment,
    LedgerEntry,
    Project,
    Settlement,
)
from projects.sections import ACCOUNTS, INSIDERS, READERS
from projects.uploads import stored
from tests.cast import make_project
from tests.evaluations.actors import make_evaluation
from tests.projects.build_archive import pdf
from tests.projects.build_contract import make_change
from tests.projects.build_money import make_expense, make_instalment, make_paid_project, make_settlement

pytestmark = pytest.mark.django_db

ROLES = {"expert": "expert", "community": "community", "party": "party", "worker": "worker", "auditor": "auditor"}
OF_MONEY = (Instalment, Contract, Change, ContractFile, BudgetLine)
OF_BOOKS = (Expense, Settlement)


@pytest.fixture
def project(world):
    """One project that has everything, evaluated by the expert."""
    project = make_paid_project(world)
    contract = project.contract
    make_change(world, contract)
    ContractFile.objects.create(contract=contract, **stored(pdf(), by=world.district))
    make_instalment(world, project)
    make_expense(world, project, state=ExpenseState.ACCEPTED)
    make_settlement(world, project, state=SettlementState.DRAFT)
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert)
    return Project.objects.get(pk=project.pk)


def seen(user, model) -> bool:
    return model.objects.visible_to(user).exists()


@pytest.mark.parametrize("name", ROLES)
def test_rows_are_for_whom_their_section_is_for(world, project, name):
    user = getattr(world, name)
    role = user.grants[0].role
    assert {model: seen(user, model) for model in OF_MONEY} == dict.fromkeys(OF_MONEY, role in INSIDERS)
    assert {model: seen(user, model) for model in OF_BOOKS} == dict.fromkeys(OF_BOOKS, role in ACCOUNTS)
    kinds = set(LedgerEntry.objects.visible_to(user).values_list("kind", flat=True))
    assert bool(kinds) == (role in READERS["money"])
    assert (EntryKind.EXPENSE in kinds) == (role in READERS["expenses"])


PAGES = ("instalment", "contract", "change", "expense", "settlement")
HIDDEN = {"expert": set(PAGES), "community": {"expense", "settlement"}, "party": {"expense", "settlement"}}


@pytest.mark.parametrize("name", ROLES)
def test_pages_and_api_follow(world, project, signed_in, api, name):
    records = {
        "instalment": project.instalments.first(), "contract": project.contract, "change": project.changes.first(),
        "expense": project.expenses.first(), "settlement": project.settlement,
    }  # fmt: skip
    client, remote = signed_in(getattr(world, name)), api(getattr(world, name))
    hidden = HIDDEN.get(name, set())
    for kind, record in records.items():
        expected = (404, 404, 0) if kind in hidden else (200, 200, 1)
        found = (
            client.get(reverse(f"projects:{kind}-detail", args=[record.pk])).status_code,
            remote.get(reverse(f"api:{kind}-detail", args=[record.pk])).status_code,
            min(remote.get(reverse(f"api:{kind}-list")).json()["count"], 1),
        )
        assert (kind, found) == (kind, expected)


SECTIONS = ("money", "expenses", "contract", "changes", "settlement", "archive", "reports", "documents")


@pytest.mark.parametrize("name", ROLES)
def test_fragments_open_for_whom_they_are_offered(world, project, signed_in, name):
    client, role = signed_in(getattr(world, name)), getattr(world, name).grants[0].role
    codes = {
        section: client.get(reverse(f"projects:project-{section}-fragment", args=[project.pk])).status_code
        for section in SECTIONS
    }
    assert codes == {section: 200 if role in READERS[section] else 404 for section in SECTIONS}


def test_the_evaluator_reads_no_money_through_the_project(world, project, signed_in, api):
    url = reverse("api:project-detail", args=[project.pk])
    shown = api(world.expert).get(url).json()
    assert (shown["paid"], shown["fund"], shown["budget_lines"], shown["instalments"]) == (None, None, [], [])
    assert api(world.community).get(url).json()["instalments"] != []
    assert "已拨付" not in signed_in(world.expert).get(reverse("projects:project-list")).content.decode()


def test_figures_lead_nowhere_a_reader_may_not_go(world, project, signed_in):
    pages = [project.get_absolute_url(), reverse("projects:project-money-fragment", args=[project.pk])]
    text = "".join(signed_in(world.community).get(page).content.decode() for page in pages)
    assert "kind=expense" not in text and reverse("projects:expense-list") + "?project=" not in text
    text = "".join(signed_in(world.worker).get(page).content.decode() for page in pages)
    assert text.count("kind=expense") == 2


def test_the_basis_of_a_commission_is_not_for_the_evaluator(world, signed_in):
    columns = stored(pdf("比价记录.pdf"), by=world.district)
    project = make_project(
        world, "active", evaluator=world.expert, direct_basis="quotes", direct_note="三家比价",
        direct_file=columns["file"], direct_file_name=columns["name"],
    )  # fmt: skip
    url = reverse("projects:project-basis-file", args=[project.pk])
    assert {name: signed_in(getattr(world, name)).get(url).status_code for name in ("expert", "auditor")} == {
        "expert": 404, "auditor": 200,
    }  # fmt: skip
    assert "三家比价" not in signed_in(world.expert).get(project.get_absolute_url()).content.decode()


def test_the_evaluator_sees_the_vouchers_that_were_drawn(world, signed_in):
    evaluation = make_evaluation(world)
    vouchers = [make_expense(world, evaluation.project, state=ExpenseState.SUBMITTED) for _ in range(4)]
    assert not Expense.objects.visible_to(evaluation.evaluator).exists()
    sample = draw_sample(evaluation, by=evaluation.evaluator)
    rows = Expense.objects.visible_to(evaluation.evaluator)
    assert set(rows.values_list("pk", flat=True)) == set(sample.expense_pks) and 0 < rows.count() < len(vouchers)
    response = signed_in(evaluation.evaluator).get(reverse("projects:expense-file", args=[sample.expense_pks[0]]))
    assert response.status_code == 200
